"""The workload: expected tasks and work by line and interval, later stages included."""

from typing import Any

import numpy as np
import pytest

from scenarios.scenario import Scenario
from scenarios.workflow import SIX_STAGES, Stage
from simulation.arrivals.expected import first_contacts
from simulation.arrivals.visits import visits_of
from simulation.arrivals.volume import draw_cases, workload_of
from simulation.arrivals.volume_profile import volume_profile
from simulation.arrivals.workload import Workload
from simulation.records import Origin
from simulation.world import compile_world
from tests.simulation.desk_run import run_replication
from tests.simulation.scenes import agent, around_the_clock, channel, constant, rules, scenario

HOUR = 3600.0
DAY = 24 * HOUR


def test_the_six_stages_visits_by_hand() -> None:
    visits = visits_of(SIX_STAGES.stages)
    # Every second case goes to resolve; 15 % never answer and come no further.
    assert visits.visits == pytest.approx([1, 0.46, 0.85, 0.425, 0.85, 0.255])
    # Anger cools by 0.7 on answer, 0.8 on resolve, 0.5 on close, which half reach from answer.
    resolve = 0.85 * 0.7 * 0.5 * 0.8
    close = 0.85 * 0.7 * 0.5 * 0.5 + resolve * 0.5
    assert visits.hostile_visits == pytest.approx(
        [1, 0.46, 0.85 * 0.7, resolve, close, 0.3 * close]
    )
    # An hour to think; a back office of 4 hours for 40 % of those who go to resolve.
    resolved = 3600 + 0.4 * 14400
    late = (3600 + resolved) / 2
    assert visits.lag_seconds == pytest.approx([0, 0, 3600, resolved, late, late])
    assert visits.closed_share == pytest.approx(0.85)
    assert visits.closing_lag_seconds == pytest.approx(late)


def test_going_back_is_a_geometric_series() -> None:
    alone = visits_of([Stage(id="a", back_to="a", back_share=0.8, still_hostile=0.5)])
    assert alone.visits == pytest.approx([5.0])
    assert alone.hostile_visits == pytest.approx([1 / (1 - 0.4)])
    assert alone.closed_share == pytest.approx(1.0)
    # From b a quarter goes back to a; a fifth of those on the way to b drop out.
    # a = 1 + b / 4 and b = 0.8 a, so a = 1.25 and b = 1; closed: three quarters of b.
    pair = visits_of(
        [Stage(id="a"), Stage(id="b", drop_out=0.2, back_to="a", back_share=0.25, probability=1.0)]
    )
    assert pair.visits == pytest.approx([1.25, 1.0])
    assert pair.closed_share == pytest.approx(0.75)


def test_who_goes_back_may_drop_out_again() -> None:
    # b = 0.8 + 0.5 x 0.8 b, so b = 4/3; of those who come to b half are closed.
    own = Stage(id="b", drop_out=0.2, back_to="b", back_share=0.5)
    visits = visits_of([Stage(id="a"), own])
    assert visits.visits == pytest.approx([1.0, 4 / 3])
    assert visits.closed_share == pytest.approx(2 / 3)


def test_who_goes_back_needs_the_stage_for_sure() -> None:
    # b is needed by a tenth; c sends half of its cases back to b, and from b all come to c.
    stages = [Stage(id="a"), Stage(id="b", probability=0.1)]
    stages.append(Stage(id="c", back_to="b", back_share=0.5))
    # c = 1 + c / 2 = 2; b = 0.1 + 1.
    assert visits_of(stages).visits == pytest.approx([1.0, 1.1, 2.0])


def one(x: dict[str, Any], *, agents: int = 1, **parts: Any) -> Scenario:
    offered = {"x": channel("post", volume_per_week=1680.0, **x)}
    people = [agent(f"a{number}", "x", "y", "back") for number in range(agents)]
    return scenario(offered, people, **parts)


def work_of(said: Scenario) -> Workload:
    return workload_of(said, seed=1, replications=2)


def stages(*listed: dict[str, Any]) -> dict[str, Any]:
    return {"workflow": {"stages": list(listed)}}


def test_later_stages_have_their_work_on_their_lines_after_their_delay() -> None:
    walk = stages(
        {"id": "answer", "handle_time": constant(60)},
        {"id": "solve", "skill": "back", "probability": 0.5, "handle_time": constant(600)}
        | {"think_time": constant(1.5 * HOUR), "still_hostile": 0.5},
        {"id": "tell", "handle_time": constant(120)},
    )
    weights = tuple(float(hour == 10) for hour in range(24))
    said = one(
        {
            **walk,
            "shape": {"by_hour": weights},
            "languages": {"de": 3.0, "en": 1.0},
            "hostility": {"share": 0.2, "handle_time_factor": 1.5},
        }
    )
    work = work_of(said)
    assert work.line_ids == ("x/de", "x/en", "x/de/solve", "x/en/solve")
    by_hour = work.cases.reshape(4, 7, 24, 4).sum(axis=3)
    # 240 a day at ten; half of them to solve at 11:30; all to tell, on the first line, on average
    # three quarters of an hour later.
    assert by_hour[2:, 0, 11:13] == pytest.approx(np.array([[90.0, 90.0], [30.0, 30.0]]) / 2)
    assert by_hour[:2, 0, 10:12] == pytest.approx(np.array([[225.0, 135.0], [75.0, 45.0]]))
    assert work.cases.sum() == pytest.approx(1680 * 2.5)
    assert work.hostile_cases[2:].sum() == pytest.approx(1680 * 0.2 * 0.25)
    # Anger halves on the way through solve: 0.75 of it is left at tell.
    seconds = 1680 * (60 + 0.5 * 600 + 120)
    extra = 1680 * 0.2 * 0.5 * (60 + 0.25 * 600 + 0.75 * 120)
    assert work.work_minutes.sum() == pytest.approx((seconds + extra) / 60)
    assert work.cases_p90[2:].sum() == 0.0


def test_the_bot_takes_what_it_solves_and_sends_back_the_rest_later() -> None:
    bot = {"tried_share": 0.5, "deflection": 0.4, "failed_share": 0.25, "hostile_factor": 3.0}
    bot |= {"returns": constant(2 * HOUR), "seconds": 0.0}
    work = work_of(one({"bot": bot, "hostility": {"share": 0.1}}))
    by_hour = work.cases[0].reshape(168, 4).sum(axis=1)
    # Ten an hour: a fifth ends with the bot, a quarter of it comes back two hours later.
    assert by_hour[:4] == pytest.approx([8.0, 8.0, 8.5, 8.5])
    hostile = work.hostile_cases[0].reshape(168, 4).sum(axis=1)
    assert hostile[[1, 2]] == pytest.approx([0.8, 0.8 + 0.5 * 0.3])


def test_repeats_follow_as_often_as_they_may() -> None:
    repeat = {"share": 0.2, "delay": constant(DAY), "at_most": 2, "hostile_factor": 2.0}
    work = work_of(one({"repeat": repeat, "hostility": {"share": 0.1}}))
    by_day = work.cases[0].reshape(7, 96).sum(axis=1)
    assert by_day == pytest.approx([240, 288] + [240 * 1.24] * 5)
    assert work.hostile_cases[0].reshape(7, 96).sum(axis=1)[:2] == pytest.approx(
        [24, 24 + 48 * 0.2]
    )


def test_each_channel_has_its_own_number_of_repeats() -> None:
    often = {"share": 0.5, "delay": constant(1.0), "at_most": 3}
    offered = {
        "x": channel("post", repeat=often),
        "y": channel("post", repeat={**often, "at_most": 1}),
    }
    work = work_of(scenario(offered, [agent("a", "x", "y")]))
    assert work.cases.sum(axis=1) == pytest.approx([187.5, 150.0])


def test_repeats_on_another_channel_keep_their_language_where_it_is_spoken() -> None:
    repeat = {"share": 0.5, "to": "y", "delay": constant(1.0), "at_most": 1}
    offered = {
        "x": channel("post", languages={"de": 1.0, "fr": 1.0}, repeat=repeat),
        "y": channel("post", volume_per_week=0.0, languages={"en": 3.0, "de": 1.0}),
    }
    work = work_of(scenario(offered, [agent("a", "x", "y")]))
    # 25 in German stay so; 25 in French become English or German by the shares there.
    assert work.cases.sum(axis=1) == pytest.approx([50, 50, 18.75, 31.25])


def test_a_backlog_is_work_of_the_first_interval() -> None:
    usual = work_of(one({"hostility": {"share": 0.2}}))
    waiting = work_of(
        one(
            {"hostility": {"share": 0.2}},
            start={"backlog": {"x": {"cases": 30, "oldest_hours": 9.0}}},
        )
    )
    more = waiting.cases - usual.cases
    assert more[0, 0] == pytest.approx(30.0)
    assert more[0, 1:].sum() == 0.0
    assert waiting.hostile_cases[0, 0] - usual.hostile_cases[0, 0] == pytest.approx(6.0)
    assert waiting.cases_p10[0, 0] >= 30.0


MESSAGES = [
    {"second": 700.0 * place, "hostile": (True, False, None)[place % 3], "language": language}
    for place, language in enumerate(["de", None, "en", None] * 200)
]


def everything() -> Scenario:
    """Drawn, replayed and stormed, with an event."""
    offered = {
        "r": channel(
            "post",
            volume_per_week=None,
            replay={"file": "messages.csv", "messages": MESSAGES, "needs_answer": 0.7},
            languages={"de": 3.0, "en": 1.0},
            hostility={"share": 0.3},
        ),
        "p": channel("post", volume_per_week=700.0, busyness_cv=0.2, hostility={"share": 0.1}),
    }
    event = {"from_local": "2026-01-06 12:00", "to_local": "2026-01-08 00:00"}
    return scenario(
        offered,
        [agent("a", "r", "p")],
        storms={
            "s": {"channel": "p", "from_local": "2026-01-09 18:00", "cases": 300}
            | {"mean_delay_seconds": 20_000.0}
        },
        events={"e": {**event, "volume_factor": 2.5, "hostile_factor": 2.0}},
        start={"backlog": {"p": {"cases": 40, "oldest_hours": 3.0}}},
        volume={"scale": 1.2},
    )


def test_expected_contacts_are_the_mean_of_what_is_drawn() -> None:
    world = compile_world(everything())
    expected = first_contacts(world)
    cells = (len(world.line_ids), 7)
    runs = 300
    cases, hostile = np.zeros((runs, *cells)), np.zeros((runs, *cells))
    for replication in range(runs):
        drawn = draw_cases(world, 1, replication)
        assert drawn.context is not None
        comes = drawn.context.origin != Origin.BACKLOG
        place = (drawn.queue[comes] // 2, (drawn.arrival_seconds[comes] // DAY).astype(int))
        np.add.at(cases[replication], place, 1)
        np.add.at(hostile[replication], place, drawn.hostile[comes])
    # 3 lines x 7 days x 2 figures, 99.9 % together by Bonferroni: z = 4.2.
    for drawn_numbers, numbers in ((cases, expected.cases), (hostile, expected.hostile)):
        by_day = numbers.reshape(*cells, 96).sum(axis=2)
        error = drawn_numbers.std(axis=0, ddof=1) / np.sqrt(runs)
        assert (np.abs(drawn_numbers.mean(axis=0) - by_day) < 4.2 * error + 1e-9).all()
        assert (error < 0.03 * by_day + 0.3).all()


def test_the_profile_shows_replays_storms_and_events_and_leaves_out_the_backlog() -> None:
    said = everything()
    profiles = volume_profile(said, seed=1, replications=60)
    contacts = first_contacts(compile_world(said))
    replay, posts = profiles
    assert replay.week.cases == pytest.approx(800 * 0.7 * 1.2)
    assert posts.week.cases == pytest.approx(contacts.cases[2].sum())
    # 120 a day times 2.5; the storm's 300 begin on Friday evening.
    expected = [120, 210, 300, 120]
    for place, cases in [*enumerate(expected), (6, 120)]:
        spread = posts.by_weekday[place]
        assert spread is not None
        assert spread.cases == pytest.approx(cases, rel=0.02)
        assert spread.cases_p10 < cases < spread.cases_p90
    friday = posts.by_weekday[4]
    assert friday is not None
    assert friday.cases > 120 + 150
    assert posts.week.hostile_share == pytest.approx(
        contacts.hostile[2].sum() / contacts.cases[2].sum()
    )
    assert posts.week.cases_p10 < posts.week.cases < posts.week.cases_p90


def test_the_far_end_of_a_storm_makes_no_worked_day() -> None:
    said = scenario(
        {"x": channel(opening={"mon-fri": "09:00-17:00"})},
        [agent("a", "x")],
        storms={"s": {"channel": "x", "from_local": "2026-01-08 10:00", "cases": 50}},
    )
    (profile,) = volume_profile(said, seed=1, replications=5)
    assert [spread is not None for spread in profile.by_weekday] == [True] * 5 + [False] * 2
    assert profile.week.cases == pytest.approx(150)


def test_the_profiles_work_is_that_of_all_stages_behind_the_bot() -> None:
    walk = stages({"id": "a", "handle_time": constant(60)}, {"id": "b", "drop_out": 0.5})
    bot = {"deflection": 0.4, "failed_share": 0.5}
    said = one({**walk, "handle_time": constant(100), "bot": bot})
    (profile,) = volume_profile(said, seed=1, replications=2)
    assert profile.week.cases == pytest.approx(1680)
    assert profile.week.work_hours == pytest.approx(0.8 * 1680 * (60 + 50) / 3600)


@pytest.mark.slow
def test_expected_tasks_are_the_mean_of_what_the_desk_handles() -> None:
    walk = stages(
        {"id": "answer", "handle_time": constant(60)},
        {"id": "ask", "probability": 0.4, "drop_out": 0.3, "think_time": constant(600)},
        {"id": "solve", "skill": "back", "still_hostile": 0.5, "handle_time": constant(100)}
        | {"back_to": "ask", "back_share": 0.3},
    )
    said = one(
        {
            **walk,
            "handle_time": constant(30),
            "hostility": {"share": 0.3},
            "bot": {"deflection": 0.3, "failed_share": 0.4, "returns": constant(600)},
            "repeat": {"share": 0.2, "delay": constant(1200), "at_most": 2},
        },
        agents=3,
        start={"backlog": {"x": {"cases": 20}}},
    )
    world, runs = compile_world(said), 25
    tasks, hostile = np.zeros((runs, 2)), np.zeros((runs, 2))
    for replication in range(runs):
        records = run_replication(world, around_the_clock(said), rules(said), 1, replication)
        handled = records.tasks.agent >= 0
        line = world.queue_line[records.tasks.queue[handled]]
        tasks[replication] = np.bincount(line, minlength=2)
        hostile[replication] = np.bincount(line, records.tasks.hostile[handled], minlength=2)
    work = work_of(said)
    for drawn, expected in ((tasks, work.cases), (hostile, work.hostile_cases)):
        total = expected.sum(axis=1)
        error = drawn.std(axis=0, ddof=1) / np.sqrt(runs)
        # 99.9 % over four figures, and half a per cent for cases at the very end of the week.
        assert (np.abs(drawn.mean(axis=0) - total) < 3.7 * error + 0.005 * total).all()
        assert (error < 0.02 * total).all()
