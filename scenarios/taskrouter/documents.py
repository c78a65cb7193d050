"""The files of an exported TaskRouter workflow as nouns, with every problem of theirs at once.

They hold what Twilio documents for workflow configurations, task queues and workers, as far as a
simulation can act on it; other fields are refused, as leaving them out would change the routing.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from scenarios.json_lines import JsonLines
from scenarios.problems import Problem, ScenarioError, field_name
from scenarios.wording import message_of

WORKFLOW = "workflow.json"
TASK_QUEUES = "task_queues.json"
WORKERS = "workers.json"
ACTIVITIES = "activities.json"
TASKS = "tasks.json"
CALLBACK = "callback.json"


class Document(BaseModel):
    """A frozen part of a file that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdigit() else value


# Twilio's own examples write numbers as texts now and then.
Whole = Annotated[int, BeforeValidator(_number), Field(strict=True)]


class Target(Document):
    """Where a task goes next, and until when."""

    queue: str | None = None
    priority: Annotated[Whole, Field(ge=0)] | None = None
    timeout: Annotated[Whole, Field(gt=0)] | None = None
    expression: str | None = None
    skip_if: str | None = None
    order_by: str | None = None


class Filter(Document):
    """Which tasks go through which targets."""

    filter_friendly_name: str = ""
    expression: str
    targets: tuple[Target, ...] = Field(min_length=1)


class DefaultFilter(Document):
    """Where tasks go that no filter takes."""

    queue: str


class TaskRouting(Document):
    """The filters of a workflow, the first that fits counts."""

    filters: tuple[Filter, ...] = ()
    default_filter: DefaultFilter | None = None


class Workflow(Document):
    """The configuration of a workflow."""

    task_routing: TaskRouting


class TaskQueue(Document):
    """A task queue: whom it reaches."""

    friendly_name: str
    sid: str | None = None
    target_workers: str
    task_order: str = "FIFO"
    max_reserved_workers: int = 1


class TaskQueues(Document):
    """The task queues of a workspace."""

    task_queues: tuple[TaskQueue, ...]


class Capacity(Document):
    """How many tasks of a channel a worker takes at once."""

    task_channel: str
    configured_capacity: int


class Attributes(Document):
    """What TaskRouter knows of a worker; the counters are kept by the assignment callback.

    A worker may have attributes of one's own, for expressions to ask for.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    agent_id: str
    group: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    cap: float | None
    contacts_per_shift: int | None
    minutes_per_paid_hour: float | None
    longest_run: int | None
    cool_down_seconds: float
    cool_down_after_run: int
    handled_count: int
    hostile_count: int
    hostile_share: int
    hostile_left: int
    in_debt: int


class Worker(Document):
    """An agent."""

    friendly_name: str
    sid: str | None = None
    activity_name: str
    attributes: Attributes
    channels: tuple[Capacity, ...]


class Workers(Document):
    """The agents of a workspace."""

    workers: tuple[Worker, ...]


class TaskKind(Document):
    """What a task of one queue of fairshift says of itself."""

    queue_id: str
    attributes: dict[str, str | bool]


class PeriodSpans(Document):
    """A time of the week with rules of its own, and what tasks say of it."""

    id: str
    period: str
    spans: tuple[tuple[str, str, str], ...]


class Tasks(Document):
    """How the application makes tasks."""

    order: Literal["due", "arrival"]
    virtual_start_seconds_before_due: int | None
    due_again_seconds: float
    periods: tuple[PeriodSpans, ...]
    tasks: tuple[TaskKind, ...]


class WorkedShift(Document):
    """When an agent works in one shift, in UTC, and what is paid of it."""

    start: str
    end: str
    paid_minutes: int
    work: tuple[tuple[str, str], ...]


class Settings(Document):
    """What the assignment callback needs to keep the quota."""

    version: int
    week_starts: tuple[str, ...]
    horizon_ends: str
    quota: dict[str, Any] | None
    missed: dict[str, float]
    groups: dict[str, str]
    queues: dict[str, dict[str, str | bool]]
    shifts: dict[str, tuple[WorkedShift, ...]]


Read = TypeVar("Read", bound=BaseModel)


def read_document(path: Path, kind: type[Read]) -> Read:
    """Return a file as a noun.

    Raises ScenarioError with everything that is wrong, and OSError where there is no such file.
    """
    text = path.read_text(encoding="utf-8")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"is no valid JSON: {error.msg}; export it again or correct the line"
        raise ScenarioError([Problem(str(path), error.lineno, "", message)]) from None
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        lines = JsonLines(text)
        raise ScenarioError(
            Problem(str(path), lines.line(one["loc"]), field_name(one["loc"]), _words(one))
            for one in error.errors(include_url=False)
        ) from None


def at_lines(problems: Iterable[Problem], files: Iterable[Path]) -> Iterator[Problem]:
    """Yield problems with the lines of their fields in the files that they name."""
    lines = {str(file): JsonLines(file.read_text(encoding="utf-8")) for file in files}
    for one in problems:
        if one.line is None and one.file in lines:
            path = tuple(int(part) if part.isdigit() else part for part in one.field.split("."))
            yield replace(one, line=lines[one.file].line(path))
        else:
            yield one


def _words(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return "is nothing that the simulation can act on; take it out"
    return message_of(error, error["loc"])
