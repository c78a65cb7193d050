"""Choosing the free settings of the rules by simulation."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.division import Division
from scheduler.requirement import Requirement
from scheduler.rules import RuleSettings, plan_rules
from scheduler.trials import Trial, run_trials
from simulation.engine import Engine
from simulation.measures.outcome import Outcome
from simulation.measures.verdict import promised_levels

# Where the search begins: (part of every live requirement kept out of deferrable work, part of
# the shortest deferrable limit before which deferrable work is left lying).
_BEGIN = (
    (0.0, 0.0),
    (0.5, 0.25),
    (0.5, 0.5),
    (0.75, 0.25),
    (0.75, 0.5),
    (1.0, 0.25),
    (1.0, 0.5),
    (1.25, 0.25),
)
_RESERVE_STEP, _MOST_RESERVE = 0.25, 2.0
_RELEASE_SHARES = (0.0, 0.25, 0.5, 0.75)
_MOST_SWEEPS = 4
# A sweep that brings less than so much service, over all promises, is noise.
_LEAST_GAIN = 0.002
# A promise counts as kept from so much above its target on, so that it is kept on fresh seeds too.
_CUSHION = 0.01


@dataclass(frozen=True, order=True)
class Score:
    """How well promises are kept; a greater score is better, field by field."""

    not_missing: float  # 0 where every promise is kept on average, else negative
    surplus: float

    def clearly_above(self, other: "Score") -> bool:
        """Whether this is better by more than the noise of a few replications."""
        if self.not_missing != other.not_missing:
            return self.not_missing > other.not_missing + _LEAST_GAIN
        return self.surplus > other.surplus + _LEAST_GAIN


@dataclass(frozen=True)
class Tuned:
    """The rules that served best, and how."""

    settings: RuleSettings
    rules: AssignmentRules
    outcome: Outcome


@dataclass(frozen=True)
class Tuner:
    """What rules are tuned for, and on which replications."""

    scenario: Scenario
    requirement: Requirement
    division: Division
    roster: Roster
    replications: range
    margin_factor: float = 1.0
    look_ahead_factor: float = 1.0
    processes: int = 1
    engine: Engine = Engine.AUTO

    def try_all(
        self, settings: Sequence[RuleSettings], on_done: Callable[[int], None]
    ) -> list[Tuned]:
        """Return what comes of each of some settings, all on the same random numbers."""
        rules = [
            plan_rules(self.scenario, self.requirement, self.division, one) for one in settings
        ]
        outcomes = run_trials(
            [Trial(self.scenario, self.roster, one) for one in rules],
            replications=self.replications,
            processes=self.processes,
            engine=self.engine,
            on_done=on_done,
        )
        return [Tuned(*one) for one in zip(settings, rules, outcomes, strict=True)]

    def score(self, tuned: Tuned) -> Score:
        """Return how well the promises are kept on average.

        What is missing counts first: service level below target, a little above it included,
        added up over promises, and the share of replications in which the cap was passed.
        Service beyond that only decides between rules that miss equally little.
        """
        outcome = tuned.outcome
        surpluses = _known(
            one.mean - min(one.sla.share + _CUSHION, 1.0)
            for one in promised_levels(self.scenario, outcome)
        )
        missing = _breach_share(outcome) - sum(min(surplus, 0.0) for surplus in surpluses)
        return Score(-missing, sum(max(surplus, 0.0) for surplus in surpluses))


def tune_rules(tuner: Tuner, *, on_done: Callable[[int, int], None]) -> Tuned:
    """Return the rules with the reserves and release that come closest to every promise.

    A coordinate search from the best of a few settings that treat all live lines alike: each
    live pool's reserve and the release go a step up or down while that helps. All settings meet
    the same random numbers. Where there is no live or no deferrable work there is nothing to
    choose.
    """
    pools = len(tuner.requirement.live)
    begin = [
        RuleSettings((reserve,) * pools, release, tuner.margin_factor, tuner.look_ahead_factor)
        for reserve, release in _BEGIN
    ]
    if not (pools and tuner.requirement.deferrable):
        return tuner.try_all(begin[:1], lambda done: on_done(done, 1))[0]
    sweep = _Sweep(tuner, on_done)
    best = sweep.best_of(begin)
    for _ in range(_MOST_SWEEPS):
        near = [one for one in _near(best.settings) if one not in sweep.tried]
        if not near:
            break
        better = sweep.best_of(near)
        if not tuner.score(better).clearly_above(tuner.score(best)):
            break
        best = better
    return best


class _Sweep:
    """Tries settings, remembers which, and tells how many are done."""

    def __init__(self, tuner: Tuner, on_done: Callable[[int, int], None]) -> None:
        self.tuner, self.on_done = tuner, on_done
        self.tried: set[RuleSettings] = set()

    def best_of(self, settings: Sequence[RuleSettings]) -> Tuned:
        """Return the best of some settings."""
        before = len(self.tried)
        self.tried.update(settings)
        total = len(self.tried)
        found = self.tuner.try_all(settings, lambda done: self.on_done(before + done, total))
        return max(found, key=self.tuner.score)


def _near(settings: RuleSettings) -> list[RuleSettings]:
    """Return the settings that are one step away."""
    near = []
    for pool, reserve in enumerate(settings.reserves):
        for other in (reserve - _RESERVE_STEP, reserve + _RESERVE_STEP):
            if 0.0 <= other <= _MOST_RESERVE:
                reserves = (*settings.reserves[:pool], other, *settings.reserves[pool + 1 :])
                near.append(replace(settings, reserves=reserves))
    place = _RELEASE_SHARES.index(settings.release_share)
    for share in _RELEASE_SHARES[max(place - 1, 0) : place + 2]:
        if share != settings.release_share:
            near.append(replace(settings, release_share=share))
    return near


def doubtful_share(scenario: Scenario, outcome: Outcome) -> float:
    """Return what the lower bounds of the service levels lack of their targets, added up.

    Unlike the mean, it does not favour a roster that was lucky in few replications.
    """
    surpluses = _known(one.low - one.sla.share for one in promised_levels(scenario, outcome))
    return _breach_share(outcome) - sum(min(surplus, 0.0) for surplus in surpluses)


def _known(surpluses: Iterable[float]) -> list[float]:
    """Leave out promises to which no case put anybody."""
    return [surplus for surplus in surpluses if not math.isnan(surplus)]


def _breach_share(outcome: Outcome) -> float:
    if outcome.cap is None:
        return 0.0
    return outcome.cap.replications_with_breach / outcome.cap.replications
