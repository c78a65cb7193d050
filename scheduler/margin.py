"""A wider margin of the quota: where the cap is passed now and then, what promises can spare."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from scenarios.scenario import Scenario
from scheduler.candidates import loop_verdict
from scheduler.trials import Trial
from simulation.measures.outcome import Outcome, VerdictStatus
from simulation.measures.verdict import promised_levels

# Times the margin that lessons led to; the widest that fits is taken.
WIDER = (1.25, 1.2, 1.15, 1.1, 1.05)
# Horizons in which a breach is looked for, beyond those of the loop, in which rules were tuned.
LOOKED_FOR_BREACHES = 200
# Service level that a promise may lose to the wider margin: what a fifth more costs a team of three
# or a hundred. Far out in the tail a margin of a quarter more avoids hardly any further breach.
_DEAREST = 0.035


@dataclass(frozen=True)
class Looked:
    """Rules whose promises to customers the loop's replications tell, and more of them the cap."""

    trial: Trial
    outcome: Outcome  # its cap's part is of the further replications, where these were made

    @property
    def breaches(self) -> int:
        """Replications in which anybody passed the cap."""
        cap = self.outcome.cap
        return 0 if cap is None else cap.replications_with_breach


def look_at_cap(
    trial: Trial, outcome: Outcome, simulate: Callable[[Trial, range, str], Outcome]
) -> Looked:
    """Judge the cap in many more horizons, and widen the quota's margin where it was passed there.

    The loop's own replications are few, and the rules were tuned in some of them. Where all
    promises to customers are kept, the cap is judged in further ones; where anybody passed it
    there, the margin becomes the widest of some widths with which every promise is kept even so,
    none loses much, and the cap is passed in fewer of the same horizons. ``simulate`` takes a
    trial, replications and the stage's name in words. A plan whose promises are not kept is left
    as it is: there is another round, and no service to spare.
    """
    if outcome.cap is None or not keeps_service(trial.scenario, outcome):
        return Looked(trial, outcome)
    further = range(len(outcome.replications), len(outcome.replications) + LOOKED_FOR_BREACHES)
    own = _with_cap_of(trial, outcome, simulate(trial, further, "is the cap passed"))
    if not own.breaches:
        return own
    for factor in WIDER:
        wider = with_wider_margin(trial, factor)
        if wider is None:
            return own
        stage = f"margin wider by {factor - 1:.0%}"
        then = simulate(wider, range(len(outcome.replications)), stage)
        if not keeps_service(trial.scenario, then):
            continue
        if most_lost(trial.scenario, outcome, then) > _DEAREST:
            continue
        safer = _with_cap_of(wider, then, simulate(wider, further, f"{stage}: is the cap passed"))
        if safer.breaches < own.breaches:
            return safer
    return own


def keeps_service(scenario: Scenario, outcome: Outcome) -> bool:
    """Whether every promise to customers is met, whatever becomes of the cap."""
    promises = loop_verdict(scenario, outcome).promises
    served = [one for one in promises if one.channel_id is not None]
    return all(one.status is VerdictStatus.MET for one in served)


def with_wider_margin(trial: Trial, factor: float) -> Trial | None:
    """Return a trial whose quota is more careful of wrong labels; None where that means nothing."""
    quota, seen = trial.rules.quota, trial.scenario.classifier
    if quota is None or (seen.recall == 1.0 and seen.precision == 1.0):
        return None
    wider = replace(quota, margin_z=factor * quota.margin_z)
    return replace(trial, rules=replace(trial.rules, quota=wider))


def most_lost(scenario: Scenario, before: Outcome, after: Outcome) -> float:
    """Return the most service level that any promise loses from one outcome to another."""
    pairs = zip(promised_levels(scenario, before), promised_levels(scenario, after), strict=True)
    lost = [one.level.mean - other.level.mean for one, other in pairs]
    return max((one for one in lost if not math.isnan(one)), default=0.0)


def _with_cap_of(trial: Trial, outcome: Outcome, further: Outcome) -> Looked:
    return Looked(trial, replace(outcome, cap=further.cap))
