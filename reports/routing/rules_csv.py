"""Assignment rules as tables that a planner reads and a routing system loads."""

from itertools import groupby

from reports.roster.cells import csv_bytes, guarded
from scenarios.assignment import AssignmentRules, Quota, Reserve
from scenarios.queues import Group, Queue, groups_of, queues_of
from scenarios.scenario import Scenario
from scenarios.taskrouter.periods import spans_of
from scenarios.wall import MINUTES_PER_DAY, WEEKDAYS, format_wall_time

RULE_COLUMNS = (
    "period",
    "group",
    "agents",
    "queue",
    "priority",
    "preference",
    "target_share",
    "hostile_cap",
    "cap_window",
    "when_blocked",
    "sure_cases_per_hour",
    "sure_chance",
)
ALWAYS = "always"
PERIOD_COLUMNS = ("period", "weekday", "start_local", "end_local")
RESERVE_COLUMNS = ("reserve", "groups", "lines", "weekday", "start_local", "end_local", "agents")


def rules_to_csv(scenario: Scenario, rules: AssignmentRules) -> bytes:
    """Return one row per time of week, group and queue it serves, by group, then priority.

    ``period`` is a time of the week as ``periods_to_csv`` has it, or "always" for the rules that
    hold at all other times; where the week is divided wholly, these say what holds on the whole.
    ``agents`` are ids joined by semicolons; a lower ``priority`` is served first by the group, a
    lower ``preference`` is asked first for the queue. The columns of the quota are filled for
    hostile queues only. Raises ValueError for a group or queue the scenario does not have.
    """
    groups = {group.id: (place, group) for place, group in enumerate(groups_of(scenario))}
    queues = {queue.id: (place, queue) for place, queue in enumerate(queues_of(scenario))}
    rows = []
    listed = [
        (place, name, rule)
        for place, (name, group_rules) in enumerate(
            [(ALWAYS, rules.group_rules), *((one.id, one.group_rules) for one in rules.periods)]
        )
        for rule in group_rules
    ]
    for when, name, rule in listed:
        if rule.group_id not in groups or rule.queue_id not in queues:
            raise ValueError(
                f"rule for {rule.group_id} and {rule.queue_id}: the scenario has no such group "
                "or queue"
            )
        (place, group), (order, queue) = groups[rule.group_id], queues[rule.queue_id]
        cells: tuple[str | int, ...] = (
            guarded(name),
            guarded(group.id),
            guarded(";".join(group.agent_ids)),
            guarded(queue.id),
            rule.priority,
            rule.preference,
            f"{rule.target_share:.4f}",
            *_quota_cells(rules.quota, group, queue),
        )
        rows.append(((when, place, rule.priority, order), cells))
    return csv_bytes(RULE_COLUMNS, [cells for _, cells in sorted(rows, key=lambda row: row[0])])


def _quota_cells(quota: Quota | None, group: Group, queue: Queue) -> list[str]:
    if quota is None or not queue.labelled_hostile:
        return [""] * 5
    return [
        _group_shares(quota, group.agent_ids),
        quota.window.value,
        ";".join(step.then.value for step in quota.steps),
        f"{quota.sure_cases_per_hour.get(group.id, 0.0):.4f}",
        f"{quota.sure_chance.get(group.id, 0.0):.4f}",
    ]


def _group_shares(quota: Quota, agent_ids: tuple[str, ...]) -> str:
    """Return the shares that a group's agents may reach, lowest first; empty where none is set."""
    shares = {quota.limits[one].hostile for one in agent_ids if one in quota.limits} - {None}
    return ";".join(sorted(f"{share:.4f}" for share in shares))


def periods_to_csv(scenario: Scenario, rules: AssignmentRules) -> bytes:
    """Return which times of the week have rules of their own, one row per span of a weekday.

    Times are local wall-clock.
    """
    return csv_bytes(
        PERIOD_COLUMNS,
        [
            (guarded(one.id), *span)
            for one in rules.periods
            for span in spans_of(scenario, one.intervals)
        ],
    )


def reserves_to_csv(scenario: Scenario, rules: AssignmentRules) -> bytes:
    """Return when how many agents are kept out of deferrable work, one row per span of a weekday.

    Times are local wall-clock; spans that are not listed keep nobody back.
    """
    return csv_bytes(
        RESERVE_COLUMNS,
        [
            (
                number,
                guarded(";".join(reserve.group_ids)),
                guarded(";".join(reserve.line_ids)),
                WEEKDAYS[weekday],
                format_wall_time(start),
                format_wall_time(end),
                agents,
            )
            for number, reserve in enumerate(rules.reserves, start=1)
            for weekday, start, end, agents in reserve_spans(scenario, reserve)
        ],
    )


def reserve_spans(scenario: Scenario, reserve: Reserve) -> list[tuple[int, int, int, int]]:
    """Return the spans (weekday, start, end, agents) of a reserve; minutes after midnight."""
    step = scenario.horizon.interval_minutes
    per_day = MINUTES_PER_DAY // step
    spans = []
    for weekday in range(7):
        day = reserve.agents[weekday * per_day : (weekday + 1) * per_day]
        for agents, run in groupby(enumerate(day), key=lambda place: place[1]):
            places = [k for k, _ in run]
            if agents:
                spans.append((weekday, places[0] * step, (places[-1] + 1) * step, agents))
    return spans
