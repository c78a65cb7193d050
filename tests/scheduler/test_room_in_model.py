"""Room for hostile cases in the searches: against brute force, the checker and each other."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker import costs_of
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tours_of import tour_rules
from scheduler.requirement import Requirement, Room, RoomRow
from scheduler.room_minutes import room_minutes
from scheduler.roster_model import room as room_model
from scheduler.roster_model import solve_roster
from scheduler.roster_model.build import build
from scheduler.roster_model.costs import roster_costs
from scheduler.roster_model.relaxation import Relaxation
from scheduler.shapes import shapes_of, shift_from
from scheduler.timer import Timer
from scheduler.tours.anneal import Counting
from scheduler.tours.search import TourSearch
from tests.scheduler.small_teams import required
from tests.scheduler.test_roster_model import cheapest, two_people

PLAIN: dict[str, Any] = {
    "day": {"starts": ["08:00", "12:00"], "length_minutes": 360, "days": "mon-tue"},
    "short": {"starts": ["09:00"], "length_minutes": 180, "days": "mon-tue"},
}
MONDAY, TUESDAY = (0, 1440), (1440, 2880)


def row(span: tuple[int, int], cases: float, *rooms: Room) -> RoomRow:
    days = max(span[0], 0) // 1440, min(span[1] - 1, 7 * 1440 - 1) // 1440
    return RoomRow(0, ("posts/any",), *span, *days, cases, rooms, 2.0)


def needing(scenario: Scenario, *rows: RoomRow) -> Requirement:
    return replace(required(scenario, phone={9: 1}), rooms=rows)


EACH = Room(("a", "b"), 2.0, None)
TIMED = Room(("b",), 3.0, 0.5)
OWN = Room(("a",), 1.0, None)


@pytest.mark.parametrize(
    "rows",
    [
        (row(TUESDAY, 3.0, EACH),),
        (row(TUESDAY, 1.5, EACH), row((0, 2880), 5.0, OWN, TIMED)),
        (row((840, 1080), 2.0, EACH), row(MONDAY, 2.4, OWN, TIMED)),
    ],
)
def test_same_optimum_as_brute_force(rows: tuple[RoomRow, ...]) -> None:
    scenario = two_people(shifts=PLAIN, planning={"deterministic": True, "short_hour_cost": 60.0})
    requirement = needing(scenario, *rows)
    solution = solve_roster(scenario, requirement, (), seconds=1.0)
    assert solution.costs is not None
    assert solution.costs.total == pytest.approx(cheapest(scenario, requirement), abs=0.1)
    assert solution.bound == pytest.approx(solution.costs.total, abs=0.2)
    without = solve_roster(scenario, needing(scenario), (), seconds=1.0)
    assert without.costs is not None
    assert without.costs.total < solution.costs.total


def only_on_monday(scenario: Scenario, shape: str) -> Roster:
    """Return the roster of a single shift on Monday."""
    timeline = Timeline(scenario.horizon)
    chosen = next(one for one in shapes_of(scenario) if one.id.startswith(shape))
    return Roster((shift_from("a", 0, chosen, timeline),))


def test_a_shift_that_touches_the_span_is_enough_and_one_that_does_not_is_none() -> None:
    scenario = two_people()
    early, late = (only_on_monday(scenario, shape) for shape in ("day@08:00", "day@12:00"))
    asked = needing(scenario, row((14 * 60, 18 * 60), 2.0, EACH))  # the early one ends at 14:00
    bare = needing(scenario)
    for planned, missing in ((early, 2.0), (late, 0.0)):
        costs = costs_of(scenario, asked, (), planned)
        less = costs_of(scenario, bare, (), planned)
        assert costs.short_hours - less.short_hours == pytest.approx(2.0 * missing)


def test_what_is_missing_is_paid_for_once() -> None:
    """Two posts of Monday morning without room lack in the morning, on the day, on both days."""
    scenario = two_people()
    rows = [row(span, 4.0, EACH) for span in ((480, 840), MONDAY, (0, 2880))]
    early = only_on_monday(scenario, "day@08:00")
    lacking = [
        costs_of(scenario, needing(scenario, *own), (), early).short_hours
        - costs_of(scenario, needing(scenario), (), early).short_hours
        for own in (rows[:1], rows, [*rows, row(TUESDAY, 1.0, EACH)])
    ]
    assert lacking == pytest.approx([2.0 * 2, 2.0 * 2, 2.0 * 3])


def test_the_checker_notices_room_that_is_counted_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = two_people()
    requirement = needing(scenario, row(TUESDAY, 3.0, EACH))
    true = room_minutes
    monkeypatch.setattr(room_model, "room_minutes", lambda *said: 2 * true(*said))
    solution = solve_roster(scenario, requirement, (), seconds=2.0)
    assert solution.roster is not None
    assert solution.costs is not None
    recomputed = costs_of(scenario, requirement, (), solution.roster)
    assert abs(solution.costs.total - recomputed.total) > 10


def team(limits: tuple[float, ...]) -> Scenario:
    shifts: dict[str, Any] = {
        "early": {"starts": ["06:00"], "length_minutes": 480},
        "late": {"starts": ["14:00"], "length_minutes": 480},
        "night": {"starts": ["22:00"], "length_minutes": 480},
    }
    agents = [{"id": f"a{number}"} for number in range(len(limits))]
    return two_people(shifts=shifts, agents=agents, contract={"hours_per_week": 24.0})


spans = st.tuples(st.integers(0, 6), st.integers(1, 3), st.sampled_from([0, 360, 1080])).map(
    lambda one: (one[0] * 1440 + one[2], one[0] * 1440 + one[2] + one[1] * 480)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    limits=st.lists(st.sampled_from([1.0, 2.0, 4.0]), min_size=2, max_size=4),
    wanted=st.lists(st.tuples(spans, st.floats(0.5, 12.0)), min_size=1, max_size=4),
    seed=st.integers(0, 100),
)
def test_both_searches_and_the_checker_reckon_the_same(
    limits: list[float], wanted: list[tuple[tuple[int, int], float]], seed: int
) -> None:
    scenario = team(tuple(limits))
    rooms = tuple(Room((f"a{number}",), limit, 0.4) for number, limit in enumerate(limits))
    requirement = needing(scenario, *(row(span, cases, *rooms) for span, cases in wanted))
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    rules = tour_rules(calendar, requirement)
    search = TourSearch(calendar, rules, requirement, (), seed)
    search.open()
    bound = Counting(search, Timer(5.0, deterministic=True)).bound(5.0)
    search.give_first(range(search.agents))
    for _ in range(3):
        search.improve(20, noise=5_000.0)
        by_model = roster_costs(calendar, rules, requirement, (), search.roster()).total
        assert search.best is not None
        assert search.best[0] / UNITS_PER_CURRENCY == pytest.approx(by_model, abs=0.2)
        by_checker = costs_of(scenario, requirement, (), search.roster()).total
        assert by_checker == pytest.approx(by_model, abs=0.2)
        assert bound is None or bound <= search.best[0] + 20
    ground = build(calendar, rules, requirement, ())
    relaxed = Relaxation(ground.model).solve({})
    assert relaxed is not None
    assert relaxed.objective <= search.best[0] + 2_000
    assert np.isfinite(search.cost)
