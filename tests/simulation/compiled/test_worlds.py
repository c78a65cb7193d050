"""The compiled twin of the desk with life: in any world, the same records bit for bit."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.cap import Then
from scenarios.scenario import Scenario
from simulation.measures.ladder import steps_of
from simulation.records import Origin, Records, TaskOutcome
from simulation.world import compile_world
from tests.simulation.compiled.same import check_same
from tests.simulation.scenes import agent, channel, constant, roster, rules, scenario, shift
from tests.simulation.test_world_properties import quick
from tests.simulation.worlds import rosters, routings, worlds


@st.composite
def busy_worlds(draw: st.DrawFn) -> Scenario:
    """A world with more work than it has people for, most of the time."""
    said = draw(worlds())
    scale = draw(st.sampled_from([1.0, 4.0]))
    weeks = draw(st.sampled_from([1, 2]))
    return said.replace(
        volume=said.volume.model_copy(update={"scale": scale}),
        horizon=said.horizon.model_copy(update={"weeks": weeks}),
    )


def run_any(data: st.DataObject, seen: Counter[str] | None = None) -> Records:
    said = data.draw(busy_worlds())
    plan, by = data.draw(rosters(said)), data.draw(routings(said))
    made = check_same(compile_world(said), plan, by, seed=data.draw(st.integers(0, 2**64 - 1)))
    if seen is not None:
        for number, step in enumerate(steps_of(by)):
            seen[step.then.value] += int(((made.tasks.steps >> number) & 1).any())
        seen["periods"] += bool(by.periods)
    return made


@settings(quick, max_examples=60)
@given(st.data())
def test_the_twin_says_the_same_in_any_world(data: st.DataObject) -> None:
    run_any(data)


@pytest.mark.slow
def test_the_twin_says_the_same_in_many_worlds_in_which_everything_happens() -> None:
    seen: Counter[str] = Counter()

    @settings(quick, max_examples=400)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        tasks = run_any(data, seen).tasks
        seen.update(Origin(one).name for one in np.unique(tasks.origin))
        seen.update(TaskOutcome(one).name for one in np.unique(tasks.outcome))
        seen["breach"] += bool(tasks.breach.any())
        seen["holding"] += bool((tasks.holding_seconds >= 0).any())

    run()
    names = {one.name for one in (*Origin, *TaskOutcome)} - {"REPLAY"}
    names |= {step.value for step in Then} | {"breach", "holding", "periods"}
    assert names <= {name for name, times in seen.items() if times}, seen


def test_equals_are_served_by_their_place_in_the_file_wherever_they_come_from() -> None:
    # All wait from the start without a limit; moderation moves the posts behind the messages.
    quiet = {"volume_per_week": 0.0, "handle_time": constant(600), "sla": None}
    said = scenario(
        {
            "post": channel(
                "post",
                **quiet,
                hostility={"share": 1.0},
                moderation={"share": 0.5, "after_seconds": 60.0, "to": "message"},
            ),
            "message": channel("message", **quiet, hostility={"share": 1.0}),
        },
        [agent("a0", "message")],
        start={"backlog": {"post": {"cases": 8}, "message": {"cases": 8}}},
    )
    plan = roster(shift("a0", (60, 600)))
    tasks = check_same(compile_world(said), plan, rules(said)).tasks
    served = tasks.case_id[np.argsort(tasks.start_seconds)][: (tasks.agent >= 0).sum()]
    assert len(served) > 8
    assert (np.diff(served) > 0).all()
