from pathlib import Path

import pytest

from scenarios import library
from scenarios.channels import Medium
from scenarios.layers import override_names
from scenarios.reader import read_scenario


@pytest.mark.parametrize("name", library.names())
def test_each_ready_scenario_reads_with_each_of_its_overrides(name: str) -> None:
    path = library.find(name)
    assert read_scenario(path).team.agents
    for override in override_names(path):
        assert read_scenario(path, overrides=[override]) != read_scenario(path)


def test_a_name_that_is_not_in_the_library_is_answered_with_those_that_are() -> None:
    with pytest.raises(KeyError, match="team-of-12"):
        library.find("team-of-13")


def test_a_name_is_looked_up_and_a_path_kept() -> None:
    assert library.locate("team-of-12") == library.find("team-of-12")
    assert library.locate("mine.yaml") == Path("mine.yaml")


def test_the_team_of_a_hundred_is_what_its_name_says() -> None:
    said = read_scenario(library.find("team-of-100"))
    team = said.team
    assert len(team.agents) == 100
    assert {channel.medium for channel in said.channels.values()} == set(Medium)
    assert {skill for one in team.agents for skill in one.skills} == {*said.channels, "supervisor"}
    shapes = [len(one.start_times) * len(one.lengths) for one in said.shifts.values()]
    assert sum(shapes) == 60
    assert sum(bool(one.wishes) for one in team.agents) >= 30
    assert sum(bool(one.absences) for one in team.agents) >= 10
    assert said.horizon.weeks == 4
    assert said.fairness is not None
    assert team.on_duty["supervisor"].hours is None  # in all opening hours
