"""Arrivals: rates on the calendar, counts, times, labels, and the workload they make."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from scenarios.scenario import Scenario
from simulation.arrivals.sources import count_cases
from simulation.arrivals.volume import Cases, draw_cases, workload_of
from simulation.world import compile_world
from tests.simulation.scenes import agent, channel, constant, exponential, scenario

HOUR = 3600.0
DAY = 24 * HOUR


def office(**fields: Any) -> dict[str, Any]:
    weights = tuple(float(9 <= hour < 17) for hour in range(24))
    return channel(shape={"by_hour": weights, "by_weekday": (1.0,) * 7}, **fields)


def one(offered: dict[str, Any], **parts: Any) -> Scenario:
    return scenario({"it": offered}, [agent("a", "it")], **parts)


def hours_of(said: Scenario) -> np.ndarray:
    """Expected cases by elapsed hour."""
    cases = workload_of(said, seed=1, replications=2).cases
    return cases.sum(axis=0).reshape(-1, 60 // said.horizon.interval_minutes).sum(axis=1)


def test_a_week_of_a_deferrable_channel() -> None:
    hours = hours_of(one(office(medium="post", volume_per_week=560.0)))
    assert hours.sum() == pytest.approx(560.0)
    by_day = hours.reshape(7, 24)
    assert by_day[:, 9:17] == pytest.approx(np.full((7, 8), 10.0))
    assert by_day[:, :9].sum() == by_day[:, 17:].sum() == 0.0


def test_live_volume_falls_wholly_in_opening_hours_with_part_hours_pro_rata() -> None:
    opening = {"mon-fri": ["09:30-12:00", "13:00-17:00"]}
    hours = hours_of(one(office(volume_per_week=650.0), horizon={"opening": opening}))
    day = hours.reshape(7, 24)[0]
    # 6.5 open hours a day on five days: 20 cases an open hour.
    assert day[9:17] == pytest.approx([10, 20, 20, 0, 20, 20, 20, 20])
    assert hours.sum() == pytest.approx(650.0)
    assert hours.reshape(7, 24)[5:].sum() == 0.0


def test_a_channels_own_opening_comes_before_the_teams() -> None:
    own = office(volume_per_week=70.0, opening={"mon-sun": "10:00-11:00"})
    hours = hours_of(one(own, horizon={"opening": {"mon": "09:00-17:00"}}))
    assert hours.reshape(7, 24)[:, 10] == pytest.approx(np.full(7, 10.0))


@pytest.mark.parametrize(
    ("start", "hours_of_sunday"), [(dt.date(2026, 3, 23), 23), (dt.date(2026, 10, 19), 25)]
)
def test_clock_changes_keep_wall_hours(start: dt.date, hours_of_sunday: int) -> None:
    said = one(
        office(medium="post", volume_per_week=560.0),
        horizon={"zone": "Europe/Berlin", "start": start},
    )
    hours = hours_of(said)
    assert len(hours) == 6 * 24 + hours_of_sunday
    shift = hours_of_sunday - 24
    assert hours[144 + 9 + shift : 144 + 17 + shift] == pytest.approx(np.full(8, 10.0))


def test_holidays_scale_volume_and_close_live_channels() -> None:
    # 25 and 26 December 2025 are a Thursday and a Friday.
    horizon = {"start": dt.date(2025, 12, 22), "holidays": {"volume_factor": 0.5}}
    posts = hours_of(one(office(medium="post", volume_per_week=560.0), horizon=horizon))
    assert posts.reshape(7, 24).sum(axis=1) == pytest.approx([80, 80, 80, 40, 40, 80, 80])
    calls = hours_of(one(office(volume_per_week=560.0), horizon=horizon))
    assert calls.reshape(7, 24).sum(axis=1) == pytest.approx([80, 80, 80, 0, 0, 80, 80])


def test_volume_without_an_open_hour_is_refused() -> None:
    said = one(office(), horizon={"opening": {"mon": "20:00-22:00"}})
    with pytest.raises(ValueError, match=r"channels\.it: the weekly shape has no weight"):
        compile_world(said)


def test_hostility_only_where_nobody_writes_is_refused() -> None:
    night = tuple(float(hour < 5) for hour in range(24))
    said = one(office(medium="post", hostility={"share": 0.2, "by_hour": night}))
    with pytest.raises(ValueError, match="by_hour is zero wherever cases come"):
        compile_world(said)


def test_cases_follow_their_rates() -> None:
    opening = {"mon-fri": ["09:30-12:00", "13:00-17:00"]}
    said = one(office(volume_per_week=65_000.0), horizon={"opening": opening})
    cases = draw_cases(compile_world(said), 1, 0)
    counts = np.bincount((cases.arrival_seconds // (HOUR / 2)).astype(int), minlength=336)
    expected = workload_of(said, seed=1, replications=2).cases[0].reshape(336, 2).sum(axis=1)
    assert counts[expected == 0].sum() == 0
    busy = expected > 0
    deviation = (counts[busy] - expected[busy]) / np.sqrt(expected[busy])
    assert np.abs(deviation).max() < 4.0
    assert 0.7 < (deviation**2).mean() < 1.4  # 65 cells; a chi-square over its degrees


def chosen(cases: Cases, ids: np.ndarray) -> list[tuple[float, ...]]:
    order = np.argsort(cases.case_id)
    rows = zip(
        cases.case_id[order].tolist(),
        cases.arrival_seconds[order].tolist(),
        cases.handle_seconds[order].tolist(),
        cases.patience_seconds[order].tolist(),
        cases.queue[order].tolist(),
        cases.hostile[order].tolist(),
        strict=True,
    )
    return [row for row in rows if row[0] in set(ids.tolist())]


def test_more_volume_keeps_the_cases_and_adds_to_them() -> None:
    def at(scale: float) -> Cases:
        offered = {
            "it": channel(
                volume_per_week=400.0,
                busyness_cv=0.4,
                patience=exponential(60),
                hostility={"share": 0.3},
                languages={"de": 0.7, "en": 0.3},
            ),
            "other": channel("post", volume_per_week=77.0, shape="evening"),
        }
        said = scenario(offered, [agent("a", "it", "other")], volume={"scale": scale})
        return draw_cases(compile_world(said), 5, 2)

    few, many = at(1.0), at(1.53)
    assert 1.3 < len(many) / len(few) < 1.8
    assert set(few.case_id.tolist()) < set(many.case_id.tolist())
    assert chosen(few, few.case_id) == chosen(many, few.case_id)


def test_counts_never_fall_with_volume() -> None:
    before = None
    for scale in (0.0, 0.3, 0.9, 1.0, 1.01, 2.0):
        said = one(channel(volume_per_week=50.0, busyness_cv=0.8), volume={"scale": scale})
        counts = count_cases(compile_world(said), 3, 0)
        assert before is None or (counts >= before).all()
        before = counts
    assert before is not None
    assert before.sum() > 0


@pytest.mark.parametrize("cv", [0.0, 0.5])
def test_day_counts_have_the_moments_of_gamma_poisson(cv: float) -> None:
    # Mixed Poisson: mean m, variance m + (m cv)^2.
    world = compile_world(one(channel(volume_per_week=210.0, busyness_cv=cv)))
    counts = np.concatenate([count_cases(world, 1, k)[0] for k in range(1500)])
    mean, variance = 30.0, 30.0 + (30.0 * cv) ** 2
    assert counts.mean() == pytest.approx(mean, abs=4 * np.sqrt(variance / len(counts)))
    assert counts.var() == pytest.approx(variance, rel=0.08)


def test_days_and_channels_are_independent() -> None:
    said = scenario(
        {"x": channel(busyness_cv=0.7), "y": channel(busyness_cv=0.7)}, [agent("a", "x", "y")]
    )
    world = compile_world(said)
    counts = np.array([count_cases(world, 1, k).ravel() for k in range(1500)])
    correlation = np.corrcoef(counts.T) - np.eye(14)
    assert np.abs(correlation).max() < 5 / np.sqrt(1500)


def test_labels_have_the_recall_and_precision_asked_for() -> None:
    said = one(
        channel("post", volume_per_week=200_000.0, hostility={"share": 0.2}),
        classifier={"recall": 0.85, "precision": 0.75},
    )
    cases = draw_cases(compile_world(said), 1, 0)
    labelled = cases.queue % 2 == 1
    assert cases.hostile.mean() == pytest.approx(0.2, abs=0.004)
    assert labelled[cases.hostile].mean() == pytest.approx(0.85, abs=0.008)
    assert cases.hostile[labelled].mean() == pytest.approx(0.75, abs=0.009)


def test_perfect_labels_are_the_truth() -> None:
    cases = draw_cases(compile_world(one(channel(hostility={"share": 0.4}))), 1, 0)
    assert ((cases.queue % 2 == 1) == cases.hostile).all()
    assert cases.hostile.any()


def test_hostility_by_hour_keeps_the_weekly_share() -> None:
    by_hour = tuple(4.0 if hour >= 20 else 1.0 for hour in range(24))
    said = one(
        channel("post", volume_per_week=300_000.0, hostility={"share": 0.2, "by_hour": by_hour})
    )
    cases = draw_cases(compile_world(said), 1, 0)
    evening = (cases.arrival_seconds % DAY) >= 20 * HOUR
    # 4 of 24 hours weigh 4: mean 36/24 = 1.5, so 0.2 x 4 / 1.5 in the evening.
    assert cases.hostile.mean() == pytest.approx(0.2, abs=0.003)
    assert cases.hostile[evening].mean() == pytest.approx(0.8 / 1.5, abs=0.008)
    assert cases.hostile[~evening].mean() == pytest.approx(0.2 / 1.5, abs=0.004)


def test_languages_split_the_channel() -> None:
    said = one(channel(volume_per_week=60_000.0, languages={"de": 3.0, "en": 1.0}))
    cases = draw_cases(compile_world(said), 1, 0)
    assert (cases.queue // 2 == 1).mean() == pytest.approx(0.25, abs=0.007)
    work = workload_of(said, seed=1, replications=2)
    assert work.line_ids == ("it/de", "it/en")
    assert work.cases.sum(axis=1) == pytest.approx([45_000, 15_000])


def test_due_times_follow_the_clock() -> None:
    opening = {"mon-fri": "09:00-17:00"}
    limit = {"share": 0.8, "within_seconds": 2 * HOUR}
    for clock, due in (("opening", DAY + 10 * HOUR), ("wall", 18 * HOUR)):
        said = one(
            office(medium="post", volume_per_week=5000.0, sla={**limit, "clock": clock}),
            horizon={"opening": opening},
        )
        cases = draw_cases(compile_world(said), 1, 0)
        first = np.flatnonzero(cases.arrival_seconds >= 16 * HOUR)[0]
        arrival = cases.arrival_seconds[first]
        # One hour of the limit runs until 17:00, less the seconds since 16:00.
        assert cases.due_seconds[first] == pytest.approx(due + arrival - 16 * HOUR)


def test_without_sla_and_patience_nothing_is_due_and_nobody_leaves() -> None:
    cases = draw_cases(compile_world(one(channel())), 1, 0)
    assert np.isinf(cases.due_seconds).all()
    assert np.isinf(cases.patience_seconds).all()
    assert set(cases.handle_seconds.tolist()) == {300.0}


def test_workload_counts_hostile_work_longer() -> None:
    said = one(
        channel(
            "post",
            volume_per_week=700.0,
            handle_time=constant(600),
            hostility={"share": 0.25, "handle_time_factor": 1.4},
        )
    )
    work = workload_of(said, seed=1, replications=2)
    assert work.hostile_cases.sum() == pytest.approx(175.0)
    assert work.work_minutes.sum() == pytest.approx(10 * (525 + 1.4 * 175))


def test_workload_spread_is_that_of_the_counts() -> None:
    work = workload_of(one(channel(volume_per_week=6720.0)), seed=1, replications=400)
    # 10 cases an interval; Poisson quantiles 6 and 14.
    assert work.cases_p10.mean() == pytest.approx(6.0, abs=0.2)
    assert work.cases_p90.mean() == pytest.approx(14.0, abs=0.2)


def test_a_case_brings_the_handle_time_of_a_harmless_one() -> None:
    def at(factor: float) -> Cases:
        hostility = {"share": 0.4, "handle_time_factor": factor}
        said = one(channel(handle_time=exponential(300), hostility=hostility))
        return draw_cases(compile_world(said), 1, 0)

    plain, longer = at(1.0), at(1.4)
    assert (longer.handle_seconds == plain.handle_seconds).all()
    assert (longer.hostile == plain.hostile).all()
    assert plain.hostile.any()
