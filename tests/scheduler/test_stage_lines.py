"""Lines of later stages: their promise, their work, their hostility, and a plan with them."""

import numpy as np
import pytest

from scenarios.promises import SlaClock
from scenarios.queues import groups_of, lines_of
from scenarios.roster import Roster
from scenarios.timeline import Timeline
from scheduler.division import divide_work
from scheduler.hostility import hostile_chance, hostile_share, queue_shares
from scheduler.learned_cuts import learned_cut
from scheduler.line_promise import Promised, deferrable_limits_seconds, line_promise, lines_behind
from scheduler.loop import plan
from scheduler.rules import default_rules
from scheduler.sensitivity import Gain, WeekBlock, gains, open_blocks, promise_levels
from scheduler.staffing import compute_requirement
from scheduler.trials import Trial, run_trials
from simulation.arrivals.volume import workload_of
from tests.scheduler.stage_lines import stage_lines
from tests.scheduler.test_learned_cuts import one_shift

MONDAY_MORNING = WeekBlock(0, 9 * 60, 12 * 60)


def test_lines_are_those_of_the_skills() -> None:
    assert [line.id for line in lines_of(stage_lines())] == [
        "posts/any",
        "posts/any/solve",
        "phone/any",
        "phone/any/write",
    ]


def test_the_tightest_promise_of_its_stages_holds_for_a_line() -> None:
    scenario = stage_lines()
    posts, solve, phone, write = lines_of(scenario)
    # The first stage has an hour for 80 %, the second half an hour for 70 %.
    first = line_promise(scenario, posts)
    assert first is not None
    assert (first.share, first.within_seconds, first.clock) == (0.8, 1800.0, SlaClock.OPENING)
    assert line_promise(scenario, solve) == scenario.channels["posts"].stages[2].sla
    assert line_promise(scenario, phone) == scenario.channels["phone"].sla
    assert line_promise(scenario, write) == scenario.channels["phone"].stages[1].sla
    assert deferrable_limits_seconds(scenario) == [1800.0, 7200.0, 14_400.0]


def test_a_line_whose_stages_promise_nothing_has_no_promise() -> None:
    scenario = stage_lines({"channels.posts.workflow.stages.2.sla": None})
    assert line_promise(scenario, lines_of(scenario)[1]) is None


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        (None, ["posts/de", "posts/en"]),
        ("look", ["posts/de", "posts/en"]),
        ("close", ["posts/de/solve", "posts/en/solve"]),
        ("resolution", ["posts/de", "posts/en", "posts/de/solve", "posts/en/solve"]),
    ],
)
def test_a_promise_is_about_the_lines_of_its_stage(part: str | None, lines: list[str]) -> None:
    scenario = stage_lines({"channels.posts.languages": {"de": 0.5, "en": 0.5}})
    assert [line.id for line in lines_behind(scenario, Promised("posts", part))] == lines


def test_later_stages_are_required_as_work_with_their_own_limit() -> None:
    scenario = stage_lines()
    need = compute_requirement(scenario, workload_of(scenario, seed=1, replications=2))
    assert [pool.line_ids for pool in need.live] == [("phone/any",)]
    by_line = {one.line_id: one for one in need.deferrable}
    assert list(by_line) == ["posts/any", "posts/any/solve", "phone/any/write"]
    assert by_line["posts/any/solve"].group_ids == ("g2",)
    assert by_line["phone/any/write"].group_ids == ("g1",)
    # 300 posts: 300 first stages and as many looks; half are solved, and all are closed.
    handle = 5.0
    assert by_line["posts/any"].arrived_minutes[-1] == pytest.approx(300 * 1.5 * handle)
    assert by_line["posts/any/solve"].arrived_minutes[-1] == pytest.approx(
        300 * (0.5 * 2.0 + 0.25) * handle
    )
    assert by_line["phone/any/write"].arrived_minutes[-1] == pytest.approx(200 * 0.5 * 4.0)
    assert need.bucket_ends[0] == 30  # the look's half hour


def test_work_of_a_later_stage_is_due_by_its_own_clock() -> None:
    scenario = stage_lines()
    workload = workload_of(scenario, seed=1, replications=2)
    workload.cases[:], workload.hostile_cases[:], workload.work_minutes[:] = 0.0, 0.0, 0.0
    step = scenario.horizon.interval_minutes
    late = 16 * 60 // step  # on Monday from 16:00 on, an hour before closing time
    workload.cases[:, late], workload.work_minutes[:, late] = 1.0, 10.0
    need = compute_requirement(scenario, workload)
    solve = next(one for one in need.deferrable if one.line_id == "posts/any/solve")
    posts = next(one for one in need.deferrable if one.line_id == "posts/any")
    hour = (need.bucket_ends / 60.0).tolist()
    assert solve.due_minutes[hour.index(18.0)] == 0.0
    assert solve.due_minutes[hour.index(18.5)] == pytest.approx(9.0)  # two hours by the wall
    assert posts.due_minutes[hour.index(17.0)] == pytest.approx(8.0)


def test_replies_calm_so_later_lines_are_less_hostile() -> None:
    scenario = stage_lines()
    posts, solve, _, _ = lines_of(scenario)
    # One in five is hostile at first, and in the look. Half of them are solved: 0.1 of them
    # hostile in 0.5 solved; closed are those and the half that needed no solving: 0.1 + 0.05.
    assert hostile_share(scenario, posts) == pytest.approx(0.2)
    assert hostile_share(scenario, solve) == pytest.approx((0.05 + 0.15) / 1.5)
    chances, shares = hostile_chance(scenario), queue_shares(scenario)
    total = sum(
        chances[f"posts/any/solve/{label}"] * shares[f"posts/any/solve/{label}"]
        for label in ("harmless", "hostile")
    )
    assert total == pytest.approx(hostile_share(scenario, solve))


def test_labels_of_later_stages_err_as_those_of_the_first() -> None:
    doubtful = {"classifier.recall": 0.85, "classifier.precision": 0.75}
    scenario = stage_lines(doubtful)
    solve = lines_of(scenario)[1]
    share = hostile_share(scenario, solve)
    false_positive_rate = scenario.classifier.false_positive_rate(0.2)
    labelled = 0.85 * share + false_positive_rate * (1 - share)
    assert hostile_chance(scenario)["posts/any/solve/hostile"] == pytest.approx(
        0.85 * share / labelled
    )


def test_hostile_shares_agree_with_the_workload() -> None:
    scenario = stage_lines()
    workload = workload_of(scenario, seed=1, replications=2)
    for row, line in enumerate(lines_of(scenario)):
        seen = workload.hostile_cases[row].sum() / workload.cases[row].sum()
        assert hostile_share(scenario, line) == pytest.approx(float(seen))


@pytest.mark.parametrize(("part", "group"), [(None, "g1"), ("look", "g1"), ("solve", "g2")])
def test_cuts_ask_for_those_who_serve_what_was_promised(part: str | None, group: str) -> None:
    scenario = stage_lines({"team.agents.3.skills": ["expert"]})
    promised = Promised("posts", part)
    gain = Gain(MONDAY_MORNING, groups_of(scenario)[0], 3.0, {promised: 0.03})
    cut = learned_cut(scenario, Roster(()), [gain], promised, 0.02)
    assert cut is not None
    assert {block.group_ids for block in cut.blocks} == {(group,)}
    assert (cut.channel_id, cut.part) == ("posts", part)


@pytest.mark.parametrize(("part", "group"), [(None, "g1"), ("solve", "g2")])
def test_gains_are_asked_of_those_who_serve_what_was_promised(part: str | None, group: str) -> None:
    scenario = stage_lines(
        {"team.agents.3.skills": ["expert"], "channels.posts.volume_per_week": 60.0}
    )
    roster = Roster(tuple(one_shift(name, day) for day in range(5) for name in ("B1", "B2", "S1")))
    base = Trial(scenario, roster, default_rules(scenario))
    (before,) = run_trials([base], replications=range(1), processes=1)
    found = gains(base, before, (Promised("posts", part),), replications=range(1), processes=1)
    assert {gain.group.id for gain in found} == {group}
    assert len(found) == len(open_blocks(scenario))
    assert set(found[0].service_level) == set(promise_levels(scenario, before))
    assert {(one.channel_id, one.part) for one in found[0].service_level} == {
        ("posts", None),
        ("posts", "look"),
        ("posts", "solve"),
        ("phone", None),
        ("phone", "write"),
    }


def test_the_work_of_later_stages_is_divided_too() -> None:
    scenario = stage_lines()
    workload = workload_of(scenario, seed=1, replications=2)
    names = [agent.id for agent in scenario.team.agents]
    roster = Roster(tuple(one_shift(name, day) for day in range(5) for name in names))
    division = divide_work(scenario, workload, roster)
    assert division.shares["g2", "posts/any/solve/harmless"] == pytest.approx(1.0)
    assert division.shares["g1", "phone/any/write/hostile"] == pytest.approx(1.0)
    assert ("g1", "posts/any/solve/harmless") not in division.shares
    rostered = 5 * 450.0
    assert division.occupancy["g2"] >= 300 * 1.25 * 5.0 / rostered - 1e-9


@pytest.mark.slow
def test_a_plan_with_stage_lines_runs_end_to_end() -> None:
    scenario = stage_lines(
        {
            "channels.posts.volume_per_week": 120.0,
            "channels.phone.volume_per_week": 80.0,
            "team.sickness": {"spells_per_year": 3.0},
            "team.shrinkage": {"share": 0.08},
            "team.learning": {},
            "team.agents.1.started": "2026-10-19",
            "team.profiles": {"voice": {"handle_time_factor": {"posts": 1.2}}},
            "team.agents.0.profile": "voice",
        }
    )
    made = plan(scenario)
    assert {rule.queue_id for rule in made.rules.group_rules} >= {"posts/any/solve/hostile"}
    assert made.roster.of("S1")
    posts = next(one for one in made.outcome.channels if one.channel_id == "posts")
    assert posts.answered.mean > 0.8 * posts.offered.mean


def test_live_pools_leave_later_stages_alone() -> None:
    scenario = stage_lines()
    need = compute_requirement(scenario, workload_of(scenario, seed=1, replications=2))
    intervals = Timeline(scenario.horizon).intervals
    assert need.live[0].agents.shape == (intervals,)
    assert np.isfinite(need.live[0].offered_load).all()
