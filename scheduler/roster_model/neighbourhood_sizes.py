"""Which slices of a roster are worth a look, and how large they may be to be solved in a while."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scheduler.requirement import Floats

Places = npt.NDArray[np.int64]

_FIRST_OPTIONS = 600.0  # of shifts that are free in the first slices, soon more
_FEW_PEOPLE = 2
_QUICK, _SLOW = 1.5, 6.0  # seconds, or work counted like seconds
_MUCH_MORE, _MORE, _LESS = 2.0, 1.2, 0.6
_ROUNDED = 1.0001
_MEMORY = 0.7  # part of what a kind has gained before that counts on
_UNTRIED = 0.2  # part of the best kind's weight that every kind has at least


@dataclass(frozen=True)
class Window:
    """Agents whose shifts of days [first, last) are free."""

    agents: Places
    first: int
    last: int


@dataclass
class Kind:
    """A kind of slice: so many days, and as many people as its size allows.

    Without a number of days everybody is free, for as many days as the size allows.
    """

    days: int | None
    size: float = _FIRST_OPTIONS  # options of shifts
    gain: float = np.inf  # of late, for each second; infinite before the first try
    hopeless: bool = False  # the smallest slice is too much already

    def learn(self, gained: float, took: float, *, solved: bool) -> None:
        """Take note of a slice of this size."""
        now = gained / max(took, 1e-3)
        before = now if np.isinf(self.gain) else self.gain
        self.gain = _MEMORY * before + (1 - _MEMORY) * now
        if not solved or took > _SLOW:
            self.size *= _LESS
        elif took < _QUICK / 2:
            self.size *= _MUCH_MORE
        elif took < _QUICK or gained <= 0:  # where nothing is found, look further
            self.size *= _MORE


@dataclass
class Choice:
    """What is chosen from: agents, days and kinds, where looked at before, and a generator."""

    group_of: Places  # of each agent
    days: range
    options: int  # of all shifts
    generator: np.random.Generator
    kinds: Sequence[Kind]
    visits: Floats = field(init=False)  # of each day

    def __post_init__(self) -> None:
        self.visits = np.zeros(len(self.days))

    @property
    def agents(self) -> int:
        """How many agents there are."""
        return len(self.group_of)

    def kind(self) -> Kind | None:
        """Return a kind, an untried one first, then rather one that gained; None if all fail."""
        left = [kind for kind in self.kinds if not kind.hopeless]
        if not left:
            return None
        for kind in left:
            if np.isinf(kind.gain):
                return kind
        gains = np.array([kind.gain for kind in left])
        most = float(gains.max())
        weights = gains + _UNTRIED * most if most > 0 else np.ones(len(left))
        return left[int(self.generator.choice(len(left), p=weights / weights.sum()))]

    def window(self, kind: Kind, day_costs: Floats) -> Window:
        """Return a slice of a kind, where the cost is and where nobody looked of late."""
        cells = self._cells(kind)
        days = max(1, cells // self.agents) if kind.days is None else kind.days
        days = min(days, len(self.days))
        people = cells // days
        first = self._first_day(days, day_costs)
        self.visits[first : first + days] += 1
        begin = self.days.start + first
        return Window(self._people(people), begin, begin + days)

    def settle(self, kind: Kind) -> None:
        """Keep a size within what there is; a kind whose smallest slice is too much is done."""
        least = self.options / (self.agents * len(self.days)) * _FEW_PEOPLE * (kind.days or 1)
        kind.hopeless = kind.size <= least * _LESS * _ROUNDED  # the least was tried, and in vain
        kind.size = min(max(kind.size, least), float(self.options))

    def is_whole(self, window: Window) -> bool:
        """Whether nothing is fixed in a slice."""
        return len(window.agents) == self.agents and window.last - window.first == len(self.days)

    def _cells(self, kind: Kind) -> int:
        """Return the size of a kind in days of people."""
        return round(kind.size * self.agents * len(self.days) / max(self.options, 1))

    def _first_day(self, days: int, costs: Floats) -> int:
        """Return where to begin: days of a high cost and few visits are likely."""
        worth = (costs + costs.mean() + 1.0) / (1.0 + self.visits) ** 2
        inside = np.convolve(worth, np.ones(days), mode="valid")
        return int(np.argmax(inside * self.generator.uniform(0.7, 1.0, len(inside))))

    def _people(self, number: int) -> Places:
        """Return so many agents, half the time of one group as far as it goes."""
        if number >= self.agents:
            return np.arange(self.agents)
        number = max(number, min(_FEW_PEOPLE, self.agents))
        order = self.generator.permutation(self.agents)
        if self.generator.random() < 0.5:  # those who do the same work can exchange it
            same = self.group_of[order] == self.group_of[order[0]]
            order = np.concatenate([order[same], order[~same]])
        found: Places = np.sort(order[:number])
        return found


def kinds_for(days: int) -> tuple[Kind, ...]:
    """Return the kinds of slices for so many days: everybody, all days, two weeks, one."""
    spans = [span for span in (14, 7) if span < days]
    return (Kind(None), Kind(days), *(Kind(span) for span in spans))
