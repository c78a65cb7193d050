"""What became of hostile cases that nobody might take, step by step, with its cost."""

from reports.sections.section import Section, count, meets_hostility
from reports.wording import duration, money
from scenarios.scenario import Scenario
from simulation.measures.outcome import Outcome


def ladder(scenario: Scenario, outcome: Outcome) -> Section | None:
    """Return one row for each step in the planner's order; None without any, or any blocked case.

    The longest wait of any hostile case stands below the steps. Waits are by the clock on the wall,
    as customers have them, and in opening hours of the channel, as most limits run.
    """
    acted = any(one.cases.mean > 0 for one in outcome.ladder)
    if outcome.cap is None or not acted or not meets_hostility(outcome):
        return None
    rows = [
        (
            one.id,
            count(one.cases),
            money(one.cost.mean, scenario.currency),
            duration(one.longest_wait_seconds),
            duration(one.longest_wait_opening_seconds),
        )
        for one in outcome.ladder
    ]
    total = sum(one.cost.mean for one in outcome.ladder)
    oldest = (
        duration(outcome.cap.oldest_hostile_wait_seconds),
        duration(outcome.cap.oldest_hostile_wait_opening_seconds),
    )
    rows.append(("all hostile by label", "", money(total, scenario.currency), *oldest))
    return Section(
        "Blocked hostile cases",
        "cases that nobody might take, a horizon; a case counts at each step that acted on it",
        ("step", "cases", "cost", "longest wait", "in opening hours"),
        tuple(rows),
    )
