"""The duties of all days in columns, so that rules look at all of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scheduler.people.duties import Duty
from scheduler.people.spans import over
from scheduler.people.tour_rules import Bools, Ints


@dataclass(frozen=True)
class SpanWeights:
    """Weights of all days, of which spans of days are looked at again and again."""

    by_day: Mapping[int, Ints]
    _known: dict[range, dict[int, Ints]] = field(default_factory=dict)

    def over(self, days: range) -> dict[int, Ints]:
        """Return the weights of some days, always the same object for the same days."""
        if days not in self._known:
            self._known[days] = over(self.by_day, days)
        return self._known[days]


@dataclass(frozen=True)
class DutyTable:
    """Duties of all days one after another; masks and columns have the shape (duties,)."""

    duties: Mapping[int, Sequence[Duty]]  # by day, days in order

    @cached_property
    def _rows(self) -> tuple[Duty, ...]:
        return tuple(duty for duties in self.duties.values() for duty in duties)

    @cached_property
    def _places(self) -> dict[int, slice]:
        """Rows of each day."""
        places, row = {}, 0
        for day, duties in self.duties.items():
            places[day] = slice(row, row + len(duties))
            row += len(duties)
        return places

    def rows(self, day: int) -> slice:
        """Return the rows of a day's duties; none on days without."""
        return self._places.get(day, slice(0, 0))

    def choices_of(self, day: int) -> int:
        """Return the number of a day's choices, a day off included."""
        return 1 + len(self.duties[day])

    @cached_property
    def day(self) -> Ints:
        """Day of the start."""
        return np.array([duty.day for duty in self._rows], dtype=np.int64)

    @cached_property
    def start(self) -> Ints:
        """Elapsed minute of the start."""
        return np.array([duty.start_minute for duty in self._rows], dtype=np.int64)

    @cached_property
    def end(self) -> Ints:
        """Elapsed minute of the end."""
        return np.array([duty.end_minute for duty in self._rows], dtype=np.int64)

    @cached_property
    def wall_start(self) -> Ints:
        """Start in wall-clock minutes of its day."""
        return np.array([duty.wall_start for duty in self._rows], dtype=np.int64)

    @cached_property
    def wall_end(self) -> Ints:
        """End in wall-clock minutes of the day of the start."""
        return np.array([duty.wall_end for duty in self._rows], dtype=np.int64)

    @cached_property
    def work_minutes(self) -> Ints:
        """Elapsed minutes of work."""
        return np.array([duty.work_minutes for duty in self._rows], dtype=np.int64)

    @cached_property
    def paid_minutes(self) -> Ints:
        """Paid minutes."""
        return np.array([duty.paid_minutes for duty in self._rows], dtype=np.int64)

    @cached_property
    def work(self) -> Bools:
        """Whether a duty is work: all but those on call."""
        return np.array([not duty.on_call for duty in self._rows], dtype=np.bool_)

    @cached_property
    def templates(self) -> npt.NDArray[np.str_]:
        """Template."""
        return np.array([duty.template for duty in self._rows], dtype=np.str_)

    def lawful(self, kind: int) -> Bools:
        """Return which duties are lawful under a kind of limits."""
        return np.array([kind in duty.lawful for duty in self._rows], dtype=np.bool_)

    def night(self, kind: int) -> Bools:
        """Return which duties are night shifts under a kind of limits."""
        return np.array([kind in duty.night for duty in self._rows], dtype=np.bool_)

    def touching(self, first: int, last: int) -> Bools:
        """Return which duties have a part in [first, last), elapsed minutes."""
        found: Bools = (self.start < last) & (self.end > first)
        return found

    def choices(self, duties: Bools, *, off: bool = False) -> dict[int, Bools]:
        """Return a mask of duties as choices of each day, a day off first."""
        return {day: np.concatenate(([off], duties[rows])) for day, rows in self._places.items()}

    def weights(self, of_duties: Ints) -> dict[int, Ints]:
        """Return a column as weights of each day's choices; a day off weighs nothing."""
        nothing = np.zeros(1, dtype=np.int64)
        return {
            day: np.concatenate((nothing, of_duties[rows])) for day, rows in self._places.items()
        }

    @cached_property
    def working(self) -> dict[int, Bools]:
        """Choices of each day that are work."""
        return self.choices(self.work)

    @cached_property
    def one_a_day(self) -> SpanWeights:
        """Weights that count working days."""
        return SpanWeights(self.weights(self.work.astype(np.int64)))

    @cached_property
    def minutes(self) -> SpanWeights:
        """Weights that count minutes of work."""
        return SpanWeights(self.weights(self.work_minutes))
