"""The verdict for the terminal and as data for scripts."""

import math

from reports.sections import sections_of
from reports.sections.ladder_section import ladder
from reports.sections.routers import routers
from reports.sections.section import Section
from reports.terminal.tables import Cell, TextTable
from reports.verdict_rows import VerdictRow, key_figures, start_figures, verdict_rows
from scenarios.scenario import Scenario
from scheduler.plan import LeverLook, Plan, RosterSolution
from simulation.figures import estimates_of
from simulation.measures.cap_outcome import FormOutcome
from simulation.measures.outcome import (
    Estimate,
    Outcome,
    Verdict,
)
from simulation.replications import Replicated

COLUMNS = ("promise", "target", "reached", "interval", "status")


def plan_tables(plan: Plan) -> tuple[TextTable, ...]:
    """Return a plan's verdict, then what nobody might take, then its routing beside others.

    The verdict has promises first, then hostile share, cost, bound and gap.
    """
    sections = (ladder(plan.scenario, plan.outcome), routers(plan))
    return (
        _table(plan.scenario, plan.outcome, plan.verdict, plan.solution),
        *(_text(one) for one in sections if one is not None and one.rows),
    )


def simulation_tables(
    scenario: Scenario, made: Replicated, verdict: Verdict
) -> tuple[TextTable, ...]:
    """Return what a simulation says: the verdict first, then every section in use."""
    sections = sections_of(scenario, made.outcome)
    return (_table(scenario, made.outcome, verdict, None), *map(_text, sections))


def _text(one: Section) -> TextTable:
    return TextTable(f"{one.title}: {one.note}", one.columns, one.rows)


def _table(
    scenario: Scenario, outcome: Outcome, verdict: Verdict, solution: RosterSolution | None
) -> TextTable:
    rows: list[tuple[Cell, ...]] = [
        (row.promise, row.target_text, row.reached_text, row.interval_text, row.status_text)
        for row in verdict_rows(verdict)
    ]
    rows.extend(
        (figure.label, figure.limit, figure.text, "", figure.note)
        for figure in (
            *key_figures(scenario.currency, outcome, solution),
            *start_figures(scenario),
        )
    )
    replications = len(outcome.replications)
    said = verdict.status.value if verdict.promises else "nothing promised"
    title = f"{scenario.name}: {said} ({replications} replications)"
    return TextTable(title, COLUMNS, tuple(rows))


def verdict_data(
    scenario: Scenario,
    outcome: Outcome,
    verdict: Verdict,
    solution: RosterSolution | None = None,
) -> dict[str, object]:
    """Return what the tables say as plain data for JSON; shares in [0, 1].

    Values that do not exist are None, never NaN, so that every JSON reader takes them.
    """
    cap, costs = outcome.cap, solution.costs if solution else None
    return {
        "status": verdict.status.value,
        "seed": outcome.seed,
        "replications": len(outcome.replications),
        "promises": [_row_data(row) for row in verdict_rows(verdict)],
        "cap": cap.cap_share if cap else None,
        "largest_hostile_share": _finite(cap.max_share) if cap else None,
        "replications_with_breach": cap.replications_with_breach if cap else None,
        "cap_forms": [_form_data(one) for one in cap.forms] if cap else [],
        "currency": scenario.currency,
        "cost": costs.total if costs else None,
        "wages": costs.wages if costs else None,
        "short_hours": costs.short_hours if costs else None,
        "bound": solution.bound if solution else None,
        "gap": solution.gap if solution else None,
        "solver_status": solution.status.value if solution else None,
        "warm_up_hours": scenario.start.warm_up_hours,
        "figures": {name: _estimate_data(one) for name, one in estimates_of(outcome).items()},
    }


def plan_data(plan: Plan) -> dict[str, object]:
    """Return what a plan says as plain data, with the figures of other ways of routing."""
    told = verdict_data(plan.scenario, plan.outcome, plan.verdict, plan.solution)
    routed = {one.policy: _router_data(one) for one in plan.baselines}
    return {**told, "routers": routed, "levers": _levers_data(plan.levers)}


def _levers_data(look: LeverLook | None) -> dict[str, object] | None:
    if look is None:
        return None
    best = [
        {
            "kind": one.kind,
            "words": one.words,
            "gain": _estimate_data(one.gain),
            "cost": one.cost,
            "cost_source": one.cost_source,
            "all_kept": one.all_kept,
            "sentence": one.sentence,
        }
        for one in look.best
    ]
    return {"looked_at": look.levers, "replications": look.replications, "best": best}


def _router_data(outcome: Outcome) -> dict[str, object]:
    cap = outcome.cap
    levels = {one.channel_id: one.service_level for one in outcome.channels}
    return {
        "service_level": {name: _finite(one.mean) for name, one in levels.items() if one},
        "replications_with_breach": cap.replications_with_breach if cap else None,
        "windows_over_cap": sum(agent.windows_over_cap for agent in outcome.agents),
        "agents_over_cap": _finite(cap.agents_over_cap.mean) if cap else None,
        "largest_hostile_share": _finite(cap.max_share) if cap else None,
        "oldest_hostile_wait_seconds": cap.oldest_hostile_wait_seconds if cap else None,
        "oldest_hostile_wait_opening_seconds": (
            cap.oldest_hostile_wait_opening_seconds if cap else None
        ),
    }


def simulation_data(scenario: Scenario, made: Replicated, verdict: Verdict) -> dict[str, object]:
    """Return what a simulation says as plain data, with why it ended."""
    stop = made.stop
    ended = {
        "reason": stop.reason.value,
        "least_exact": stop.least_exact,
        "relative_half_width": stop.relative_half_width,
    }
    return {**verdict_data(scenario, made.outcome, verdict), "stopped": ended}


def _estimate_data(one: Estimate) -> dict[str, float | None]:
    return {"mean": _finite(one.mean), "low": _finite(one.low), "high": _finite(one.high)}


def _row_data(row: VerdictRow) -> dict[str, object]:
    return {
        "promise": row.promise,
        "channel": row.channel_id,
        "target": row.target,
        "mean": _finite(row.mean),
        "low": _finite(row.low),
        "high": _finite(row.high),
        "status": row.status.value,
        "replications_needed": row.replications_needed,
    }


def _form_data(one: FormOutcome) -> dict[str, object]:
    return {
        "form": one.form.value,
        "limits": list(one.limits),
        "highest": one.highest,
        "replications_with_breach": one.replications_with_breach,
        "windows": one.windows,
        "windows_over": one.windows_over,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
