"""Replications: the same results however they are run, and the same luck for the same case."""

import multiprocessing
import pickle
from dataclasses import replace

import numpy as np
import pytest

from scenarios.assignment import RoutingPolicy
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.desk.absence import draw_absences
from simulation.records import to_frame
from simulation.replications import paired, records_frame, simulate, summaries
from simulation.world import compile_world
from tests.simulation.desk_run import run_replication
from tests.simulation.scenes import (
    agent,
    channel,
    exponential,
    quota_of,
    roster,
    rules,
    scenario,
    shift,
)


def team(**parts: object) -> Scenario:
    return scenario(
        {
            "phone": channel(
                volume_per_week=600.0,
                busyness_cv=0.3,
                handle_time=exponential(300),
                patience=exponential(120),
                hostility={"share": 0.2},
                sla={"share": 0.8, "within_seconds": 30.0},
            ),
            "posts": channel(
                "post",
                volume_per_week=400.0,
                hostility={"share": 0.2},
                sla={"share": 0.8, "within_seconds": 3600.0},
            ),
        },
        [agent("a0", "phone", "posts"), agent("a1", "phone"), agent("a2", "posts")],
        team={"unplanned_absence_share": 0.1},
        horizon={"opening": {"mon-sun": "08:00-20:00"}},
        cap={"hostile": 0.22},
        **parts,  # type: ignore[arg-type]
    )


def plan() -> Roster:
    return roster(
        *(
            shift(f"a{n}", (1440 * d + 480, 1440 * d + 720), (1440 * d + 720, 1440 * d + 1200))
            for n in range(3)
            for d in range(7)
        )
    )


def test_the_number_of_processes_changes_nothing() -> None:
    said = team()
    by = rules(said, quota=quota_of(said, 0.22))
    noted: list[int] = []
    alone = simulate(said, plan(), by, seed=4, replications=range(5, 9))
    beside = simulate(
        said, plan(), by, seed=4, replications=range(5, 9), processes=2, on_progress=noted.append
    )
    assert repr(alone) == repr(beside)
    assert alone.replications == (5, 6, 7, 8)
    assert noted == [1, 2, 3, 4]


def test_summaries_are_the_same_bytes_side_by_side() -> None:
    said = team()
    by = rules(said)
    alone = summaries(said, plan(), by, seed=4, replications=range(2))
    beside = summaries(said, plan(), by, seed=4, replications=range(2), processes=2)
    assert pickle.dumps(alone[1]) == pickle.dumps(beside[1])


def test_a_failure_in_a_process_comes_back() -> None:
    said = team()
    strange = roster(shift("zoe", (0, 60)))
    with pytest.raises(ValueError, match="no agent zoe"):
        summaries(said, strange, rules(said), seed=1, replications=range(3), processes=2)


def test_an_interrupt_ends_the_processes() -> None:
    said = team()

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        summaries(
            said,
            plan(),
            rules(said),
            seed=1,
            replications=range(50),
            processes=2,
            on_progress=interrupt,
        )

    assert multiprocessing.active_children() == []


def test_a_replication_run_alone_is_the_same() -> None:
    said = team()
    world, by = compile_world(said), rules(said)
    one = run_replication(world, plan(), by, 4, 6)
    again = run_replication(pickle.loads(pickle.dumps(world)), plan(), by, 4, 6)
    assert to_frame(one.tasks).equals(to_frame(again.tasks))
    assert to_frame(one.agents).equals(to_frame(again.agents))
    other = run_replication(world, plan(), by, 5, 6)
    assert len(other.tasks.case_id) != len(one.tasks.case_id) or not np.array_equal(
        other.tasks.arrival_seconds, one.tasks.arrival_seconds
    )


def test_absence_belongs_to_agent_and_date() -> None:
    said = team()
    world = compile_world(said)
    shifts = plan().shifts
    missing = {
        (one.agent_id, one.date)
        for one, gone in zip(shifts, draw_absences(world, plan(), 4, 0), strict=True)
        if gone
    }
    fewer = Roster(tuple(one for one in shifts if one.agent_id != "a1"))
    still = {
        (one.agent_id, one.date)
        for one, gone in zip(fewer.shifts, draw_absences(world, fewer, 4, 0), strict=True)
        if gone
    }
    assert missing
    assert still == {pair for pair in missing if pair[0] != "a1"}


def test_the_share_of_absences_is_that_asked_for() -> None:
    world = compile_world(team())
    drawn = [draw_absences(world, plan(), 1, replication).mean() for replication in range(300)]
    assert np.mean(drawn) == pytest.approx(0.1, abs=0.012)


def test_nobody_is_absent_where_nobody_may_be() -> None:
    said = team().replace(team={**dict(team().team), "unplanned_absence_share": 0.0})
    assert not draw_absences(compile_world(said), plan(), 1, 0).any()


def test_the_quota_holds_the_cap_with_perfect_labels() -> None:
    said = team()
    held = simulate(
        said, plan(), rules(said, quota=quota_of(said, 0.22)), seed=1, replications=range(8)
    )
    plain = simulate(
        said,
        plan(),
        rules(said, policy=RoutingPolicy.LONGEST_IDLE),
        seed=1,
        replications=range(8),
    )
    assert held.cap is not None
    assert plain.cap is not None
    assert held.cap.replications_with_breach == 0
    assert held.cap.max_share <= 0.22
    assert plain.cap.replications_with_breach >= 3
    assert plain.cap.max_share > 0.22


def test_pairs_compare_the_same_replications() -> None:
    said = team()
    by = rules(said)
    all_of_them = summaries(said, plan(), by, seed=1, replications=range(6))
    late = Roster(tuple(one for one in plan().shifts if one.agent_id != "a1"))
    without = summaries(said, late, by, seed=1, replications=range(6))
    difference = paired(all_of_them, without, lambda one: float(one.channels.answered[0]), 0.95)
    assert difference.low > 0.0
    offered = paired(all_of_them, without, lambda one: float(one.channels.offered[0]), 0.95)
    assert (offered.mean, offered.low, offered.high) == (0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="same replications"):
        paired(all_of_them, without[::-1], lambda one: 0.0, 0.95)


def test_records_frame_names_queues_and_agents() -> None:
    said = team()
    records = run_replication(compile_world(said), plan(), rules(said), 1, 0)
    frame = records_frame(said, records)
    assert len(frame) == len(records.tasks.case_id)
    assert set(frame["queue_id"]) <= {
        f"{channel}/any/{label}"
        for channel in ("phone", "posts")
        for label in ("harmless", "hostile")
    }
    assert set(frame["agent_id"].dropna()) <= {"a0", "a1", "a2"}
    assert (frame["agent_id"].isna() == (records.tasks.agent < 0)).all()


def test_off_means_exactly_off() -> None:
    # A cap, a classifier and a team's cool-down change nothing unless the rules use them.
    said = team()
    bare = said.replace(cap=None)
    world = compile_world(said)
    one = run_replication(world, plan(), rules(said), 1, 0)
    other = run_replication(compile_world(bare), plan(), rules(bare), 1, 0)
    assert to_frame(one.tasks).equals(to_frame(other.tasks))
    free = replace(rules(said), release_slack_seconds=900.0)  # without a reserve: no effect
    third = run_replication(world, plan(), free, 1, 0)
    assert to_frame(one.tasks).equals(to_frame(third.tasks))
