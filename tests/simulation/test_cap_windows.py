"""The cap and absence by hand: which hours are paid, what is over a limit, and who has one."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenarios.assignment import RoutingPolicy
from scenarios.cap_forms import CapForm
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import Outcome
from simulation.measures.summary import summarise
from simulation.measures.windows import FormSums, cap_sums
from simulation.measures.yardstick import compile_yardstick
from simulation.records import AgentRecords, Records, TaskOutcome, TaskRecords
from simulation.world import compile_world
from tests.simulation.logs import plain_columns
from tests.simulation.scenes import agent, channel, roster, scenario, shift

DAY = 1440
ANN, BOB = 0, 1
Case = tuple[int, float, float, bool]  # whose, from which minute to which, hostile


def said(*agents: dict[str, Any], **cap: Any) -> Scenario:
    team = agents or (agent("ann", "posts"),)
    return scenario({"posts": channel("post")}, team, horizon={"weeks": 2}, cap=cap)


def records(plan: Roster, cases: list[Case], came: list[int]) -> Records:
    """Cases, and whoever came to some of the shifts, by their number."""
    columns = [np.array([case[place] for case in cases]) for place in range(4)]
    hostile = columns[3].astype(np.bool_)
    start, end = 60.0 * columns[1], 60.0 * columns[2]
    outcome = np.full(len(cases), int(TaskOutcome.ANSWERED))
    shifts = [plan.shifts[one] for one in came]
    tasks = TaskRecords(
        case_id=np.arange(len(cases)),
        queue=hostile.astype(np.int64),
        hostile=hostile,
        labelled_hostile=hostile,
        arrival_seconds=start,
        due_seconds=np.full(len(cases), np.inf),
        start_seconds=start,
        end_seconds=end,
        agent=columns[0].astype(np.int64),
        outcome=outcome,
        **plain_columns(outcome),
    )
    duty = AgentRecords(
        agent=np.array([("ann", "bob").index(one.agent_id) for one in shifts]),
        shift=np.array(came),
        is_work=np.ones(len(came), dtype=np.bool_),
        start_seconds=60.0 * np.array([one.start_minute for one in shifts]),
        end_seconds=60.0 * np.array([one.end_minute for one in shifts]),
        is_pause=np.zeros(len(came), dtype=np.bool_),
    )
    return Records(0, tasks, duty)


def sums(of: Scenario, plan: Roster, cases: list[Case], came: list[int]) -> dict[CapForm, FormSums]:
    world = compile_world(of)
    shifts = compile_yardstick(world, plan).shifts
    no_runs = np.zeros(len(of.team.agents), dtype=np.int64)
    return cap_sums(world, shifts, records(plan, cases, came), no_runs)


def outcome(of: Scenario, plan: Roster, cases: list[Case], came: list[int]) -> Outcome:
    made = summarise(compile_world(of), plan, records(plan, cases, came))
    return outcome_of(of, RoutingPolicy.PLAN, 1, [made], confidence=0.95)


def test_a_shift_that_nobody_came_to_pays_for_no_hostile_minutes() -> None:
    week = roster(shift("ann", (540, 660)), shift("ann", (DAY + 540, DAY + 660)))
    case = [(ANN, 550.0, 570.0, True)]  # 20 minutes of two paid hours, or of four
    both = sums(said(minutes_per_paid_hour=8.0), week, case, [0, 1])[CapForm.MINUTES]
    one = sums(said(minutes_per_paid_hour=8.0), week, case, [0])[CapForm.MINUTES]
    assert (both.highest[ANN], both.over[ANN]) == (pytest.approx(5.0), 0)
    assert (one.highest[ANN], one.over[ANN]) == (pytest.approx(10.0), 1)


@pytest.mark.parametrize(
    ("window", "highest", "windows", "over"),
    [
        ("week", 30.0, 2, 1),  # 15 minutes in half an hour before midnight, 45 in 7.5 hours after
        ("shift", 60 / 8, 1, 0),
        ("horizon", 60 / 8, 1, 0),
    ],
)
def test_hours_of_a_shift_over_the_end_of_a_week_are_paid_in_both(
    window: str, highest: float, windows: int, over: int
) -> None:
    end = 7 * DAY
    night = roster(shift("ann", (end - 30, end + 450)))
    cases = [(ANN, end - 20.0, end - 5.0, True), (ANN, end + 10.0, end + 55.0, True)]
    of = said(minutes_per_paid_hour=20.0, window=window)
    minutes = sums(of, night, cases, [0])[CapForm.MINUTES]
    assert minutes.highest[ANN] == pytest.approx(highest)
    assert (minutes.windows[ANN], minutes.over[ANN]) == (windows, over)


def test_a_share_just_at_a_limit_that_is_no_round_number_in_binary_holds() -> None:
    # 0.29 x 100 is 28.999999999999996.
    day = roster(shift("ann", (0, 600)))
    cases = [(ANN, float(number), number + 1.0, number < 29) for number in range(100)]
    share = sums(said(hostile=0.29), day, cases, [0])[CapForm.SHARE]
    assert (share.highest[ANN], share.over[ANN]) == (pytest.approx(0.29), 0)
    cases[29] = (ANN, 29.0, 30.0, True)
    assert sums(said(hostile=0.29), day, cases, [0])[CapForm.SHARE].over[ANN] == 1


def test_a_form_tells_the_limits_and_windows_of_those_alone_who_have_one() -> None:
    ann = agent("ann", "posts") | {"cap": {"hostile": 0.5}}
    of = said(ann, agent("bob", "posts"), contacts_per_shift=9)
    plan = roster(shift("ann", (0, 60)), shift("bob", (0, 60)))
    cases = [(ANN, 10.0, 20.0, True), (BOB, 10.0, 20.0, True)]
    found = outcome(of, plan, cases, [0, 1]).cap
    assert found is not None
    share, contacts = found.forms
    assert (share.limits, share.windows, share.windows_over) == ((0.5,), 1, 1)
    assert (contacts.limits, contacts.windows, contacts.windows_over) == ((9.0,), 2, 0)
    assert found.cap_share == 1.0  # Bob's share may be anything


def test_a_paid_break_of_a_shift_that_nobody_came_to_is_planned_away_all_the_same() -> None:
    absent = replace(shift("bob", (0, 30), (30, 60, "break"), (60, 90)), paid_minutes=90)
    plan = roster(shift("ann", (0, 60)), absent)
    of = said(agent("ann", "posts"), agent("bob", "posts"))
    team = outcome(of, plan, [(ANN, 10.0, 20.0, False)], [0]).team
    assert team.planned_shrinkage.mean == pytest.approx(30 / 150)
    assert team.unplanned_shrinkage.mean == pytest.approx(60 / 150)
    assert team.shrinkage.mean == pytest.approx(90 / 150)
