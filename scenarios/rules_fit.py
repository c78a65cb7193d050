"""Whether rules fit a scenario: what they name has to be there, and be said once."""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from scenarios.assignment import AssignmentRules, GroupRule, Quota
from scenarios.cap import Then
from scenarios.nearest import known_names
from scenarios.problems import FieldPath
from scenarios.queues import groups_of, lines_of, queues_of
from scenarios.scenario import Scenario

Misfit = tuple[FieldPath, str]
_MINUTES_PER_WEEK = 7 * 24 * 60
_BY_QUEUE = ("hostile_chance", "hostile_minutes", "hostile_minutes_cv")
_BY_GROUP = {  # numbers by group, and the highest that each may be
    "sure_cases_per_hour": math.inf,
    "sure_chance": 1.0,
    "leak_per_hour": math.inf,
    "leak_minutes_per_hour": math.inf,
}


def misfits(scenario: Scenario, rules: AssignmentRules) -> Iterator[Misfit]:
    """Yield every place where rules do not fit a scenario, with what is wrong and the remedy."""
    there = _There.of(scenario)
    yield from _group_rules(there, rules.group_rules, ("group_rules",))
    for place, period in enumerate(rules.periods):
        at: FieldPath = ("periods", place)
        yield from _group_rules(there, period.group_rules, (*at, "group_rules"))
        for where, interval in enumerate(period.intervals):
            if not 0 <= interval < there.intervals:
                message = f"{interval} is no interval of the week; write 0 to {there.intervals - 1}"
                yield (*at, "intervals", where), message
    for place, reserve in enumerate(rules.reserves):
        at = ("reserves", place)
        yield from _known(reserve.group_ids, there.groups, "group", (*at, "group_ids"))
        yield from _known(reserve.line_ids, there.lines, "line", (*at, "line_ids"))
        if len(reserve.agents) != there.intervals:
            message = f"has {len(reserve.agents)} numbers; write one for each of {there.intervals}"
            yield (*at, "agents"), f"{message} intervals of the week"
    yield from _keys(rules.cool_downs, there.agents, "agent", ("cool_downs",))
    for agent_id, pause in rules.cool_downs.items():
        if pause.seconds < 0:
            yield ("cool_downs", agent_id, "seconds"), f"is {pause.seconds:g}; write 0 or more"
    if rules.release_slack_seconds < 0:
        yield ("release_slack_seconds",), f"is {rules.release_slack_seconds:g}; write 0 or more"
    if rules.quota is not None:
        yield from _quota(there, rules.quota)


@dataclass(frozen=True)
class _There:
    """What rules may name."""

    groups: tuple[str, ...]
    queues: dict[str, bool]  # whether it is that of cases labelled hostile
    lines: tuple[str, ...]
    agents: tuple[str, ...]
    desks: tuple[str, ...]
    intervals: int  # of a week

    @classmethod
    def of(cls, scenario: Scenario) -> "_There":
        return cls(
            groups=tuple(one.id for one in groups_of(scenario)),
            queues={one.id: one.labelled_hostile for one in queues_of(scenario)},
            lines=tuple(one.id for one in lines_of(scenario)),
            agents=tuple(one.id for one in scenario.team.agents),
            desks=tuple(scenario.external_desks),
            intervals=_MINUTES_PER_WEEK // scenario.horizon.interval_minutes,
        )


def _group_rules(there: _There, rules: Iterable[GroupRule], at: FieldPath) -> Iterator[Misfit]:
    seen: set[tuple[str, str]] = set()
    for place, rule in enumerate(rules):
        pair = rule.group_id, rule.queue_id
        yield from _known((pair[0],), there.groups, "group", (*at, place, "group_id"), listed=False)
        yield from _known((pair[1],), there.queues, "queue", (*at, place, "queue_id"), listed=False)
        if pair in seen:
            yield (*at, place), f"is a second rule for {pair[0]} and {pair[1]}; keep one"
        seen.add(pair)


def _quota(there: _There, quota: Quota) -> Iterator[Misfit]:
    at: FieldPath = ("quota",)
    yield from _keys(quota.limits, there.agents, "agent", (*at, "limits"))
    yield from _by_queue(there, quota)
    yield from _by_group(there, quota)
    yield from _steps(there, quota)


def _steps(there: _There, quota: Quota) -> Iterator[Misfit]:
    known = {Then.GROUP: there.groups, Then.DESK: there.desks}
    seen: set[tuple[Then, str | None]] = set()
    for place, step in enumerate(quota.steps):
        at: FieldPath = ("quota", "steps", place)
        if step.then in known and step.to not in known[step.then]:
            advice = known_names(str(step.to), known[step.then])
            yield (*at, "to"), f'there is no {step.then} "{step.to}"; {advice}'
        if step.then is not Then.WAIT and (step.then, step.to) in seen:
            yield at, f"is a second {step.then} of the same kind; keep one"
        seen.add((step.then, step.to))


def _by_queue(there: _There, quota: Quota) -> Iterator[Misfit]:
    for name in _BY_QUEUE:
        yield from _keys(getattr(quota, name), there.queues, "queue", ("quota", name))
    timed = any(one.minutes_per_paid_hour is not None for one in quota.limits.values())
    for name in ("hostile_chance", *(["hostile_minutes"] if timed else [])):
        for queue_id in (one for one, hostile in there.queues.items() if hostile):
            if queue_id not in getattr(quota, name):
                yield ("quota", name), f"says nothing of {queue_id}; add it"


def _by_group(there: _There, quota: Quota) -> Iterator[Misfit]:
    for name, most in _BY_GROUP.items():
        yield from _keys(getattr(quota, name), there.groups, "group", ("quota", name))
        for group_id, number in getattr(quota, name).items():
            if not 0 <= number <= most or math.isinf(number):
                wanted = "0 or more" if math.isinf(most) else f"0 to {most:g}"
                yield ("quota", name, group_id), f"is {number}; write {wanted}"
    for group_id, rate in quota.sure_cases_per_hour.items():
        if rate and group_id not in quota.sure_chance:
            yield ("quota", "sure_chance"), f"says nothing of {group_id}; add it"


def _keys(
    said: Iterable[str], known: Collection[str], kind: str, at: FieldPath
) -> Iterator[Misfit]:
    for name in said:
        if name not in known:
            yield (*at, name), f"is no {kind} of the scenario; {known_names(name, known)}"


def _known(
    said: Iterable[str], known: Collection[str], kind: str, at: FieldPath, *, listed: bool = True
) -> Iterator[Misfit]:
    for place, name in enumerate(said):
        if name not in known:
            where = (*at, place) if listed else at
            yield where, f'"{name}" is no {kind} of the scenario; {known_names(name, known)}'
