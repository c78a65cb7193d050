"""Windows of the cap by hand: which hours are paid in them, and what is over a limit."""

from typing import Any

import numpy as np
import pytest

from scenarios.cap_forms import CapForm
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.measures.windows import FormSums, cap_sums
from simulation.measures.yardstick import compile_yardstick
from simulation.records import AgentRecords, Records, TaskOutcome, TaskRecords
from simulation.world import compile_world
from tests.simulation.logs import plain_columns
from tests.simulation.scenes import agent, channel, roster, scenario, shift

DAY = 1440
Case = tuple[float, float, bool]  # start and end in minutes, hostile


def said(weeks: int = 2, **cap: Any) -> Scenario:
    return scenario(
        {"posts": channel("post")}, [agent("ann", "posts")], horizon={"weeks": weeks}, cap=cap
    )


def summed(
    of: Scenario, plan: Roster, cases: list[Case], came: list[int]
) -> dict[CapForm, FormSums]:
    """What Ann's cases come to where she came to some of her shifts, by their number."""
    world = compile_world(of)
    start, end = (60.0 * np.array([case[place] for case in cases]) for place in (0, 1))
    hostile = np.array([case[2] for case in cases])
    outcome = np.full(len(cases), int(TaskOutcome.ANSWERED))
    tasks = TaskRecords(
        case_id=np.arange(len(cases)),
        queue=hostile.astype(np.int64),
        hostile=hostile,
        labelled_hostile=hostile,
        arrival_seconds=start,
        due_seconds=np.full(len(cases), np.inf),
        start_seconds=start,
        end_seconds=end,
        agent=np.zeros(len(cases), dtype=np.int64),
        outcome=outcome,
        **plain_columns(outcome),
    )
    duty = AgentRecords(
        agent=np.zeros(len(came), dtype=np.int64),
        shift=np.array(came),
        is_work=np.ones(len(came), dtype=np.bool_),
        start_seconds=60.0 * np.array([plan.shifts[one].start_minute for one in came]),
        end_seconds=60.0 * np.array([plan.shifts[one].end_minute for one in came]),
        is_pause=np.zeros(len(came), dtype=np.bool_),
    )
    shifts = compile_yardstick(world, plan).shifts
    return cap_sums(world, shifts, Records(0, tasks, duty), np.zeros(1, dtype=np.int64))


def test_a_shift_that_nobody_came_to_pays_for_no_hostile_minutes() -> None:
    week = roster(shift("ann", (540, 660)), shift("ann", (DAY + 540, DAY + 660)))
    case = [(550.0, 570.0, True)]  # 20 minutes of two paid hours, or of four
    both = summed(said(minutes_per_paid_hour=8.0), week, case, [0, 1])[CapForm.MINUTES]
    one = summed(said(minutes_per_paid_hour=8.0), week, case, [0])[CapForm.MINUTES]
    assert (both.highest[0], both.over[0]) == (pytest.approx(5.0), 0)
    assert (one.highest[0], one.over[0]) == (pytest.approx(10.0), 1)


@pytest.mark.parametrize(
    ("window", "highest"),
    [
        ("week", 30.0),  # 15 minutes in the half hour before midnight, 45 in the 7.5 hours after
        ("shift", 60 / 8),
        ("horizon", 60 / 8),
    ],
)
def test_hours_of_a_shift_over_the_end_of_a_week_are_paid_in_both(
    window: str, highest: float
) -> None:
    end = 7 * DAY
    night = roster(shift("ann", (end - 30, end + 450)))
    cases = [(end - 20.0, end - 5.0, True), (end + 10.0, end + 55.0, True)]
    found = summed(said(minutes_per_paid_hour=20.0, window=window), night, cases, [0])
    minutes = found[CapForm.MINUTES]
    assert minutes.highest[0] == pytest.approx(highest)
    assert (minutes.windows[0], minutes.over[0]) == ((2, 1) if window == "week" else (1, 0))


def test_a_share_just_at_a_limit_that_is_no_round_number_in_binary_holds() -> None:
    # 0.29 x 100 is 28.999999999999996.
    day = roster(shift("ann", (0, 600)))
    cases = [(float(number), number + 1.0, number < 29) for number in range(100)]
    share = summed(said(hostile=0.29), day, cases, [0])[CapForm.SHARE]
    assert (share.highest[0], share.over[0]) == (pytest.approx(0.29), 0)
    cases[29] = (29.0, 30.0, True)
    assert summed(said(hostile=0.29), day, cases, [0])[CapForm.SHARE].over[0] == 1
