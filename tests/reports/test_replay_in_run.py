"""The messages of a replay lie beside the scenario of a run, and check says how many there are."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reports.run.partial_run import write_partial_run
from reports.run.run_folder import write_run
from reports.terminal.check_table import scenario_summary
from scenarios.channels import Channel
from scenarios.reader import read_scenario
from scenarios.replay import Message, Replay
from scenarios.roster import Roster
from tests.reports.make_plan import make_plan
from tests.scenarios.staffed import write_staffed
from tests.scenarios.world import write_world


def _replayed(channel: Channel) -> Channel:
    messages = (Message(second=1.5, hostile=True), Message(second=9e4 / 7, author="a"))
    replay = Replay(file="mentions.csv", messages=messages, outside=3)
    return channel.model_copy(update={"volume_per_week": None, "replay": replay})


@pytest.mark.usefixtures("blank_pictures")
def test_the_scenario_of_a_run_reads_back_with_its_messages(tmp_path: Path) -> None:
    plan = make_plan()
    channels = plan.scenario.channels
    posts = next(iter(channels))
    scenario = plan.scenario.replace(channels={**channels, posts: _replayed(channels[posts])})
    folder = write_run(replace(plan, scenario=scenario), tmp_path / "run", names=True)
    again = read_scenario(folder / "scenario.yaml")
    assert again.channels[posts].replay == scenario.channels[posts].replay
    manifest = json.loads((folder / "manifest.json").read_text())
    assert again.digest() == manifest["scenario_sha256"]
    assert f"replay-{posts}.csv" in manifest["files_sha256"]


def test_an_interrupted_run_holds_the_messages_as_well(tmp_path: Path) -> None:
    scenario = read_scenario(write_world(tmp_path))
    write_partial_run(scenario, Roster(()), tmp_path / "run")
    assert read_scenario(tmp_path / "run" / "scenario.yaml") == scenario


def test_check_says_how_many_messages_are_taken_and_how_many_are_not(tmp_path: Path) -> None:
    rows = dict(scenario_summary(read_scenario(write_world(tmp_path))).rows)
    assert rows["replay messages"] == "4 messages, 25.0% of them hostile; 1 outside the horizon"
    assert "staffing" not in rows


def test_check_says_what_a_staffing_holds_instead_of_contracts(tmp_path: Path) -> None:
    rows = dict(scenario_summary(read_scenario(write_staffed(tmp_path))).rows)
    assert rows["staffing"] == "4 periods of 30 minutes, mon,tue"
    assert rows["agents"] == "7 in 2 groups of equal skills"
    assert "contract hours" not in rows
