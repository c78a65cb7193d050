"""Growth of the columns: pricing and mixing in turn, until no tour helps any more."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.timer import Timer
from scheduler.tours.columns_frame import Doubles, Frame, Tour
from scheduler.tours.columns_master import Master, Mix
from scheduler.tours.columns_pricing import WIDTHS, Office, Priced, Pricer
from scheduler.tours.sheet import Sheet

_SMOOTH = 0.7  # weight of the best prices so far against those of the moment (Wentges 1997)
_NEAR = 1e-9  # by which part of the cost a tour must be cheaper to help
_WORK_OF_A_STATE = 4e-7  # seconds, about
UNKNOWN = -np.inf


@dataclass
class _Round:
    """Where a growth stands."""

    classes: Sequence[int]
    widths: Sequence[int]  # states of a day that programmes keep, by and by
    centre: Doubles | None = None  # the prices that gave the best value
    value: float = UNKNOWN  # the best so far, of narrow programmes perhaps too high
    bound: float = UNKNOWN  # the best of exact pricing
    level: int = 0  # of the widths
    exact: bool = True


@dataclass(frozen=True)
class Grown:
    """The last mix of a growth, and a bound of what any mix of the same classes costs."""

    mix: Mix
    bound: float  # of rosters with all held columns; UNKNOWN where pricing was not exact


class Growth:
    """The columns so far."""

    def __init__(
        self, sheet: Sheet, frame: Frame, clock: Timer, office: Office | None = None
    ) -> None:
        self.sheet, self.frame, self.clock = sheet, frame, clock
        self.master = Master(frame)
        self.pricer = Pricer(office or Office(sheet), frame)
        self.least, self.most = frame.least, frame.most
        self.rounds = 0
        self.everybody = tuple(range(len(frame.classes)))

    def rounded(self, bound: float) -> float:
        """Return a bound rounded up to what a roster may cost at all."""
        grain = self.frame.grain
        return float(np.ceil(bound / grain - 1e-6) * grain)

    def limit(self, least: Doubles, most: Doubles) -> None:
        """Set other limits of the frame's variables."""
        self.least, self.most = least, most
        self.master.limit(least, most)

    def begin(self) -> bool:
        """Start with everybody's cheapest tour; False if somebody has none."""
        priced = self._price(np.zeros(len(self.frame.lows)), self.everybody, WIDTHS[-1])
        if not np.isfinite(priced.costs).all():
            return False
        for row, number in enumerate(priced.classes.tolist()):
            self.master.add(number, priced.tours[row], float(priced.own_costs[row]))
        return True

    def add_tour(self, number: int, tour: Tour) -> int | None:
        """Add a tour of a class and return the number of its column; None if it is not lawful."""
        places = np.arange(len(tour))
        agent = self.frame.classes[number][0]
        prices = np.full((len(self.frame.classes), *self.sheet.allowed.shape[1:]), np.inf)
        prices[number, places, tour] = self.sheet.price[agent, places, tour]
        priced = self.pricer.price(prices, (number,), WIDTHS[0])
        if not np.isfinite(priced.costs[0]):
            return None
        self.master.add(number, tour, float(priced.own_costs[0]))
        return self.master.known[number, tour.tobytes()]

    def grow(
        self, classes: Sequence[int], rounds: int | None = None, enough: float = np.inf
    ) -> Grown | None:
        """Add tours of some classes until none helps, the time or the rounds are up.

        It ends as well when the bound says that the mix is the best or reaches ``enough``. The
        other classes must have their held columns. Only where rounds are not limited, tours are
        looked for with as many states as it takes. None if the solver gives up.
        """
        now, done = _Round(classes, WIDTHS if rounds is None else WIDTHS[:-1]), 0
        while True:
            mix = self._mix()
            if mix is None:
                return None
            over = self.clock.left <= 0 or (rounds is not None and done >= rounds)
            if over or not (self._round(mix, now) or self._can_go_on(mix, now)):
                return Grown(mix, now.bound)
            done += 1
            best = self.rounded(now.bound) if now.bound > UNKNOWN else UNKNOWN
            if best >= enough or (not mix.missing and best >= mix.cost * (1 - 1e-9)):
                return Grown(mix, now.bound)

    def _mix(self) -> Mix | None:
        mix = self.master.solve()
        self.clock.work(self.master.work)
        self.master.work = 0.0
        return mix

    def _round(self, mix: Mix, now: _Round) -> bool:
        """Price at smoothed prices, and at those of the mix if that was in vain."""
        duals = self.frame.lawful(mix.duals)
        if now.centre is not None:
            asked = _SMOOTH * now.centre + (1 - _SMOOTH) * duals
            if self._ask(asked, mix, now):
                return True
        return self._ask(duals, mix, now)

    def _ask(self, duals: Doubles, mix: Mix, now: _Round) -> bool:
        """Add tours that are cheap at some prices; return whether any helps the mix."""
        priced = self._price(duals, now.classes, now.widths[now.level])
        now.exact = priced.exact
        value = self._value(duals, priced, now.classes)
        if value > now.value:
            now.value, now.centre = value, duals
        if priced.exact:
            now.bound = max(now.bound, value)
        return self._add(priced, mix) > 0

    def _can_go_on(self, mix: Mix, now: _Round) -> bool:
        """After a round in vain, look for tours with more states, or charge more for hard rows."""
        if not now.exact and now.level + 1 < len(now.widths):
            now.level, now.value = now.level + 1, UNKNOWN
            return True
        now.value, now.centre = UNKNOWN, None
        return mix.missing and self.master.charge_missing()

    def _price(self, duals: Doubles, classes: Sequence[int], width: int) -> Priced:
        self.rounds += 1
        prices = self.frame.choice_prices(self.sheet, duals)
        priced = self.pricer.price(prices, classes, width)
        self.clock.work(priced.states * _WORK_OF_A_STATE)
        return priced

    def _value(self, duals: Doubles, priced: Priced, classes: Sequence[int]) -> float:
        """Return the bound that prices give; held columns are what their class is bound to."""
        costs = np.zeros(len(self.frame.classes))
        left = self.frame.sizes.astype(np.float64)
        held = 0.0
        for column, people in self.master.held.items():
            one = self.master.columns[column]
            held += people * (one.cost - float(duals[one.rows] @ one.factors))
            left[one.number] -= people
        costs[priced.classes] = priced.costs
        assert not left[np.isin(np.arange(len(left)), classes, invert=True)].any()
        free = np.where(left > 0, costs * left, 0.0).sum()
        return self.frame.bound(duals, self.least, self.most) + held + float(free)

    def _add(self, priced: Priced, mix: Mix) -> int:
        """Add those tours that help the mix; return how many."""
        added = 0
        for row, number in enumerate(priced.classes.tolist()):
            if not np.isfinite(priced.costs[row]):
                continue
            tour, own = priced.tours[row], float(priced.own_costs[row])
            rows, factors, cost = self.frame.column(number, tour)
            reduced = own + cost - float(mix.duals[rows] @ factors) - mix.class_duals[number]
            if reduced < -_NEAR * max(1.0, abs(mix.cost)):
                added += self.master.add(number, tour, own)
        return added
