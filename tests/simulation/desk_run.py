"""Running given cases at the desk and reading what came of them."""

import math
from functools import partial
from typing import Any

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.desk.desk import run_cases
from simulation.engine import Engine
from simulation.engine import run_replication as run_with
from simulation.records import Records, TaskOutcome
from simulation.world import compile_world
from tests.simulation.scenes import agent, cases, channel, scenario

OPEN, ANSWERED, ABANDONED = (
    int(one) for one in (TaskOutcome.OPEN, TaskOutcome.ANSWERED, TaskOutcome.ABANDONED)
)

run_replication = partial(run_with, engine=Engine.SIMPY)
"""One replication by the reference engine."""


def run(said: Scenario, plan: Roster, by: AssignmentRules, *rows: dict[str, Any]) -> Records:
    return run_cases(compile_world(said), plan, by, cases(said, *rows))


def rows_of(records: Records) -> list[tuple[float, float, int, int]]:
    """(start, end, agent, outcome) by case; None stands for NaN."""
    tasks = records.tasks
    return [
        tuple(None if isinstance(x, float) and math.isnan(x) else x for x in row)  # type: ignore[misc]
        for row in zip(
            tasks.start_seconds.tolist(),
            tasks.end_seconds.tolist(),
            tasks.agent.tolist(),
            tasks.outcome.tolist(),
            strict=True,
        )
    ]


def duty_of(records: Records) -> list[tuple[int, bool, float, float]]:
    duty = records.agents
    return list(
        zip(
            duty.agent.tolist(),
            duty.is_work.tolist(),
            (duty.start_seconds / 60).tolist(),
            (duty.end_seconds / 60).tolist(),
            strict=True,
        )
    )


def phone_team(agents: int = 1, **parts: Any) -> Scenario:
    names = [agent(f"a{number}", "phone") for number in range(agents)]
    return scenario({"phone": channel()}, names, **parts)


def call(minute: float, handle: float, **more: Any) -> dict[str, Any]:
    more = {key: 60.0 * v if key in ("patience", "due") else v for key, v in more.items()}
    return {"at": 60.0 * minute, "channel": "phone", "handle": 60.0 * handle, **more}
