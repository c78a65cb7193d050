"""The search in large teams: who could help most, one person after the other.

What the news took is mostly made good by few people. So everybody's best tour through each week
is tried alone, and whoever helps most is kept, until nobody helps any more. Steps that take some
people out at once follow for the rest of the time, and everybody is tried again.
"""

import heapq
from collections.abc import Callable, Sequence

from scenarios.roster import Roster
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tour_rules import TourRules
from scheduler.repair.kept import Kept
from scheduler.requirement import Requirement
from scheduler.timer import Timer
from scheduler.tours.search import TourSearch

_LEAST_GAIN = 1.0  # in the model's units; prices are whole
_WORK_OF_A_TRY = 1e-2  # about the seconds that it takes, where work is counted
_STEPS = 20
_WORK_OF_A_STEP = 1e-3
_VAIN_STEPS_PER_PERSON = 4
# Parts of the time after which people are no longer tried alone, and after which steps end.
_ALONE_PART = 0.6
_STEPS_PART = 0.8

OnCost = Callable[[float, float], None]  # time spent and cost, in seconds and currency
_Promise = tuple[float, int, int]  # gain (negative: the largest comes first), agent, week


class ByPerson:
    """A roster that people better one by one, in some weeks."""

    def __init__(
        self,
        kept: Kept,
        rules: Sequence[TourRules],
        requirement: Requirement,
        weeks: Sequence[int],
        seconds: float,
        say: OnCost,
    ) -> None:
        planning = kept.calendar.scenario.planning
        self.search = TourSearch(kept.calendar, rules, requirement, (), planning.seed)
        self.timer = Timer(seconds, deterministic=planning.deterministic)
        self.weeks, self.say = weeks, say
        self.first_day = kept.calendar.days.start

    def start_from(self, roster: Roster) -> None:
        """Take a roster that keeps the rules as the first."""
        self.timer.pardon(self.search.prepare())
        self.search.open()
        if not self.search.adopt_roster(roster):
            raise AssertionError("the tours to start from keep the rules, yet cannot be adopted")
        self._look()

    def better(self) -> None:
        """Try people until the time is up or nobody helps; Ctrl-C goes through."""
        self._alone(_ALONE_PART)
        self._steps(_STEPS_PART)
        self._alone(1.0)

    @property
    def has_roster(self) -> bool:
        """Whether there is one yet."""
        return self.search.best is not None

    def roster(self) -> Roster:
        """Return the best roster so far."""
        return self.search.roster()

    def _steps(self, part: float) -> None:
        """Take some people out at once, up to a part of the time or until that is long in vain."""
        vain, enough = 0, _VAIN_STEPS_PER_PERSON * self.search.agents
        while self.timer.spent < part * self.timer.seconds and vain < enough:
            before = self.search.cost
            self.search.improve(_STEPS)
            self.timer.work(_STEPS * _WORK_OF_A_STEP)
            vain = vain + _STEPS if self.search.cost > before - _LEAST_GAIN else 0
            self._tell()

    def _alone(self, part: float) -> None:
        """Keep whoever helps most, again and again, up to a part of the time."""
        until = part * self.timer.seconds
        helped = True
        while helped and self.timer.spent < until:
            helped = self._round(until)

    def _round(self, until: float) -> bool:
        """Try everybody once, then keep the best of them in turn; return whether anybody helped.

        A gain that was promised before others were kept is looked at again before it counts.
        """
        promises: list[_Promise] = []
        for week in self.weeks:
            for agent in range(self.search.agents):
                if self.timer.spent >= until:
                    break
                gain = self._gain(agent, week)
                if gain >= _LEAST_GAIN:
                    heapq.heappush(promises, (-gain, agent, week))
        helped = False
        while promises:
            _, agent, week = heapq.heappop(promises)
            gain = self._gain(agent, week)
            if gain < _LEAST_GAIN:
                continue
            if promises and gain < -promises[0][0]:
                heapq.heappush(promises, (-gain, agent, week))
                continue
            self.search.try_one(agent, *self._places(week), keep=True)
            self._look()
            helped = True
        return helped

    def _gain(self, agent: int, week: int) -> float:
        self.timer.work(_WORK_OF_A_TRY)
        return self.search.cost - self.search.try_one(agent, *self._places(week))

    def _places(self, week: int) -> tuple[int, int]:
        """Return the places of a week; the evening before the horizon belongs to the first."""
        first = 7 * week - self.first_day
        return (0 if week == 0 else first), first + 7

    def _look(self) -> None:
        """Reckon the cost and keep the roster if it is the best so far."""
        self.search.improve(0)
        self._tell()

    def _tell(self) -> None:
        self.say(self.timer.spent, self.search.cost / UNITS_PER_CURRENCY)
