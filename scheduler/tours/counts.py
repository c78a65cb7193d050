"""How many of each kind of people work each duty: a bound for any roster, and a guide for one.

People under the same rules are counted instead of named. What holds for each of them holds for
their sum, so the cheapest counts cost no more than the cheapest roster (a relaxation), and they
are few numbers however many people there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scheduler.tours.counts_deferred import There, add_deferred
from scheduler.tours.cover_of import Coverage
from scheduler.tours.programme import Programme
from scheduler.tours.sheet import Sheet, limits_totals
from scheduler.tours.sorts import Soft, Sort, sorts_of

Doubles = npt.NDArray[np.float64]
_MANY = 1e8  # prices from here on are of what must not be: they would blur all others


@dataclass(frozen=True)
class Counts:
    """The counts, and what any roster costs at least."""

    bound: float
    wanted: npt.NDArray[np.int32] | None  # (sorts, places, choices); None: not whole in time
    sort_of: npt.NDArray[np.int64]  # of each agent


class CountedPeople:
    """The programme of the cheapest counts, written down kind by kind."""

    def __init__(self, sheet: Sheet, coverage: Coverage) -> None:
        self.sheet, self.cover, self.work = sheet, coverage.cover, coverage.work
        self.places, self.width = sheet.work.shape
        self.sorts, self.sort_of = sorts_of(sheet, self.cover)
        # Days off are what all others replace.
        self.rows = Programme(float(sheet.price[:, :, 0].sum()))
        self.limited = limits_totals(sheet)
        self.heads = [self._heads(sort) for sort in self.sorts]
        for sort, heads in zip(self.sorts, self.heads, strict=True):
            self._people(sort, heads)
            for soft in sort.soft:
                self._soft(sort, heads, soft)
        self._supply()
        self._blocks()
        self._day_rows()
        self._cuts()
        self._rooms()
        if coverage.defers:
            add_deferred(self.rows, self.work, self.cover, self.short, self.there)
        self._uses()

    def relaxed(self, seconds: float) -> Counts | None:
        """Return the cheapest counts, parts of people allowed; None without any in the time."""
        solved = self.rows.solve(seconds, whole=False)
        return None if solved is None else self._counts(*solved)

    def whole(self, seconds: float, relaxed: Counts) -> Counts:
        """Return counts of whole people, if any are found, with the better bound."""
        solved = self.rows.solve(seconds, whole=True)
        if solved is None:
            return relaxed
        bound = max(solved[0], relaxed.bound)
        return replace(relaxed if solved[1] is None else self._counts(*solved), bound=bound)

    def _counts(self, bound: float, values: Doubles | None) -> Counts:
        wanted = None if values is None else self.counts_in(values)
        return Counts(bound, wanted, self.sort_of)

    def _heads(self, sort: Sort) -> npt.NDArray[np.int64]:
        """Add the counts of a sort; return their numbers by place and choice, -1 for none."""
        numbers = np.full((self.places, self.width), -1, dtype=np.int64)
        there = sort.allowed > 0
        there[:, 0] = False
        own = self.rows.variables(sort.price[there], sort.allowed[there].astype(float), whole=True)
        numbers[there] = own
        return numbers

    def _people(self, sort: Sort, heads: npt.NDArray[np.int64]) -> None:
        """Add what holds for the sum of everybody of a sort."""
        for place in range(self.places):
            own = heads[place][heads[place] >= 0]
            if len(own):
                self.rows.add_sum(own, np.ones(len(own)), -np.inf, float(sort.present[place]))
        for weights, low, high in sort.totals:
            there = (heads >= 0) & (weights > 0)
            if there.any():
                self.rows.add_sum(heads[there], weights[there].astype(float), low, high)
        for place in range(self.places - 1):
            for one, other in sort.cliques[place]:
                own = np.concatenate([heads[place][one], heads[place + 1][other]])
                own = own[own >= 0]
                self.rows.add_sum(own, np.ones(len(own)), -np.inf, float(sort.size))

    def _soft(self, sort: Sort, heads: npt.NDArray[np.int64], soft: Soft) -> None:
        """Pay for what rises in price, spread as evenly over people as can be (Jensen)."""
        there = (heads >= 0) & (soft.weights > 0)
        columns = [heads[there]]
        factors = [soft.weights[there].astype(float)]
        for place in soft.pairs:
            (weekend,) = self.rows.variables(np.zeros(1), np.array([float(sort.size)]))
            for day in (place, place + 1):
                own = heads[day][(heads[day] >= 0) & self.sheet.work[day]]
                self.rows.add_sum([*own, weekend], [*np.ones(len(own)), -1.0], -np.inf, 0.0)
            columns.append(np.array([weekend]))
            factors.append(np.ones(1))
        most = np.array([sort.size * units for units, _ in soft.steps], dtype=float)
        steps = self.rows.variables(np.array([price for _, price in soft.steps]), most)
        self.rows.add_sum(
            np.concatenate([*columns, steps]),
            np.concatenate([*factors, -np.ones(len(steps))]),
            -np.inf,
            0.0,
        )

    def _supply(self) -> None:
        """Split the counts of duties with several shapes; note what covers each slot."""
        cover = self.cover
        parts: dict[int, list[There]] = {}
        for one, place, choice, heads in self._duties():
            found = parts.setdefault(one, [])
            number = place * self.width + choice
            first, last = cover.shapes_from[number], cover.shapes_from[number + 1]
            amounts = heads
            if last - first > 1 or len(heads) > 1:
                size = last - first
                amounts = self.rows.variables(np.zeros(size), np.full(size, np.inf)).tolist()
                signs = [-1.0] * len(heads) + [1.0] * size
                self.rows.add_sum([*heads, *amounts], signs, 0.0, 0.0)
            for shape, amount in zip(range(first, last), amounts, strict=True):
                for span in range(cover.spans_from[shape], cover.spans_from[shape + 1]):
                    slots = np.arange(cover.span_begin[span], cover.span_end[span])
                    part = np.full(len(slots), cover.span_part[span])
                    found.append((slots.astype(float), np.full(len(slots), amount), part))
        self.there: dict[int, There] = {
            one: _joined(found) for one, found in parts.items() if found
        }

    def _duties(self) -> Iterator[tuple[int, int, int, list[int]]]:
        """Yield (cover class, place, choice) and the counts of all its sorts who may work it."""
        joined: dict[tuple[int, int, int], list[int]] = {}
        for sort, heads in zip(self.sorts, self.heads, strict=True):
            for place, choice in zip(*np.nonzero(heads >= 0), strict=True):
                key = (sort.cover_class, int(place), int(choice))
                joined.setdefault(key, []).append(int(heads[place, choice]))
        for (one, place, choice), heads_of in joined.items():
            yield one, place, choice, heads_of

    def _of_row(self, members: npt.NDArray[np.bool_]) -> tuple[Doubles, Doubles, Doubles]:
        """Return (slot, variable, part) of all who count in a row."""
        own = [self.there[one] for one in np.flatnonzero(members).tolist() if one in self.there]
        if not own:
            return np.zeros(0), np.zeros(0), np.zeros(0)
        return _joined(own)

    def _blocks(self) -> None:
        cover = self.cover
        slots = cover.have.shape[1]
        self.short = np.full((len(cover.blocks_from) - 1, slots), -1, dtype=np.int64)
        for block in range(len(cover.blocks_from) - 1):
            first, last = int(cover.blocks_from[block]), int(cover.blocks_from[block + 1])
            needed = np.flatnonzero((cover.wanted[first:last] > 0).any(axis=0))
            most = cover.wanted[first:last, needed].sum(axis=0)
            prices = np.minimum(cover.short_price[first:last, needed].max(axis=0), _MANY)
            self.short[block, needed] = self.rows.variables(prices, most)
            for row in range(first, last):
                self._row(row, self.short[block])

    def _row(self, row: int, short: npt.NDArray[np.int64]) -> None:
        """Add the heads of a row: those there, those missing, those too many."""
        cover = self.cover
        slots, amounts, parts = self._of_row(cover.member[row])
        wanted = cover.wanted[row]
        lacking = np.flatnonzero(wanted > 0)
        at = np.full(len(wanted), -1)
        at[lacking] = np.arange(len(lacking))
        inside = at[slots.astype(int)] >= 0
        self.rows.add_rows(
            np.concatenate([at[slots[inside].astype(int)], at[lacking]]),
            np.concatenate([amounts[inside], short[lacking]]),
            np.concatenate([parts[inside], np.ones(len(lacking))]),
            wanted[lacking],
            np.full(len(lacking), np.inf),
        )
        dear = np.flatnonzero(cover.over_price[row] > 0)
        if len(dear):
            over = self.rows.variables(cover.over_price[row, dear], np.full(len(dear), np.inf))
            at[:] = -1
            at[dear] = np.arange(len(dear))
            inside = at[slots.astype(int)] >= 0
            self.rows.add_rows(
                np.concatenate([at[slots[inside].astype(int)], at[dear]]),
                np.concatenate([amounts[inside], over]),
                np.concatenate([parts[inside], -np.ones(len(dear))]),
                np.full(len(dear), -np.inf),
                wanted[dear],
            )

    def _day_rows(self) -> None:
        cover = self.cover
        for row in range(len(cover.day_member)):
            members = np.flatnonzero(cover.day_member[row])
            for place in range(self.places):
                own = [
                    heads[place][(heads[place] >= 0) & self._is_template(place, row)]
                    for sort, heads in zip(self.sorts, self.heads, strict=True)
                    if sort.cover_class in members
                ]
                there = np.concatenate(own) if own else np.zeros(0, dtype=np.int64)
                self._day_row(row, place, there)

    def _is_template(self, place: int, row: int) -> npt.NDArray[np.bool_]:
        same: npt.NDArray[np.bool_] = self.cover.template_of[place] == self.cover.day_template[row]
        return same

    def _day_row(self, row: int, place: int, there: npt.NDArray[np.int64]) -> None:
        cover = self.cover
        wanted, over_price = cover.day_wanted[row, place], cover.day_over[row, place]
        if wanted > 0:
            price = min(float(cover.day_short[row, place]), _MANY)
            (short,) = self.rows.variables(np.array([price]), np.array([wanted]))
            self.rows.add_sum([*there, short], np.ones(len(there) + 1), wanted, np.inf)
        if over_price > 0 and len(there):
            (over,) = self.rows.variables(np.array([over_price]), np.array([np.inf]))
            self.rows.add_sum([*there, over], [*np.ones(len(there)), -1.0], -np.inf, wanted)

    def _cuts(self) -> None:
        cover = self.cover
        for cut in range(len(cover.cut_wanted)):
            columns, factors = [], []
            for one, (slots, amounts, parts) in self.there.items():
                weight = cover.cut_weight[cut, cover.group_of[one], slots.astype(int)]
                columns.append(amounts)
                factors.append(weight * parts)
            (missing,) = self.rows.variables(cover.cut_price[cut : cut + 1], np.array([np.inf]))
            self.rows.add_sum(
                np.concatenate([*columns, [missing]]),
                np.concatenate([*factors, [1.0]]),
                float(cover.cut_wanted[cut]),
                np.inf,
            )

    def _rooms(self) -> None:
        """Pay for the room for hostile cases that rows lack."""
        cover = self.cover
        place_of = np.repeat(np.arange(self.places), np.diff(cover.room_from))
        size = cover.room_missing.size
        prices, most = np.full(size, cover.room_price), np.full(size, np.inf)
        missing = self.rows.variables(prices, most).reshape(cover.room_missing.shape)
        for row, wanted in enumerate(cover.room_wanted.tolist()):
            days = slice(cover.room_first[row], cover.room_last[row] + 1)
            columns = [missing[cover.room_block[row], days]]
            factors = [np.ones(len(columns[0]))]
            for entry in np.flatnonzero(cover.room_row == row).tolist():
                for sort, heads in zip(self.sorts, self.heads, strict=True):
                    own = heads[place_of[entry]]
                    there = own >= 0
                    columns.append(own[there])
                    factors.append(cover.room_weight[sort.cover_class, entry, there])
            self.rows.add_sum(np.concatenate(columns), np.concatenate(factors), wanted, np.inf)

    def _uses(self) -> None:
        """Pay once for every different start and length in use."""
        if self.cover.use_price <= 0:
            return
        number = len(self.cover.uses)
        used = self.rows.variables(
            np.full(number, self.cover.use_price), np.ones(number), whole=True
        )
        for sort, heads in zip(self.sorts, self.heads, strict=True):
            for place, choice in zip(*np.nonzero(heads >= 0), strict=True):
                use = self.cover.use_of[place, choice]
                most = min(float(sort.allowed[place, choice]), self._most_wanted(place, choice))
                self.rows.add_sum([heads[place, choice], used[use]], [1.0, -most], -np.inf, 0.0)

    def _most_wanted(self, place: int, choice: int) -> float:
        """Return most heads that can be of use in a duty; people who owe no hours work no more."""
        cover, number = self.cover, place * self.width + choice
        if self.limited or len(cover.day_member):
            return float("inf")
        most = 0.0
        for shape in range(cover.shapes_from[number], cover.shapes_from[number + 1]):
            for span in range(cover.spans_from[shape], cover.spans_from[shape + 1]):
                slots = slice(cover.span_begin[span], cover.span_end[span])
                most = max(most, float(cover.wanted[:, slots].sum(axis=0).max(initial=0.0)))
        return float(np.ceil(most))

    def counts_in(self, values: Doubles) -> npt.NDArray[np.int32]:
        """Return the counts of a solution, rounded to whole people, by sort, place and choice."""
        found = np.zeros((len(self.sorts), self.places, self.width), dtype=np.int32)
        for number, heads in enumerate(self.heads):
            there = heads >= 0
            found[number][there] = np.rint(values[heads[there]]).astype(np.int32)
        return found


def _joined(found: list[There]) -> There:
    slots, amounts, parts = (np.concatenate(column) for column in zip(*found, strict=True))
    return slots, amounts, parts
