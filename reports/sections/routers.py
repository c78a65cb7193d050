"""The plan's routing beside what teams have today, on the same roster and the same cases."""

from collections.abc import Callable, Iterator

from reports.sections.section import Section, number
from reports.wording import NOT_AVAILABLE, duration, percent
from scenarios.assignment import RoutingPolicy
from scheduler.plan import Plan
from simulation.measures.outcome import Outcome

Figure = Callable[[Outcome], str]


def routers(plan: Plan) -> Section:
    """Return one row for each figure and one column for each way of routing, the plan's first."""
    sides = (plan.outcome, *plan.baselines)
    rows = tuple((label, *(show(one) for one in sides)) for label, show in _figures(plan))
    horizons = len(plan.outcome.replications)
    return Section(
        "Ways of routing",
        f"the same roster and the same {horizons} simulated horizons under each",
        ("figure", *(RoutingPolicy(one.policy).words for one in sides)),
        rows,
    )


def _figures(plan: Plan) -> Iterator[tuple[str, Figure]]:
    for channel in plan.outcome.channels:
        if channel.service_level is not None:
            yield f"{channel.channel_id}: in time", _level_of(channel.channel_id)
    if plan.outcome.cap is None:
        return
    yield "horizons with somebody over the cap", _horizons_over
    yield "windows over the cap, a horizon", _windows_over
    yield "agents over the cap, a horizon", _agents_over
    yield "largest hostile share of anybody", _largest_share
    yield "longest wait of a case labelled hostile", _oldest_wait
    yield "longest such wait in opening hours", _oldest_wait_open


def _level_of(channel_id: str) -> Figure:
    def level(outcome: Outcome) -> str:
        (own,) = (one for one in outcome.channels if one.channel_id == channel_id)
        return NOT_AVAILABLE if own.service_level is None else percent(own.service_level.mean)

    return level


def _horizons_over(outcome: Outcome) -> str:
    cap = outcome.cap
    return f"{cap.replications_with_breach} of {cap.replications}" if cap else NOT_AVAILABLE


def _windows_over(outcome: Outcome) -> str:
    over = sum(agent.windows_over_cap for agent in outcome.agents)
    return number(over / len(outcome.replications))


def _agents_over(outcome: Outcome) -> str:
    return number(outcome.cap.agents_over_cap.mean) if outcome.cap else NOT_AVAILABLE


def _largest_share(outcome: Outcome) -> str:
    return percent(outcome.cap.max_share) if outcome.cap else NOT_AVAILABLE


def _oldest_wait(outcome: Outcome) -> str:
    return duration(outcome.cap.oldest_hostile_wait_seconds) if outcome.cap else NOT_AVAILABLE


def _oldest_wait_open(outcome: Outcome) -> str:
    cap = outcome.cap
    return duration(cap.oldest_hostile_wait_opening_seconds) if cap else NOT_AVAILABLE
