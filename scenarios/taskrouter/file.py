"""An exported TaskRouter workflow, edited by hand or not, read back as assignment rules."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from scenarios.assignment import (
    AssignmentRules,
    CoolDown,
    GroupRule,
    Quota,
    QuotaLimits,
    RoutingPolicy,
    RulePeriod,
)
from scenarios.assignment_file import VERSION
from scenarios.cap import BlockedStep, Then
from scenarios.problems import Problem, ScenarioError, field_name
from scenarios.queues import Line, Queue, groups_of, queues_of
from scenarios.rule_periods import REGULAR, wrong_ids, wrong_intervals
from scenarios.scenario import Scenario
from scenarios.taskrouter.crew import Crew
from scenarios.taskrouter.documents import (
    CALLBACK,
    TASK_QUEUES,
    TASKS,
    WORKERS,
    WORKFLOW,
    Attributes,
    Settings,
    TaskQueues,
    Tasks,
    Workers,
    Workflow,
    at_lines,
    read_document,
)
from scenarios.taskrouter.periods import intervals_of, spans_of
from scenarios.taskrouter.routes import Order, Route, Routes
from scenarios.taskrouter.steps import merged, unlike
from scenarios.taskrouter.words import BY_DEBT, BY_EXPOSURE
from scenarios.wording import message_of


def read_taskrouter(path: Path, scenario: Scenario) -> AssignmentRules:
    """Return the rules of a workflow; ``path`` is its folder or the workflow file in it.

    Task queues, workers, tasks and the callback's settings stand beside it, as they were
    exported. Raises ScenarioError with everything that is wrong or that a simulation cannot do,
    each with file and place, and OSError for a file that is missing.
    """
    file = path / WORKFLOW if path.is_dir() else path
    folder = file.parent
    workflow = read_document(file, Workflow)
    workers = read_document(folder / WORKERS, Workers)
    tasks = read_document(folder / TASKS, Tasks)
    settings = read_document(folder / CALLBACK, Settings)
    task_queues = read_document(folder / TASK_QUEUES, TaskQueues)
    problems: list[Problem] = []
    crew = Crew(scenario, workers, task_queues, folder, problems)
    periods = {REGULAR: (), **_periods(scenario, tasks, str(folder / TASKS), problems)}
    routes = Routes(scenario, workflow, crew, str(file), problems, by_period=len(periods) > 1)
    places = [Place(period, queue) for period in periods for queue in queues_of(scenario)]
    found = {place: routes.of(place.queue, place.period) for place in places}
    ways = {place: route for place, route in found.items() if route is not None}
    policy = _policy(ways, settings)
    problems.extend(_unlike(scenario, ways, policy, str(file)))
    quota = _quota(scenario, crew, settings, ways, folder / CALLBACK, str(file), problems)
    if problems:
        beside = (folder / name for name in (WORKERS, TASKS, CALLBACK, TASK_QUEUES))
        raise ScenarioError(at_lines(problems, (file, *beside)))
    return AssignmentRules(
        version=VERSION,
        policy=policy,
        group_rules=tuple(_group_rules(scenario, ways, REGULAR)),
        quota=quota,
        reserves=(),
        release_slack_seconds=0.0,
        cool_downs={
            agent_id: CoolDown(one.cool_down_seconds, one.cool_down_after_run)
            for agent_id, one in crew.workers.items()
            if one.cool_down_seconds
        },
        periods=tuple(
            RulePeriod(one.id, periods[one.period], tuple(_group_rules(scenario, ways, one.period)))
            for one in tasks.periods
        ),
        first_come=tasks.order == "arrival",
        due_again_seconds=tasks.due_again_seconds,
    )


@dataclass(frozen=True)
class Place:
    """A queue in one period of the week."""

    period: str
    queue: Queue


def _periods(
    scenario: Scenario, tasks: Tasks, file: str, problems: list[Problem]
) -> dict[str, tuple[int, ...]]:
    """Return the planning intervals of each period by what tasks say of it."""
    found: dict[str, tuple[int, ...]] = {}
    for place, one in enumerate(tasks.periods):
        where = f"periods.{place}"
        if one.period in (REGULAR, *found):
            message = f'"{one.period}" stands for another time already; name it otherwise'
            problems.append(Problem(file, None, f"{where}.period", message))
        try:
            found[one.period] = tuple(intervals_of(scenario, one.spans))
        except ValueError as error:
            problems.append(Problem(file, None, f"{where}.spans", str(error)))
            found[one.period] = ()
    ids, times = [one.id for one in tasks.periods], [found[one.period] for one in tasks.periods]
    for place, message in wrong_ids(ids):
        problems.append(Problem(file, None, f"periods.{place}.id", message))
    for place, message in wrong_intervals(
        times, lambda one: " ".join(spans_of(scenario, (one,))[0])
    ):
        problems.append(Problem(file, None, f"periods.{place}.spans", message))
    return found


def is_workflow(text: str) -> bool:
    """Whether a text is a workflow rather than rules in fairshift's own form."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        return False
    return isinstance(data, dict) and "task_routing" in data


Ways = dict[Place, Route]


def _unlike(scenario: Scenario, ways: Ways, policy: RoutingPolicy, file: str) -> Iterator[Problem]:
    """Yield where hostile queues, or harmless ones, are not treated alike, as rules do."""
    for hostile in (True, False):
        own = {at: way for at, way in ways.items() if at.queue.labelled_hostile is hostile}
        kind = "hostile" if hostile else "harmless"
        for name, said in (("order_by", "order"), ("expression", "gated")):
            values = {getattr(way, said) for way in own.values()}
            if len(values) > 1:
                first = getattr(next(iter(own.values())), said)
                odd = next(way for way in own.values() if getattr(way, said) != first)
                message = (
                    f"differs from other {kind} queues, which rules treat alike; write the same"
                )
                yield Problem(file, None, f"{odd.where}.0.{name}", message)
        if not hostile:
            yield from _for_hostile_only(own, file)
    if policy is not RoutingPolicy.PLAN:
        yield from _without_order(ways, file)
    hostile_ones = [(at, way) for at, way in ways.items() if at.queue.labelled_hostile]
    for place, words in unlike(scenario, [(at.queue.line, way.steps) for at, way in hostile_ones]):
        message = f"{words}, and rules have one list of steps; write the same"
        yield Problem(file, None, hostile_ones[place][1].where, message)


def _without_order(ways: Ways, file: str) -> Iterator[Problem]:
    """Yield what only the plan's own routing knows where the targets do not order as it does."""
    for at, way in ways.items():
        if way.gated or len(way.levels) > 1 or way.order is Order.DEBT:
            message = (
                f"asks the quota or some groups first, which the simulation does only where tasks "
                f"labelled hostile, and no others, go by {BY_EXPOSURE}; order {at.queue.id} so"
            )
            yield Problem(file, None, way.where, message)


def _for_hostile_only(harmless: Ways, file: str) -> Iterator[Problem]:
    for way in harmless.values():
        if way.order is Order.EXPOSURE:
            message = "orders by what agents have met, which is for hostile queues; take it out"
            yield Problem(file, None, f"{way.where}.0.order_by", message)
        if way.gated or way.steps:
            message = "asks for the quota or goes on to a step, which is only for hostile queues"
            yield Problem(file, None, way.where, f"{message}; take it out")


def _policy(ways: Ways, settings: Settings) -> RoutingPolicy:
    """Return the policy that orders agents as the targets do.

    Where nobody serves anything hostile no target tells, but only a plan's routing has a quota,
    or asks some groups first.
    """
    hostile = [way for at, way in ways.items() if at.queue.labelled_hostile]
    if hostile:
        is_plan = any(way.order is Order.EXPOSURE for way in ways.values())
    else:
        is_plan = settings.quota is not None or any(
            len(way.levels) > 1 or way.order is Order.DEBT for way in ways.values()
        )
    return RoutingPolicy.PLAN if is_plan else RoutingPolicy.LONGEST_IDLE


def _group_rules(scenario: Scenario, ways: Ways, period: str) -> Iterator[GroupRule]:
    ranks = sorted({way.priority for way in ways.values()}, reverse=True)
    people = {group.id: len(group.agent_ids) for group in groups_of(scenario)}
    for queue, way in ((at.queue, way) for at, way in ways.items() if at.period == period):
        everybody = sum(people[group] for level in way.levels for group in level)
        for preference, level in enumerate(way.levels):
            for group in sorted(level):
                share = people[group] / everybody  # steers nothing, and no workflow says it
                rank = ranks.index(way.priority)
                yield GroupRule(group, queue.id, rank, preference, round(share, 6))
        for step in way.steps:
            if step.then is Then.GROUP and step.to is not None:
                rank = ranks.index(way.priority)
                yield GroupRule(step.to, queue.id, rank, 0, 0.0)


def _quota(
    scenario: Scenario,
    crew: Crew,
    settings: Settings,
    ways: Ways,
    file: Path,
    workflow_file: str,
    problems: list[Problem],
) -> Quota | None:
    """Return the quota if targets ask for it: the callback's, with the limits of the workers.

    Where nobody serves anything hostile no target can ask, and the callback's stands: its steps
    still say which external desks take nothing but what a step hands them.
    """
    hostile = {at.queue.line: way for at, way in ways.items() if at.queue.labelled_hostile}
    is_asked = any(way.gated for way in hostile.values())
    if not is_asked and (hostile or settings.quota is None):
        return None
    if settings.quota is None:
        message = "is missing, though targets ask for hostile_left; export the workflow again"
        problems.append(Problem(str(file), None, "quota", message))
        return None
    limits = {agent_id: _limits(one) for agent_id, one in crew.workers.items()}
    try:
        said = TypeAdapter(Quota).validate_python({**settings.quota, "limits": {}})
    except ValidationError as error:
        problems.extend(
            Problem(
                str(file),
                None,
                f"quota.{field_name(one['loc'])}",
                message_of(one, one["loc"]),
            )
            for one in error.errors(include_url=False)
        )
        return None
    if any(said.sure_cases_per_hour.values()):
        problems.extend(_without_debt(ways, workflow_file))
    of_lines: dict[Line, tuple[BlockedStep, ...]] = {
        at.queue.line: () for at in ways if at.queue.labelled_hostile
    }
    for at, way in ways.items():
        if at.queue.labelled_hostile:  # in every period of the week
            of_lines[at.queue.line] += way.steps
    steps = merged(scenario, of_lines, said.steps)
    return replace(said, limits=limits, steps=steps)


def _without_debt(ways: Ways, file: str) -> Iterator[Problem]:
    """Yield where harmless work does not go first to those who rely on the look-ahead."""
    for at, way in ways.items():
        if not at.queue.labelled_hostile and way.order is not Order.DEBT:
            message = (
                "the quota looks ahead, and whoever relies on it is asked first for harmless work; "
                f"write {BY_DEBT}, or empty sure_cases_per_hour in the callback's quota"
            )
            yield Problem(file, None, f"{way.where}.0.order_by", message)


def _limits(said: Attributes) -> QuotaLimits:
    return QuotaLimits(
        said.cap, said.contacts_per_shift, said.minutes_per_paid_hour, said.longest_run
    )
