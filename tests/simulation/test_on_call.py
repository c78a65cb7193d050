"""Who is on call is not at the desk: the simulation goes on as if the shift were not there."""

from dataclasses import replace

import numpy as np
import pytest

from scenarios.roster import Activity, Roster, Segment
from scenarios.scenario import Scenario
from simulation.engine import Engine, run_replication
from simulation.measures.summary import summarise
from simulation.records import Records
from simulation.world import compile_world
from tests.simulation.scenes import agent, channel, exponential, roster, rules, scenario, shift

TEAM = {
    "shrinkage": {"share": 0.1, "length": {"mean_seconds": 600.0}},
    "sickness": {"spells_per_year": 20.0, "mean_days": 2.0},
    "unplanned_absence_share": 0.1,
}
PHONE = channel(volume_per_week=300.0, handle_time=exponential(400), patience=exponential(90))


def _said() -> Scenario:
    return scenario({"phone": PHONE}, [agent("a", "phone"), agent("b", "phone")], team=TEAM)


def _at_work() -> Roster:
    return roster(
        *(
            shift(name, (day * 1440 + start, day * 1440 + start + 480))
            for name, start in (("a", 420), ("b", 780))
            for day in range(5)
        )
    )


def _with_on_call(plan: Roster) -> Roster:
    """The same with agents on call: before, between and after the shifts, and at night."""
    added = []
    for name, start, end in (("a", -300, 0), ("b", 60, 480), ("a", 901, 1400), ("b", 8000, 9000)):
        segments = (Segment(start, end, Activity.ON_CALL),)
        added.append(replace(shift(name, (start, end)), segments=segments, paid_minutes=100))
    return roster(*plan.shifts, *added)


def _records(said: Scenario, plan: Roster, engine: Engine) -> Records:
    return run_replication(compile_world(said), plan, rules(said), 5, 2, engine=engine)


@pytest.mark.parametrize("engine", list(Engine))
def test_a_shift_on_call_changes_no_record(engine: Engine) -> None:
    said, plan = _said(), _at_work()
    more = _with_on_call(plan)
    assert len(more.shifts) == len(plan.shifts) + 4
    one, other = _records(said, plan, engine), _records(said, more, engine)
    assert len(one.tasks.start_seconds) > 100
    for ours, theirs in ((one.tasks, other.tasks), (one.agents, other.agents)):
        for name in (field for field in vars(ours) if field != "shift"):
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), err_msg=name)
    # Shifts are named by their place in the roster, which has moved: they are the same ones.
    assert [plan.shifts[k] for k in one.agents.shift] == [
        more.shifts[k] for k in other.agents.shift
    ]


def test_nor_does_it_change_what_is_measured() -> None:
    said, plan = _said(), _at_work()
    more = _with_on_call(plan)
    world = compile_world(said)
    one, other = (
        summarise(world, each, _records(said, each, Engine.SIMPY)) for each in (plan, more)
    )
    assert one.frame.paid_minutes == other.frame.paid_minutes > 0
    assert one.frame.planned_away_minutes == other.frame.planned_away_minutes
    for name, values in vars(one.agents).items():
        np.testing.assert_allclose(values, getattr(other.agents, name), rtol=1e-12, err_msg=name)
