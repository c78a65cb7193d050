"""The sheet: everything that limits and prices everybody's tours, as flat arrays.

Place i of a day is day i - 1, so place 0 is the evening before the horizon; one place after the
last day lets rests end there. Choice 0 is off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import Counter, Pattern, TourRules
from scheduler.tours.automaton import Automaton, build_automaton
from scheduler.tours.remaining import remaining

INFINITE = np.inf
MOST_DAYS = 7  # of a week


class Sheet(NamedTuple):
    """Arrays of the compiled search; see the module for places and choices."""

    choices: npt.NDArray[np.int64]  # number of choices, shape (places,)
    work: npt.NDArray[np.bool_]  # (places, choices)
    kind: npt.NDArray[np.int64]  # automaton of each agent
    start: npt.NDArray[np.int64]  # (kinds,)
    following: npt.NDArray[np.int16]  # (kinds, places, nodes, choices)
    step_price: npt.NDArray[np.float64]
    gained: npt.NDArray[np.int8]
    worked: npt.NDArray[np.bool_]  # (kinds, places, nodes)
    runs_from: npt.NDArray[np.int64]  # (kinds + 1,)
    run_kind: npt.NDArray[np.bool_]  # (runs, places, choices)
    run_first: npt.NDArray[np.int64]  # place of the first day that the run has
    run_least: npt.NDArray[np.int64]  # 0: none
    run_most: npt.NDArray[np.int64]  # 0: none
    run_price: npt.NDArray[np.float64]  # inf: hard
    before: npt.NDArray[np.int64]  # (agents, most runs of a kind): length at the start
    allowed: npt.NDArray[np.bool_]  # (agents, places, choices)
    price: npt.NDArray[np.float64]  # (agents, places, choices)
    counters_from: npt.NDArray[np.int64]  # (agents + 1,)
    weights: npt.NDArray[np.int32]  # (weights, places, choices), in units of each counter
    c_weight: npt.NDArray[np.int64]  # (counters,)
    c_first: npt.NDArray[np.int64]  # places, half-open
    c_last: npt.NDArray[np.int64]
    c_position: npt.NDArray[np.int64]  # number of the state that holds it
    c_rest: npt.NDArray[np.int64]  # number of the rest it counts, 0: none
    c_pair: npt.NDArray[np.int8]  # (counters, places): 1 first day of a pair, 2 second
    c_table_from: npt.NDArray[np.int64]  # (counters + 1,)
    c_table: npt.NDArray[np.float64]  # price of every total in units, inf forbidden
    c_days: npt.NDArray[np.bool_]  # of a week at most, and every working day adds one or more
    c_soft: npt.NDArray[np.bool_]  # totals that forbid nothing: only their price rises
    c_low: npt.NDArray[np.int64]  # least total that is allowed
    c_high: npt.NDArray[np.int64]
    c_safe_low: npt.NDArray[np.int64]  # totals from here to there all cost the same, nothing else
    c_safe_high: npt.NDArray[np.int64]
    c_day_least: npt.NDArray[np.int64]  # (counters, places): least that a place adds
    c_day_most: npt.NDArray[np.int64]
    c_least_left: npt.NDArray[np.int64]  # (counters, places + 1): least that days from a place add
    c_most_left: npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Counted:
    """A counter in its own units, with what the searches ask of it."""

    counter: Counter
    weight: int
    rest: int
    first: int
    last: int
    pair: npt.NDArray[np.int8]
    table: npt.NDArray[np.float64]
    position: int = 0


def limits_totals(sheet: Sheet) -> bool:
    """Whether any counter can cost or forbid anything, whatever people work."""
    own = np.arange(int(sheet.counters_from[-1]))
    if not len(own):
        return False
    least = sheet.c_least_left[own, sheet.c_first[own]]
    most = sheet.c_most_left[own, sheet.c_first[own]]
    safe = (least >= sheet.c_safe_low[own]) & (most <= sheet.c_safe_high[own])
    return bool((~safe).any())


def sheet_of(calendar: Calendar, rules: Sequence[TourRules]) -> Sheet:
    """Return the arrays of everybody's rules, in the order of the calendar's agents."""
    return _Maker(calendar, rules).make()


class _Maker:
    def __init__(self, calendar: Calendar, rules: Sequence[TourRules]) -> None:
        self.calendar, self.rules = calendar, rules
        self.duties = calendar.duties
        self.first = min(self.duties)
        self.places = len(self.duties) + 1
        self.counts = np.array([*(len(self.duties[d]) + 1 for d in sorted(self.duties)), 1])
        self.width = int(self.counts.max())
        self.pools: list[npt.NDArray[np.int32]] = []
        self.units: list[int] = []
        self.by_content: dict[tuple[int, bytes], int] = {}
        self.known: dict[tuple[int, int, int], tuple[int, int]] = {}
        self.kept_alive: list[Mapping[int, npt.NDArray[np.int64]]] = []

    def make(self) -> Sheet:
        kinds, kind, automata = self._kinds()
        people = [self._counters(one) for one in self.rules]
        allowed, price = self._choices()
        return Sheet(
            choices=self.counts.astype(np.int64),
            work=self._work(),
            kind=kind,
            start=np.array([one.start for one in automata], dtype=np.int64),
            **self._steps(automata),
            **self._runs(kinds),
            before=self._before(kinds, kind),
            allowed=allowed,
            price=price,
            counters_from=np.cumsum([0, *(len(own) for own in people)]),
            **self._counter_arrays([one for own in people for one in own], people, allowed),
        )

    def _kinds(self) -> tuple[list[Pattern], npt.NDArray[np.int64], list[Automaton]]:
        """Return the patterns of the automata, each agent's, and the automata."""
        minutes = self.calendar.timeline.minute
        midnights = [minutes(day, 0) for day in range(self.first, self.first + self.places + 1)]
        pairs = frozenset(f for one in self.rules for c in one.counters for f in c.pairs)
        places: dict[tuple[int, int | None], int] = {}
        patterns: list[Pattern] = []
        automata: list[Automaton] = []
        kind: list[int] = []
        for one in self.rules:
            end = one.last_end if one.pattern.rests else None
            key = (id(one.pattern), end)
            if key not in places:
                places[key] = len(patterns)
                patterns.append(one.pattern)
                made = build_automaton(one.pattern, self.duties, midnights, pairs, end)
                automata.append(made)
            kind.append(places[key])
        return patterns, np.array(kind, dtype=np.int64), automata

    def _steps(self, automata: Sequence[Automaton]) -> dict[str, Any]:
        shape = (len(automata), self.places, max(one.nodes for one in automata), self.width)
        following = np.zeros(shape, dtype=np.int16)
        price = np.full(shape, INFINITE)
        gained = np.zeros(shape, dtype=np.int8)
        worked = np.zeros(shape[:3], dtype=bool)
        for k, one in enumerate(automata):
            for place, day in enumerate(one.days):
                nodes, choices = day.price.shape
                following[k, place, :nodes, :choices] = day.following
                price[k, place, :nodes, :choices] = day.price
                gained[k, place, :nodes, :choices] = day.gained
                worked[k, place, :nodes] = day.worked
        return {"following": following, "step_price": price, "gained": gained, "worked": worked}

    def _work(self) -> npt.NDArray[np.bool_]:
        work = np.zeros((self.places, self.width), dtype=bool)
        for day, duties in self.duties.items():
            work[day - self.first, 1 : len(duties) + 1] = [not one.on_call for one in duties]
        return work

    def _runs(self, kinds: Sequence[Pattern]) -> dict[str, Any]:
        runs = [run for pattern in kinds for run in pattern.runs]
        masks = np.zeros((max(len(runs), 1), self.places, self.width), dtype=bool)
        for number, run in enumerate(runs):
            for day, kind in run.kind.items():
                masks[number, day - self.first, : len(kind)] = kind
        prices = [INFINITE if run.price is None else float(run.price) for run in runs]
        return {
            "runs_from": np.cumsum([0, *(len(pattern.runs) for pattern in kinds)]),
            "run_kind": masks,
            "run_first": np.array([min(run.kind) - self.first for run in runs] or [0], np.int64),
            "run_least": np.array([run.least or 0 for run in runs] or [0], dtype=np.int64),
            "run_most": np.array([run.most or 0 for run in runs] or [0], dtype=np.int64),
            "run_price": np.array(prices or [INFINITE]),
        }

    def _before(
        self, kinds: Sequence[Pattern], kind: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        """Return run lengths at the start; an unknown one is long enough, and not too long."""
        most = max((len(pattern.runs) for pattern in kinds), default=0)
        before = np.zeros((len(self.rules), max(most, 1)), dtype=np.int64)
        for agent, own in enumerate(self.rules):
            for number, run in enumerate(kinds[kind[agent]].runs):
                known = own.before[number] if own.before else None
                if run.least is not None:
                    before[agent, number] = run.least if known is None else min(known, run.least)
                elif run.most is not None:
                    before[agent, number] = min(known or 0, run.most)
        return before

    def _choices(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
        shape = (len(self.rules), self.places, self.width)
        allowed, price = np.zeros(shape, dtype=bool), np.zeros(shape)
        for place, count in enumerate(self.counts):
            allowed[:, place, :count] = True
        lawful = self._lawful()
        for agent, own in enumerate(self.rules):
            allowed[agent] &= lawful[self.calendar.kind_of[agent]]
            for bar in own.bars:
                place, count = bar.day - self.first, len(bar.choices)
                if bar.price is None:
                    allowed[agent, place, :count] &= ~bar.choices
                else:
                    price[agent, place, :count] += bar.price * bar.choices
            for charge in own.charges:
                price[agent, charge.day - self.first, : len(charge.prices)] += charge.prices
        return allowed, price

    def _lawful(self) -> npt.NDArray[np.bool_]:
        lawful = np.zeros((len(self.calendar.kinds), self.places, self.width), dtype=bool)
        lawful[:, :, 0] = True
        for day, duties in self.duties.items():
            for choice, duty in enumerate(duties, start=1):
                lawful[list(duty.lawful), day - self.first, choice] = True
        return lawful

    def _pool(
        self, weights: Mapping[int, npt.NDArray[np.int64]], first: int, last: int
    ) -> tuple[int, int]:
        """Return the number of some weights, and the unit that divides them all."""
        key = (id(weights), first, last)
        if key not in self.known:
            whole = np.zeros((self.places, self.width), dtype=np.int64)
            for day, row in weights.items():
                if first <= day < last:
                    whole[day - self.first, : len(row)] = row
            unit = int(np.gcd.reduce(whole, axis=None)) or 1
            self.kept_alive.append(weights)
            scaled = (whole // unit).astype(np.int32)
            self.known[key] = (self._same(scaled, unit), unit)
        return self.known[key]

    def _same(self, scaled: npt.NDArray[np.int32], unit: int) -> int:
        """Return the number of some weights; equal ones have one number."""
        key = (unit, scaled.tobytes())
        if key not in self.by_content:
            self.by_content[key] = len(self.pools)
            self.pools.append(scaled)
            self.units.append(unit)
        return self.by_content[key]

    def _counters(self, own: TourRules) -> list[_Counted]:
        found = [self._counted(one) for one in own.counters]
        found = [one for one in found if one.table.any()]  # what never costs limits nobody
        found += [
            self._rest_counter(number, rest.first, rest.last, rest.price)
            for number, rest in enumerate(own.pattern.rests, start=1)
        ]
        return _placed(found, 1 + len(own.pattern.runs))

    def _counted(self, one: Counter) -> _Counted:
        first, last = max(one.first, self.first), min(one.last, self.first + self.places - 1)
        weight, unit = self._pool(one.weights, first, last)
        pair = np.zeros(self.places, dtype=np.int8)
        for day in one.pairs:
            pair[day - self.first], pair[day + 1 - self.first] = 1, 2
        if one.pairs:
            first, last = min(first, *one.pairs), max(last, *(day + 2 for day in one.pairs))
            # Pairs count by ones, so weights must as well.
            if unit > 1 and np.any(self.pools[weight]):
                weight = self._same(self.pools[weight] * np.int32(unit), 1)
            unit = 1
        most = int(self.pools[weight].max(axis=1).sum()) + len(one.pairs)
        costs = [one.cost(one.start + unit * total) for total in range(most + 1)]
        table = np.array([INFINITE if cost is None else float(cost) for cost in costs])
        return _Counted(one, weight, 0, first - self.first, last - self.first, pair, table)

    def _rest_counter(self, number: int, first: int, last: int, price: int | None) -> _Counted:
        """A weekly rest counts where the choice after a day off has told how long it was."""
        zeros: dict[int, npt.NDArray[np.int64]] = {}
        weight = self._same(np.zeros((self.places, self.width), dtype=np.int32), 1)
        without = INFINITE if price is None else float(price)
        table = np.concatenate([[without], np.zeros(max(last - first, 1))])
        counter = Counter("weekly_rest_hours", first, last, zeros, least=1)
        pair = np.zeros(self.places, dtype=np.int8)
        begin, end = max(first + 1 - self.first, 0), min(last + 1 - self.first, self.places)
        return _Counted(counter, weight, number, begin, end, pair, table)

    def _counts_days(self, one: _Counted) -> bool:
        inside = slice(one.first, one.last)
        week = one.last - one.first <= MOST_DAYS
        return week and bool((self.pools[one.weight][inside][self._work()[inside]] >= 1).all())

    def _counter_arrays(
        self,
        all_of_them: Sequence[_Counted],
        people: Sequence[Sequence[_Counted]],
        allowed: npt.NDArray[np.bool_],
    ) -> dict[str, Any]:
        tables = [one.table for one in all_of_them] or [np.zeros(1)]
        weights = np.array(self.pools) if self.pools else np.zeros((1, self.places, self.width))
        safe = [_flat(table) for table in tables]
        legal = [np.flatnonzero(np.isfinite(table)) for table in tables]
        lows = np.array([one[0] if len(one) else 1 for one in legal], dtype=np.int64)
        highs = np.array([one[-1] if len(one) else 0 for one in legal], dtype=np.int64)
        spans = {name: _column(all_of_them, name) for name in ("weight", "first", "last")}
        pairs = np.array([one.pair for one in all_of_them] or [np.zeros(self.places, np.int8)])
        rests = _column(all_of_them, "rest")
        day_least, day_most, least, most = remaining(
            np.cumsum([0, *(len(own) for own in people)]),
            spans["weight"],
            spans["first"],
            spans["last"],
            lows,
            highs,
            pairs,
            rests,
            weights.astype(np.int32),
            _alike(self.pools, self.units),
            allowed,
        )
        return {
            "weights": weights.astype(np.int32),
            "c_weight": spans["weight"],
            "c_first": spans["first"],
            "c_last": spans["last"],
            "c_position": _column(all_of_them, "position"),
            "c_rest": rests,
            "c_pair": pairs,
            "c_table_from": np.cumsum([0, *(len(table) for table in tables)]),
            "c_table": np.concatenate(tables),
            "c_days": np.array([self._counts_days(one) for one in all_of_them] or [False]),
            "c_soft": np.array(
                [
                    one.counter.rising > 0 and bool(np.isfinite(one.table).all())
                    for one in all_of_them
                ]
                or [False]
            ),
            "c_low": lows,
            "c_high": highs,
            "c_safe_low": np.array([low for low, _ in safe], dtype=np.int64),
            "c_safe_high": np.array([high for _, high in safe], dtype=np.int64),
            "c_day_least": day_least,
            "c_day_most": day_most,
            "c_least_left": least,
            "c_most_left": most,
        }


def _placed(counted: Sequence[_Counted], first_free: int) -> list[_Counted]:
    """Give every counter a number of the state, those of other times the same one again."""
    free_from: list[int] = []  # by position: where the counter that holds it ends
    placed = []
    for one in sorted(counted, key=lambda c: (c.first, c.last)):
        spot = next((n for n, end in enumerate(free_from) if end <= one.first), len(free_from))
        if spot == len(free_from):
            free_from.append(0)
        free_from[spot] = one.last
        placed.append(replace(one, position=first_free + spot))
    return placed


def _column(counted: Sequence[_Counted], name: str) -> npt.NDArray[np.int64]:
    return np.array([getattr(one, name) for one in counted] or [0], dtype=np.int64)


def _flat(table: npt.NDArray[np.float64]) -> tuple[int, int]:
    """Return the widest span of totals that cost nothing."""
    free = np.flatnonzero(table == 0)
    return (int(free[0]), int(free[-1])) if len(free) else (1, 0)


def _alike(pools: Sequence[npt.NDArray[np.int32]], units: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Return which weights say the same as others where those are not 0, shape (pools, pools)."""
    alike = np.zeros((max(len(pools), 1), max(len(pools), 1)), dtype=bool)
    for one, whole in enumerate(pools):
        for other, part in enumerate(pools):
            days = part.any(axis=1)
            same = units[one] == units[other] and np.array_equal(whole[days], part[days])
            alike[one, other] = same and bool(days.any())
    return alike
