"""Times of the week with rules of their own, as schedules of Zendesk and as tags of tickets."""

from reports.period_times import period_windows
from scenarios.assignment import AssignmentRules, RulePeriod
from scenarios.scenario import Scenario
from scenarios.taskrouter.names import plain_names
from scenarios.wall import MINUTES_PER_DAY

PERIOD_TAG = "fairshift_period_"
_MONDAY = 1  # weekdays of Zendesk begin with Sunday


def period_tags(rules: AssignmentRules) -> dict[str, str]:
    """Return the tag of the tickets of each period, by its id; tags have no capitals."""
    names = plain_names((one.id for one in rules.periods), small=True)
    return {period_id: f"{PERIOD_TAG}{name}" for period_id, name in names.items()}


def schedules(scenario: Scenario, rules: AssignmentRules) -> dict[str, object]:
    """Return a schedule for each period; its intervals follow by a request of their own."""
    return {
        "schedules": [
            {
                "schedule": {
                    "name": f"fairshift {period.id}",
                    "time_zone": scenario.horizon.zone,
                },
                "workweek": {"intervals": _intervals(scenario, period)},
            }
            for period in rules.periods
        ]
    }


def _intervals(scenario: Scenario, period: RulePeriod) -> list[dict[str, int]]:
    """Return the windows in minutes since Sunday 00:00, none over midnight."""
    found = []
    for weekday, windows in enumerate(period_windows(scenario, period)):
        midnight = (weekday + _MONDAY) % 7 * MINUTES_PER_DAY
        found += [(midnight + start, midnight + end) for start, end in windows]
    return [{"start_time": start, "end_time": end} for start, end in sorted(found)]
