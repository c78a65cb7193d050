"""Exports and comparisons of plans, without a solver."""

import json
from pathlib import Path

import pytest

from reports.run.exports import FORMATS, files_of, write_exports
from reports.run.partial_run import write_partial_run
from reports.run.report_page import write_page
from reports.run.run_folder import read_any_run, write_run
from scenarios.problems import ScenarioError
from scenarios.reader import read_scenario
from scenarios.roster_file import read_roster
from scheduler.plan import Plan
from tests.reports.make_plan import make_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan()


def test_every_format_gives_files(plan: Plan) -> None:
    for name in FORMATS:
        files = files_of(plan, [name])
        assert files
        assert all(files.values())
    working = {shift.agent_id for shift in plan.roster.shifts}
    assert set(files_of(plan, ["ics"])) == {f"calendars/{agent}.ics" for agent in working}


def test_formats_that_do_not_exist_are_all_told(plan: Plan) -> None:
    with pytest.raises(ScenarioError) as error:
        files_of(plan, ["csv", "pdf", "xslx"])
    assert len(error.value.problems) == 2
    assert "xlsx" in str(error.value)


def test_nothing_is_overwritten_without_force(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").write_bytes(b"mine")
    with pytest.raises(ScenarioError, match="--force"):
        write_exports(plan, ["csv", "xlsx"], tmp_path, names=False, force=False)
    assert [path.name for path in tmp_path.iterdir()] == ["roster.xlsx"]
    written = write_exports(plan, ["csv", "xlsx"], tmp_path, names=False, force=True)
    assert sorted(path.name for path in written) == ["roster.csv", "roster.xlsx"]
    assert (tmp_path / "roster.xlsx").read_bytes() != b"mine"


def test_an_interrupted_plan_leaves_its_best_roster(plan: Plan, tmp_path: Path) -> None:
    said = write_partial_run(plan.scenario, plan.roster, tmp_path / "run")
    assert "not certified" in said
    scenario = read_scenario(tmp_path / "run" / "scenario.yaml")
    assert read_roster(tmp_path / "run" / "roster.csv", scenario).shifts
    everything = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "run").iterdir())
    assert "Quellwasser" not in everything


def test_without_a_roster_nothing_is_left(plan: Plan, tmp_path: Path) -> None:
    said = write_partial_run(plan.scenario, None, tmp_path / "run")
    assert "nothing was written" in said
    assert not (tmp_path / "run").exists()


def test_rules_are_read_back(plan: Plan) -> None:
    assert json.loads(files_of(plan, ["rules"])["rules.json"])["version"] == plan.rules.version


@pytest.mark.parametrize("to", ["nowhere/page.html", "."])
def test_a_report_that_cannot_be_written_there_is_told_by_its_option(
    to: str, plan: Plan, tmp_path: Path
) -> None:
    folder = write_run(plan, tmp_path / "run")
    with pytest.raises(ScenarioError, match=r"--to .*: is no file in a folder that exists"):
        write_page(folder, tmp_path / to, annex=True, names=False)


def test_a_folder_of_a_repair_says_what_to_do_with_it(tmp_path: Path) -> None:
    (tmp_path / "repair.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"holds a repair.*simulate its roster"):
        read_any_run(tmp_path)
