"""Limits that pricing leaves out until a tour passes them: the best lawful tour all the same."""

import numpy as np
import pytest

from scenarios.timeline import Timeline
from scheduler.checker import check_roster
from scheduler.people.calendar import Calendar
from scheduler.people.tours_of import tour_rules
from scheduler.roster_model import solve_roster
from scheduler.roster_model.build import build_work
from scheduler.tours.columns_frame import frame_of
from scheduler.tours.columns_leeway import Leeway
from scheduler.tours.columns_pricing import Office, Pricer
from scheduler.tours.sheet import Sheet, sheet_of
from tests.scheduler.small_teams import nothing_required, small

TYPES = "abcde"
WIDE = 30_000


def sheet_and_pricer(**rules: object) -> tuple[Sheet, Pricer]:
    """Return one person's sheet of four weeks with five types of shift, few of some."""
    shifts = {one: {"starts": [f"{7 + place:02d}:00"]} for place, one in enumerate(TYPES)}
    scenario = small(
        shifts={name: {**one, "length_minutes": 480} for name, one in shifts.items()},
        contract={"hours_per_week": 36.0, "flexibility_hours": 20.0, "max_days_per_week": 6},
        rules={"max_consecutive_days": 5, **rules},
        horizon={"weeks": 4},
    )
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    nobody = nothing_required(scenario)
    own = tour_rules(calendar, nobody)
    sheet = sheet_of(calendar, own)
    ground = build_work(calendar, own, nobody, ())
    return sheet, Pricer(Office(sheet), frame_of(sheet, ground))


def prices_of(sheet: Sheet, seed: int) -> np.ndarray:
    chance = np.random.default_rng(seed)
    prices = -chance.integers(0, 1000, (1, *sheet.allowed.shape[1:])).astype(float)
    prices[:, :, 0] = 0.0
    return prices


def strict(pricer: Pricer) -> Pricer:
    """Let no limit wait."""
    sheet = pricer.sheet
    office = Office(sheet)
    office.forget = lambda: None
    office.leeway.sheet.c_high[:] = sheet.c_high
    office.leeway.sheet.c_safe_high[:] = sheet.c_safe_high
    return Pricer(office, pricer.frame)


@pytest.mark.parametrize("seed", range(6))
def test_the_tour_is_as_cheap_as_with_all_limits_counted_and_keeps_them(seed):
    most = {"a": 2, "b": 3, "c": 2}
    sheet, pricer = sheet_and_pricer(max_shifts=most, max_weekends=1)
    prices = prices_of(sheet, seed)
    found, known = pricer.price(prices, [0], WIDE), strict(pricer).price(prices, [0], WIDE)
    assert known.exact
    assert found.exact
    assert found.costs[0] == pytest.approx(known.costs[0])
    counts = np.bincount(found.tours[0], minlength=len(TYPES) + 1)
    assert all(counts[1 + TYPES.index(name)] <= count for name, count in most.items())


def test_limits_that_do_not_bind_cost_no_states():
    sheet, pricer = sheet_and_pricer(max_shifts=dict.fromkeys(TYPES, 12))
    prices = prices_of(sheet, 1)
    assert pricer.price(prices, [0], 2000).exact
    assert not strict(pricer).price(prices, [0], 2000).exact


def test_what_a_tour_passes_is_counted_from_then_on():
    sheet, _ = sheet_and_pricer(max_shifts={"a": 2})
    leeway = Leeway(sheet)
    tour = np.zeros(len(sheet.choices), dtype=np.int16)
    tour[[1, 8]] = 1
    assert not leeway.take_back(0, tour)
    tour[15] = 1
    assert leeway.take_back(0, tour)
    assert not leeway.take_back(0, tour)
    assert (leeway.sheet.c_high == sheet.c_high).sum() > (
        Leeway(sheet).sheet.c_high == sheet.c_high
    ).sum()


@pytest.mark.slow
def test_any_number_of_limits_may_hold_for_one_person():
    types = [f"t{number:02d}" for number in range(18)]
    scenario = small(
        shifts={name: {"starts": ["08:00"], "length_minutes": 480} for name in types},
        contract={"hours_per_week": 40.0},
        rules={"max_shifts": dict.fromkeys(types, 1)},
    )
    found = solve_roster(scenario, nothing_required(scenario), (), seconds=5.0)
    assert found.roster is not None
    assert len({shift.shape_id for shift in found.roster.shifts}) == 5
    assert check_roster(scenario, found.roster) == ()
