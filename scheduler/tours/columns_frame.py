"""The frame of the columns: the roster model without the rules on people, whole tours for shifts.

Rows are those of coverage, deferrable work, heads, cap and cuts. The variables that say who works
what (x) give way to tours; agents of whom the rows and the sheet say the same form a class.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from scheduler.roster_model.ground import Ground
from scheduler.roster_model.relaxation import Relaxation
from scheduler.tours.sheet import Sheet

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Tour = npt.NDArray[np.int16]  # a choice for every place

NONE = -1  # where a choice has no variable


@dataclass(frozen=True)
class Frame:
    """Rows low <= A y + B tours <= high, and what each part of them costs, in the model's units."""

    classes: tuple[tuple[int, ...], ...]  # agents of each class
    x_of: Longs  # (classes, places, choices): variable of the first agent, or NONE
    by_variable: csr_array  # (variables, rows): the matrix, turned round
    lows: Doubles
    highs: Doubles
    others: Longs  # variables that are not about one agent's choice (y)
    costs: Doubles  # (variables,)
    least: Doubles
    most: Doubles
    offset: float
    counts: npt.NDArray[np.bool_]  # of the other variables: numbers of heads, not of minutes
    grain: int  # divides the cost of every roster
    whole: Longs  # of the other variables: those that must be whole numbers

    @property
    def sizes(self) -> Longs:
        """Agents in each class."""
        return np.array([len(members) for members in self.classes], dtype=np.int64)

    def lawful(self, duals: Doubles) -> Doubles:
        """Return prices of rows with the signs that their open sides allow."""
        above = np.where(np.isinf(self.lows), np.minimum(duals, 0.0), duals)
        return np.where(np.isinf(self.highs), np.maximum(above, 0.0), above)

    def choice_prices(self, sheet: Sheet, duals: Doubles) -> Doubles:
        """Return what choices cost at some prices of the rows, (classes, places, choices)."""
        reduced = self.costs - self.by_variable @ duals
        agents = [members[0] for members in self.classes]
        prices = sheet.price[agents] + np.where(self.x_of == NONE, 0.0, reduced[self.x_of])
        # The place after the last day has no variables: rests end there, nobody works.
        barred = self.x_of == NONE
        barred[:, -1] = False
        prices[barred] = np.inf
        return prices

    def bound(self, duals: Doubles, least: Doubles, most: Doubles) -> float:
        """Return what any roster costs at least at some prices, its tours apart.

        With the cost of everybody's cheapest tour at the same prices it is a lower bound
        (Lagrange; Lübbecke and Desrosiers 2005). ``least`` and ``most`` limit all variables. It
        holds for any lawful prices, so it does not hang on how exactly a programme was solved.
        """
        sides = np.where(duals > 0, self.lows, self.highs)
        rows = float((duals * np.where(duals == 0, 0.0, sides)).sum())
        reduced = (self.costs - self.by_variable @ duals)[self.others]
        ends = np.where(reduced > 0, least[self.others], most[self.others])
        return self.offset + rows + float((reduced * ends).sum())

    def part(self, left: Longs, served: Doubles, cost: float) -> "Frame":
        """Return the frame of those who are left of each class.

        The others serve so much of the rows, at a cost. Classes of whom nobody is left go.
        """
        kept = np.flatnonzero(left)
        return replace(
            self,
            classes=tuple(self.classes[number][: left[number]] for number in kept),
            x_of=self.x_of[kept],
            lows=self.lows - served,
            highs=self.highs - served,
            offset=self.offset + cost,
        )

    def column(self, number: int, tour: Tour) -> tuple[Longs, Doubles, float]:
        """Return the rows that a class's tour takes part in, how much, and what it costs there."""
        variables = self.x_of[number, np.arange(len(tour)), tour]
        variables = variables[variables != NONE]
        entries = self.by_variable[variables]
        whole = np.bincount(entries.indices, weights=entries.data, minlength=len(self.lows))
        rows = np.flatnonzero(whole)
        return (
            rows.astype(np.int64),
            whole[rows].astype(np.float64),
            float(self.costs[variables].sum()),
        )


def frame_of(sheet: Sheet, ground: Ground) -> Frame:
    """Return the frame of a model without rules on people (``build_work``)."""
    relaxed = Relaxation(ground.model)
    x_of = _variables(sheet, ground, len(ground.calendar.agents))
    own = _own(ground)
    kept = _kept_rows(relaxed, ground)
    by_variable = csr_array(relaxed.matrix[kept].T)
    others = np.flatnonzero(~own)
    counts = (relaxed.most - relaxed.least)[others] <= len(x_of)
    classes = _classes(sheet, x_of, by_variable, relaxed.costs)
    return Frame(
        classes,
        x_of[[members[0] for members in classes]],
        by_variable,
        relaxed.lows[kept],
        relaxed.highs[kept],
        others,
        relaxed.costs,
        relaxed.least,
        relaxed.most,
        relaxed.offset,
        counts,
        # Minutes may be split anyhow, so nothing divides what they cost.
        _grain(sheet, relaxed.costs, relaxed.offset) if counts.all() else 1,
        np.array(sorted({variable.index for variable in ground.whole}), dtype=np.int64),
    )


def _variables(sheet: Sheet, ground: Ground, agents: int) -> Longs:
    first = min(ground.calendar.duties)
    x_of = np.full((agents, len(sheet.choices), int(sheet.choices.max())), NONE, dtype=np.int64)
    for (agent, day), options in ground.options.items():
        x_of[agent, day - first, 0] = ground.off[agent, day].index
        for option in options:
            x_of[agent, day - first, option.choice] = option.chosen.index
    return x_of


def _own(ground: Ground) -> npt.NDArray[np.bool_]:
    """Return which variables are about one agent's choice."""
    own = np.zeros(len(ground.model.proto.variables), dtype=bool)
    own[[variable.index for variable in ground.off.values()]] = True
    own[[one.chosen.index for options in ground.options.values() for one in options]] = True
    return own


def _kept_rows(relaxed: Relaxation, ground: Ground) -> Longs:
    """Return the rows that tours do not keep by themselves.

    Rows with a day off in them say that somebody has one choice a day, or may not be off.
    """
    off = np.zeros(len(relaxed.costs))
    off[[variable.index for variable in ground.off.values()]] = 1.0
    return np.flatnonzero(abs(relaxed.matrix) @ off == 0)


def _classes(
    sheet: Sheet, x_of: Longs, by_variable: csr_array, costs: Doubles
) -> tuple[tuple[int, ...], ...]:
    """Return agents together who may do each other's tours at the same cost."""
    found: dict[tuple[object, ...], list[int]] = {}
    for agent in range(len(x_of)):
        variables = x_of[agent][x_of[agent] != NONE]
        entries = by_variable[variables]
        seen = (x_of[agent] != NONE, entries.indptr, entries.indices, entries.data)
        key = (
            *(array.tobytes() for array in (*seen, costs[variables])),
            *_rules_key(sheet, agent),
        )
        found.setdefault(key, []).append(agent)
    return tuple(tuple(members) for members in found.values())


def _rules_key(sheet: Sheet, agent: int) -> tuple[object, ...]:
    """Return all that the sheet says of an agent."""
    first, last = int(sheet.counters_from[agent]), int(sheet.counters_from[agent + 1])
    tables = sheet.c_table[sheet.c_table_from[first] : sheet.c_table_from[last]]
    lengths = np.diff(sheet.c_table_from[first : last + 1])
    arrays: Sequence[npt.NDArray[np.generic]] = (
        sheet.allowed[agent],
        sheet.price[agent],
        sheet.before[agent],
        tables,
        lengths,
        *(getattr(sheet, name)[first:last] for name in ("c_weight", "c_first", "c_last")),
        *(getattr(sheet, name)[first:last] for name in ("c_position", "c_rest", "c_pair")),
    )
    return int(sheet.kind[agent]), *(array.tobytes() for array in arrays)


def _grain(sheet: Sheet, costs: Doubles, offset: float) -> int:
    """Return what divides all prices, so that a bound may be rounded up."""
    prices = (sheet.price, sheet.step_price, sheet.run_price, sheet.c_table, costs, [offset])
    grain = 0
    for some in prices:
        known = np.asarray(some)
        different = np.unique(np.rint(known[np.isfinite(known)]).astype(np.int64))
        grain = int(np.gcd.reduce(different, initial=grain))
    return max(grain, 1)
