"""Assignment rules as a Twilio TaskRouter workflow, with all that stands beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reports.routing.notes import notes_file
from reports.routing.taskrouter_differences import taskrouter_notes
from reports.routing.taskrouter_limits import limit_problems
from reports.routing.taskrouter_settings import callback_settings, tasks_document
from reports.routing.taskrouter_steps import step_seconds
from reports.routing.taskrouter_workers import ACTIVITIES, workers_document
from reports.routing.validation import checked
from scenarios.assignment import AssignmentRules, GroupRule, RoutingPolicy
from scenarios.cap import BlockedStep, Then
from scenarios.problems import Problem, ScenarioError
from scenarios.queues import ANY_LANGUAGE, Line, Queue, groups_of, queues_of
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.taskrouter import documents as names_of
from scenarios.taskrouter.names import Names, plain_names
from scenarios.taskrouter.periods import PERIOD, rule_sets
from scenarios.taskrouter.steps import applies
from scenarios.taskrouter.words import (
    BY_DEBT,
    BY_EXPOSURE,
    MODERATION,
    QUOTA_GATE,
    SKIP_AT_ONCE,
    desk_queue,
)

POLICIES = (RoutingPolicy.PLAN, RoutingPolicy.LONGEST_IDLE)
NOBODY = "1 == 2"
UNMATCHED = "unmatched"

Document = dict[str, object]


def taskrouter_files(
    scenario: Scenario, rules: AssignmentRules, roster: Roster, *, names: bool = False
) -> dict[str, bytes]:
    """Return the files of a workflow by name: workflow, task queues, workers and what they need.

    Raises ScenarioError where something is more than TaskRouter takes, does not fit what Twilio
    documents, or is a routing that a workflow cannot do at all.
    """
    if rules.policy not in POLICIES:
        message = f"routing by {rules.policy} has no workflow; export rules of a plan"
        raise ScenarioError([Problem("twilio", None, "policy", message)])
    if rules.policy is not RoutingPolicy.PLAN:
        rules = replace(rules, quota=None)  # which no other routing keeps
    made = _Workflow(scenario, rules)
    parts: dict[str, object] = {
        names_of.WORKFLOW: made.workflow(),
        names_of.TASK_QUEUES: made.task_queues(),
        names_of.WORKERS: workers_document(scenario, rules, names=names),
        names_of.ACTIVITIES: ACTIVITIES,
        names_of.TASKS: tasks_document(scenario, rules),
        names_of.CALLBACK: callback_settings(scenario, rules, roster),
    }
    files = checked("twilio", parts, limit_problems(parts))
    return {**files, "notes.md": notes_file(taskrouter_notes(scenario, rules))}


@dataclass(frozen=True)
class _Reach:
    """Whom a task queue reaches: groups with the skill and language of a line."""

    line: Line
    groups: tuple[str, ...]  # in the order of the scenario


class _Workflow:
    """Filters and task queues, which are named while the filters are made."""

    def __init__(self, scenario: Scenario, rules: AssignmentRules) -> None:
        self.scenario = scenario
        self.rules = rules
        self.names = Names(scenario)
        self.queues = queues_of(scenario)
        self.groups = {group.id: group for group in groups_of(scenario)}
        self.desks = plain_names(scenario.external_desks)
        self.sets = rule_sets(rules)
        every_rule = [rule for some in self.sets.values() for rule in some]
        self.ranks = sorted({rule.priority for rule in every_rule})
        self.plan = rules.policy is RoutingPolicy.PLAN
        self.reaches: dict[_Reach, str] = {}
        self.without_workers: list[str] = []
        self.filters = [
            self._filter(queue, period, own)
            for period, group_rules in self.sets.items()
            for queue in self.queues
            if (own := [rule for rule in group_rules if rule.queue_id == queue.id])
        ]

    def workflow(self) -> Document:
        """Return the configuration of the workflow."""
        default = {"queue": UNMATCHED}
        return {"task_routing": {"filters": self.filters, "default_filter": default}}

    def task_queues(self) -> Document:
        """Return the task queues that the workflow names."""
        reaching = [(name, self._target_workers(reach)) for reach, name in self.reaches.items()]
        empty = [(name, NOBODY) for name in dict.fromkeys([*self.without_workers, UNMATCHED])]
        return {
            "task_queues": [
                {
                    "friendly_name": name,
                    "target_workers": workers,
                    "task_order": "FIFO",
                    "max_reserved_workers": 1,
                }
                for name, workers in (*reaching, *empty)
            ]
        }

    def _filter(self, queue: Queue, period: str, rules: list[GroupRule]) -> Document:
        said, name = self.names.task_attributes(queue), self.names.queue(queue)
        if len(self.sets) > 1:
            said, name = said | {PERIOD: period}, f"{name}_{period}"
        return {
            "filter_friendly_name": name,
            "expression": " AND ".join(f"{key} == {_literal(said[key])}" for key in said),
            "targets": list(self._targets(queue, rules)),
        }

    def _targets(self, queue: Queue, rules: list[GroupRule]) -> Iterator[Document]:
        """Yield the targets: who is asked first, then everybody, then what becomes of it."""
        gated = self.plan and queue.labelled_hostile and self.rules.quota is not None
        steps = self._steps(queue, rules) if gated else []
        helpers = {one.to for one in self._steps_said() if one.then is Then.GROUP}
        asked = [rule for rule in rules if not (gated and rule.group_id in helpers)]
        common: Document = {"priority": self._priority(rules), **self._order(queue)}
        gate: Document = {"expression": QUOTA_GATE} if gated else {}
        *first, everybody = self._levels(asked)
        for groups in first:
            name = self._reaching(queue.line, groups)
            yield {"queue": name, **gate, **common, "skip_if": SKIP_AT_ONCE}
        waiting = {"queue": self._reaching(queue.line, everybody), **gate, **common}
        yield {**waiting, **_until(steps, 0)}
        for place, step in enumerate(steps):
            called = [one.to for one in steps[: place + 1] if one.then is Then.GROUP]
            reached = (*everybody, *called)
            target = self._step_target(queue.line, step, reached, everybody, gate)
            yield {**target, **common, **_until(steps, place + 1)}

    def _order(self, queue: Queue) -> Document:
        """Return who of those who are free comes first; the longest idle without an order."""
        quota = self.rules.quota
        if self.plan and queue.labelled_hostile:
            return {"order_by": BY_EXPOSURE}
        looks_ahead = quota is not None and any(quota.sure_cases_per_hour.values())
        return {"order_by": BY_DEBT} if self.plan and looks_ahead else {}

    def _levels(self, rules: list[GroupRule]) -> list[tuple[str, ...]]:
        """Return the groups by preference; the last entry is everybody."""
        preferences = sorted({rule.preference for rule in rules}) if self.plan else [0]
        asked = [
            {r.group_id for r in rules if r.preference == preference or not self.plan}
            for preference in preferences or [0]
        ]
        everybody = {rule.group_id for rule in rules}
        return [self._in_order(groups) for groups in (*asked[:-1], everybody)]

    def _steps_said(self) -> tuple[BlockedStep, ...]:
        return () if self.rules.quota is None else self.rules.quota.steps

    def _steps(self, queue: Queue, rules: list[GroupRule]) -> list[BlockedStep]:
        """Return the steps that concern a queue, by time; a group helps where it has a rule."""
        groups = {rule.group_id for rule in rules}
        own = [
            step
            for step in self._steps_said()
            if applies(self.scenario, step, queue.line)
            and (step.then is not Then.GROUP or step.to in groups)
        ]
        return sorted(own, key=step_seconds)

    def _step_target(
        self,
        line: Line,
        step: BlockedStep,
        reached: Iterable[str | None],
        everybody: tuple[str, ...],
        gate: Document,
    ) -> Document:
        if step.then is Then.BREACH:
            return {"queue": self._reaching(line, everybody)}
        if step.then is Then.GROUP:
            groups = self._in_order({group for group in reached if group is not None})
            return {"queue": self._reaching(line, groups), **gate}
        name = MODERATION if step.then is Then.MODERATE else desk_queue(self.desks[str(step.to)])
        self.without_workers.append(name)
        return {"queue": name}

    def _priority(self, rules: list[GroupRule]) -> int:
        """Return the priority in TaskRouter, where the highest number is served first.

        Where groups disagree it is that of the group which serves the queue first.
        """
        return len(self.ranks) - 1 - self.ranks.index(min(rule.priority for rule in rules))

    def _reaching(self, line: Line, groups: tuple[str, ...]) -> str:
        reach = _Reach(line, groups)
        if reach not in self.reaches:
            own = [name for known, name in self.reaches.items() if known.line == line]
            stem = self.names.lines[line.id]
            self.reaches[reach] = f"{stem}_{len(own) + 1}" if own else stem
        return self.reaches[reach]

    def _target_workers(self, reach: _Reach) -> str:
        """Return whom a task queue reaches: groups, and what they have in common for its line."""
        if not reach.groups:
            return NOBODY
        named = ", ".join(_literal(self.names.groups[group]) for group in reach.groups)
        parts = [f"group IN [{named}]"]
        own = [self.groups[group] for group in reach.groups]
        if all(reach.line.skill in group.skills for group in own):
            parts.append(f"skills HAS {_literal(self.names.skills[reach.line.skill])}")
        language = reach.line.language
        if language != ANY_LANGUAGE and all(language in group.languages for group in own):
            parts.append(f"languages HAS {_literal(self.names.languages[language])}")
        return " AND ".join(parts)

    def _in_order(self, groups: Iterable[str]) -> tuple[str, ...]:
        wanted = set(groups)
        return tuple(group for group in self.groups if group in wanted)


def _until(steps: list[BlockedStep], place: int) -> Document:
    """Return what ends a target in front of the step at a place; nothing in front of none."""
    if place >= len(steps):
        return {}
    before = step_seconds(steps[place - 1]) if place else 0
    seconds = step_seconds(steps[place]) - before
    return {"timeout": seconds} if seconds > 0 else {"skip_if": SKIP_AT_ONCE}


def _literal(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else f"'{value}'"
