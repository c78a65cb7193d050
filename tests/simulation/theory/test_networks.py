"""The engine's workflow against an open Jackson network.

Each stage has agents of its own and exponential handle times, so it is a station M/M/s whatever
the others do (Jackson 1957); a customer who thinks is at a station with room for everybody.
Intervals are 99 % with the middle days as batches; half-widths are relative, as stated.
"""

import numpy as np
import pytest

from scenarios.scenario import Scenario
from simulation.measures.estimates import mean_estimate, ratio_estimate
from simulation.records import TaskOutcome, TaskRecords
from tests.simulation.scenes import agent, around_the_clock, channel, exponential, rules, scenario
from tests.simulation.theory.processes import network_rates, station_wait
from tests.simulation.theory.runs import (
    CONFIDENCE,
    DAY,
    HOUR,
    MIDDLE_DAYS,
    WEEK,
    Sums,
    came_on,
    check_inside,
    mean_wait,
    weeks,
)

PER_HOUR = 20.0
AGENTS = (3, 5, 1)
SERVICE = (360.0, 600.0, 180.0)  # seconds
THINKS = 1800.0
NEEDED, DROPPED, BACK = 0.6, 0.2, 0.3


def three_stages() -> Scenario:
    """Triage; an answer once the customer has thought; for some a check, which may lead back."""
    stages = [
        {"id": "triage", "handle_time": exponential(SERVICE[0])},
        {
            "id": "answer",
            "skill": "answer",
            "handle_time": exponential(SERVICE[1]),
            "think_time": exponential(THINKS),
        },
        {
            "id": "check",
            "skill": "check",
            "handle_time": exponential(SERVICE[2]),
            "probability": NEEDED,
            "drop_out": DROPPED,
            "back_to": "answer",
            "back_share": BACK,
        },
    ]
    said = channel("message", volume_per_week=PER_HOUR * WEEK / HOUR, workflow={"stages": stages})
    skills = ("messages", "answer", "check")
    team = [agent(f"{skill}{n}", skill) for skill, count in zip(skills, AGENTS, strict=True)
            for n in range(count)]  # fmt: skip
    return scenario({"messages": said}, team)


def exact_rates() -> list[float]:
    """Visits to each stage an hour, by the traffic equations."""
    checked = NEEDED * (1.0 - DROPPED)
    onward = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, checked], [0.0, BACK, 0.0]])
    rates: list[float] = network_rates(np.array([PER_HOUR, 0.0, 0.0]), onward).tolist()
    return rates


def exact_resolution(waits: list[float]) -> tuple[float, float]:
    """Share of cases that are resolved, and the mean time to it in seconds.

    Every visit has the mean sojourn of its station whatever the way of the case (Kelly 1979,
    chapter 3), so means add along the ways that end well.
    """
    first, answer, check = (wait + service for wait, service in zip(waits, SERVICE, strict=True))
    answer += THINKS
    checked = NEEDED * (1.0 - DROPPED)
    again, done_there, done_here = checked * BACK, checked * (1.0 - BACK), 1.0 - NEEDED
    done = done_here + done_there
    rounds = again / (1.0 - again)
    mean = first + rounds * (answer + check) + answer + check * done_there / done
    return done / (1.0 - again), mean


def stage_sums(tasks: TaskRecords, stage: int) -> list[Sums]:
    wait = tasks.start_seconds - tasks.arrival_seconds
    rows = []
    for day in MIDDLE_DAYS:
        here = came_on(tasks, day) & (tasks.stage == stage)
        assert (tasks.outcome[here] == TaskOutcome.ANSWERED).all()
        rows.append(Sums(float(here.sum()), 0.0, float(wait[here].sum())))
    return rows


def resolutions(tasks: TaskRecords) -> list[tuple[float, float, float]]:
    """By day of the first message: cases, those resolved, and the seconds until they were."""
    first, resolved = tasks.stage == 0, tasks.resolved
    assert len(np.unique(tasks.case_id[resolved])) == resolved.sum()
    began = dict(
        zip(tasks.case_id[first].tolist(), tasks.arrival_seconds[first].tolist(), strict=True)
    )
    start = np.array([began[case] for case in tasks.case_id[resolved].tolist()])
    took = tasks.end_seconds[resolved] - start
    rows = []
    for day in MIDDLE_DAYS:
        here = (start >= day * DAY) & (start < (day + 1) * DAY)
        cases = float((came_on(tasks, day) & first).sum())
        rows.append((cases, float(here.sum()), float(took[here].sum())))
    return rows


@pytest.mark.parametrize(
    ("seed", "replications", "wait_width", "rate_width"),
    [
        pytest.param(1, 12, 0.20, 0.03, id="quick"),
        pytest.param(2, 200, 0.05, 0.007, id="narrow", marks=pytest.mark.slow),
    ],
)
def test_stages_are_stations_of_a_jackson_network(
    seed: int, replications: int, wait_width: float, rate_width: float
) -> None:
    """Jackson (1957): rates of visits, mean waits, share and time of resolution."""
    said = three_stages()
    stages: list[list[Sums]] = [[], [], []]
    closed: list[tuple[float, float, float]] = []
    for records in weeks(said, around_the_clock(said), rules(said), seed, replications):
        for stage, rows in enumerate(stages):
            rows.extend(stage_sums(records.tasks, stage))
        closed.extend(resolutions(records.tasks))
    rates = exact_rates()
    waits = [
        station_wait(agents, rate / HOUR, service)
        for agents, rate, service in zip(AGENTS, rates, SERVICE, strict=True)
    ]
    for rows, rate, wait in zip(stages, rates, waits, strict=True):
        visits = mean_estimate([row.offered / 24.0 for row in rows], CONFIDENCE)
        check_inside(visits, rate, rate_width * rate)
        check_inside(mean_wait(rows), wait, wait_width * wait)
    cases, done, seconds = np.array(closed).T
    share, time = exact_resolution(waits)
    check_inside(ratio_estimate(done, cases, CONFIDENCE), share, rate_width)
    check_inside(ratio_estimate(seconds, done, CONFIDENCE), time, rate_width * time)
