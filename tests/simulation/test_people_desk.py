"""People at the desk: what illness, pauses, training and learning do to the records."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from scenarios.scenario import Scenario
from simulation.desk.desk import run_cases
from simulation.records import Records, to_frame
from simulation.world import compile_world
from tests.simulation.desk_run import run_replication
from tests.simulation.scenes import (
    agent,
    cases,
    channel,
    constant,
    roster,
    rules,
    scenario,
    shift,
)

PAUSES = {"share": 0.2, "length": constant(600)}
MONDAY = dt.date(2026, 1, 5)


def team(**fields: Any) -> Scenario:
    mails = channel("email", volume_per_week=1500.0, handle_time=constant(400))
    return scenario({"mail": mails}, [agent(name, "mail") for name in "abc"], team=fields)


def day_shifts(said: Scenario) -> Any:
    pieces = [(480, 720), (720, 750, "break"), (750, 960)]
    return roster(
        *(
            shift(
                one.id,
                *((1440 * day + start, 1440 * day + end, *rest) for start, end, *rest in pieces),
            )
            for one in said.team.agents
            for day in range(7)
        )
    )


def run(said: Scenario, replication: int = 0) -> Records:
    return run_replication(compile_world(said), day_shifts(said), rules(said), 1, replication)


def test_nobody_begins_anything_on_a_pause() -> None:
    tasks, agents = run(team(shrinkage=PAUSES)).tasks, run(team(shrinkage=PAUSES)).agents
    assert agents.is_pause.sum() > 50
    assert not (agents.is_pause & agents.is_work).any()
    for number in range(3):
        begun = tasks.start_seconds[tasks.agent == number]
        for row in np.flatnonzero(agents.is_pause & (agents.agent == number)):
            inside = (begun >= agents.start_seconds[row]) & (begun < agents.end_seconds[row])
            assert not inside.any()


def test_a_case_in_hand_is_finished_before_the_pause_which_keeps_its_length() -> None:
    """Mails are there all the time, so a pause begins late and lasts ten minutes all the same."""
    agents = run(team(shrinkage=PAUSES)).agents
    lengths = (agents.end_seconds - agents.start_seconds)[agents.is_pause]
    assert np.isclose(lengths, 600.0).mean() > 0.75  # the others are cut by the work around them
    ends = {round(60 * (1440 * day + end)) for day in range(7) for end in (720, 960)}
    for row in np.flatnonzero(agents.is_pause):
        before = min(end for end in ends if end > agents.start_seconds[row] - 1e-6)
        assert agents.end_seconds[row] <= before + 1e-6


def test_pauses_take_their_share_of_the_working_time() -> None:
    said = team(shrinkage=PAUSES)
    shares = []
    for replication in range(40):
        agents = run(said, replication).agents
        length = agents.end_seconds - agents.start_seconds
        shares.append(length[agents.is_pause].sum() / (3 * 7 * 450 * 60.0))
    # A little is lost where a case outlasts the pause at the end of the work around it.
    assert np.mean(shares) == pytest.approx(0.2, abs=0.012)


def test_who_is_ill_handles_nothing_that_day() -> None:
    records = run(team(sickness={"spells_per_year": 60.0, "mean_days": 3.0}))
    present = {
        (int(number), int(start // 86400))
        for number, start in zip(records.agents.agent, records.agents.start_seconds, strict=True)
    }
    assert 0 < len(present) < 21
    done = records.tasks.agent >= 0
    days = records.tasks.start_seconds[done] // 86400
    assert {
        (int(number), int(day)) for number, day in zip(records.tasks.agent[done], days, strict=True)
    } <= present


def test_training_and_learning_multiply() -> None:
    newcomer = agent("a", "mail") | {"profile": "voice", "started": MONDAY}
    said = scenario(
        {"mail": channel("email")},
        [newcomer],
        team={
            "profiles": {"voice": {"handle_time_factor": {"mail": 1.2}}},
            "learning": {"factor_at_start": 1.5, "time_weeks": 1.0},
        },
    )
    plan = roster(shift("a", (480, 960)), shift("a", (1440 * 6 + 480, 1440 * 6 + 960)))
    given = cases(
        said,
        {"at": 30_000.0, "channel": "mail", "handle": 100.0},
        {"at": 86_400.0 * 6 + 30_000.0, "channel": "mail", "handle": 100.0},
    )
    tasks = run_cases(compile_world(said), plan, rules(said), given).tasks
    factors = [1.5, 1 + 0.5 * np.exp(-6 / 7)]
    assert tasks.end_seconds - tasks.start_seconds == pytest.approx(
        [120.0 * factor for factor in factors]
    )


@pytest.mark.parametrize(
    "section",
    [
        {"shrinkage": {"share": 0.0}},
        {"learning": {}},
        {"profiles": {"voice": {"handle_time_factor": {"mail": 2.0}}}},
    ],
    ids=["no pauses", "nobody new", "nobody trained so"],
)
def test_a_section_that_concerns_nobody_changes_nothing(section: dict[str, Any]) -> None:
    plain, said = run(team()), run(team(**section))
    assert to_frame(plain.tasks).equals(to_frame(said.tasks))
    assert to_frame(plain.agents).equals(to_frame(said.agents))
