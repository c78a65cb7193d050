"""The warning that no router can keep a limit on runs where labels err, with what would help."""

from scenarios.scenario import Scenario
from scheduler.cap.handed_out import with_better_recall
from scheduler.cap.runs import RunsOver, limit_that_holds, runs_over
from scheduler.certify import fresh_replications
from simulation.arrivals.workload import Workload


def run_warning(scenario: Scenario, workload: Workload) -> tuple[str, int | None] | None:
    """Return a sentence on the runs that labels let through, and the least limit that would hold.

    None where no run is limited, or so few are expected that a certificate without a failure is
    more likely than not.
    """
    found = runs_over(scenario, workload)
    horizons = len(fresh_replications(scenario, attempt=1))
    if found is None or found.without_share**horizons >= 0.5:
        return None
    compliance = scenario.planning.cap_compliance
    holds = limit_that_holds(scenario, workload, compliance)
    sentence = (
        f"no rule can keep the limit of {_contacts(found.limit)} in a row while labels miss "
        f"{1 - scenario.classifier.recall:.0%} of them: {_count(found)} are to be expected "
        f"in the horizon, so {_percent(found.without_share)} of horizons have none and "
        f"{_percent(compliance)} are promised"
    )
    remedies = [*_remedies(scenario, workload)]
    if holds is not None:
        remedies.append(f"a limit of {holds} would be kept in {_percent(compliance)} of horizons")
    remedies.append(
        "a cool-down after a run (cool_down_after_run) shortens none but gives rest after it"
    )
    return f"{sentence}; {'; '.join(remedies)}", holds


def _remedies(scenario: Scenario, workload: Workload) -> list[str]:
    told = []
    cap = scenario.cap
    assert cap is not None
    if not cap.known_at_close:
        marked = scenario.model_copy(
            update={"cap": cap.model_copy(update={"known_at_close": True})}
        )
        told.append(f"with known_at_close {_count(runs_over(marked, workload))}")
    better = with_better_recall(scenario)
    seen = _count(runs_over(better, workload))
    told.append(f"with a recall of {better.classifier.recall:.0%} {seen}")
    return told


def _contacts(limit: int) -> str:
    return f"{limit} hostile contact{'' if limit == 1 else 's'}"


def _count(found: RunsOver | None) -> str:
    return "no longer run" if found is None else f"about {found.expected:.2g} longer runs"


def _percent(share: float) -> str:
    return f"{share:.0%}" if 0.01 <= share <= 0.99 else f"{share:.1%}"
