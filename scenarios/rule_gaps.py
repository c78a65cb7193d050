"""What rules leave out: queues that nobody is asked for, though somebody could take them."""

from scenarios.assignment import AssignmentRules
from scenarios.queues import groups_of, queues_of, takes
from scenarios.scenario import Scenario


def unasked_queues(scenario: Scenario, rules: AssignmentRules) -> tuple[str, ...]:
    """Return the queues that no group rule names at any time, in the scenario's order."""
    told = [*rules.group_rules, *(one for period in rules.periods for one in period.group_rules)]
    asked = {one.queue_id for one in told}
    groups = groups_of(scenario)
    return tuple(
        queue.id
        for queue in queues_of(scenario)
        if queue.id not in asked and any(takes(scenario, group, queue) for group in groups)
    )
