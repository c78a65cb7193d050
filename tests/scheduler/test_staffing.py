"""The requirement against small cases worked by hand."""

import math
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom, gamma

from scenarios.queues import lines_of
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.live_staffing import Contacts, LivePromise, agents_needed, offered_load
from scheduler.staffing import compute_requirement
from simulation.arrivals.workload import Workload
from simulation.erlang import ErlangA, erlang_c
from tests.scheduler.small_teams import small

SHIFTS = {"day": {"starts": ["08:00"], "length_minutes": 480}}
OPEN = np.array([True])


def contacts(cases: list[float], service: float = 5.0, **changes: Any) -> Contacts:
    numbers = np.array(cases)
    return Contacts(
        numbers,
        numbers * service,
        changes.get("patience_seconds", math.inf),
        changes.get("busyness_cv", 0.0),
    )


def test_offered_load_of_steady_arrivals_is_littles_law():
    load = offered_load(contacts([12.0] * 40), step_minutes=15)
    assert load[-1] == pytest.approx(12 / 15 * 5)


def test_offered_load_lags_behind_arrivals_and_outlives_them():
    load = offered_load(contacts([0.0, 12.0, 0.0]), step_minutes=15)
    # By hand, with 4 erlangs in the middle interval and a service time a third of it.
    rising = 4 * (1 - (1 - math.exp(-3)) / 3)
    falling = 4 * (1 - math.exp(-3)) * (1 - math.exp(-3)) / 3
    assert load == pytest.approx([0.0, rising, falling])
    assert load.sum() == pytest.approx(4.0 - 4 * (1 - math.exp(-3)) * math.exp(-3) / 3)


def test_fewest_agents_of_a_promise_by_erlang_c():
    promise = LivePromise(0.8, 20.0)
    needed = agents_needed([contacts([200.0], 3.0)], np.array([20.0]), promise, 0.0, OPEN)[0]

    def level(agents: int) -> float:
        return 1 - erlang_c(agents, 20.0) * math.exp(-(agents - 20.0) / 180 * 20)

    assert level(needed) >= 0.8 > level(needed - 1)
    assert needed == 24  # 10 calls in 1.5 minutes, 3 minutes each: Erlang C tables


def test_absence_is_met_by_the_chance_of_who_comes():
    promise = LivePromise(0.8, 20.0)
    line = contacts([10.0], 3.0, patience_seconds=120.0)
    needed = agents_needed([line], np.array([1.5]), promise, 0.2, OPEN)[0]

    def level(rostered: int) -> float:
        return sum(
            binom.pmf(here, rostered, 0.8)
            * ErlangA(here, 1.5 / 180, 180.0, 120.0).service_level(20)
            for here in range(1, rostered + 1)
        )

    assert level(needed) >= 0.8 > level(needed - 1)


def test_busy_days_ask_for_more_agents():
    promise, load = LivePromise(0.8, 20.0), np.array([20.0])
    calm = agents_needed([contacts([200.0], 3.0, patience_seconds=300.0)], load, promise, 0.0, OPEN)
    busy = contacts([200.0], 3.0, patience_seconds=300.0, busyness_cv=0.3)
    assert agents_needed([busy], load, promise, 0.0, OPEN)[0] > calm[0]


def test_on_busy_days_more_customers_judge_the_promise():
    promise, load, cv = LivePromise(0.8, 20.0), 20.0, 0.3
    line = contacts([200.0], 3.0, patience_seconds=300.0, busyness_cv=cv)
    needed = agents_needed([line], np.array([load]), promise, 0.0, OPEN)[0]
    drawn = gamma.ppf([0.1, 0.3, 0.5, 0.7, 0.9], 1 / cv**2, scale=cv**2)
    factors = drawn / drawn.mean()

    def level(agents: int, weights: np.ndarray) -> float:
        rates = factors * load / 180
        own = [ErlangA(agents, rate, 180.0, 300.0).service_level(20) for rate in rates]
        return float(np.average(own, weights=weights))

    assert level(needed, factors) >= 0.8 > level(needed - 1, factors)
    # If every day weighed the same, one agent fewer would seem to be enough.
    assert level(needed - 1, np.ones(5)) >= 0.8


@pytest.mark.parametrize("cases", [20.0, 37.0, 60.0])
def test_a_quarter_of_the_misses_that_are_allowed_is_kept_for_what_the_formula_leaves_out(cases):
    phone = {
        "medium": "phone",
        "volume_per_week": 400.0,
        "handle_time": {"mean_seconds": 360.0},
        "sla": {"share": 0.6, "within_seconds": 20.0},
    }
    scenario = small(
        shifts=SHIFTS, channels={"phone": phone}, agents=[{"id": "a", "skills": ["phone"]}]
    )
    need = compute_requirement(scenario, workload(scenario, dict.fromkeys(range(24), cases)))
    load, agents = need.live[0].offered_load[20], need.live[0].agents[20]

    def level(agents: int) -> float:
        return 1 - erlang_c(agents, load) * math.exp(-(agents - load) / 360 * 20)

    assert level(agents) >= 0.7 > level(agents - 1)


def test_without_a_promise_a_stable_queue_is_enough():
    line = contacts([10.0])
    assert agents_needed([line], np.array([2.0]), None, 0.0, OPEN)[0] == 3
    assert agents_needed([line], np.array([2.0]), None, 0.5, OPEN)[0] == 5


def test_closed_intervals_and_empty_ones_need_nobody():
    line = contacts([10.0, 10.0, 0.0])
    load, shut = np.array([2.0, 2.0, 0.0]), np.array([True, False, True])
    assert agents_needed([line], load, None, 0.0, shut).tolist() == [3, 0, 0]


def scenario_with(posts: dict[str, Any], **changes: Any) -> Scenario:
    channels = {
        "posts": {
            "medium": "post",
            "volume_per_week": 100.0,
            "handle_time": {"mean_seconds": 300.0},
            **posts,
        }
    }
    return small(
        shifts=SHIFTS, channels=channels, agents=[{"id": "a", "skills": ["posts"]}], **changes
    )


def workload(scenario: Scenario, cases: dict[int, float], minutes: float = 6.0) -> Workload:
    shape = (len(lines_of(scenario)), Timeline(scenario.horizon).intervals)
    numbers = np.zeros(shape)
    for k, count in cases.items():
        numbers[:, k] = count
    return Workload(
        tuple(line.id for line in lines_of(scenario)),
        numbers,
        numbers * 0.1,
        numbers * minutes,
        numbers,
        numbers,
    )


def test_posts_fall_due_when_their_limit_is_up_in_opening_hours():
    sla = {"share": 0.8, "within_seconds": 7200.0}
    opening = {"mon-fri": "08:00-18:00"}
    scenario = scenario_with({"sla": sla}, horizon={"opening": opening})
    # Ten posts on Monday from 09:00 on and ten on Monday from 20:00 on, six minutes each.
    need = compute_requirement(scenario, workload(scenario, {9: 10.0, 20: 10.0}))
    line = need.deferrable[0]
    assert need.bucket_ends[:3].tolist() == [60, 120, 180]
    assert line.arrived_minutes[[8, 9, 19, 20]].tolist() == [0, 60, 60, 120]
    # The first are due on Monday at 11:30, the second on Tuesday at 10:00, a fifth a day later.
    assert line.due_minutes[[10, 11]] == pytest.approx([0, 48])
    assert line.due_minutes[[24 + 8, 24 + 9, 24 + 10]] == pytest.approx([48, 96, 96])
    assert line.due_minutes[[24 + 11, 48 + 9]] == pytest.approx([108, 120])


def test_the_limit_may_run_by_the_clock_on_the_wall():
    sla = {"share": 1.0, "within_seconds": 7200.0, "clock": "wall"}
    scenario = scenario_with({"sla": sla}, horizon={"opening": {"mon-fri": "08:00-18:00"}})
    line = compute_requirement(scenario, workload(scenario, {20: 10.0})).deferrable[0]
    assert line.due_minutes[[21, 22]] == pytest.approx([0, 60])


@pytest.mark.parametrize(
    ("limit", "bucket"), [(7200.0, 60), (1800.0, 30), (1000.0, 15), (60.0, 15)]
)
def test_a_bucket_is_no_longer_than_the_shortest_limit(limit, bucket):
    sla = {"share": 0.8, "within_seconds": limit}
    scenario = scenario_with({"sla": sla}, horizon={"interval_minutes": 15})
    ends = compute_requirement(scenario, workload(scenario, {9: 1.0})).bucket_ends
    assert ends[0] == bucket
    assert ends[-1] == Timeline(scenario.horizon).total_minutes


def test_work_without_a_promise_is_due_within_a_week_of_its_coming():
    scenario = scenario_with({}, horizon={"weeks": 2})
    line = compute_requirement(scenario, workload(scenario, {9: 10.0})).deferrable[0]
    assert line.due_minutes[[7 * 24 + 8, 7 * 24 + 9]] == pytest.approx([0, 60])


def test_live_lines_of_the_same_groups_are_one_pool():
    channels = {
        name: {
            "medium": medium,
            "skill": "live",
            "volume_per_week": 100.0,
            "handle_time": {"mean_seconds": 300.0},
            "sla": {"share": share, "within_seconds": within},
            **more,
        }
        for name, medium, share, within, more in [
            ("phone", "phone", 0.8, 30.0, {}),
            ("chat", "chat", 0.7, 20.0, {"concurrency": 2, "concurrency_slowdown": 0.5}),
        ]
    }
    scenario = small(shifts=SHIFTS, channels=channels, agents=[{"id": "a", "skills": ["live"]}])
    need = compute_requirement(scenario, workload(scenario, dict.fromkeys(range(24), 10.0)))
    (pool,) = need.live
    assert pool.line_ids == ("phone/any", "chat/any")
    # An hour of steady state: 1 erlang of calls; two chats at once take 1.5 times as long.
    assert pool.offered_load[20] == pytest.approx(1.0 + 1.5 / 2)
    strict = LivePromise(0.8, 20.0)
    both = [contacts([10.0] * 24, 6.0), contacts([10.0] * 24, 4.5)]
    alone = agents_needed(both, pool.offered_load[20:21], strict, 0.0, OPEN)
    assert pool.agents[20] == alone[0]
    assert need.volumes[0].hostile_cases[3] == pytest.approx(1.0)


def test_a_line_that_nobody_can_serve_is_an_error():
    scenario = scenario_with({"skill": "other"})
    with pytest.raises(ValueError, match="no agent has the skill and language of posts/any"):
        compute_requirement(scenario, workload(scenario, {9: 1.0}))
