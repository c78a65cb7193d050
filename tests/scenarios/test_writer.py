from pathlib import Path

import pytest

from scenarios import library
from scenarios.layers import override_names
from scenarios.reader import read_scenario
from scenarios.writer import scenario_to_yaml
from tests.scenarios.good import write
from tests.scenarios.pledged import write as write_pledged


@pytest.mark.parametrize("name", library.names())
def test_what_is_written_reads_back_equal(name: str, tmp_path: Path) -> None:
    source = library.find(name)
    for overrides in ((), *((one,) for one in override_names(source))):
        scenario = read_scenario(source, overrides=overrides)
        path = tmp_path / "resolved.yaml"
        path.write_text(scenario_to_yaml(scenario), encoding="utf-8")
        again = read_scenario(path)
        assert again == scenario
        assert again.digest() == scenario.digest()


def test_a_limit_that_is_switched_off_and_a_closed_week_stay_so(tmp_path: Path) -> None:
    settings = ["rules.max_week_hours=null", "channels.posts.opening={mon: 24/7}"]
    settings[1] = 'channels.posts.opening={mon: "00:00-24:00"}'
    scenario = read_scenario(write(tmp_path), settings=settings)
    again = tmp_path / "again.yaml"
    again.write_text(scenario_to_yaml(scenario))
    assert read_scenario(again).rules.max_week_hours is None
    assert read_scenario(again) == scenario


def test_what_is_agreed_with_people_reads_back(tmp_path: Path) -> None:
    scenario = read_scenario(write_pledged(tmp_path))
    path = tmp_path / "again.yaml"
    path.write_text(scenario_to_yaml(scenario), encoding="utf-8")
    again = read_scenario(path)
    assert again == scenario
    assert again.digest() == scenario.digest()
    assert again.team.rotations["weekly"].weeks[1] == {"mon-wed": ("late", "early"), "sun": ()}


def test_a_limit_left_out_and_one_switched_off_stay_two_things(tmp_path: Path) -> None:
    path = tmp_path / "again.yaml"
    path.write_text(scenario_to_yaml(read_scenario(write_pledged(tmp_path))), encoding="utf-8")
    again = read_scenario(path)
    contract, anna = again.team.contracts["full"], again.team.agents[0]
    assert contract.rules is not None
    assert contract.rules.model_fields_set == {"max_nights", "max_week_hours"}
    assert contract.rules.max_week_hours is None
    assert anna.rules is not None
    assert anna.rules.model_fields_set >= {"night_from", "prices"}
    assert "night_to" not in anna.rules.model_fields_set
    assert again.rules.free_sundays_per_year is None
    assert "max_week_hours" not in path.read_text("utf-8").split("agents:")[1].split("shifts:")[0]
