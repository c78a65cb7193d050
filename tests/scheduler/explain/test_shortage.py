"""Where a roster is short, and why, in words that can be checked by hand."""

from typing import Any

import numpy as np
import pytest

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.explain import shortages
from scheduler.people.calendar import Calendar
from scheduler.people.tours_of import tour_rules
from scheduler.requirement import HeadCount, LineVolume, Requirement
from scheduler.roster_model.costs import roster_costs
from scheduler.shapes import shift_from
from tests.scheduler.small_teams import required, small

SATURDAY = 5
EVENING = {24 * SATURDAY + 18: 2, 24 * SATURDAY + 19: 3}
LATE = {"late": {"starts": ["14:00"], "length_minutes": 480}}
MORE = {**LATE, "early": {"starts": ["06:00"], "length_minutes": 480}}
AWAY = [{"first": "2026-11-28", "last": "2026-11-28"}]


def team(shifts: dict[str, Any] | None = None) -> Scenario:
    agents = [
        {"id": "A7", "absences": AWAY},
        {"id": "A8"},
        {"id": "A9", "availability": {"mon-fri": "00:00-24:00"}},
        {"id": "B1", "skills": ["posts"]},
    ]
    contract = {"hours_per_week": 20.0, "flexibility_hours": 20.0}
    return small(shifts=shifts or LATE, agents=agents, contract=contract)


def roster(scenario: Scenario, *worked: tuple[str, int, str]) -> Roster:
    """Return the roster of some agents, days and templates."""
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    return Roster(
        tuple(
            shift_from(agent, day, duty.shapes[0], calendar.timeline)
            for agent, day, template in worked
            for duty in calendar.duties[day]
            if duty.template == template
        )
    )


def told(scenario: Scenario, requirement: Requirement, planned: Roster) -> list[str]:
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    return [one.sentence for one in shortages(calendar, requirement, planned)]


def test_an_evening_short_of_people_names_who_is_away():
    scenario = team()
    planned = roster(scenario, ("A8", SATURDAY, "late"))
    assert told(scenario, required(scenario, phone=EVENING), planned) == [
        "Saturday 2026-11-28 18:00-20:00: phone needs 3 at 19:00 and has 1 (3.0 agent-hours "
        "missing in all); 3 are contracted; the absence of A7 on Saturday 2026-11-28 and the hours "
        "at which A9 can work make it 1"
    ]


def test_who_could_be_there_and_is_not_is_told_apart():
    scenario = team(MORE)
    requirement = required(scenario, phone={24 * SATURDAY + 18: 1})
    (early,) = told(scenario, requirement, roster(scenario, ("A8", SATURDAY, "early")))
    assert early.endswith(
        "of 1 who could be there 0 have a shift then, 1 at another time of the day, 0 none that day"
    )
    (off,) = told(scenario, requirement, Roster(()))
    assert off.endswith("0 have a shift then, 0 at another time of the day, 1 none that day")


def test_nothing_is_said_where_nothing_is_short():
    scenario = team()
    requirement = required(scenario, phone={24 * SATURDAY + 18: 1})
    assert told(scenario, requirement, roster(scenario, ("A8", SATURDAY, "late"))) == []


def test_work_that_falls_due_undone():
    scenario = team()
    work = {10: (90.0, 0.0), 14: (0.0, 90.0)}
    (said,) = told(scenario, required(scenario, work=work), Roster(()))
    assert said == (
        "Monday 2026-11-23 14:00-15:00: 1.5 h of posts fall due undone; of those who can do "
        "it 4 are contracted; 0 work that day"
    )
    (left,) = told(scenario, required(scenario, work=work), roster(scenario, ("A8", 0, "late")))
    assert "14:00-15:00: 0.5 h of posts" in left  # an hour of it is done from 14:00 on
    assert left.endswith("1 work that day")


def test_heads_at_a_price_that_are_missing():
    scenario = team()
    wanted = np.zeros(168, dtype=np.int64)
    wanted[24 * SATURDAY + 18] = 2
    count = HeadCount("first aid", ("A7", "A8"), wanted, np.ones(168), np.zeros(168))
    requirement = Requirement((), (), np.arange(60, 168 * 60 + 1, 60), heads=(count,))
    (said,) = told(scenario, requirement, roster(scenario, ("A8", SATURDAY, "late")))
    assert said == (
        "Saturday 2026-11-28 18:00-19:00: first aid needs 2 at 18:00 and has 1 (1.0 agent-hours "
        "missing in all); 2 are contracted; the absence of A7 on Saturday 2026-11-28 makes it 1"
    )


def test_the_greatest_shortage_comes_first():
    scenario = team()
    needed = required(scenario, phone={18: 1, 24 + 18: 3, 48 + 18: 2})
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    found = shortages(calendar, needed, Roster(()))
    assert [one.hours for one in found] == [3.0, 2.0, 1.0]


def test_a_reason_that_keeps_several_away_is_said_once_with_all_of_them():
    agents = [{"id": name} for name in ("a", "s1", "s2")]
    scenario = small(shifts=LATE, agents=agents, rules={"sunday_work": False})
    (said,) = told(scenario, required(scenario, phone={24 * 6 + 18: 1}), Roster(()))
    assert said.endswith("no work on Sundays (scenario) of a, s1 and s2 makes it 0")


def test_less_than_a_tenth_of_an_hour_is_told_in_minutes():
    scenario = team()
    work = {10: (3.0, 0.0), 14: (0.0, 3.0)}
    (said,) = told(scenario, required(scenario, work=work), Roster(()))
    assert "14:00-15:00: 3 min of posts fall due undone" in said


def test_hours_whose_mix_lies_above_the_cap_are_told_with_what_the_plan_prices():
    """Five cases an hour, two hostile in the evening and none before: the late shift is over."""
    scenario = small(shifts=MORE, agents=[{"id": "A7"}], cap={"hostile": 0.25})
    cases = np.zeros(168)
    hostile = np.zeros(168)
    cases[6:22], hostile[14:22] = 5.0, 2.0
    volume = LineVolume("posts/any", ("g1",), cases, hostile, cases * 6)
    requirement = Requirement((), (), np.arange(60, 168 * 60 + 1, 60), volumes=(volume,))
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    planned = roster(scenario, ("A7", 0, "late"))
    (one,) = shortages(calendar, requirement, planned)
    costs = roster_costs(calendar, tour_rules(calendar, requirement), requirement, (), planned)
    assert one.hours == pytest.approx(8 * (2 - 0.25 * 5) / 30 * 60 * 6 / 60)
    assert one.hours == pytest.approx(costs.short_hours, rel=0.01)
    assert one.sentence.startswith("the week from 2026-11-23: at the hours of A7 more of what")
    assert "than 25%, " in one.sentence
    assert not shortages(calendar, requirement, roster(scenario, ("A7", 0, "early")))
