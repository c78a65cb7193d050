"""Limits come from preset, scenario, contract, agent and protection, and say from which."""

from pathlib import Path

import pytest

from scenarios.limit_layers import limit_of, source_of
from scenarios.reader import read_scenario
from scenarios.scenario import Scenario
from scenarios.working_time import Protected, WorkingTimeRules
from scenarios.working_time_presets import PRESETS, PROTECTION_SOURCES, PROTECTIONS, SOURCES
from tests.scenarios.pledged import write


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return read_scenario(write(tmp_path))


@pytest.mark.parametrize(
    ("agent", "field", "value", "source"),
    [
        (0, "daily_rest_hours", 11.0, "ArbZG §5(1)"),
        (0, "night_to", 360, "ArbZG §2(3)"),
        (0, "night_from", 1320, "agent anna"),
        (1, "night_from", 1380, "ArbZG §2(3)"),
        (1, "max_week_hours", None, "contract full"),
        (1, "sunday_work", True, "scenario"),
        (2, "sunday_work", False, "JArbSchG §17"),
        (2, "holiday_work", False, "JArbSchG §18 (not checked)"),
        (2, "max_day_hours", 7.0, "scenario, for protected (minor)"),
        (2, "max_week_hours", 40.0, "JArbSchG §8"),
        (2, "max_nights", 6, "contract full"),
    ],
)
def test_the_last_layer_that_says_a_limit_wins(
    agent: int, field: str, value: object, source: str, scenario: Scenario
) -> None:
    person = scenario.team.agents[agent]
    assert limit_of(scenario, person, field) == value
    assert source_of(scenario, person, field) == source


def test_protection_is_changed_field_by_field() -> None:
    rules = WorkingTimeRules.model_validate({"minors": {"saturday_work": True}})
    minors = rules.limits_of(Protected.MINOR)
    assert minors is not None
    assert (minors.saturday_work, minors.sunday_work, minors.max_day_hours) == (True, False, 8.0)
    off = WorkingTimeRules.model_validate({"minors": None})
    assert off.limits_of(Protected.MINOR) is None


@pytest.mark.parametrize("preset", PRESETS)
def test_every_limit_of_a_preset_says_where_it_comes_from(preset: str) -> None:
    rules = WorkingTimeRules(preset=preset)
    assert {field: rules.source(field) for field in PRESETS[preset]} == {
        field: section
        for field, section in SOURCES[preset].items()
        if field not in ("minors", "expecting")
    }
    for name, protected in (("minors", Protected.MINOR), ("expecting", Protected.EXPECTING)):
        limits = PROTECTIONS[preset].get(name, {})
        said = {field: rules.source(field, protected) for field in limits}
        assert said == PROTECTION_SOURCES[protected.value].get(preset, {})
