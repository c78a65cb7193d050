"""Two runs side by side, with the differences."""

from collections.abc import Iterator

from reports.terminal.tables import Cell, TextTable
from scheduler.plan import Plan

COLUMNS = ("figure", "unit", "a", "b", "difference")
Measure = tuple[str, str, float | None]  # figure, unit, value


def comparison(a: Plan, b: Plan) -> TextTable:
    """Return service levels, hostile share, cap, cost and hours of two runs, and b less a.

    A figure that only one of them has is empty for the other.
    """
    ours, theirs = dict(_keyed(a)), dict(_keyed(b))
    keys = dict.fromkeys((*ours, *theirs))
    rows = [_row(key, ours.get(key), theirs.get(key)) for key in keys]
    verdicts: tuple[Cell, ...] = (
        "verdict",
        "",
        a.verdict.status.value,
        b.verdict.status.value,
        "",
    )
    return TextTable(f"{a.scenario.name} | {b.scenario.name}", COLUMNS, (verdicts, *rows), 2)


def _row(key: tuple[str, str], ours: float | None, theirs: float | None) -> tuple[Cell, ...]:
    difference = None if ours is None or theirs is None else theirs - ours
    return (*key, ours, theirs, difference)


def _keyed(plan: Plan) -> Iterator[tuple[tuple[str, str], float]]:
    for figure, unit, value in _measures(plan):
        if value is not None:
            yield (figure, unit), float(value)


def _measures(plan: Plan) -> Iterator[Measure]:
    for channel in plan.outcome.channels:
        sla = plan.scenario.channels[channel.channel_id].sla
        if sla is not None and channel.service_level is not None:
            within = f"within {sla.within_seconds:g} s"
            yield f"{channel.channel_id}: target", "%", 100 * sla.share
            yield (
                f"{channel.channel_id}: service level {within}",
                "%",
                100 * channel.service_level.mean,
            )
    cap = plan.outcome.cap
    if cap is not None:
        yield "cap on the hostile share", "%", 100 * cap.cap_share
        yield "largest hostile share of anybody", "%", 100 * cap.max_share
        yield "replications with a breach", "", cap.replications_with_breach
    yield from _cost_measures(plan)


def _cost_measures(plan: Plan) -> Iterator[Measure]:
    solution, currency = plan.solution, plan.scenario.currency
    yield "paid hours", "h", plan.roster.paid_minutes / 60
    yield "shifts", "", len(plan.roster.shifts)
    if solution.costs is not None:
        yield "wages", currency, solution.costs.wages
        yield "agent-hours short", "h", solution.costs.short_hours
        yield "cost, missing hours priced in", currency, solution.costs.total
    yield "gap", "%", None if solution.gap is None else 100 * solution.gap
