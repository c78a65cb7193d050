"""A repair changes no more than every other repair would have to: all of them are tried."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pytest

from scenarios.scenario import Scenario
from scheduler.checker import check_roster
from scheduler.repair import Expectation
from tests.scheduler.repair.cases import (
    EARLY,
    LATE,
    Heads,
    Hours,
    at,
    away,
    hours_of,
    repaired,
    roster,
    team,
    wanted,
)

PEOPLE = ("ann", "bob", "cat")
DAYS = (0, 1, 2)
CHOICES = (None, EARLY, LATE)
Fixed = Mapping[tuple[str, int], tuple[int, ...] | None]  # None: off


def lawful_tours(scenario: Scenario, name: str, fixed: Fixed) -> Iterator[Hours]:
    """Yield every tour of the first days that keeps the rules and the fixed days."""
    for choices in product(CHOICES, repeat=len(DAYS)):
        tour = {(name, day): hours for day, hours in enumerate(choices) if hours is not None}
        kept = all(tour.get(place) == hours for place, hours in fixed.items() if place[0] == name)
        if kept and not broken(scenario, tour):
            yield tour


def broken(scenario: Scenario, tour: Hours) -> bool:
    return any(one.agent_id for one in check_roster(scenario, roster(scenario, tour)))


def fewest(
    scenario: Scenario, published: Hours, heads: Heads, fixed: Fixed, gone: set[tuple[str, int]]
) -> tuple[int, int]:
    """Return the fewest missing hours, and the fewest changes with which they can be had."""
    tours = [list(lawful_tours(scenario, name, fixed)) for name in PEOPLE]
    found = []
    for one in product(*tours):
        hours = {place: said for tour in one for place, said in tour.items()}
        there = Counter((day, said) for (_, day), said in hours.items())
        short = sum(8 * max(wanted - there[slot], 0) for slot, wanted in heads.items())
        places = {*published, *hours} - gone
        changes = sum(published.get(place) != hours.get(place) for place in places)
        found.append((short, changes))
    return min(found)


def random_case(seed: int) -> tuple[Scenario, Hours, Heads]:
    """Return a team with rest and few days, a lawful roster, and a requirement that it meets."""
    generator = np.random.Generator(np.random.Philox(seed))
    scenario = team(
        *PEOPLE,
        planning={"change_cost": 100.0},
        rules={"daily_rest_hours": 11.0, "max_consecutive_days": int(generator.integers(2, 4))},
    )
    hours: dict[tuple[str, int], tuple[int, ...]] = {}
    for name in PEOPLE:
        tours = list(lawful_tours(scenario, name, {}))
        hours |= tours[int(generator.integers(len(tours)))]
    heads: dict[tuple[int, tuple[int, ...]], int] = {}
    for (_, day), said in hours.items():
        heads[day, said] = heads.get((day, said), 0) + 1
    return scenario, hours, heads


@pytest.mark.parametrize("seed", range(8))
def test_a_repair_has_the_fewest_missing_hours_and_then_the_fewest_changes(seed: int) -> None:
    scenario, published, heads = random_case(seed)
    who, day = PEOPLE[seed % 3], seed % 2
    said = Expectation(away=(away(who, day, day + 1),))
    made = repaired(scenario, roster(scenario, published), wanted(scenario, heads), said)
    gone = {(who, day), (who, day + 1)}
    short, changes = fewest(made.scenario, published, heads, {}, gone)
    assert made.missing.repaired == pytest.approx(short)
    assert len(made.chosen) == changes
    assert made.proven
    assert made.price == 100.0 * changes


@pytest.mark.parametrize("seed", range(4))
def test_what_is_frozen_stays_and_the_rest_is_as_good_as_can_be(seed: int) -> None:
    scenario, published, heads = random_case(seed)
    said = Expectation(away=(away("ann", 1, 2),), freeze_until=at(1, 6))
    made = repaired(scenario, roster(scenario, published), wanted(scenario, heads), said)
    gone = {("ann", 1), ("ann", 2)}
    fixed = {(name, 0): published.get((name, 0)) for name in PEOPLE}
    short, changes = fewest(made.scenario, published, heads, fixed, gone)
    assert made.missing.repaired == pytest.approx(short)
    assert len(made.chosen) == changes
    after = hours_of(made.roster)
    assert {name: after.get((name, 0)) for name in PEOPLE} == {
        name: hours for (name, _), hours in fixed.items()
    }


@pytest.mark.parametrize("seed", range(8))
def test_person_by_person_as_in_large_teams_it_comes_to_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.repair.search._FEW_CHOICES", 0)
    scenario, published, heads = random_case(seed)
    who, day = PEOPLE[seed % 3], seed % 2
    said = Expectation(away=(away(who, day, day + 1),))
    made = repaired(scenario, roster(scenario, published), wanted(scenario, heads), said)
    gone = {(who, day), (who, day + 1)}
    short, changes = fewest(made.scenario, published, heads, {}, gone)
    assert made.missing.repaired == pytest.approx(short)
    assert len(made.chosen) == changes
    assert not made.proven


def test_nothing_is_changed_where_nothing_has_happened() -> None:
    scenario, published, heads = random_case(3)
    needs = wanted(scenario, heads)
    made = repaired(scenario, roster(scenario, published), needs, Expectation())
    assert made.changes == ()
    assert made.roster == roster(scenario, published)


def test_what_was_missing_before_is_not_made_good_and_nothing_is_saved() -> None:
    """Dear idle shifts and an uncovered day stay, though a plan would see to both."""
    scenario = team("ann", "bob", contract={"hourly_cost": 200.0}, planning={"change_cost": 1.0})
    published = {("ann", 0): EARLY, ("ann", 1): LATE, ("bob", 0): EARLY}
    needs = wanted(scenario, {(0, EARLY): 1, (3, EARLY): 1})
    made = repaired(scenario, roster(scenario, published), needs, Expectation())
    assert made.changes == ()
    assert made.missing.published == made.missing.repaired == 8.0


def test_a_change_that_costs_more_than_it_brings_is_not_made() -> None:
    published: Hours = {("ann", 0): EARLY}
    said = Expectation(away=(away("ann", 0),))
    for price, brings in ((39_000.0, True), (41_000.0, False)):  # 8 h missing cost 40,000
        scenario = team("ann", "bob", planning={"change_cost": price})
        needs = wanted(scenario, {(0, EARLY): 1})
        made = repaired(scenario, roster(scenario, published), needs, said)
        assert hours_of(made.roster) == ({("bob", 0): EARLY} if brings else {})
        assert made.missing == type(made.missing)(0.0, 8.0, 0.0 if brings else 8.0)


BREAKS = {
    "day": {
        "starts": ["08:00"],
        "length_minutes": 540,
        "breaks": [
            {
                "minutes": 60,
                "earliest_after_minutes": 180,
                "latest_after_minutes": 300,
                "every_minutes": 60,
            }
        ],
    }
}


def test_a_break_moves_where_that_helps_and_is_no_change() -> None:
    scenario = team("ann", "bob", "cat", shifts=BREAKS)
    published = roster(
        scenario, {("ann", 0): (8, 17, 11), ("bob", 0): (8, 17, 11), ("cat", 0): (8, 17, 12)}
    )
    needs = wanted(scenario, {(0, (8, 17)): 1})
    made = repaired(scenario, published, needs, Expectation(away=(away("cat", 0),)))
    assert made.missing.as_it_is == 1.0
    assert made.missing.repaired == 0.0
    assert made.chosen == ()
    stay, moved = sorted(
        (made.roster.of(name)[0] for name in ("ann", "bob")),
        key=lambda shift: shift.segments[1].start_minute,
    )
    assert stay in published.shifts
    assert moved.id in ("ann0", "bob0")


def test_breaks_stay_where_moving_them_brings_nothing() -> None:
    scenario = team("ann", "bob", "cat", shifts=BREAKS)
    hours = {("ann", 0): (8, 17, 11), ("bob", 0): (8, 17, 12), ("cat", 1): (8, 17, 13)}
    published = roster(scenario, hours)
    needs = wanted(scenario, {(0, (8, 17)): 1})
    made = repaired(scenario, published, needs, Expectation(away=(away("cat", 1),)))
    assert set(made.roster.shifts) == {one for one in published.shifts if one.agent_id != "cat"}
