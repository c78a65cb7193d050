"""The warning that no router can keep a share where labels err, with what would help."""

from scenarios.scenario import Scenario
from scheduler.cap.handed_out import with_better_recall
from scheduler.cap.leaks import LeaksOver, leaks_over, share_that_holds, without_share
from simulation.arrivals.workload import Workload

_MOST_NAMED = 3
_HARDLY = 0.1  # of the worst chance: who passes the cap more seldom is not named


def leak_warning(scenario: Scenario, workload: Workload) -> tuple[str, float | None] | None:
    """Return a sentence on shares that labels let pass, and the least share that would hold.

    None where so many horizons keep all shares as are promised, as long as nobody is handed
    anything labelled hostile.
    """
    found = tuple(leaks_over(scenario, workload))
    compliance = scenario.planning.cap_compliance
    if not found or without_share(found) >= compliance:
        return None
    assert scenario.cap is not None
    window = scenario.cap.window.value
    ordered = sorted(found, key=lambda one: one.chance, reverse=True)
    worst = [one for one in ordered if one.chance >= _HARDLY * ordered[0].chance][:_MOST_NAMED]
    sentence = (
        f"no rule can keep the cap while labels miss {1 - scenario.classifier.recall:.0%} of what "
        f"is hostile: even with nothing labelled hostile, "
        f"{', '.join(_case(one, window) for one in worst)}; nobody passes it by that in "
        f"{_percent(without_share(found))} of horizons, and {_percent(compliance)} are promised"
    )
    holds = share_that_holds(found, compliance)
    return "; ".join((sentence, *_remedies(scenario, workload, holds))), holds


def _remedies(scenario: Scenario, workload: Workload, holds: float | None) -> list[str]:
    told = []
    compliance = _percent(scenario.planning.cap_compliance)
    if holds is not None:
        told.append(f"with no limit below {_percent(holds)} it could be kept in {compliance}")
    better = with_better_recall(scenario)
    kept = without_share(tuple(leaks_over(better, workload)))
    told.append(f"with a recall of {better.classifier.recall:.0%} in {_percent(kept)}")
    return told


def _case(leaks: LeaksOver, window: str) -> str:
    """Say how often some people pass their limit, and by how many contacts of which kind."""
    return (
        f"{_names(leaks)} would pass {_percent(leaks.share)} in {_percent(leaks.chance)} of "
        f"{window}s ({_percent(leaks.missed)} of about {leaks.contacts:.0f} contacts a {window} "
        f"labelled harmless are hostile)"
    )


def _names(leaks: LeaksOver) -> str:
    named = [f"agent {agent_id}" for agent_id in leaks.agent_ids[:_MOST_NAMED]]
    more = len(leaks.agent_ids) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _percent(share: float) -> str:
    if 0.0 < share < 0.0005:
        return "less than 0.1%"
    whole = abs(100 * share - round(100 * share)) < 1e-6
    return f"{share:.0%}" if whole or 0.1 <= share <= 0.99 else f"{share:.1%}"
