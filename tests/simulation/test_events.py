"""Dated events: a factor on volume and mood between two local times."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from scenarios.scenario import Scenario
from simulation.arrivals.volume import Cases, draw_cases, workload_of
from simulation.world import compile_world
from tests.simulation.scenes import agent, channel, scenario

HOUR = 3600.0
DAY = 24 * HOUR


def team(events: dict[str, Any] | None = None, **parts: Any) -> Scenario:
    """Two channels with a case every six minutes, 20 % of them hostile."""
    offered = {
        name: channel("post", volume_per_week=1680.0, hostility={"share": 0.2}, busyness_cv=0.3)
        for name in ("x", "y")
    }
    return scenario(offered, [agent("a", "x", "y")], events=events or {}, **parts)


def event(first: str, last: str, **fields: Any) -> dict[str, Any]:
    return {"from_local": first, "to_local": last, **fields}


def drawn(said: Scenario, seed: int = 1, replication: int = 0) -> Cases:
    return draw_cases(compile_world(said), seed, replication)


def rows(cases: Cases) -> dict[int, tuple[float, ...]]:
    columns = zip(
        cases.case_id.tolist(),
        cases.queue.tolist(),
        cases.hostile.tolist(),
        cases.arrival_seconds.tolist(),
        cases.handle_seconds.tolist(),
        strict=True,
    )
    return {row[0]: row for row in columns}


def test_an_event_multiplies_volume_and_hostility_in_its_time_only() -> None:
    outage = event("2026-01-07 10:00", "2026-01-07 13:30", volume_factor=3.0, hostile_factor=2.0)
    work = workload_of(team({"outage": outage}), seed=1, replications=2)
    inside = np.zeros(672, dtype=bool)
    inside[2 * 96 + 40 : 2 * 96 + 54] = True
    assert work.cases[:, ~inside] == pytest.approx(np.full((2, 658), 2.5))
    assert work.cases[:, inside] == pytest.approx(np.full((2, 14), 7.5))
    assert work.hostile_cases[:, inside] == pytest.approx(np.full((2, 14), 3.0))
    assert work.hostile_cases[:, ~inside] == pytest.approx(np.full((2, 658), 0.5))


def test_events_multiply_where_they_meet_and_hostility_ends_at_one() -> None:
    events = {
        "one": event("2026-01-05 00:00", "2026-01-06 00:00", volume_factor=2.0, hostile_factor=3.0),
        "two": event("2026-01-05 12:00", "2026-01-07 00:00", volume_factor=0.5, hostile_factor=4.0),
    }
    work = workload_of(team(events), seed=1, replications=2)
    by_half_day = work.cases[0].reshape(14, 48).sum(axis=1)
    assert by_half_day[:5] == pytest.approx([240, 120, 60, 60, 120])
    share = work.hostile_cases[0].reshape(14, 48).sum(axis=1) / by_half_day
    assert share[:5] == pytest.approx([0.6, 1.0, 0.8, 0.8, 0.2])


def test_an_event_touches_its_channels_and_days_only_and_leaves_the_rest_to_the_last_bit() -> None:
    # Harmless and without a factor below 1: what came before comes again.
    outage = event("2026-01-07 10:00", "2026-01-07 13:00", volume_factor=4.0, channels=["x"])
    calm, louder = drawn(team()), drawn(team({"outage": outage}))
    before, after = rows(calm), rows(louder)
    assert before.keys() < after.keys()
    touched = {
        case for case, row in after.items() if case >> 48 == 0 and 2 * DAY <= row[3] < 3 * DAY
    }
    assert len(touched) > 100
    assert {case: row for case, row in after.items() if case not in touched} == {
        case: row for case, row in before.items() if case not in touched
    }
    moved = [abs(after[case][3] - before[case][3]) for case in touched & before.keys()]
    assert max(moved) > 60.0


def test_drawn_cases_follow_an_event() -> None:
    outage = event("2026-01-07 10:00", "2026-01-07 16:00", volume_factor=5.0, hostile_factor=3.0)
    world = compile_world(team({"outage": outage}))
    count, hostile = np.zeros(200), np.zeros(200)
    for replication in range(200):
        cases = draw_cases(world, 1, replication)
        inside = np.abs(cases.arrival_seconds - 2 * DAY - 13 * HOUR) < 3 * HOUR
        count[replication], hostile[replication] = inside.sum(), cases.hostile[inside].sum()
    # Two channels, 60 x 5 cases each; 99.9 % confidence.
    error = count.std(ddof=1) / np.sqrt(200)
    assert abs(count.mean() - 600) < 3.29 * error
    assert error < 10
    share = hostile.sum() / count.sum()
    assert abs(share - 0.6) < 3.29 * np.sqrt(0.24 / count.sum())


def test_a_day_that_an_event_empties_draws_nothing() -> None:
    closed = event("2026-01-07 00:00", "2026-01-08 00:00", volume_factor=0.0)
    for replication in range(20):
        cases = drawn(team({"closed": closed}), replication=replication)
        day = cases.arrival_seconds // DAY
        assert not (day == 2).any()
        assert (day == 3).any()


@pytest.mark.parametrize(
    ("start", "minutes"), [(dt.date(2026, 3, 23), 120), (dt.date(2026, 10, 19), 240)]
)
def test_an_event_across_a_clock_change_lasts_as_long_as_clocks_say(
    start: dt.date, minutes: int
) -> None:
    sunday = start + dt.timedelta(days=6)
    night = event(f"{sunday} 01:00", f"{sunday} 04:00", volume_factor=2.0)
    said = team({"night": night}, horizon={"zone": "Europe/Berlin", "start": start})
    calm = team(horizon={"zone": "Europe/Berlin", "start": start})
    loud = workload_of(said, seed=1, replications=2).cases[0]
    usual = workload_of(calm, seed=1, replications=2).cases[0]
    assert (loud > 1.5 * usual).sum() * 15 == minutes
    first = int(np.flatnonzero(loud > 1.5 * usual)[0])
    assert first == 6 * 96 + 4


def test_events_beyond_the_horizon_have_no_part_in_it() -> None:
    events = {
        "early": event("2026-01-01 00:00", "2026-01-05 06:00", volume_factor=2.0),
        "late": event("2026-01-11 18:00", "2026-03-01 00:00", volume_factor=2.0),
    }
    by_quarter_day = workload_of(team(events), seed=1, replications=2).cases[0].reshape(28, 24)
    assert by_quarter_day.sum(axis=1) == pytest.approx([120.0] + [60.0] * 26 + [120.0])
