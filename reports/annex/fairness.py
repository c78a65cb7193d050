"""How evenly hostile work falls on people, as the certificate found it."""

import math

from reports.annex.part import AnnexPart, Row
from reports.runs import Run
from reports.verdict_rows import verdict_rows
from reports.wording import NOT_AVAILABLE, counted, percent, percent_range
from simulation.measures.cap_outcome import CapOutcome
from simulation.measures.outcome import (
    Estimate,
    Outcome,
)


def fairness(run: Run, *, proved_for_this_roster: bool) -> AnnexPart:
    """Return the verdict and the measures of fairness over the simulated horizons."""
    horizons = counted(len(run.outcome.replications), "simulated horizon")
    other = (
        ()
        if proved_for_this_roster
        else (
            "The roster that is published is a repair of the one that was simulated; nothing has "
            "been proved about the repair.",
        )
    )
    return AnnexPart(
        "What the simulation says",
        (
            f"All figures are of {horizons} on random numbers that the search has never used.",
            *other,
            "Jain's index is 1 where all shares are equal; the Gini index is 0 there.",
        ),
        ("promise or measure", "target", "reached", "interval", "status"),
        (*_promises(run), *_measures(run.outcome)),
    )


def _promises(run: Run) -> tuple[Row, ...]:
    return tuple(
        (one.promise, one.target_text, one.reached_text, one.interval_text, one.status_text)
        for one in verdict_rows(run.verdict)
    )


def _measures(outcome: Outcome) -> tuple[Row, ...]:
    team = outcome.team
    return (
        *(() if outcome.cap is None else _of_cap(outcome.cap)),
        (
            "largest hostile share of anybody over the horizon, mean",
            "",
            percent(team.max_share.mean),
            percent_range(team.max_share),
            "",
        ),
        ("Jain's index of hostile shares", "", *_index(team.jain), ""),
        ("Gini index of hostile shares", "", *_index(team.gini), ""),
    )


def _of_cap(cap: CapOutcome) -> tuple[Row, ...]:
    held = cap.replications - cap.replications_with_breach
    return (
        ("horizons in which nobody passed the cap", "", f"{held} of {cap.replications}", "", ""),
    )


def _index(one: Estimate) -> tuple[str, str]:
    if math.isnan(one.mean):
        return NOT_AVAILABLE, NOT_AVAILABLE
    return f"{one.mean:.3f}", f"{max(0.0, one.low):.3f}–{one.high:.3f}"
