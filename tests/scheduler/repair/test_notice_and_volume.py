"""Short notice has its price, and what is expected now reaches the requirement."""

import datetime as dt

import pytest

from scenarios.timeline import Timeline
from scheduler.repair import Expectation, NothingToScaleError, repair
from scheduler.repair.expectation import expected_scenario, weeks_touched
from scheduler.staffing import compute_requirement
from simulation.arrivals.volume import workload_of
from tests.scheduler.repair.cases import (
    EARLY,
    at,
    away,
    hours_of,
    repaired,
    roster,
    team,
    wanted,
)

PRICES = {"change_cost": 50.0, "short_notice_cost": 100.0}


def test_a_change_within_the_notice_costs_more() -> None:
    scenario = team("ann", "bob", planning=PRICES, rules={"notice_days": 2})
    published = roster(scenario, {("ann", day): EARLY for day in range(5)})
    needs = wanted(scenario, {(day, EARLY): 1 for day in range(5)})
    said = Expectation(away=(away("ann", 1, 4),), freeze_until=at(1, 0))
    made = repaired(scenario, published, needs, said)
    assert [(one.notice_days, one.price) for one in made.chosen] == [
        (0, 150.0),
        (1, 150.0),
        (2, 50.0),
        (3, 50.0),
    ]
    assert [one.short_notice for one in made.chosen] == [True, True, False, False]
    assert made.price == 400.0


def test_a_repair_asks_whom_it_need_not_ask_at_short_notice() -> None:
    agents = [{"id": "ann"}, {"id": "bob", "rules": {"notice_days": 7}}, {"id": "cat"}]
    scenario = team(agents=agents, planning=PRICES)
    published = roster(scenario, {("ann", 1): EARLY})
    needs = wanted(scenario, {(1, EARLY): 1})
    made = repaired(scenario, published, needs, Expectation(away=(away("ann", 1),)))
    assert hours_of(made.roster) == {("cat", 1): EARLY}


def test_notice_counts_from_the_first_day_where_nothing_is_frozen() -> None:
    scenario = team("ann", "bob", planning=PRICES, rules={"notice_days": 3})
    published = roster(scenario, {("ann", 2): EARLY, ("ann", 3): EARLY})
    needs = wanted(scenario, {(2, EARLY): 1, (3, EARLY): 1})
    made = repaired(scenario, published, needs, Expectation(away=(away("ann", 2, 3),)))
    assert [one.price for one in made.chosen] == [150.0, 50.0]


def test_volume_is_scaled_from_what_is_frozen_on() -> None:
    scenario = team("ann")
    plain = workload_of(scenario, seed=1, replications=2)
    said = Expectation(volume_scale=1.5, freeze_until=at(2, 12))
    expected = expected_scenario(scenario, roster(scenario, {}), said)
    now = workload_of(expected, seed=1, replications=2)
    edge = Timeline(scenario.horizon).minute(2, 12 * 60) // 60
    assert now.cases[:, :edge].sum() == pytest.approx(plain.cases[:, :edge].sum())
    assert now.cases[:, edge:].sum() == pytest.approx(1.5 * plain.cases[:, edge:].sum())


def test_volume_is_scaled_from_a_day_that_is_named() -> None:
    hour = {"from_local": "2026-11-23 01:00", "to_local": "2026-11-23 02:00"}
    scenario = team("ann", events={"expected-now": hour})
    said = Expectation(volume_scale=2.0, volume_from=dt.date(2026, 11, 27), freeze_until=at(1, 0))
    expected = expected_scenario(scenario, roster(scenario, {}), said)
    new = expected.events["expected-now-2"]
    assert (new.from_local, new.to_local, new.volume_factor) == (at(4, 0), at(7, 0), 2.0)


def test_replayed_volume_cannot_be_scaled() -> None:
    scenario = team("ann")
    replay = {"file": "x.csv", "messages": ()}
    channels = {
        name: one.model_copy(update={"replay": replay}) for name, one in scenario.channels.items()
    }
    replayed = scenario.model_copy(update={"channels": channels})
    with pytest.raises(NothingToScaleError):
        expected_scenario(replayed, roster(scenario, {}), Expectation(volume_scale=1.5))


def test_weeks_with_absences_come_first_and_volume_touches_all_that_follow() -> None:
    scenario = team("ann", horizon={"weeks": 4})
    third = away("ann", 15)
    assert weeks_touched(scenario, Expectation(away=(third,))) == (2,)
    said = Expectation(away=(third,), volume_scale=1.2, freeze_until=at(8, 0))
    assert weeks_touched(scenario, said) == (2, 1, 3)
    assert weeks_touched(scenario, Expectation(freeze_until=at(15, 0))) == (2, 3)


def test_more_volume_brings_more_people_and_what_was_planned_is_told_apart() -> None:
    scenario = team("ann", "bob", planning={"change_cost": 10.0, "short_hour_cost": 400.0})
    published = roster(scenario, {("ann", day): EARLY for day in range(5)})
    said = Expectation(volume_scale=20.0, volume_from=dt.date(2026, 11, 24))
    made = repair(scenario, published, said, seconds=3.0)
    assert made.missing.as_it_is > made.missing.published
    assert made.missing.repaired < made.missing.as_it_is
    assert made.chosen
    plain = compute_requirement(scenario, workload_of(scenario, seed=1))
    now = compute_requirement(made.scenario, workload_of(made.scenario, seed=1))
    assert now.live[0].agents.sum() > plain.live[0].agents.sum()
