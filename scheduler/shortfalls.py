"""What fell short, in the planner's words."""

from collections.abc import Iterator, Sequence

from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.cap.obstacles import Outlook
from scheduler.certify import Certificate
from scheduler.cuts import Cut
from scheduler.explain import shortages
from scheduler.people.calendar import Calendar
from scheduler.plan import RosterSolution
from scheduler.requirement import Requirement
from simulation.measures.outcome import Outcome, PromiseVerdict, VerdictStatus

_SHORTEST_TOLD = 3  # times at which a roster is shortest
_MOST_OVER_TOLD = 3  # people over the cap
_WARNINGS_TOLD = 2  # of what may be hard about the cap


def shortfalls(
    scenario: Scenario,
    requirement: Requirement,
    solution: RosterSolution,
    certificate: Certificate,
    cuts: Sequence[Cut],
    outlook: Outlook,
) -> tuple[str, ...]:
    """Return plain sentences on every promise that is not met and what stands behind it."""
    missed = [p for p in certificate.verdict.promises if p.status is not VerdictStatus.MET]
    sentences = [_sentence(promise) for promise in missed]
    if missed:
        sentences.extend(_missing_hours(scenario, solution))
        sentences.extend(_where_shortest(scenario, requirement, solution))
        sentences.extend(_where_it_hurts(missed, cuts))
        if any(promise.channel_id is None for promise in missed):
            sentences.extend(_who_passed_the_cap(certificate.outcome))
        sentences.extend(_room_of_the_cap(scenario, outlook))
    return tuple(sentences)


def _sentence(promise: PromiseVerdict) -> str:
    estimate = promise.estimate
    text = (
        f"{promise.promise} is {promise.status}: {estimate.mean:.1%} "
        f"({estimate.low:.1%} to {estimate.high:.1%}) against {promise.target:.1%}"
    )
    if promise.replications_needed is not None:
        more = promise.replications_needed
        text += f"; about {more} more replication{'' if more == 1 else 's'} would decide"
    return text


def _missing_hours(scenario: Scenario, solution: RosterSolution) -> Iterator[str]:
    costs = solution.costs
    if costs is None or costs.short_hours < 1:
        return
    contracts = [scenario.team.contract_of(agent) for agent in scenario.team.agents]
    weekly = sum(contract.hours_per_week + contract.weekly_band_hours for contract in contracts)
    weeks = scenario.horizon.weeks
    yield (
        f"the roster lacks {costs.short_hours:.0f} agent-hours over {weeks} "
        f"week{'' if weeks == 1 else 's'} against the requirement; the contracts allow at most "
        f"{weekly:.0f} paid hours a week"
    )


def _where_shortest(
    scenario: Scenario, requirement: Requirement, solution: RosterSolution
) -> Iterator[str]:
    if solution.roster is not None:
        calendar = Calendar(scenario, Timeline(scenario.horizon))
        found = shortages(calendar, requirement, solution.roster)
        yield from (one.sentence for one in found[:_SHORTEST_TOLD])


def _where_it_hurts(missed: Sequence[PromiseVerdict], cuts: Sequence[Cut]) -> Iterator[str]:
    """Yield the latest lesson for each missed promise."""
    for promise in missed:
        asked = (promise.channel_id, promise.part)
        lessons = [cut.reason for cut in cuts if (cut.channel_id, cut.part) == asked]
        if lessons:
            yield lessons[-1]


def _who_passed_the_cap(outcome: Outcome) -> Iterator[str]:
    """Yield who passed the cap most often, as it is their limits and hours that count."""
    over = [one for one in outcome.agents if one.windows_over_cap]
    over.sort(key=lambda one: one.windows_over_cap, reverse=True)
    if over:
        named = [f"agent {one.agent_id} ({one.windows_over_cap})" for one in over[:_MOST_OVER_TOLD]]
        more = len(over) - len(named)
        yield (
            f"windows over the cap in {len(outcome.replications)} simulated horizons: "
            f"{', '.join(named)}" + (f" and {more} more" if more else "")
        )


def _room_of_the_cap(scenario: Scenario, outlook: Outlook) -> Iterator[str]:
    """Yield how far the cap lies above the lowest, and what may be hard about it."""
    cap = scenario.cap
    if cap is None:
        return
    if cap.hostile is not None and outlook.lowest_cap:  # nought where somebody may take it all
        yield (
            f"the cap is {cap.hostile:.1%}; the lowest that can hold for any roster is "
            f"{outlook.lowest_cap:.1%}"
        )
    yield from (one.sentence for one in outlook.obstacles[:_WARNINGS_TOLD])
