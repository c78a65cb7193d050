"""Random small worlds: whatever the scenario, roster and rules, the identities hold."""

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.cap import CapWindow
from scenarios.scenario import Scenario
from simulation.records import to_frame
from simulation.replications import summaries
from simulation.world import compile_world
from tests.simulation.desk_run import run_replication
from tests.simulation.identities import check_all, check_quota
from tests.simulation.scenes import (
    agent,
    channel,
    exponential,
    quota_of,
    rules,
    scenario,
)
from tests.simulation.worlds import MEDIA, MONDAYS, rosters, routings

quick = settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def channels(draw: st.DrawFn) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for medium in draw(st.lists(st.sampled_from(MEDIA), min_size=1, max_size=3, unique=True)):
        fields: dict[str, Any] = {
            "volume_per_week": draw(st.sampled_from([0.0, 30.0, 120.0])),
            "shape": draw(st.sampled_from(["flat", "office", "evening"])),
            "busyness_cv": draw(st.sampled_from([0.0, 0.5])),
            "handle_time": draw(
                st.sampled_from(
                    [exponential(900), {"mean_seconds": 1500.0, "cv": 0.8}, exponential(3600)]
                )
            ),
            "patience": draw(st.sampled_from([None, exponential(600)])),
            "hostility": {
                "share": draw(st.sampled_from([0.0, 0.2, 0.6])),
                "handle_time_factor": 1.3,
            },
            "concurrency": draw(st.integers(1, 3)),
            "concurrency_slowdown": draw(st.sampled_from([0.0, 0.4])),
            "sla": draw(
                st.sampled_from(
                    [
                        None,
                        {"share": 0.8, "within_seconds": 3600.0},
                        {"share": 0.8, "within_seconds": 60.0, "clock": "wall"},
                    ]
                )
            ),
        }
        if draw(st.booleans()):
            fields["languages"] = {"de": 3.0, "en": 1.0}
        said[medium] = channel(medium, **fields)
    return said


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    offered = draw(channels())
    names = list(offered)
    team = []
    for number in range(draw(st.integers(1, 4))):
        skills = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        languages = draw(st.sampled_from([["de"], ["de", "en"]]))
        team.append({**agent(f"a{number}", *skills), "languages": languages})
    return scenario(
        offered,
        team,
        team={"unplanned_absence_share": draw(st.sampled_from([0.0, 0.3]))},
        horizon={
            "opening": draw(st.sampled_from(["24/7", {"mon-sat": "09:00-18:00"}])),
            "zone": "Europe/Berlin",
            "start": draw(st.sampled_from(MONDAYS)),
            "weeks": draw(st.integers(1, 2)),
        },
        classifier={"recall": draw(st.sampled_from([1.0, 0.7])), "precision": 1.0},
    )


@quick
@given(st.data())
def test_identities_hold_in_any_world(data: st.DataObject) -> None:
    said = data.draw(scenarios())
    plan = data.draw(rosters(said))
    by = data.draw(routings(said))
    records = run_replication(compile_world(said), plan, by, seed=7, replication=3)
    check_all(said, plan, by, records)


@quick
@given(st.data())
def test_the_quota_counts_on_no_more_than_the_roster_holds(data: st.DataObject) -> None:
    said = scenario(
        {
            "phone": channel(
                volume_per_week=200.0, handle_time=exponential(200), hostility={"share": 0.5}
            )
        },
        [agent("a0", "phone"), agent("a1", "phone")],
        horizon={"weeks": 2},
    )
    plan = data.draw(rosters(said))
    by = rules(
        said,
        quota=quota_of(
            said,
            data.draw(st.sampled_from([0.2, 0.3])),
            window=data.draw(st.sampled_from(list(CapWindow))),
            margin_z=data.draw(st.sampled_from([0.0, 1.0])),
            chance=(0.05, 0.9),
            sure=(data.draw(st.sampled_from([2.0, 5.0])), 0.05),
        ),
    )
    records = run_replication(compile_world(said), plan, by, seed=7, replication=3)
    check_quota(said, plan, by, records)


@quick
@given(st.data())
def test_summaries_add_up_in_any_world(data: st.DataObject) -> None:
    said = data.draw(scenarios())
    plan = data.draw(rosters(said))
    by = data.draw(routings(said))
    (summary,) = summaries(said, plan, by, seed=7, replications=range(3, 4))
    sums, agents, intervals = summary.channels, summary.agents, summary.intervals
    assert (sums.offered == sums.answered + sums.abandoned + sums.open_at_end).all()
    assert (sums.in_time <= sums.answered).all()
    assert (sums.left_in_time <= sums.abandoned).all()
    assert agents.handled.sum() >= sums.answered.sum()
    assert (agents.hostile <= agents.handled).all()
    assert (agents.busy_seconds <= agents.available_seconds + 1e-3).all()
    assert (intervals.offered.sum(axis=1) == sums.offered).all()
    assert (intervals.in_time.sum(axis=1) == sums.in_time).all()
    assert (intervals.agents_busy <= intervals.agents_working + 1e-6).all()
    assert (intervals.agents_busy >= -1e-6).all()


@quick
@given(st.data())
def test_the_same_cases_whatever_roster_and_rules(data: st.DataObject) -> None:
    said = data.draw(scenarios())
    world = compile_world(said)
    one = run_replication(world, data.draw(rosters(said)), data.draw(routings(said)), 7, 3)
    other = run_replication(world, data.draw(rosters(said)), data.draw(routings(said)), 7, 3)
    brought = ["case_id", "queue", "hostile", "labelled_hostile", "arrival_seconds", "due_seconds"]
    assert to_frame(one.tasks)[brought].equals(to_frame(other.tasks)[brought])
    alone = np.ones(len(said.channels)) == [c.concurrency for c in said.channels.values()]
    channel_of = world.queue_channel[one.tasks.queue]
    both = (one.tasks.agent >= 0) & (other.tasks.agent >= 0) & alone[channel_of]
    first = (one.tasks.end_seconds - one.tasks.start_seconds)[both]
    second = (other.tasks.end_seconds - other.tasks.start_seconds)[both]
    np.testing.assert_allclose(first, second, atol=1e-6)
