"""The lowest cap that a roster is seen to keep in simulation, and cap against service."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from scheduler.cap.measured import Measured, measure, promises_of
from scheduler.cap.refit import Fitter, with_cap
from scheduler.line_promise import Promised
from scheduler.trials import Trial
from simulation.engine import Engine
from simulation.measures.estimates import mean_estimate
from simulation.measures.outcome import Estimate

_FEW = 8  # replications of a first look at a cap
_WIDENED = 4  # times as many where the first look is close
_STEP = 0.005  # of the lowest cap that is sought
_HAIR = 1e-9

Tell = Callable[[str], None]


@dataclass(frozen=True)
class CapPoint:
    """One cap under a roster and its rules: what is served, and whether it is kept."""

    cap: float
    measured: Measured
    missed: tuple[Promised, ...]  # service levels whose mean lies below the target
    breach_share: float  # share of replications in which somebody passed the cap
    kept: bool  # every promise, the cap's included, as far as the means say

    @property
    def replications(self) -> int:
        """Replications behind it."""
        return len(self.measured.replications)

    def level(self, promised: Promised, confidence: float) -> Estimate:
        """Return a service level with its interval."""
        return mean_estimate(self.measured.levels(promised), confidence)


@dataclass(frozen=True)
class LowestSeen:
    """The lowest cap that is seen to hold with all promises kept; None where none is."""

    cap: float | None
    step: float  # caps lower than it by this were seen not to hold
    points: tuple[CapPoint, ...]  # all caps that were looked at, lowest first


@dataclass
class CapBench:
    """A roster with its plan's rules, simulated under any cap; each cap is simulated once.

    All caps meet the same random numbers.
    """

    base: Trial
    processes: int
    engine: Engine = Engine.AUTO
    tell: Tell | None = None
    _known: dict[tuple[float, int], Measured] = field(default_factory=dict)

    @cached_property
    def _fitter(self) -> Fitter:
        return Fitter(self.base)

    def at(self, cap: float) -> CapPoint:
        """Return a cap's point: few replications, more where they leave it open."""
        point = self.point(cap, _FEW)
        return self.point(cap, _FEW * _WIDENED) if self._is_close(point) else point

    def point(self, cap: float, replications: int) -> CapPoint:
        """Return a cap's point by so many replications."""
        cap = round(cap, 6)
        if (cap, replications) not in self._known:
            if self.tell is not None:
                self.tell(f"cap {cap:.1%}, {replications} horizons")
            scenario = with_cap(self.base.scenario, cap)
            trial = self._fitter.trial(scenario, self.base.roster)
            (found,) = measure(
                [trial],
                replications=range(replications),
                processes=self.processes,
                engine=self.engine,
            )
            self._known[cap, replications] = found
        return _point(cap, self._known[cap, replications])

    def _is_close(self, point: CapPoint) -> bool:
        """Whether chance could still turn the point: a level near its target, or a breach."""
        confidence = self.base.scenario.planning.confidence
        near = [
            estimate.low <= target <= estimate.high
            for promised, target in promises_of(point.measured)
            if not math.isnan((estimate := point.level(promised, confidence)).low)
        ]
        return any(near) or 0 < point.breach_share < 0.5

    def lowest(self, least: float, most: float) -> LowestSeen:
        """Return the lowest cap from ``least`` to ``most`` that is seen to hold, by bisection.

        It takes for granted that a cap holds where a lower one does; where chance says otherwise
        what is returned was still seen to hold.
        """
        points = [self.at(most)]
        if not points[0].kept:
            return LowestSeen(None, _STEP, tuple(points))
        points.append(self.at(least))
        low, high = least, most
        if points[-1].kept:
            high = least
        while high - low > _STEP + _HAIR:
            middle = _rounded((low + high) / 2)
            if middle in (low, high):
                break
            points.append(self.at(middle))
            low, high = (low, middle) if points[-1].kept else (middle, high)
        return LowestSeen(high, _STEP, tuple(sorted(points, key=lambda one: one.cap)))


def _point(cap: float, measured: Measured) -> CapPoint:
    missed = tuple(
        promised
        for promised, target in promises_of(measured)
        if float(measured.levels(promised).mean()) < target
    )
    breaches = float(measured.breaches.mean())
    allowed = 1.0 - measured.scenario.planning.cap_compliance
    return CapPoint(cap, measured, missed, breaches, not missed and breaches <= allowed + _HAIR)


def _rounded(cap: float) -> float:
    """Return a cap in tenths of a point."""
    return round(cap * 1000) / 1000


def frontier_caps(least: float, around: float, count: int = 7) -> tuple[float, ...]:
    """Return caps from the lowest that can hold to as far above the plan's, in tenths of points."""
    low = math.ceil(least * 1000 - _HAIR) / 1000
    high = min(max(2 * around - low, around + 0.05), 1.0)
    steps = [_rounded(low + (high - low) * number / (count - 1)) for number in range(count)]
    return tuple(sorted({max(one, 0.001) for one in (*steps, _rounded(around))}))
