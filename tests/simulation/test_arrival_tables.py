"""Arrival tables: expected cases by period of the day, in place of a weekly volume."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from scenarios.scenario import Scenario
from simulation.arrivals.sources import count_cases
from simulation.arrivals.volume import draw_cases, workload_of
from simulation.world import compile_world
from tests.simulation.scenes import agent, channel, scenario

HOUR = 3600.0
MORNING = {
    "from_time": "08:00",
    "every_minutes": 30,
    "cases": [6.0, 0.0, 24.0],
    "days": "mon-fri",
}


def tabled(*tables: dict[str, Any], medium: str = "post", **fields: Any) -> dict[str, Any]:
    return channel(medium, volume_per_week=None, arrivals=list(tables), **fields)


def one(offered: dict[str, Any], **parts: Any) -> Scenario:
    return scenario({"it": offered}, [agent("a", "it")], **parts)


def quarters(said: Scenario) -> np.ndarray:
    return workload_of(said, seed=1, replications=2).cases.sum(axis=0)


def test_each_period_has_the_cases_of_its_table_evenly_spread() -> None:
    cases = quarters(one(tabled(MORNING))).reshape(7, 96)
    for day in range(5):
        assert cases[day, 32:38] == pytest.approx([3, 3, 0, 0, 12, 12])
    assert cases.sum() == pytest.approx(5 * 30)
    assert cases[5:].sum() == 0.0


def test_tables_of_the_same_time_add_up_and_scale_and_holidays_hold() -> None:
    # 25 and 26 December 2025 are a Thursday and a Friday.
    horizon = {
        "start": dt.date(2025, 12, 22),
        "holidays": {"volume_factor": 0.5, "closed": False},
    }
    second = {"from_time": "08:30", "every_minutes": 60, "cases": [8.0], "days": "fri"}
    said = one(tabled(MORNING, second), horizon=horizon, volume={"scale": 2.0})
    by_day = quarters(said).reshape(7, 96).sum(axis=1)
    assert by_day == pytest.approx([60, 60, 60, 30, 38, 0, 0])


def test_periods_shorter_than_an_interval_keep_their_own_minutes() -> None:
    table = {"from_time": "09:00", "every_minutes": 5, "cases": [0.0, 4000.0, 0.0]}
    said = one(tabled(table))
    assert quarters(said).reshape(7, 96)[:, 36] == pytest.approx(np.full(7, 4000.0))
    second = draw_cases(compile_world(said), 1, 0).arrival_seconds % (24 * HOUR)
    assert second.min() >= 9 * HOUR + 300
    assert second.max() <= 9 * HOUR + 600


def test_a_live_table_counts_within_opening_hours_only() -> None:
    opening = {"mon-fri": "08:00-09:15"}
    said = one(tabled(MORNING, medium="phone"), horizon={"opening": opening})
    assert quarters(said).reshape(7, 96).sum(axis=1) == pytest.approx([18] * 5 + [0] * 2)


def test_days_without_cases_are_never_drawn() -> None:
    table = {"from_time": "00:00", "every_minutes": 1440, "cases": [500.0], "days": "tue"}
    world = compile_world(one(tabled(table, busyness_cv=2.0), horizon={"weeks": 2}))
    for replication in range(50):
        counts = count_cases(world, 1, replication)[0]
        assert counts[np.arange(14) % 7 != 1].sum() == 0
        assert np.isfinite(draw_cases(world, 1, replication).arrival_seconds).all()
    nothing = {"every_minutes": 60, "cases": [0.0]}
    assert len(draw_cases(compile_world(one(tabled(nothing))), 1, 0)) == 0


@pytest.mark.parametrize(
    ("start", "cases"), [(dt.date(2026, 3, 23), 3.0), (dt.date(2026, 10, 19), 5.0)]
)
def test_on_clock_change_days_periods_last_as_long_as_the_clock_shows_them(
    start: dt.date, cases: float
) -> None:
    # Four hours from midnight, one case each; the hour from 2 is skipped or comes twice.
    table = {"every_minutes": 60, "cases": [1.0] * 4, "days": "sun"}
    said = one(tabled(table), horizon={"zone": "Europe/Berlin", "start": start})
    assert quarters(said).sum() == pytest.approx(cases)


def test_drawn_cases_follow_the_table() -> None:
    table = {"from_time": "08:00", "every_minutes": 30, "cases": [300.0, 0.0, 700.0]}
    cases = draw_cases(compile_world(one(tabled(table))), 4, 0)
    period = ((cases.arrival_seconds % (24 * HOUR)) - 8 * HOUR) // (HOUR / 2)
    counts = np.bincount(period.astype(int), minlength=3)
    assert counts[1] == 0
    # Poisson, 7 days each; 99.9 % by z = 3.29.
    for count, expected in ((counts[0], 2100), (counts[2], 4900)):
        assert abs(count - expected) < 3.29 * np.sqrt(expected)


def test_the_hostile_share_holds_over_the_table() -> None:
    table = {"every_minutes": 720, "cases": [100.0, 300.0]}
    by_hour = [3.0] * 12 + [1.0] * 12
    said = one(tabled(table, hostility={"share": 0.2, "by_hour": by_hour}))
    work = workload_of(said, seed=1, replications=2)
    assert work.hostile_cases.sum() / work.cases.sum() == pytest.approx(0.2)
    # Mean weight (3 x 100 + 300) / 400 = 1.5, so 0.4 in the morning.
    morning = work.hostile_cases.reshape(7, 96)[:, :48].sum() / 700
    assert morning == pytest.approx(0.4)


def test_more_volume_keeps_the_cases_of_a_table() -> None:
    def at(scale: float) -> dict[int, float]:
        cases = draw_cases(compile_world(one(tabled(MORNING), volume={"scale": scale})), 2, 0)
        return dict(zip(cases.case_id.tolist(), cases.arrival_seconds.tolist(), strict=True))

    few, many = at(1.0), at(1.7)
    assert few.items() < many.items()
