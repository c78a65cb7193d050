"""Levers ranked by simulation: what each brings to the promises missed, and for how much."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scheduler.cap.lever import Lever
from scheduler.cap.measured import Measured, is_seen, measure, paired, promises_of
from scheduler.cap.refit import Fitter
from scheduler.line_promise import Promised
from scheduler.trials import Trial
from simulation.engine import Engine
from simulation.measures.outcome import Estimate

Floats = npt.NDArray[np.float64]
Told = Callable[[str, int, int], None]

_CHEAP = 1e-6  # of a cost


@dataclass(frozen=True)
class Looks:
    """How closely levers are looked at."""

    first: int = 8  # replications of every lever
    second: int = 24  # further ones, of those that came out best
    twice: int = 6  # levers that are looked at a second time


THOROUGH = Looks()


@dataclass(frozen=True)
class Aim:
    """What levers are to bring: the promises that are missed, or all where none is."""

    promises: tuple[Promised, ...]
    cap: bool  # whether the cap's is among them
    missed: bool  # whether anything is missed at all


@dataclass(frozen=True)
class RankedLever:
    """A lever with what it brought over the same horizons."""

    lever: Lever
    gain: Estimate  # in points of the aim: service levels and horizons within the cap, added up
    service_level: dict[Promised, Estimate]  # change, by promise
    breach_share: Estimate  # change of the share of horizons in which somebody passed the cap
    cost: float | None  # over the horizon: the lever's own and what is paid by the case
    lost: tuple[Promised, ...]  # promises that were kept and no longer are
    kept: bool  # whether with it every promise is kept on average
    twice: bool = False  # whether this is what a second look said, on horizons of its own

    @property
    def is_seen(self) -> bool:
        """Whether it makes a difference that is more than chance."""
        return is_seen(self.gain)

    @property
    def helps(self) -> bool:
        """Whether it is seen to help."""
        return self.is_seen and self.gain.mean > 0

    @property
    def gain_per_thousand(self) -> float:
        """Gain per 1000 of the currency: infinity where it is free, 0 where the cost is unknown."""
        if self.cost is None:
            return 0.0
        return 1000 * self.gain.mean / self.cost if self.cost > _CHEAP else math.inf


@dataclass(frozen=True)
class Ranking:
    """Levers in the order in which they are worth a look."""

    aim: Aim
    base: Measured
    levers: tuple[RankedLever, ...]

    @property
    def best(self) -> RankedLever | None:
        """The first that is seen to help; None where none is."""
        return next((one for one in self.levers if one.helps), None)


def aim_of(measured: Measured) -> Aim:
    """Return what is missed on average in some replications."""
    promises = promises_of(measured)
    missed = tuple(one for one, target in promises if measured.levels(one).mean() < target)
    allowed = 1.0 - measured.scenario.planning.cap_compliance
    broken = bool(measured.breaches.mean() > allowed + 1e-9)
    if missed or broken:
        return Aim(missed, broken, True)
    return Aim(tuple(one for one, _ in promises), True, False)


def rank_levers(
    fitter: Fitter,
    levers: Sequence[Lever],
    *,
    looks: Looks = THOROUGH,
    aim: Aim | None = None,
    processes: int,
    engine: Engine = Engine.AUTO,
    on_done: Told | None = None,
) -> Ranking:
    """Return the levers by what they bring to the promises missed, per money.

    Every lever meets the replications of the base (common random numbers), with the same roster
    and what the lever adds to it, under rules fitted anew. Those that come out best in few
    replications are looked at again in others, as the best of many are also the luckiest. First
    come those seen to help, by gain per cost, and after them those whose cost nobody knows; then
    those of which no difference is seen; last those that harm. ``aim`` is what they are to bring;
    left out, it is what the base misses in the first look.
    """
    plain = fitter.plain
    trials = [fitter.with_lever(one) for one in levers]

    def run(chosen: Sequence[Trial], replications: range, stage: str) -> tuple[Measured, ...]:
        return measure(
            [plain, *chosen],
            replications=replications,
            processes=processes,
            engine=engine,
            on_done=lambda done: on_done(stage, done, len(chosen) + 1) if on_done else None,
        )

    before, *first = run(trials, range(looks.first), "levers")
    sought = aim_of(before) if aim is None else aim
    ranked = [_ranked(*one, before, sought) for one in zip(levers, first, strict=True)]
    order = sorted(range(len(levers)), key=lambda place: _hope(ranked[place]))
    again = order[: looks.twice]
    others = range(looks.first, looks.first + looks.second)
    before, *second = run([trials[place] for place in again], others, "levers again")
    for place, found in zip(again, second, strict=True):
        ranked[place] = replace(_ranked(levers[place], found, before, sought), twice=True)
    return Ranking(sought, before, tuple(sorted(ranked, key=_order)))


def _ranked(lever: Lever, after: Measured, before: Measured, aim: Aim) -> RankedLever:
    confidence = before.scenario.planning.confidence
    targets = dict(promises_of(before))
    levels = {
        one: (before.levels(one), after.levels(one))
        for one, _ in promises_of(after)
        if one in targets
    }
    breaches = after.breaches - before.breaches
    gain = -breaches if aim.cap else np.zeros(len(breaches))
    for one, (was, is_) in levels.items():
        gain = gain + (is_ - was if one in aim.promises else _newly_missed(was, is_, targets[one]))
    lost = tuple(
        one for one, (was, is_) in levels.items() if is_.mean() < targets[one] <= was.mean()
    )
    allowed = 1.0 - before.scenario.planning.cap_compliance
    by_the_case = float((after.relief_cost - before.relief_cost).mean())
    short = any(is_.mean() < targets[one] for one, (_, is_) in levels.items())
    return RankedLever(
        lever=lever,
        gain=paired(gain, np.zeros(len(gain)), confidence),
        service_level={one: paired(is_, was, confidence) for one, (was, is_) in levels.items()},
        breach_share=paired(after.breaches, before.breaches, confidence),
        cost=None if lever.cost is None else lever.cost + by_the_case,
        lost=lost,
        kept=not short and bool(after.breaches.mean() <= allowed + 1e-9),
    )


def _newly_missed(was: Floats, is_: Floats, target: float) -> Floats:
    """Return what a promise that was kept loses below its target, replication by replication."""
    short = min(float(is_.mean()) - target, 0.0)
    moved = float(is_.mean() - was.mean())
    return (is_ - was) * (short / moved) if moved < 0 else np.zeros(len(was))


def _hope(one: RankedLever) -> tuple[bool, float]:
    """Order for a second look: whatever may still be good, by what it seems to bring."""
    high = one.gain.high if not math.isnan(one.gain.high) else one.gain.mean
    return high <= 0, -one.gain.mean


def _order(one: RankedLever) -> tuple[int, float, float, str]:
    if one.helps:
        return 0, -one.gain_per_thousand, -one.gain.mean, one.lever.words
    return (2 if one.is_seen else 1), -one.gain.mean, one.cost or 0.0, one.lever.words
