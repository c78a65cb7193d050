"""What a workflow does with the tasks of one queue: which groups, in which order, and then."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scenarios.cap import BlockedStep, Then
from scenarios.problems import Problem
from scenarios.queues import Queue
from scenarios.scenario import Scenario
from scenarios.taskrouter.crew import Crew
from scenarios.taskrouter.documents import Filter, Target, Workflow
from scenarios.taskrouter.expressions import (
    AllOf,
    Comparison,
    Constant,
    Expression,
    ExpressionError,
    Key,
    conjuncts,
    holds,
    is_always_true,
    keys_of,
    parse,
)
from scenarios.taskrouter.names import Names, plain_names
from scenarios.taskrouter.periods import PERIOD
from scenarios.taskrouter.words import BY_DEBT, BY_EXPOSURE, COUNTERS, MODERATION, desk_queue

_GATES = {(">", 0), (">=", 1), ("!=", 0)}


class Order(StrEnum):
    """Who of those who are free is asked first."""

    EXPOSURE = "exposure"
    DEBT = "debt"
    IDLE = "idle"


_ORDERS = {
    ("worker.hostile_share asc", "worker.hostile_count asc"): Order.EXPOSURE,
    ("worker.hostile_share asc",): Order.EXPOSURE,
    ("worker.in_debt desc",): Order.DEBT,
    (): Order.IDLE,
}


@dataclass(frozen=True)
class Route:
    """The way of the tasks of one queue."""

    levels: tuple[frozenset[str], ...]  # groups, those asked first in front
    priority: int  # of TaskRouter: higher is served first
    gated: bool  # whether the quota stands before it
    order: Order
    steps: tuple[BlockedStep, ...]  # costs are not said here
    where: str  # field of the filter


@dataclass(frozen=True)
class _Stop:
    """One target, with what it inherits and whom it reaches."""

    where: str
    queue: str
    groups: frozenset[str]
    priority: int
    gated: bool
    order: Order
    skipped: bool
    timeout: int | None


class Routes:
    """The filters of a workflow, ready to be asked where tasks go."""

    def __init__(
        self,
        scenario: Scenario,
        workflow: Workflow,
        crew: Crew,
        file: str,
        problems: list[Problem],
        *,
        by_period: bool,
    ) -> None:
        """Parse the filters; what is wrong is added to ``problems``."""
        self.crew = crew
        self.file = file
        self.problems = problems
        desks = plain_names(scenario.external_desks)
        self.desks = {desk_queue(name): desk_id for desk_id, name in desks.items()}
        self.names = Names(scenario)
        self.known = ["channel", "hostile", "language", "stage", *([PERIOD] if by_period else [])]
        routing = workflow.task_routing
        self.filters = [
            (f"task_routing.filters.{place}", one, self._parsed_filter(place, one))
            for place, one in enumerate(routing.filters)
        ]
        self.default = routing.default_filter

    def of(self, queue: Queue, period: str) -> Route | None:
        """Return the way of a queue's tasks; None where nobody serves it or a problem is said."""
        task = {**self.names.task_attributes(queue), PERIOD: period}
        for where, one, condition in self.filters:
            if condition is not None and holds(condition, task):
                return self._route(one.targets, f"{where}.targets", task)
        if self.default is not None:
            where = "task_routing.default_filter"
            if not self.crew.reach(self.default.queue, (self.file, f"{where}.queue")):
                return None  # nobody serves it, which is what the workflow says
            return self._route((Target(queue=self.default.queue),), where, task)
        self._say("task_routing.filters", f"no filter takes tasks of {queue.id}; add one")
        return None

    def _parsed_filter(self, place: int, one: Filter) -> Expression | None:
        where = f"task_routing.filters.{place}.expression"
        expression = self._parse(one.expression, where)
        if expression is not None:
            for key in keys_of(expression):
                if key.path[0] not in self.known:
                    message = (
                        f"{key.name} is no attribute of the tasks in the simulation; it knows "
                        f"{', '.join(self.known)}"
                    )
                    self._say(where, message)
        return expression

    def _route(
        self, targets: tuple[Target, ...], where: str, task: dict[str, str | bool]
    ) -> Route | None:
        before = len(self.problems)
        stops = list(self._stops(targets, where, task))
        if len(self.problems) > before:
            return None
        last = next(k for k in range(len(stops)) if not self._is_level(stops, k))
        levels = self._levels(stops[: last + 1])
        self._check_alike(stops, last)
        steps = tuple(self._steps(stops, last))
        if len(self.problems) > before:
            return None
        first = stops[0]
        return Route(levels, first.priority, first.gated, first.order, steps, where)

    def _stops(
        self, targets: tuple[Target, ...], where: str, task: dict[str, str | bool]
    ) -> Iterator[_Stop]:
        queue, priority = "", 0
        for place, target in enumerate(targets):
            here = where if where.endswith("default_filter") else f"{where}.{place}"
            queue = queue if target.queue is None else target.queue
            priority = priority if target.priority is None else target.priority
            if not queue:
                self._say(f"{here}.queue", "is missing; the first target names its task queue")
                return
            gated, condition = self._condition(target, here)
            agents = frozenset(
                agent
                for agent in self.crew.reach(queue, (self.file, f"{here}.queue"))
                if holds(condition, {"worker": self.crew.attributes[agent], "task": task})
            )
            if not agents and not self.crew.is_empty(queue):
                self._say(here, f"reaches nobody of task queue {queue}; let it reach somebody")
            yield _Stop(
                here,
                queue,
                self.crew.whole_groups(agents, (self.file, here)),
                priority,
                gated,
                self._order(target, here),
                self._skipped(target, here),
                target.timeout,
            )

    def _condition(self, target: Target, here: str) -> tuple[bool, Expression]:
        """Return whether the quota is asked, and what else is asked of task and worker."""
        expression = self._parse(target.expression or "1 == 1", f"{here}.expression")
        parts = conjuncts(expression) if expression is not None else ()
        rest = tuple(part for part in parts if not _is_gate(part))
        for key in (key for part in rest for key in keys_of(part)):
            if key.path[0] not in ("task", "worker") or len(key.path) < 2:
                message = f"{key.name} needs worker. or task. before it in a target"
                self._say(f"{here}.expression", message)
            elif key.path[1] in COUNTERS:
                message = (
                    f"{key.name} is asked for in a way that the simulation does not know; write "
                    "worker.hostile_left > 0, joined with AND"
                )
                self._say(f"{here}.expression", message)
        return len(rest) < len(parts), AllOf(rest)

    def _order(self, target: Target, here: str) -> Order:
        clauses = tuple(
            " ".join(clause.split()).lower() for clause in (target.order_by or "").split(",")
        )
        clauses = tuple(clause for clause in clauses if clause)
        if clauses in _ORDERS:
            return _ORDERS[clauses]
        self._say(
            f"{here}.order_by",
            f"the simulation knows {BY_EXPOSURE}; {BY_DEBT}; or no order for the longest idle; "
            "write one of them",
        )
        return Order.IDLE

    def _skipped(self, target: Target, here: str) -> bool:
        if target.skip_if is None:
            return False
        expression = self._parse(target.skip_if, f"{here}.skip_if")
        if expression is not None and not is_always_true(expression):
            message = "the simulation passes a target over at once or not at all; write 1 == 1"
            self._say(f"{here}.skip_if", message)
        return True

    def _is_level(self, stops: list[_Stop], place: int) -> bool:
        """Whether a target only asks some groups first, before others of the same queue."""
        if not stops[place].skipped or place + 1 == len(stops):
            return False
        following = stops[place + 1]
        return bool(following.groups) and following.gated == stops[place].gated

    def _levels(self, stops: list[_Stop]) -> tuple[frozenset[str], ...]:
        asked: frozenset[str] = frozenset()
        levels = []
        for stop in stops:
            levels.append(stop.groups - asked)
            asked |= stop.groups
        missing = asked - stops[-1].groups
        if missing:
            message = (
                f"does not reach {', '.join(sorted(missing))}, who were asked before; in the "
                "simulation they still get the task while it waits, so let this target reach them"
            )
            self._say(stops[-1].where, message)
        return tuple(level for level in levels if level)

    def _check_alike(self, stops: list[_Stop], last: int) -> None:
        first = stops[0]
        for stop in stops[1:]:
            if stop.priority != first.priority:
                message = "the simulation keeps a task's priority; leave it as in the first target"
                self._say(f"{stop.where}.priority", message)
        for stop in stops[1 : last + 1]:
            if stop.order != first.order:
                self._say(f"{stop.where}.order_by", "differs from the first target; write the same")

    def _steps(self, stops: list[_Stop], last: int) -> Iterator[BlockedStep]:
        seconds = 0
        reached = stops[last].groups
        for before, stop in zip(stops[last:], stops[last + 1 :], strict=False):
            if before.timeout is None and not before.skipped:
                message = "is never reached, as the target before has no timeout; take it out"
                self._say(stop.where, message)
                return
            seconds += before.timeout or 0
            step = self._step(stop, stops[last], reached, seconds)
            if step is None:
                message = (
                    "is no step that the simulation knows for a case that nobody may take: one "
                    "more group, a desk, moderation, or the same agents without the quota"
                )
                self._say(stop.where, message)
                return
            reached |= stop.groups
            yield step
        if stops[-1].timeout is not None:
            message = "ends the task when it is over; take it out, so that the task waits on"
            self._say(f"{stops[-1].where}.timeout", message)

    def _step(
        self, stop: _Stop, waiting: _Stop, reached: frozenset[str], seconds: int
    ) -> BlockedStep | None:
        after = float(seconds)
        if stop.queue == MODERATION:
            return BlockedStep(then=Then.MODERATE, after_seconds=after)
        if stop.queue in self.desks:
            return BlockedStep(then=Then.DESK, after_seconds=after, to=self.desks[stop.queue])
        if not waiting.gated:
            return None
        if not stop.gated and stop.groups == waiting.groups:
            return BlockedStep(then=Then.BREACH, after_seconds=after)
        more = stop.groups - reached
        if stop.gated and len(more) == 1 and stop.groups >= reached:
            return BlockedStep(then=Then.GROUP, after_seconds=after, to=next(iter(more)))
        return None

    def _parse(self, text: str, where: str) -> Expression | None:
        try:
            return parse(text)
        except ExpressionError as error:
            self._say(where, str(error))
            return None

    def _say(self, field: str, message: str) -> None:
        self.problems.append(Problem(self.file, None, field, message))


def _is_gate(part: Expression) -> bool:
    """Whether a part asks whether the quota leaves room for one more hostile case."""
    return (
        isinstance(part, Comparison)
        and isinstance(part.left, Key)
        and part.left.path == ("worker", "hostile_left")
        and isinstance(part.right, Constant)
        and (part.operator, part.right.value) in _GATES
    )
