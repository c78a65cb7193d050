"""The verdict as rows: what was promised, what came out, how sure that is."""

from dataclasses import dataclass

from reports.runs import Run
from reports.wording import counted, joined, money, percent, percent_range
from scenarios.cap_forms import CapForm
from scenarios.scenario import Scenario
from scheduler.plan import Plan, RosterSolution
from simulation.measures.cap_outcome import CapOutcome
from simulation.measures.outcome import (
    Outcome,
    Verdict,
    VerdictStatus,
)


@dataclass(frozen=True)
class VerdictRow:
    """One promise in figures and in words."""

    promise: str
    channel_id: str | None  # None for the cap
    target: float  # share
    mean: float
    low: float
    high: float
    status: VerdictStatus
    replications_needed: int | None
    target_text: str
    reached_text: str
    interval_text: str
    status_text: str


def verdict_rows(verdict: Verdict) -> tuple[VerdictRow, ...]:
    """Return one row per promise, in the order of the verdict."""
    return tuple(
        VerdictRow(
            promise=one.promise,
            channel_id=one.channel_id,
            target=one.target,
            mean=one.estimate.mean,
            low=one.estimate.low,
            high=one.estimate.high,
            status=one.status,
            replications_needed=one.replications_needed,
            target_text=percent(one.target),
            reached_text=percent(one.estimate.mean),
            interval_text=percent_range(one.estimate),
            status_text=_status_text(one.status, one.replications_needed),
        )
        for one in verdict.promises
    )


def _status_text(status: VerdictStatus, needed: int | None) -> str:
    if status is VerdictStatus.UNDECIDED and needed is not None:
        return f"{status.value}, about {counted(needed, 'more horizon')}"
    return status.value


@dataclass(frozen=True)
class Figure:
    """One figure beside the promises, with the limit it is held against if there is one."""

    label: str
    limit: str
    text: str
    note: str = ""


def key_figures(
    currency: str, outcome: Outcome, solution: RosterSolution | None = None
) -> tuple[Figure, ...]:
    """Return the figures beside the promises: largest hostile share, cost, bound and gap.

    Without a solution (a roster that was simulated only) cost, bound and gap are left out.
    """
    shares = [] if outcome.cap is None else _highest(outcome.cap)
    return (*shares, *(() if solution is None else _cost_figures(currency, solution)))


def start_figures(scenario: Scenario) -> tuple[Figure, ...]:
    """Return how the simulation begins, where the scenario says anything of it."""
    figures = []
    if scenario.start.warm_up_hours:
        hours = f"{scenario.start.warm_up_hours:g} h"
        figures.append(Figure("warm-up", "", hours, "simulated, not counted"))
    if scenario.start.backlog:
        waiting = joined([f"{one.cases} {c}" for c, one in scenario.start.backlog.items()])
        figures.append(Figure("backlog at the start", "", waiting))
    return tuple(figures)


def _highest(cap: CapOutcome) -> list[Figure]:
    """Return the highest value of each form of the cap beside the limits that agents have."""
    return [
        Figure(
            _FORM_LABELS[one.form],
            joined([_amount(one.form, limit) for limit in one.limits]),
            _amount(one.form, one.highest),
        )
        for one in cap.forms
    ]


def _amount(form: CapForm, value: float) -> str:
    return percent(value) if form is CapForm.SHARE else f"{value:.4g}"


_FORM_LABELS = {
    CapForm.SHARE: "largest hostile share",
    CapForm.CONTACTS: "most hostile contacts in a shift",
    CapForm.MINUTES: "most hostile minutes per paid hour",
    CapForm.RUN: "longest run of hostile contacts",
}


def _cost_figures(currency: str, solution: RosterSolution) -> list[Figure]:
    figures = []
    if solution.costs is not None:
        costs = solution.costs
        missing = f"agent-hours missing: {costs.short_hours:,.1f}" if costs.short_hours else ""
        figures.append(Figure("wages", "", money(costs.wages, currency)))
        if missing:
            price = money(costs.short_cost, currency)
            figures.append(Figure("price of missing hours", "", price, missing))
    if solution.bound is not None:
        figures.append(Figure("lower bound of cost", "", money(solution.bound, currency)))
    figures.append(Figure("gap", "", gap_text(solution), solution.status.value))
    return figures


def gap_text(solution: RosterSolution) -> str:
    """Return the distance between cost and bound, relative to the cost."""
    return "unknown" if solution.gap is None else percent(max(solution.gap, 0.0), 2)


_OPENING = {
    VerdictStatus.MET: "keeps every promise",
    VerdictStatus.NOT_MET: "falls short",
    VerdictStatus.UNDECIDED: "is not proved yet",
}


def verdict_sentence(run: Run) -> str:
    """Return the verdict in one plain sentence."""
    planned = isinstance(run, Plan)
    verdict, replications = run.verdict, len(run.outcome.replications)
    horizons = counted(replications, f"{'fresh ' if planned else ''}simulated horizon")
    tested, total = f"in {horizons}", len(verdict.promises)
    opening = f"The {'plan' if planned else 'roster'} {_OPENING[verdict.status]}"
    if not total:
        return f"Nothing was promised; the figures are those of {horizons}."
    if verdict.status is VerdictStatus.MET:
        body = f"all {total}" if total > 1 else "the one"
        return f"{opening}: {body} held {tested}."
    missed = [p.promise for p in verdict.promises if p.status is VerdictStatus.NOT_MET]
    open_ = [p.promise for p in verdict.promises if p.status is VerdictStatus.UNDECIDED]
    parts = []
    if missed:
        parts.append(f"{len(missed)} of {counted(total, 'promise')} not met ({'; '.join(missed)})")
    if open_:
        parts.append(f"{len(open_)} of {counted(total, 'promise')} undecided ({'; '.join(open_)})")
    return f"{opening}: {', '.join(parts)} {tested}."
