"""Who stands behind the task queues of a workflow, in agents and groups of the scenario."""

from collections import Counter
from pathlib import Path

from scenarios.nearest import known_names
from scenarios.problems import Problem
from scenarios.queues import groups_of
from scenarios.scenario import Scenario
from scenarios.taskrouter.documents import (
    TASK_QUEUES,
    WORKERS,
    Attributes,
    TaskQueue,
    TaskQueues,
    Workers,
)
from scenarios.taskrouter.expressions import Expression, ExpressionError, holds, keys_of, parse
from scenarios.taskrouter.names import Names
from scenarios.taskrouter.words import COUNTERS


class Crew:
    """The workers and task queues of a workspace, matched with the scenario.

    What is wrong is added to ``problems``; the answers for such parts are empty.
    """

    def __init__(
        self,
        scenario: Scenario,
        workers: Workers,
        task_queues: TaskQueues,
        folder: Path,
        problems: list[Problem],
    ) -> None:
        """Match workers with agents by their agent_id."""
        self.groups = {group.id: frozenset(group.agent_ids) for group in groups_of(scenario)}
        self.problems = problems
        self._workers_file = str(folder / WORKERS)
        self._queues_file = str(folder / TASK_QUEUES)
        agents = {name: one for one, name in Names(scenario).agents.items()}
        self.workers: dict[str, Attributes] = {}  # by agent id of the scenario
        for place, worker in enumerate(workers.workers):
            name = worker.attributes.agent_id
            where = f"workers.{place}.attributes.agent_id"
            if name not in agents:
                advice = known_names(name, agents)
                self._say(self._workers_file, where, f'"{name}" is no agent here; {advice}')
            elif agents[name] in self.workers:
                self._say(self._workers_file, where, f'"{name}" comes twice; take one out')
            else:
                self.workers[agents[name]] = worker.attributes
        for name, agent_id in agents.items():
            if agent_id not in self.workers:
                message = f'has nobody with agent_id "{name}"; export the workers again'
                self._say(self._workers_file, "workers", message)
        self.attributes = {one: said.model_dump(mode="json") for one, said in self.workers.items()}
        self._queues = self._read(task_queues)

    def reach(self, name: str, where: tuple[str, str]) -> frozenset[str]:
        """Return the agents of a task queue by its friendly name or SID.

        ``where`` is file and field for a problem.
        """
        if name not in self._queues:
            self._say(*where, f'"{name}" is no task queue; {known_names(name, self._queues)}')
            return frozenset()
        expression = self._queues[name]
        return frozenset(
            agent
            for agent, said in self.attributes.items()
            if expression is not None and holds(expression, said)
        )

    def is_empty(self, name: str) -> bool:
        """Whether a task queue is meant to reach nobody, such as that of an external desk.

        One that there is not reaches nobody either, which ``reach`` tells by itself.
        """
        if name not in self._queues:
            return True
        expression = self._queues[name]
        return expression is not None and not any(keys_of(expression)) and not holds(expression, {})

    def whole_groups(self, agents: frozenset[str], where: tuple[str, str]) -> frozenset[str]:
        """Return the groups that some agents make up; groups in part are a problem."""
        found = set()
        for group_id, members in self.groups.items():
            inside = len(members & agents)
            if inside == len(members):
                found.add(group_id)
            elif inside:
                self._say(
                    *where,
                    f"takes {inside} of the {len(members)} workers of group {group_id}, and rules "
                    "go by whole groups; take all of them or none, or make them a group of "
                    "their own in the scenario",
                )
        return frozenset(found)

    def _read(self, task_queues: TaskQueues) -> dict[str, Expression | None]:
        often = Counter(
            name
            for queue in task_queues.task_queues
            for name in {queue.friendly_name, queue.sid or queue.friendly_name}
        )
        queues: dict[str, Expression | None] = {}
        for place, queue in enumerate(task_queues.task_queues):
            where = f"task_queues.{place}"
            for name in filter(None, (queue.friendly_name, queue.sid)):
                if often[name] > 1:
                    self._say(self._queues_file, where, f'"{name}" comes twice; rename one')
                queues[name] = self._expression(queue, f"{where}.target_workers")
            self._check_order(queue, where)
        return queues

    def _check_order(self, queue: TaskQueue, where: str) -> None:
        if queue.task_order != "FIFO":
            message = (
                f"is {queue.task_order}; the simulation serves the oldest first, so write FIFO"
            )
            self._say(self._queues_file, f"{where}.task_order", message)
        if queue.max_reserved_workers != 1:
            message = "the simulation offers a task to one worker at a time; write 1"
            self._say(self._queues_file, f"{where}.max_reserved_workers", message)

    def _expression(self, queue: TaskQueue, where: str) -> Expression | None:
        try:
            expression = parse(queue.target_workers)
        except ExpressionError as error:
            self._say(self._queues_file, where, str(error))
            return None
        for key in keys_of(expression):
            if key.path[0] in COUNTERS:
                message = f"{key.name} changes with every task; ask for it in a target instead"
                self._say(self._queues_file, where, message)
                return None
        return expression

    def _say(self, file: str, field: str, message: str) -> None:
        self.problems.append(Problem(file, None, field, message))
