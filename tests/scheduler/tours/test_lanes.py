"""Two lanes change nothing in common, so what they keep true stays true."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenarios.queues import groups_of
from scenarios.timeline import Timeline
from scheduler.checker import check_roster
from scheduler.cuts import Cut, CutBlock
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tours_of import tour_rules
from scheduler.requirement import HeadCount, Requirement, Room, RoomRow
from scheduler.roster_model.costs import roster_costs
from scheduler.tours.lanes import cuts_of
from scheduler.tours.search import TourSearch
from tests.scheduler.small_teams import required, small

DAY: dict[str, Any] = {"early": {"starts": ["06:00", "09:00"], "length_minutes": 480}}
NIGHT: dict[str, Any] = {**DAY, "night": {"starts": ["23:00"], "length_minutes": 480}}


def team(people: int, shifts: dict[str, Any], weeks: int = 3) -> tuple[Calendar, Requirement]:
    scenario = small(
        shifts=shifts,
        agents=[{"id": f"a{number}"} for number in range(people)],
        contract={"hours_per_week": 32.0, "flexibility_hours": 8.0},
        rules={"daily_rest_hours": 11},
        horizon={"weeks": weeks},
    )
    slots = np.resize(np.array([1, 2, 9, 3, 5, 0, 7], dtype=np.int64), weeks * 7 * 24)
    there = HeadCount(
        "there",
        tuple(agent.id for agent in scenario.team.agents),
        slots,
        np.full(len(slots), 10.0),
        np.full(len(slots), 1.0),
    )
    ends = required(scenario).bucket_ends
    return Calendar(scenario, Timeline(scenario.horizon)), Requirement((), (), ends, heads=(there,))


def searching(calendar: Calendar, needed: Requirement, cuts: tuple[Cut, ...] = ()) -> TourSearch:
    search = TourSearch(calendar, tour_rules(calendar, needed), needed, cuts, 1)
    search.open()
    search.give_first(range(search.agents))
    return search


@pytest.mark.parametrize("shifts", [DAY, NIGHT])
def test_the_cost_that_both_lanes_keep_is_that_of_the_roster(shifts: dict[str, Any]) -> None:
    calendar, needed = team(26, shifts)
    search = searching(calendar, needed)
    assert search.lanes.cuts
    first = search.improve(0)
    last = search.improve(600, noise=60_000.0)
    assert last < first
    roster = search.roster()
    costs = roster_costs(calendar, tour_rules(calendar, needed), needed, (), roster)
    assert last / UNITS_PER_CURRENCY == pytest.approx(costs.total)
    assert check_roster(calendar.scenario, roster) == ()


def test_equal_seeds_walk_the_same_way_in_both_lanes() -> None:
    rosters = []
    for _ in range(2):
        calendar, needed = team(26, NIGHT)
        search = searching(calendar, needed)
        search.improve(300, noise=60_000.0)
        rosters.append(search.roster())
    assert rosters[0] == rosters[1]


@pytest.mark.parametrize("shifts", [DAY, NIGHT])
def test_no_slot_is_reached_from_both_lanes(shifts: dict[str, Any]) -> None:
    search = searching(*team(26, shifts))
    slots_of = search.coverage.slots_of
    for until, begin in cuts_of(search):
        assert slots_of[:until, 1].max() <= slots_of[begin : search.places, 0].min()
    behind = {begin - until for until, begin in cuts_of(search)}
    assert behind == ({1} if "night" in shifts else {0})


def test_lanes_need_people_weeks_and_costs_that_do_not_tie_weeks_together() -> None:
    assert not cuts_of(searching(*team(20, DAY)))
    assert not cuts_of(searching(*team(26, DAY, weeks=1)))
    calendar, needed = team(26, DAY)
    groups = tuple(group.id for group in groups_of(calendar.scenario))
    cut = Cut((CutBlock(0, 600, groups, 1.0),), 5.0, "phone", None, "the first morning")
    assert not cuts_of(searching(calendar, needed, (cut,)))
    everybody = tuple(agent.id for agent in calendar.agents)
    row = RoomRow(0, ("phone/any",), 0, 600, 0, 0, 5.0, (Room(everybody, 2.0, None),), 4.0)
    assert not cuts_of(searching(calendar, replace(needed, rooms=(row,))))
