"""cap: what cannot hold of a scenario, and all about the cap of a run."""

import json
from pathlib import Path

import pytest

import cli
from scheduler.cap.lever import Lever
from scheduler.cap.rule_levers import rule_levers
from scheduler.trials import Trial
from tests.cli.conftest import TINY, Run
from tests.pictures import pictures_left_blank

# A share that the volume's fifth leaves room for, and labels that err.
CAPPED = TINY.replace("cap: {hostile: 0.9", "cap: {hostile: 0.5").replace(
    "team:\n", "classifier: {recall: 0.9, precision: 0.8}\nteam:\n", 1
)


def _rules_alone(base: Trial, _: object) -> tuple[Lever, ...]:
    return tuple(rule_levers(base.scenario))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of a plan."""
    place = tmp_path_factory.mktemp("cap")
    scenario = place / "tiny.yaml"
    scenario.write_text(CAPPED, encoding="utf-8")
    with pictures_left_blank(), pytest.raises(SystemExit):
        cli.main(["plan", str(scenario), "--out", str(place / "run"), "--quiet"])
    return place / "run"


def test_a_scenario_whose_cap_can_hold(run: Run, tiny: Path) -> None:
    ended = run("cap", tiny)
    assert (ended.code, ended.err) == (0, "")
    assert "lowest cap that can hold, by bound" in ended.out
    assert "Nothing stands against the cap" in ended.out


def test_a_cap_of_cool_downs_is_not_called_one_of_single_people(run: Run, tiny: Path) -> None:
    pauses = ("--set", "cap.hostile=null", "--set", "cap.cool_down_seconds=60")
    ended = run("cap", tiny, *pauses)
    assert "cool-downs alone" in ended.out
    assert "own limits alone" not in ended.out
    own = run("cap", tiny, *pauses, "--set", "team.agents.0.cap={hostile: 0.5}")
    assert "own limits alone" in own.out


def test_a_scenario_whose_cap_cannot(run: Run, tiny: Path) -> None:
    ended = run("cap", tiny, "--set", "cap.hostile=0.1")
    assert ended.code == 3
    assert "a cap of 10.0% cannot hold for any roster: 20.0% of all cases" in ended.out
    told = json.loads(run("cap", tiny, "--set", "cap.hostile=0.1", "--json").out)
    assert told["lowest_cap_by_bound"] == pytest.approx(0.2, abs=2e-3)
    (obstacle,) = told["obstacles"]
    assert (obstacle["kind"], obstacle["proven"]) == ("volume", True)


@pytest.mark.slow
def test_a_run_with_its_levers(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "found"
    ended = run("cap", folder, "--out", out, "--quiet", "--processes", "1")
    assert (ended.code, ended.err) == (0, "")
    for title in ("the lowest cap", "a point of cap at 50.0%", "cap against service", "levers"):
        assert title in ended.out
    assert "linear programme without chance" in ended.out
    names = {path.name for path in out.iterdir()}
    assert names == {"cap.json", "cap_frontier.csv", "cap_frontier.png", "levers.csv"}
    told = json.loads((out / "cap.json").read_text(encoding="utf-8"))
    assert told["share"]["lowest_by_bound"] <= told["share"]["cap"] == 0.5
    assert {one["kind"] for one in told["levers"]} >= {"more people", "agency", "labels"}
    assert "ann" in told["least_unfair_per_paid_hour"]
    again = run("cap", folder, "--out", out, "--quiet")
    assert again.code == 2
    assert "--force" in again.err


def test_an_interruption_while_caps_are_tried_keeps_the_levers(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scheduler.cap.inquiry.hour_gains", lambda *_, **__: ())
    monkeypatch.setattr("scheduler.cap.inquiry.levers_of", _rules_alone)
    monkeypatch.setattr("scheduler.cap.inquiry._share_of", stopped)
    ended = run("cap", folder, "--out", tmp_path / "found", "--quiet", "--processes", "1")
    assert ended.code == 130
    assert "Interrupted before other caps" in ended.out
    assert "levers, by what they bring" in ended.out
    told = json.loads((tmp_path / "found" / "cap.json").read_text(encoding="utf-8"))
    assert told["interrupted"]
    assert told["share"] is None
    assert told["levers"]


def test_an_interruption_before_leaves_nothing(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reports.terminal.cap_command.inquire", stopped)
    ended = run("cap", folder, "--out", tmp_path / "found")
    assert ended.code == 130
    assert not (tmp_path / "found").exists()


def test_a_runs_scenario_is_not_changed(run: Run, folder: Path) -> None:
    ended = run("cap", folder, "--set", "cap.hostile=0.4")
    assert ended.code == 2
    assert "plan the changed one first" in ended.err


def test_a_scenario_has_no_folder(run: Run, tiny: Path, tmp_path: Path) -> None:
    ended = run("cap", tiny, "--out", tmp_path / "found")
    assert ended.code == 2
    assert "is for run folders" in ended.err
