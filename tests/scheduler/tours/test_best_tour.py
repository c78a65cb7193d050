"""The best tour of one person and the walk over everybody's, held against brute force."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.timeline import Timeline
from scheduler.checker import check_roster
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tour_rules import TourRules
from scheduler.people.tours_of import tour_rules as rules_of
from scheduler.requirement import HeadCount, Requirement
from scheduler.roster_model.costs import roster_costs
from scheduler.tours.counts import CountedPeople
from scheduler.tours.search import NoTourError, TourSearch
from tests.scheduler.people import brute
from tests.scheduler.random_rules import calendars, tour_rules
from tests.scheduler.small_teams import required, small
from tests.scheduler.tours.test_columns import plain

random_worlds = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SHIFTS: dict[str, Any] = {
    "early": {"starts": ["06:00", "08:00"], "length_minutes": 480},
    "late": {"starts": ["14:00"], "length_minutes": 360},
}


def searching(calendar: Calendar, rules: Any, requirement: Requirement) -> TourSearch:
    search = TourSearch(calendar, rules, requirement, (), 1)
    search.open()
    return search


def exact(rules: TourRules) -> TourRules:
    """Leave out what rises in price: while searching that is only priced about right."""
    held = plain(rules)
    return replace(held, counters=tuple(one for one in held.counters if not one.rising))


def tour_in(search: TourSearch, agent: int = 0) -> dict[int, int]:
    first = min(search.calendar.duties)
    places = range(len(search.calendar.duties))
    return {first + place: int(search.walk.tours[agent, place]) for place in places}


@random_worlds
@given(st.data())
def test_the_first_tour_is_the_cheapest_of_all_tours(data: st.DataObject) -> None:
    """The programme finds what trying every tour finds."""
    calendar = data.draw(calendars())
    rules = exact(data.draw(tour_rules(calendar)))
    duties = calendar.duties
    prices = [brute.price_of(rules, duties, one) for one in brute.all_tours(rules, duties)]
    lawful = [price for price in prices if price is not None]
    search = searching(calendar, (rules,), required(calendar.scenario))
    if not lawful:
        with pytest.raises(NoTourError):
            search.give_first([0])
        return
    search.give_first([0])
    assert brute.price_of(rules, duties, tour_in(search)) == min(lawful)


@random_worlds
@given(st.data())
def test_a_known_tour_costs_what_its_forms_say(data: st.DataObject) -> None:
    """Soft totals are priced about while searching, and exactly in the end."""
    calendar = data.draw(calendars())
    rules = plain(data.draw(tour_rules(calendar)))
    tours = list(brute.all_tours(rules, calendar.duties))
    if not tours:
        return
    tour = data.draw(st.sampled_from(tours))
    search = searching(calendar, (rules,), required(calendar.scenario))
    places = [tour[day] for day in sorted(tour)] + [0]
    said = brute.price_of(rules, calendar.duties, tour)
    assert search.adopt(np.array([places], dtype=np.int16)) == (said is not None)
    if said is not None:
        assert search.improve(0) == pytest.approx(said)


@random_worlds
@given(st.data())
def test_from_any_tour_the_cheapest_of_all_is_found_at_once(data: st.DataObject) -> None:
    """Leaving out what is dearer than the old tour leaves nothing cheaper out."""
    calendar = data.draw(calendars())
    rules = exact(data.draw(tour_rules(calendar)))
    duties = calendar.duties
    prices = {
        tuple(tour[day] for day in sorted(tour)): brute.price_of(rules, duties, tour)
        for tour in brute.all_tours(rules, duties)
    }
    lawful = {tour: price for tour, price in prices.items() if price is not None}
    if not lawful:
        return
    search = searching(calendar, (rules,), required(calendar.scenario))
    old = data.draw(st.sampled_from(sorted(lawful)))
    assert search.adopt(np.array([[*old, 0]], dtype=np.int16))
    assert search.try_one(0, 0, search.places) == pytest.approx(min(lawful.values()))


def team(wanted: int, **changes: Any) -> tuple[Calendar, Requirement]:
    agents = [{"id": f"a{number}"} for number in range(6)]
    scenario = small(shifts=SHIFTS, agents=agents, **changes)
    slots = np.zeros(7 * 24, dtype=np.int64)
    slots[[day * 24 + hour for day in range(7) for hour in range(7, 19)]] = wanted
    head = HeadCount(
        "there",
        tuple(agent.id for agent in scenario.team.agents),
        slots,
        np.full(len(slots), 10.0),
        np.full(len(slots), 1.0),
    )
    return Calendar(scenario, Timeline(scenario.horizon)), Requirement(
        (), (), required(scenario).bucket_ends, heads=(head,)
    )


@pytest.mark.parametrize("wanted", [1, 2, 4])
def test_the_cost_that_steps_keep_is_that_of_the_roster(wanted: int) -> None:
    calendar, requirement = team(wanted)
    rules = rules_of(calendar, requirement)
    search = searching(calendar, rules, requirement)
    search.give_first(range(6))
    first = search.improve(0)
    last = search.improve(300, noise=60_000.0)
    assert last <= first
    roster = search.roster()
    costs = roster_costs(calendar, rules, requirement, (), roster)
    assert search.best is not None
    assert search.best[0] / UNITS_PER_CURRENCY == pytest.approx(costs.total)
    assert check_roster(calendar.scenario, roster) == ()


def test_steps_that_are_too_dear_leave_everything_as_it_was() -> None:
    calendar, requirement = team(2)
    search = searching(calendar, rules_of(calendar, requirement), requirement)
    search.give_first(range(6))
    search.improve(400)
    tours, have = search.walk.tours.copy(), search.coverage.cover.have.copy()
    before = search.improve(0)
    search.improve(200, noise=1e9)  # nearly every step is then undone
    again = searching(calendar, rules_of(calendar, requirement), requirement)
    again.adopt(search.walk.tours)
    assert again.improve(0) == pytest.approx(search.improve(0))
    assert search.improve(0) <= before
    if np.array_equal(tours, search.walk.tours):
        assert np.allclose(have, search.coverage.cover.have)


@pytest.mark.parametrize("wanted", [1, 3])
def test_no_roster_costs_less_than_the_counts(wanted: int) -> None:
    calendar, requirement = team(wanted)
    rules = rules_of(calendar, requirement)
    search = searching(calendar, rules, requirement)
    people = CountedPeople(search.sheet, search.coverage)
    relaxed = people.relaxed(10.0)
    assert relaxed is not None
    counts = people.whole(10.0, relaxed)
    assert relaxed.bound <= counts.bound + 1e-6
    search.give_first(range(6), counts)
    cost = search.improve(2_000, noise=30_000.0)
    assert counts.bound <= cost + 1e-6
    assert counts.bound >= 0.5 * cost  # and it says something


def test_equal_seeds_walk_the_same_way() -> None:
    rosters = []
    for _ in range(2):
        calendar, requirement = team(3)
        search = searching(calendar, rules_of(calendar, requirement), requirement)
        search.give_first(range(6))
        search.improve(200, noise=60_000.0)
        rosters.append(search.roster())
    assert rosters[0] == rosters[1]
