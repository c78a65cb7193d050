"""Random worlds with every feature: whatever is said, the identities hold."""

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.queues import queues_of
from scenarios.scenario import Scenario
from simulation.records import Origin, Records, TaskOutcome, to_frame
from simulation.replications import summaries
from simulation.world import compile_world
from tests.simulation.desk_run import run_replication
from tests.simulation.scenes import (
    agent,
    around_the_clock,
    channel,
    constant,
    exponential,
    rules,
    scenario,
)
from tests.simulation.world_identities import check_world
from tests.simulation.worlds import rosters, routings, worlds

LONG_SECONDS = 4 * 86_400.0  # longer than customers think and back offices take
GIVEN = (Origin.DRAWN, Origin.BACKLOG, Origin.STORM)
quick = settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


@quick
@given(st.data())
def test_identities_hold_in_any_world(data: st.DataObject) -> None:
    said = data.draw(worlds())
    plan, by = data.draw(rosters(said)), data.draw(routings(said))
    records = run_replication(compile_world(said), plan, by, seed=7, replication=3)
    check_world(said, plan, by, records)


@quick
@given(st.data())
def test_a_world_runs_the_same_way_twice(data: st.DataObject) -> None:
    said = data.draw(worlds())
    plan, by = data.draw(rosters(said)), data.draw(routings(said))
    one = run_replication(compile_world(said), plan, by, seed=7, replication=3)
    other = run_replication(compile_world(said), plan, by, seed=7, replication=3)
    assert to_frame(one.tasks).equals(to_frame(other.tasks))
    assert to_frame(one.agents).equals(to_frame(other.agents))


@quick
@given(st.data())
def test_summaries_add_up_in_any_world(data: st.DataObject) -> None:
    said = data.draw(worlds())
    plan, by = data.draw(rosters(said)), data.draw(routings(said))
    (summary,) = summaries(said, plan, by, seed=7, replications=range(3, 4))
    agents, intervals = summary.agents, summary.intervals
    assert (agents.hostile <= agents.handled).all()
    assert (agents.busy_seconds <= agents.available_seconds + 1e-3).all()
    assert (intervals.agents_busy <= intervals.agents_working + 1e-6).all()
    assert (intervals.agents_busy >= -1e-6).all()


def visits(said: Scenario, records: Records) -> pd.DataFrame:
    """One row per case and stage visit, rests and further tries left out."""
    frame = to_frame(records.tasks)
    frame = frame[~frame.origin.isin((Origin.HAND_OVER, Origin.RETRY))].copy()
    frame["visit"] = frame.groupby("case_id").cumcount()
    frame["channel"] = np.array([one.line.channel_id for one in queues_of(said)])[frame.queue]
    return frame.set_index(["case_id", "visit"]).sort_index()


def in_step(one: pd.DataFrame, other: pd.DataFrame) -> pd.MultiIndex:
    """The visits under both, as long as a case walks through the same channel's stages.

    Moderation moves a post that waits for long enough, which one roster may spare it.
    """
    both = one.index.intersection(other.index).sort_values()
    apart = one.loc[both].channel != other.loc[both].channel
    return both[~apart.groupby(level="case_id").cummax().to_numpy(dtype=bool)]


@quick
@given(st.data())
def test_the_same_case_brings_the_same_luck_under_any_roster(data: st.DataObject) -> None:
    said = data.draw(worlds())
    world = compile_world(said)
    one, other = (
        visits(
            said,
            run_replication(world, data.draw(rosters(said)), data.draw(routings(said)), 7, 3),
        )
        for _ in range(2)
    )
    first, second = (frame[frame.origin.isin(GIVEN)] for frame in (one, other))
    came = ["arrival_seconds", "author", "origin", "stage", "parent_id"]
    assert first[came].equals(second[came])
    both = in_step(one, other)
    alike = ["origin", "stage", "parent_id", "author"]
    assert one.loc[both, alike].equals(other.loc[both, alike])
    check_same_ends(one, other, world.horizon_seconds)


def check_same_ends(one: pd.DataFrame, other: pd.DataFrame, horizon: float) -> None:
    """A visit answered under both is the last one, and resolves its case, under both or neither.

    But where the next one would have come after the horizon.
    """
    both = in_step(one, other)
    sides = (one, other)
    done = np.logical_and(*(side.loc[both].outcome == TaskOutcome.ANSWERED for side in sides))
    both = both[done.to_numpy()]
    resolved = [side.loc[both].resolved for side in sides]
    assert resolved[0].equals(resolved[1])
    following = both.set_levels(both.levels[1] + 1, level=1)
    goes_on = [following.isin(side.index) for side in sides]
    for side, on, elsewhere in zip(sides, goes_on, goes_on[::-1], strict=True):
        late = side.loc[both].end_seconds.to_numpy() > horizon - LONG_SECONDS
        assert (on | ~elsewhere | late).all()


def steady_people(said: Scenario) -> Scenario:
    """The same without what makes a case's truth or an agent's pace depend on the roster."""
    channels = {
        name: one.model_copy(
            update={
                "concurrency": 1,
                "hostility": one.hostility.model_copy(update={"rising_per_hour": 0.0}),
                "moderation": None,
            }
        )
        for name, one in said.channels.items()
    }
    team = {
        "after_hostile": None,
        "learning": None,
        "profiles": {},
        "agents": tuple(one.model_copy(update={"profile": None}) for one in said.team.agents),
        "shift_end": type(said.team.shift_end)(),
    }
    return said.replace(
        channels=channels, authors=None, events={}, team=said.team.model_copy(update=team)
    )


@quick
@given(st.data())
def test_the_same_task_takes_as_long_under_any_roster(data: st.DataObject) -> None:
    said = steady_people(data.draw(worlds()))
    world = compile_world(said)
    one, other = (
        visits(
            said,
            run_replication(world, data.draw(rosters(said)), data.draw(routings(said)), 7, 3),
        )
        for _ in range(2)
    )
    both = one.index.intersection(other.index)
    one, other = one.loc[both], other.loc[both]
    assert one[["hostile", "labelled_hostile", "queue"]].equals(
        other[["hostile", "labelled_hostile", "queue"]]
    )
    answered = (one.outcome == TaskOutcome.ANSWERED) & (other.outcome == TaskOutcome.ANSWERED)
    took = [(frame.end_seconds - frame.start_seconds)[answered] for frame in (one, other)]
    np.testing.assert_allclose(took[0], took[1], atol=1e-6)


def one_queue(
    agents: int, medium: str, load: float, handle: dict, patience: dict | None
) -> Scenario:  # type: ignore[type-arg]
    return scenario(
        {
            medium: channel(
                medium,
                volume_per_week=load * 604_800.0 / handle["mean_seconds"],
                handle_time=handle,
                patience=patience,
            )
        },
        [agent(f"a{number}", medium) for number in range(agents)],
    )


def run_one_queue(said: Scenario, replication: int) -> Records:
    return run_replication(
        compile_world(said), around_the_clock(said), rules(said), 11, replication
    )


HANDLE_TIMES = st.sampled_from(
    [constant(1800), exponential(1800), {"mean_seconds": 1800.0, "cv": 2.0}]
)


@quick
@given(
    agents=st.integers(1, 6),
    load=st.floats(0.3, 8.0),
    medium=st.sampled_from(["phone", "email"]),
    handle=HANDLE_TIMES,
    replication=st.integers(0, 1000),
)
def test_another_agent_makes_no_patient_case_wait_longer(
    agents: int,
    load: float,
    medium: str,
    handle: dict,
    replication: int,  # type: ignore[type-arg]
) -> None:
    # First come, first served, with each case's handle time its own (Kiefer & Wolfowitz 1955):
    # the workloads of the agents are ordered at every arrival.
    few, more = (
        run_one_queue(one_queue(count, medium, load, handle, None), replication).tasks
        for count in (agents, agents + 1)
    )
    assert (few.case_id == more.case_id).all()
    closed = np.inf
    begins = [
        np.where(np.isnan(one.start_seconds), closed, one.start_seconds) for one in (few, more)
    ]
    assert (begins[1] <= begins[0] + 1e-6).all()


def mean_wait(said: Scenario, replications: range) -> float:
    """Mean wait of all, those who leave included, over some weeks."""
    total, count = 0.0, 0
    for replication in replications:
        tasks = run_one_queue(said, replication).tasks
        until = np.where(tasks.agent >= 0, tasks.start_seconds, tasks.end_seconds)
        wait = (until - tasks.arrival_seconds)[tasks.outcome != TaskOutcome.OPEN]
        total, count = total + float(wait.sum()), count + len(wait)
    return total / count


@settings(quick, max_examples=15)
@given(
    agents=st.integers(1, 5),
    load=st.floats(0.8, 6.0),
    handle=HANDLE_TIMES,
    patience=st.sampled_from([exponential(900), constant(1200)]),
)
def test_more_agents_never_worsen_the_expected_wait_of_impatient_callers(
    agents: int,
    load: float,
    handle: dict,
    patience: dict,  # type: ignore[type-arg]
) -> None:
    # One caller may fare worse, as another one stayed; the mean over weeks may not.
    waits = [
        mean_wait(one_queue(count, "phone", load, handle, patience), range(4))
        for count in (agents, agents + 1, agents + 3)
    ]
    assert waits == sorted(waits, reverse=True)
