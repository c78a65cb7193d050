"""Candidates of the plan loop: a roster with its rules, and what the replications say of it."""

from dataclasses import dataclass, replace

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.certify import Certificate
from scheduler.plan import RosterSolution, Round
from scheduler.sensitivity import service_levels
from scheduler.trials import Trial
from simulation.measures.outcome import Outcome, PromiseVerdict, Verdict, VerdictStatus
from simulation.measures.verdict import cap_verdict, verdict_of

# The bounds of a certificate are stricter than those of the loop, which take about so many times
# fewer replications to decide the same.
_STRICTER = 3


@dataclass(frozen=True)
class Candidate:
    """A roster with its rules, as the loop's replications see them."""

    solution: RosterSolution
    roster: Roster
    trial: Trial
    outcome: Outcome
    doubtful: float  # see doubtful_share
    certificate: Certificate | None = None

    @property
    def objective(self) -> float:
        """Value of the optimiser's objective."""
        return self.solution.costs.total if self.solution.costs else 0.0

    def rank(self) -> tuple[bool, float, float]:
        """Order candidates: certified first, then by promises kept, then by cost."""
        certified = self.certificate
        met = certified is not None and certified.verdict.status is VerdictStatus.MET
        return met, -self.doubtful, -self.objective


def loop_verdict(scenario: Scenario, outcome: Outcome) -> Verdict:
    """Return the verdict on the loop's own replications, too few to judge a flawless cap by."""
    planning = scenario.planning
    verdict = verdict_of(
        scenario, outcome, confidence=planning.confidence, compliance=planning.cap_compliance
    )
    held = outcome.cap is None or outcome.cap.replications_with_breach == 0
    promises = tuple(
        replace(p, status=VerdictStatus.MET) if p.channel_id is None and held else p
        for p in verdict.promises
    )
    met = all(p.status is VerdictStatus.MET for p in promises)
    return Verdict(VerdictStatus.MET if met else VerdictStatus.NOT_MET, promises)


def is_worth_certifying(scenario: Scenario, verdict: Verdict) -> bool:
    """Whether a certificate would probably be met: a round more takes longer than replications."""
    most = scenario.planning.most_certify_replications / _STRICTER
    return all(
        one.status is VerdictStatus.MET or _is_probably_met(one, most) for one in verdict.promises
    )


def _is_probably_met(promise: PromiseVerdict, most: float) -> bool:
    estimate, needed = promise.estimate, promise.replications_needed
    return (
        promise.status is VerdictStatus.UNDECIDED
        and estimate.mean >= promise.target
        and needed is not None
        and estimate.replications + needed <= most
    )


def missed(verdict: Verdict) -> tuple[str, ...]:
    """Return the promises that are not met, in words."""
    return tuple(p.promise for p in verdict.promises if p.status is not VerdictStatus.MET)


def round_of(
    number: int, candidate: Candidate, verdict: Verdict, cuts: int, seconds: dict[str, float]
) -> Round:
    """Return what is kept of a round."""
    scenario, outcome = candidate.trial.scenario, candidate.outcome
    solution, planning = candidate.solution, scenario.planning
    held = None
    if outcome.cap is not None:
        breached = outcome.cap.replications_with_breach
        held = cap_verdict(
            "cap",
            outcome.cap.replications,
            breached,
            planning.confidence,
            planning.cap_compliance,
        ).estimate
    return Round(
        number=number,
        objective=candidate.objective,
        bound=solution.bound,
        gap=solution.gap,
        wages=solution.costs.wages if solution.costs else 0.0,
        service_levels=service_levels(outcome),
        cap_held=held,
        replications=len(outcome.replications),
        missed=missed(verdict),
        cuts_added=cuts,
        seconds=seconds,
    )
