"""A plan that asks for room on the hostile day, against the same plan that does not."""

from collections import Counter
from dataclasses import replace

import pytest

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.division import divide_work
from scheduler.explain import shortages
from scheduler.people.calendar import Calendar
from scheduler.requirement import Requirement
from scheduler.roster_model import solve_roster
from scheduler.rules import RuleSettings, plan_rules
from simulation.arrivals.volume import workload_of
from simulation.measures.outcome import Outcome
from simulation.replications import simulate
from tests.scheduler.cap.test_room_rows import HARSH, required
from tests.scheduler.two_groups import two_groups


def rostered(scenario: Scenario, requirement: Requirement) -> Roster:
    solution = solve_roster(scenario, requirement, (), seconds=2.0)
    assert solution.roster is not None
    return solution.roster


def simulated(scenario: Scenario, requirement: Requirement, roster: Roster) -> Outcome:
    division = divide_work(scenario, workload_of(scenario, seed=1, replications=2), roster)
    settings = RuleSettings(tuple(1.0 for _ in requirement.live), 0.5)
    rules = plan_rules(scenario, requirement, division, settings)
    return simulate(scenario, roster, rules, seed=1, replications=range(10), processes=1)


def hostile_in_time(outcome: Outcome) -> float:
    (queue,) = (one for one in outcome.queues if one.queue_id == "posts/any/hostile")
    assert queue.service_level is not None
    return queue.service_level.mean


def test_hostile_posts_find_somebody_with_room_left() -> None:
    """26 hostile posts of a Saturday take six people at five each; the work takes three."""
    scenario = two_groups(HARSH)
    asked = required(scenario)
    bare = replace(asked, rooms=())
    without, planned = (rostered(scenario, one) for one in (bare, asked))
    saturdays = [Counter(s.date.weekday() for s in one.shifts)[5] for one in (without, planned)]
    assert saturdays[0] < 5
    assert saturdays[1] == 6
    paid = [sum(shift.paid_minutes for shift in one.shifts) for one in (without, planned)]
    assert paid[1] == paid[0]
    before, after = (simulated(scenario, asked, one) for one in (without, planned))
    assert hostile_in_time(before) < 0.8
    assert hostile_in_time(after) > 0.95
    for outcome in (before, after):
        assert outcome.cap is not None
        assert outcome.cap.replications_with_breach == 0


@pytest.mark.parametrize("most", [3, 6])
def test_people_take_as_many_as_they_have_room_for(most: int) -> None:
    """Far more come than there is room for, so each shift of the day takes all that it may."""
    scenario = two_groups(
        HARSH | {"channels.posts.volume_per_week": 200.0, "cap": {"contacts_per_shift": most}}
    )
    asked = required(scenario)
    roster = rostered(scenario, replace(asked, rooms=()))
    there = Counter(shift.date.weekday() for shift in roster.shifts)[5]
    outcome = simulated(scenario, asked, roster)
    (queue,) = (one for one in outcome.queues if one.queue_id == "posts/any/hostile")
    (room,) = asked.rooms[0].rooms
    assert room.on_shift(450) == most
    assert queue.answered.mean == pytest.approx(most * there)


def test_where_people_have_no_room_left_it_is_said() -> None:
    scenario = two_groups(HARSH)
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    asked = required(scenario)
    three = rostered(scenario, replace(asked, rooms=()))
    there = Counter(shift.date.weekday() for shift in three.shifts)[5]
    (told,) = (
        one for one in shortages(calendar, asked, three) if one.what.startswith("room for hostile")
    )
    assert told.hours == pytest.approx(1.5 * (26.25 - 5 * there))
    assert told.sentence == (
        "Saturday 2026-11-07 00:00 to Sunday 2026-11-08 24:00: 26.2 cases of posts labelled "
        f"hostile come and fall due, and who is on duty may take {5.0 * there} of them within the "
        f"limits on hostile contacts and minutes ({told.hours:.1f} agent-hours missing in all)"
    )
