"""Sorts of people: those under the same rules, whose sum the counts speak of."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.tours.cover import Cover
from scheduler.tours.sheet import Sheet

Doubles = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_MANY_SORTS = 24
_WEEK = 7
_STEPS = 30  # of a price that rises
Clique = tuple[Bools, Bools]  # choices of a day and of the next, of which a person has one


@dataclass(frozen=True)
class Soft:
    """What people of a sort add up whose price rises with every unit of a person."""

    weights: npt.NDArray[np.int32]  # (places, choices)
    pairs: tuple[int, ...]  # first places of pairs of days that count one
    steps: tuple[tuple[int, float], ...]  # units of a person, least price of one of them


@dataclass(frozen=True)
class Sort:
    """People who are counted together; sums of what holds for each of them."""

    size: int
    cover_class: int
    allowed: npt.NDArray[np.int64]  # how many may take each choice, (places, choices)
    present: npt.NDArray[np.int64]  # how many may work at all on a day, (places,)
    price: Doubles  # least price of each choice over a day off, (places, choices)
    totals: tuple[tuple[npt.NDArray[np.int32], float, float], ...]  # weights, least, most
    soft: tuple["Soft", ...]
    cliques: tuple[tuple[Clique, ...], ...]  # by place


def sorts_of(sheet: Sheet, cover: Cover) -> tuple[list[Sort], npt.NDArray[np.int64]]:
    """Return the sorts of people and the sort of each agent."""
    sort_of = _sorted(sheet, cover, fine=True)
    if sort_of.max(initial=0) >= _MANY_SORTS:
        sort_of = _sorted(sheet, cover, fine=False)
    members = [np.flatnonzero(sort_of == sort).tolist() for sort in range(sort_of.max() + 1)]
    return [_sort(sheet, cover, people) for people in members], sort_of


def _sorted(sheet: Sheet, cover: Cover, *, fine: bool) -> npt.NDArray[np.int64]:
    """Return the sort of each agent; fine ones have the same limits, others the same contract."""
    keys: dict[tuple[object, ...], int] = {}
    sort_of = np.zeros(len(sheet.kind), dtype=np.int64)
    for agent in range(len(sheet.kind)):
        own = slice(sheet.counters_from[agent], sheet.counters_from[agent + 1])
        length = sheet.c_last[own] - sheet.c_first[own]
        limits: tuple[object, ...] = (sheet.c_low[own].tobytes(), sheet.c_high[own].tobytes())
        if not fine:
            weeks = (length <= _WEEK) & (sheet.c_rest[own] == 0)
            limits = (int(sheet.c_high[own][weeks].max(initial=0)),)
        key = (
            int(cover.class_of[agent]),
            int(sheet.kind[agent]),
            sheet.c_weight[own].tobytes(),
            sheet.c_first[own].tobytes(),
            sheet.c_last[own].tobytes(),
            *limits,
            float(np.median(sheet.price[agent])),
        )
        sort_of[agent] = keys.setdefault(key, len(keys))
    return sort_of


def _sort(sheet: Sheet, cover: Cover, people: list[int]) -> Sort:
    allowed = sheet.allowed[people].sum(axis=0).astype(np.int64)
    present = sheet.allowed[people][:, :, 1:].any(axis=2).sum(axis=0).astype(np.int64)
    off = sheet.price[people][:, :, :1]
    price = (sheet.price[people] - off).min(axis=0)
    return Sort(
        size=len(people),
        cover_class=int(cover.class_of[people[0]]),
        allowed=allowed,
        present=present,
        price=price,
        totals=tuple(_totals(sheet, people)),
        soft=tuple(_soft(sheet, people)),
        cliques=tuple(
            _cliques(sheet, int(sheet.kind[people[0]]), place)
            for place in range(len(sheet.choices) - 1)
        ),
    )


def _totals(sheet: Sheet, people: list[int]) -> list[tuple[npt.NDArray[np.int32], float, float]]:
    """Return the sums of counters and of the longest runs of work."""
    found = []
    first = sheet.counters_from[people]
    for number in range(sheet.counters_from[people[0] + 1] - first[0]):
        own = first + number
        c = own[0]
        if sheet.c_rest[c] or sheet.c_pair[c].any() or sheet.c_soft[c]:
            continue
        if sheet.weights[sheet.c_weight[c], :, 0].any():
            continue  # days off count: not in what is worked
        weights = np.zeros_like(sheet.weights[sheet.c_weight[c]])
        days = slice(sheet.c_first[c], sheet.c_last[c])
        weights[days] = sheet.weights[sheet.c_weight[c]][days]
        low, high = float(sheet.c_low[own].sum()), float(sheet.c_high[own].sum())
        found.append((weights, low, high))
    kind = sheet.kind[people[0]]
    for run in range(sheet.runs_from[kind], sheet.runs_from[kind + 1]):
        most = sheet.run_most[run]
        if most == 0 or np.isfinite(sheet.run_price[run]):
            continue
        for place in range(len(sheet.choices) - most - 1):
            weights = np.zeros(sheet.work.shape, dtype=np.int32)
            days = slice(place, place + most + 1)
            weights[days] = sheet.run_kind[run, days]
            if not weights[:, 0].any():
                found.append((weights, -np.inf, float(most * len(people))))
    return found


def _soft(sheet: Sheet, people: list[int]) -> list[Soft]:
    """Return the soft counters; dear units of all people are taken at the price of the cheapest."""
    found = []
    first = sheet.counters_from[people]
    for number in range(sheet.counters_from[people[0] + 1] - first[0]):
        own = first + number
        if not sheet.c_soft[own].all():
            continue
        c = own[0]
        days = slice(sheet.c_first[c], sheet.c_last[c])
        weights = np.zeros_like(sheet.weights[sheet.c_weight[c]])
        weights[days] = sheet.weights[sheet.c_weight[c]][days]
        size = min(int(sheet.c_table_from[one + 1] - sheet.c_table_from[one]) for one in own)
        tables = np.array(
            [sheet.c_table[sheet.c_table_from[one] : sheet.c_table_from[one] + size] for one in own]
        )
        rises = np.diff(tables, axis=1).min(axis=0)
        width = max(1, -(-len(rises) // _STEPS))
        steps = tuple(
            (len(rises[at : at + width]), float(rises[at])) for at in range(0, len(rises), width)
        )
        pairs = tuple(np.flatnonzero(sheet.c_pair[c] == 1).tolist())
        found.append(Soft(weights, pairs, steps))
    return found


def _cliques(sheet: Sheet, kind: int, place: int) -> tuple[Clique, ...]:
    """Return sets of choices of a day and the next of which nobody can have two."""
    count, after = sheet.choices[place], sheet.choices[place + 1]
    # The node after a choice, from the widest node before; nodes only ever narrow.
    following = sheet.following[kind, place, :, :count]
    reachable = np.isfinite(sheet.step_price[kind, place, :, :count])
    barred = np.zeros((sheet.choices.max(), sheet.choices.max()), dtype=bool)
    for choice in range(1, count):
        nodes = following[reachable[:, choice], choice]
        if len(nodes):
            steps = np.isinf(sheet.step_price[kind, place + 1, nodes, :after])
            barred[choice, :after] = steps.all(axis=0)
    barred[:, 0] = False
    found: list[Clique] = []
    for pattern in np.unique(barred[1:count], axis=0):
        if pattern.any():
            ending = (barred & pattern).sum(axis=1) == pattern.sum()
            found.append((ending, pattern))
    return tuple(found)
