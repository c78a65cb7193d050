"""The relaxation, the dive along it, and a search that is stopped."""

import pytest

from scenarios.roster import Roster
from scenarios.timeline import Timeline
from scheduler.checker import check_roster
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tours_of import tour_rules
from scheduler.plan import SolveStatus
from scheduler.roster_model import SolveInterrupted, solve_roster
from scheduler.roster_model.build import build
from scheduler.roster_model.dive import Dive
from scheduler.roster_model.relaxation import Relaxation
from scheduler.roster_model.solution import roster_from, shift_values
from scheduler.roster_model.unions import unions_of
from scheduler.shapes import shapes_of, shift_from
from tests.scheduler.small_teams import required, small

SHIFTS = {
    "early": {"starts": ["08:00"], "length_minutes": 360, "days": "mon-tue"},
    "late": {"starts": ["12:00"], "length_minutes": 360, "days": "mon-tue"},
}
SCENARIO = small(
    shifts=SHIFTS,
    contract={"hours_per_week": 6.0, "flexibility_hours": 6.0, "hourly_cost": 30.0},
    agents=[{"id": "a"}, {"id": "b"}, {"id": "c", "skills": ["posts"]}],
)
REQUIREMENT = required(
    SCENARIO,
    phone={9: 2, 13: 1, 33: 1},
    work={8: (500.0, 0.0), 15: (0.0, 300.0), 40: (0.0, 200.0)},
)


def model():
    calendar = Calendar(SCENARIO, Timeline(SCENARIO.horizon))
    return build(calendar, tour_rules(calendar), REQUIREMENT, ())


def test_the_relaxation_bounds_the_optimum_and_prices_it_when_fixed():
    best = solve_roster(SCENARIO, REQUIREMENT, (), seconds=5.0)
    assert best.status is SolveStatus.OPTIMAL
    assert best.costs is not None
    assert best.roster is not None
    ground = model()
    relaxation = Relaxation(ground.model)
    free = relaxation.solve({})
    assert free is not None
    assert free.objective / UNITS_PER_CURRENCY <= best.costs.total + 1e-6
    fixed = relaxation.solve(shift_values(ground, best.roster))
    assert fixed is not None
    assert fixed.objective / UNITS_PER_CURRENCY == pytest.approx(best.costs.total)


def test_a_dive_ends_in_a_lawful_roster_and_never_gets_worse():
    ground, told = model(), []
    dive = Dive(ground, SCENARIO.planning, told.append)
    dive.first(1.0)
    dive.improve(2.0)
    ended = dive.end()
    assert ended is not None
    roster = roster_from(ground, lambda variable: round(ended.values[variable.index]))
    assert check_roster(SCENARIO, roster) == ()
    assert told == sorted(told, reverse=True)
    assert dive.bound is not None
    assert dive.bound <= ended.objective * (1 + 1e-9)


def test_without_time_a_dive_still_gives_everybody_lawful_shifts():
    ground = model()
    dive = Dive(ground, SCENARIO.planning, lambda objective: None)
    dive.first(0.0)
    ended = dive.end()
    assert ended is not None
    roster = roster_from(ground, lambda variable: round(ended.values[variable.index]))
    assert check_roster(SCENARIO, roster) == ()


def test_a_stopped_search_hands_over_its_best_roster():
    def stop(done: int, total: int, note: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(SolveInterrupted) as caught:
        solve_roster(SCENARIO, REQUIREMENT, (), seconds=5.0, on_progress=stop)
    solution = caught.value.solution
    assert solution.roster is not None
    assert solution.costs is not None
    assert check_roster(SCENARIO, solution.roster) == ()


def test_a_hint_that_breaks_a_rule_is_not_started_from():
    timeline, early = Timeline(SCENARIO.horizon), shapes_of(SCENARIO)[0]
    hint = Roster(tuple(shift_from("a", day, early, timeline) for day in (0, 1)))
    contract = {"hours_per_week": 3.0, "flexibility_hours": 3.0, "hourly_cost": 30.0}
    short = small(shifts=SHIFTS, contract=contract, agents=[{"id": "a"}])
    assert check_roster(short, hint) != ()
    solution = solve_roster(short, required(short, phone={9: 1}), (), seconds=5.0, hint=hint)
    assert solution.roster is not None
    assert check_roster(short, solution.roster) == ()


def test_unions_are_the_linked_sets_of_demands():
    one, two, three = frozenset({1, 2}), frozenset({2, 3}), frozenset({5})
    found = {(tuple(sorted(u.groups)), u.demands) for u in unions_of([one, two, three])}
    assert found == {((5,), (2,)), ((1, 2), (0,)), ((2, 3), (1,)), ((1, 2, 3), (0, 1))}
