"""Choosing the two free settings of the rules by simulation."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.division import Division
from scheduler.requirement import Requirement
from scheduler.rules import plan_rules
from scheduler.trials import Trial, run_trials
from simulation.engine import Engine
from simulation.measures.outcome import Outcome
from simulation.measures.verdict import promised_levels

# (part of the live requirement kept out of deferrable work, part of the shortest deferrable
# limit before which it is left lying)
_SETTINGS = (
    (0.0, 0.0),
    (0.5, 0.25),
    (0.5, 0.5),
    (0.75, 0.25),
    (0.75, 0.5),
    (1.0, 0.25),
    (1.0, 0.5),
)


@dataclass(frozen=True, order=True)
class Score:
    """How well promises are kept; a greater score is better, field by field."""

    not_missing: float  # 0 where every promise is kept on average, else negative
    surplus: float


@dataclass(frozen=True)
class Tuned:
    """The rules that served best, and how."""

    rules: AssignmentRules
    outcome: Outcome


def tune_rules(
    scenario: Scenario,
    requirement: Requirement,
    division: Division,
    roster: Roster,
    *,
    replications: range,
    margin_factor: float,
    look_ahead_factor: float,
    processes: int,
    engine: Engine = Engine.AUTO,
    on_done: Callable[[int, int], None],
) -> Tuned:
    """Return the rules with the reserve and release that come closest to every promise.

    All settings meet the same random numbers. Where there is no live or no deferrable work
    there is nothing to choose.
    """
    settings = _SETTINGS if requirement.live and requirement.deferrable else _SETTINGS[:1]
    candidates = [
        plan_rules(
            scenario,
            requirement,
            division,
            reserve_factor=reserve,
            release_share=release,
            margin_factor=margin_factor,
            look_ahead_factor=look_ahead_factor,
        )
        for reserve, release in settings
    ]
    outcomes = run_trials(
        [Trial(scenario, roster, rules) for rules in candidates],
        replications=replications,
        processes=processes,
        engine=engine,
        on_done=lambda done: on_done(done, len(candidates)),
    )
    best = max(range(len(candidates)), key=lambda k: promise_score(scenario, outcomes[k]))
    return Tuned(candidates[best], outcomes[best])


def promise_score(scenario: Scenario, outcome: Outcome) -> Score:
    """Return how well the promises are kept on average.

    What is missing counts first: service level below target, added up over promises, and the
    share of replications in which the cap was passed. Service beyond the target only decides
    between rules that miss equally little.
    """
    surpluses = _known(one.level.mean - one.sla.share for one in promised_levels(scenario, outcome))
    missing = _breach_share(outcome) - sum(min(surplus, 0.0) for surplus in surpluses)
    return Score(-missing, sum(max(surplus, 0.0) for surplus in surpluses))


def doubtful_share(scenario: Scenario, outcome: Outcome) -> float:
    """Return what the lower bounds of the service levels lack of their targets, added up.

    Unlike the mean, it does not favour a roster that was lucky in few replications.
    """
    surpluses = _known(one.level.low - one.sla.share for one in promised_levels(scenario, outcome))
    return _breach_share(outcome) - sum(min(surplus, 0.0) for surplus in surpluses)


def _known(surpluses: Iterable[float]) -> list[float]:
    """Leave out promises to which no case put anybody."""
    return [surplus for surplus in surpluses if not math.isnan(surplus)]


def _breach_share(outcome: Outcome) -> float:
    if outcome.cap is None:
        return 0.0
    return outcome.cap.replications_with_breach / outcome.cap.replications
