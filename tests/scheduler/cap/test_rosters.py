"""The bound of a roster, against search over all rosters of a tiny team and by hand."""

import itertools
from typing import Any

import numpy as np
import pytest

from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.cap.kinds import most_paid_hours
from scheduler.cap.least_unfair import least_unfair
from scheduler.cap.price import HourGain, best_hours, fluid_price
from scheduler.cap.roster_flows import answering_most, roster_flows
from scheduler.line_promise import Promised
from simulation.arrivals.volume import workload_of
from simulation.arrivals.workload import Workload
from tests.scheduler.cap.bounds import cap_bound
from tests.scheduler.two_groups import two_groups

# Calls alone, from 9 to 17 on three days, the last two hours of each very hostile.
CALLS: dict[str, Any] = {
    "channels.posts.volume_per_week": 0.0,
    "channels.phone.volume_per_week": 96.0,
    "channels.phone.shape": {"by_weekday": [1, 1, 1, 0, 0, 0, 0]},
    "channels.phone.hostility": {
        "share": 0.2,
        "by_hour": [1.0] * 15 + [5.0] * 2 + [1.0] * 7,
    },
    "team.agents": [
        {"id": "A", "contract": "full", "skills": ["voice"]},
        {"id": "B", "contract": "full", "skills": ["voice"]},
    ],
    "shifts.early": {"starts": ["09:00"], "length_minutes": 360},
    "shifts.late": {"starts": ["11:00"], "length_minutes": 360},
}
EARLY, LATE = (540, 900), (660, 1020)


def workload(scenario: Scenario) -> Workload:
    return workload_of(scenario, seed=1, replications=2)


def rostered(scenario: Scenario, plan: dict[str, tuple[Any, ...]]) -> Roster:
    """A roster from the spans of each agent's days, Monday first."""
    timeline = Timeline(scenario.horizon)
    shifts = []
    for agent_id, days in plan.items():
        for day, span in enumerate(days):
            if span is not None:
                start, end = (timeline.minute(day, minute) for minute in span)
                parts = (Segment(start, end, Activity.WORK),)
                date = timeline.date(day)
                shifts.append(Shift(f"{agent_id}-{day}", agent_id, date, "", parts, end - start))
    return Roster(tuple(sorted(shifts, key=lambda s: (s.start_minute, s.agent_id))))


def lowest(scenario: Scenario, roster: Roster) -> float | None:
    return answering_most(roster_flows(scenario, workload(scenario), roster)).flows.lowest_cap()


def all_answered(scenario: Scenario, roster: Roster) -> bool:
    made = roster_flows(scenario, workload(scenario), roster)
    covered = float(made.flows.cases.sum()) == pytest.approx(float(workload(scenario).cases.sum()))
    return covered and made.flows.holds(1.0)


@pytest.mark.parametrize("window", ["week", "shift"])
def test_no_roster_of_a_tiny_team_beats_the_bound_before_solving(window: str) -> None:
    """All rosters of two agents on three days that answer every call: days off leave some."""
    scenario = two_groups(CALLS | {"cap.window": window, "classifier": {"precision": 0.6}})
    bound = cap_bound(scenario, workload(scenario)).lowest_share
    assert bound is not None
    days = list(itertools.product((EARLY, LATE), repeat=2))
    found = []
    for chosen in itertools.product(days, repeat=3):
        plan = {"A": tuple(one[0] for one in chosen), "B": tuple(one[1] for one in chosen)}
        roster = rostered(scenario, plan)
        if all_answered(scenario, roster):
            share = lowest(scenario, roster)
            assert share is not None
            found.append(share)
    assert min(found) >= bound - 2e-4
    if window == "week":  # some roster reaches it: one early, one late, taking turns
        assert min(found) == pytest.approx(bound, abs=1e-3)


def test_the_bound_of_a_roster_by_hand() -> None:
    # A alone from 9 to 15 and B alone from 15 to 17 (labels say nothing): B meets 2 h of calls
    # at five times the hostility of the six others: shares 0.1 and 0.5.
    scenario = two_groups(CALLS | {"classifier": {"recall": 0.3, "precision": 0.2}})
    alone = rostered(scenario, {"A": (EARLY,) * 3, "B": ((900, 1020),) * 3})
    assert lowest(scenario, alone) == pytest.approx(0.5, abs=2e-3)
    both = rostered(scenario, {"A": (EARLY,) * 3, "B": ((540, 1020),) * 3})
    # B takes all 24 late calls, half of them hostile, and as many others as 8 h a day hold.
    assert lowest(scenario, both) == pytest.approx(0.2, abs=2e-3)


def test_the_cap_of_a_shift_is_harder_than_that_of_the_week() -> None:
    turns = {"A": (EARLY, (900, 1020), EARLY), "B": ((900, 1020), EARLY, (900, 1020))}
    shares = {}
    for window in ("shift", "week"):
        scenario = two_groups(CALLS | {"cap.window": window})
        shares[window] = lowest(scenario, rostered(scenario, turns))
    assert shares["shift"] == pytest.approx(0.5, abs=2e-3)
    # B: on two days 8 late calls, half of them hostile, and 24 early ones at 0.1.
    assert shares["week"] == pytest.approx((8 + 2.4) / 40, abs=2e-3)


def test_the_least_unfair_division_by_hand() -> None:
    # 0.8 hostile calls an hour until 15:00 and 2 an hour x 2 h after it, over three days: A has
    # 18 h, B 6 h; whatever B does the 12 late ones fall to B, A has 9.6 - 2.4 = 7.2 of its own.
    scenario = two_groups(CALLS)
    roster = rostered(scenario, {"A": (EARLY,) * 3, "B": ((900, 1020),) * 3})
    made = roster_flows(scenario, workload(scenario), roster)
    found = least_unfair(scenario, made, roster)
    assert found.per_hour == pytest.approx({"A": 7.2 / 18, "B": 12 / 6}, abs=1e-3)
    both = rostered(scenario, {"A": (EARLY,) * 3, "B": ((540, 1020),) * 3})
    part = Segment(1440 * 3, 1440 * 3 + 600, Activity.ON_CALL)
    ready = Shift("B-3", "B", Timeline(scenario.horizon).date(3), "", (part,), 300)
    by = Roster((*roster.shifts, ready))
    called = least_unfair(scenario, roster_flows(scenario, workload(scenario), by), by)
    assert called.per_hour == pytest.approx(found.per_hour)  # on call is no time at the desk
    even = least_unfair(scenario, roster_flows(scenario, workload(scenario), both), both)
    assert even.largest == pytest.approx(12 / 24, abs=1e-3)
    assert even.per_hour["A"] == pytest.approx(7.2 / 18, abs=1e-3)


def test_the_fluid_price_is_nothing_where_the_cap_does_not_bind() -> None:
    scenario = two_groups()
    plan = dict.fromkeys(("B1", "B2", "B3", "S1"), ((540, 1020),) * 5)
    roster = rostered(scenario, plan)
    free = fluid_price(scenario, workload(scenario), roster, 0.3)
    assert (free.cost, free.dual_per_point) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert free.dual_is_exact
    tight = fluid_price(scenario, workload(scenario), roster, 0.14)
    assert tight.dual_per_point < 0
    assert tight.point_less > 0 > tight.point_more
    assert sum(tight.unanswered_less.values()) > 0


def test_the_fluid_price_is_the_slope_between_its_differences() -> None:
    scenario = two_groups()
    roster = rostered(scenario, dict.fromkeys(("B1", "B2", "S1"), ((540, 1020),) * 5))
    for cap in np.arange(0.08, 0.18, 0.02):
        found = fluid_price(scenario, workload(scenario), roster, float(cap))
        slopes = sorted((-found.point_less, found.point_more))
        assert 1.02 * slopes[0] - 1e-6 <= found.dual_per_point <= 0.98 * slopes[1] + 1e-6


def test_a_point_less_costs_the_hours_and_the_cases_that_it_takes() -> None:
    scenario = two_groups({"channels.posts.volume_per_week": 900.0})
    roster = rostered(scenario, dict.fromkeys(("B1", "S1"), ((540, 1020),) * 5))
    found = fluid_price(scenario, workload(scenario), roster, 0.17)
    assert abs(found.hours_less) > 0.5
    left = found.unanswered_less["posts"] * 5 + found.unanswered_less["phone"] * 4  # minutes
    hourly = scenario.team.contracts["full"].hourly_cost
    short = scenario.planning.short_hour_cost
    assert found.point_less == pytest.approx(found.hours_less * hourly + left / 60 * short)


def test_the_best_hour_brings_most_for_its_cost_and_a_free_one_comes_first() -> None:
    calls, posts = Promised("phone"), Promised("posts")
    dear, cheap, nothing = (calls, 0.03, 30.0), (calls, 0.02, 10.0), (posts, 0.0, 10.0)
    assert best_hours([dear, cheap, nothing]) == {calls: HourGain(0.02, 10.0)}
    free = [(calls, 0.001, 0.0), (calls, 0.004, 0.0)]
    assert best_hours([dear, *free, cheap]) == {calls: HourGain(0.004, 0.0)}


@pytest.mark.parametrize(
    ("window", "contacts", "minutes"),
    [
        ("week", [5.0, 5.0], [30.0, 90.0]),  # two of eight hours on the Sunday; paid evenly
        ("shift", [5.0], [120.0]),
        ("horizon", [5.0], [120.0]),
    ],
)
def test_a_shift_over_the_end_of_a_week_has_its_limits_in_both_weeks(
    window: str, contacts: list[float], minutes: list[float]
) -> None:
    scenario = two_groups(
        CALLS
        | {
            "horizon.weeks": 2,
            "horizon.opening": {"mon-sun": "00:00-24:00"},
            "cap": {"window": window, "contacts_per_shift": 5, "minutes_per_paid_hour": 15.0},
        }
    )
    night = Shift(
        "A-6",
        "A",
        Timeline(scenario.horizon).date(6),
        "",
        (Segment(9960, 10440, Activity.WORK),),
        480,
    )
    made = roster_flows(scenario, workload(scenario), Roster((night,)))
    assert [taker.window for taker in made.takers] == list(range(len(contacts)))
    assert made.flows.most_contacts.tolist() == contacts
    assert made.flows.most_minutes.tolist() == pytest.approx(minutes)


def test_where_nothing_comes_no_cap_costs_anything() -> None:
    nothing = {f"channels.{name}.volume_per_week": 0.0 for name in ("posts", "phone")}
    scenario = two_groups(nothing)
    roster = rostered(scenario, dict.fromkeys(("B1", "S1"), ((540, 1020),) * 5))
    found = fluid_price(scenario, workload(scenario), roster, 0.2)
    assert (found.cost, found.dual_per_point, found.point_less, found.hours_less) == (0, 0, 0, 0)
    assert found.unanswered_less == {}
    assert lowest(scenario, roster) == 0.0


def test_where_nobody_works_every_case_that_can_wait_is_left_out_of_the_question() -> None:
    scenario = two_groups()
    made = answering_most(roster_flows(scenario, workload(scenario), Roster(())))
    assert made.takers == ()
    assert made.flows.lowest_cap() == 0.0


def test_whose_work_a_roster_is_asked_about() -> None:
    # One person works in the second of three weeks: posts of the first wait for that, those of
    # the third meet nobody; calls are answered on the one day.
    scenario = two_groups({"horizon.weeks": 3})
    days = (*[None] * 8, (540, 1020))
    made = roster_flows(scenario, workload(scenario), rostered(scenario, {"B1": days}))
    reached = set(made.flows.source[made.flows.taker >= 0].tolist())
    cases = {"posts": 0.0, "phone": 0.0}
    for number, channel in enumerate(made.channels):
        if number in reached:
            cases[channel] += float(made.flows.cases[number])
    assert cases == pytest.approx({"posts": 600.0, "phone": 40.0}, rel=1e-6)
    posts = sum(c for n, c in enumerate(made.flows.cases) if made.channels[n] == "posts")
    phone = sum(c for n, c in enumerate(made.flows.cases) if made.channels[n] == "phone")
    assert (posts, phone) == pytest.approx((900.0, 40.0))  # calls that meet nobody are left out


def test_who_is_away_for_a_part_of_the_time_has_the_rest() -> None:
    scenario = two_groups()
    roster = rostered(scenario, {"B1": (EARLY,)})
    for present in (1.0, 0.75):
        made = roster_flows(scenario, workload(scenario), roster, present_share=present)
        hours = made.flows.room_minutes.sum() / 60
        assert hours == pytest.approx(2 * 6 * present)  # once hour by hour, once for the day


@pytest.mark.parametrize(
    ("contract", "hours"),
    [
        ({"flexibility_hours": 8.0}, 128.0),  # the horizon lies as far above as one week may
        ({"flexibility_hours": 8.0, "horizon_flexibility_hours": 20.0}, 140.0),
        ({"flexibility_hours": 2.0, "horizon_flexibility_hours": 20.0}, 128.0),
        ({"flexibility_hours": None, "horizon_flexibility_hours": 20.0}, 140.0),
    ],
)
def test_the_most_paid_hours_keep_to_the_band_of_weeks_and_of_the_horizon(
    contract: dict[str, Any], hours: float
) -> None:
    contracts = {"team.contracts.full": {"hours_per_week": 30.0, **contract}}
    assert most_paid_hours(two_groups({"horizon.weeks": 4, **contracts}), ["B1"]) == hours
