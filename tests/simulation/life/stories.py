"""Small worlds in which everything can be worked out by hand, and what happens in them."""

from typing import Any, NamedTuple

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.records import Origin, Records, TaskOutcome
from tests.simulation.desk_run import run
from tests.simulation.scenes import agent, around_the_clock, channel, constant, rules, scenario

MINUTE = 60.0


class Task(NamedTuple):
    """One row of the records; times in minutes, None for NaN."""

    origin: str
    outcome: str
    arrival: float
    start: float | None
    end: float | None
    agent: int = -1
    resolved: bool = False
    stage: int = 0
    parent: int | None = None  # place of the first row of the case that led here


def world(
    channels: dict[str, dict[str, Any]], skills: list[tuple[str, ...]] | None = None, **parts: Any
) -> Scenario:
    """Agents a0, a1, ... with these skills (one who can do everything); a perfect classifier."""
    team = [
        agent(f"a{number}", *own) for number, own in enumerate(skills or [tuple(sorted(channels))])
    ]
    perfect = {"recall": 1.0, "precision": 1.0}
    return scenario(channels, team, classifier=perfect, **parts)


def medium(name: str, handle_minutes: float = 10, **fields: Any) -> dict[str, Any]:
    """A channel whose drawn cases all take as long."""
    return channel(name, handle_time=constant(MINUTE * handle_minutes), **fields)


def minutes(number: float) -> dict[str, Any]:
    """A constant duration."""
    return constant(MINUTE * number)


def case(minute: float, channel_id: str, handle: float = 10, **more: Any) -> dict[str, Any]:
    """A given case; times in minutes."""
    for key in ("patience", "due"):
        if key in more:
            more[key] *= MINUTE
    return {"at": MINUTE * minute, "channel": channel_id, "handle": MINUTE * handle, **more}


def records_of(
    said: Scenario,
    *rows: dict[str, Any],
    plan: Roster | None = None,
    by: AssignmentRules | None = None,
) -> Records:
    """What happens to given cases, by default with everybody there all the time."""
    team = around_the_clock(said) if plan is None else plan
    return run(said, team, rules(said) if by is None else by, *rows)


def tell(
    said: Scenario,
    *rows: dict[str, Any],
    plan: Roster | None = None,
    by: AssignmentRules | None = None,
) -> list[Task]:
    """What happens to given cases, row by row."""
    return story(records_of(said, *rows, plan=plan, by=by))


def story(records: Records) -> list[Task]:
    """The rows of the records."""
    tasks = records.tasks
    ids = tasks.case_id.tolist()
    return [
        Task(
            origin=Origin(int(tasks.origin[row])).name,
            outcome=TaskOutcome(int(tasks.outcome[row])).name,
            arrival=_minutes(tasks.arrival_seconds[row]) or 0.0,
            start=_minutes(tasks.start_seconds[row]),
            end=_minutes(tasks.end_seconds[row]),
            agent=int(tasks.agent[row]),
            resolved=bool(tasks.resolved[row]),
            stage=int(tasks.stage[row]),
            parent=ids.index(tasks.parent_id[row]) if tasks.parent_id[row] >= 0 else None,
        )
        for row in range(len(ids))
    ]


def _minutes(seconds: float) -> float | None:
    return None if seconds != seconds else float(seconds) / MINUTE
