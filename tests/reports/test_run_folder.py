"""A run folder is written whole, repeats its bytes, and is kept where a report fails."""

import hashlib
import json
from pathlib import Path

import pytest

from reports.run import run_folder
from reports.run.run_folder import read_run, run_files, write_run
from scenarios.problems import ScenarioError
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import NAMES


@pytest.mark.usefixtures("blank_pictures")
def test_a_run_reads_back(tmp_path: Path) -> None:
    plan = make_plan()
    read = read_run(write_run(plan, tmp_path / "run", names=True))
    assert read.scenario == plan.scenario
    assert read.roster == plan.roster
    assert read.rules == plan.rules
    assert read.verdict == plan.verdict


@pytest.mark.usefixtures("blank_pictures")
def test_the_manifest_knows_every_other_file(tmp_path: Path) -> None:
    folder = write_run(make_plan(), tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text())
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert there - {"manifest.json"} == set(manifest["files_sha256"])
    for path, said in manifest["files_sha256"].items():
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == said
    assert manifest["seed"] == make_plan().scenario.planning.seed
    assert manifest["versions"]["ortools"]


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert run_files(make_plan()) == run_files(make_plan())


@pytest.mark.usefixtures("blank_pictures")
def test_no_text_file_holds_a_name_unless_asked(tmp_path: Path) -> None:
    folder = write_run(make_plan(), tmp_path / "run")
    for path in folder.rglob("*"):
        if path.suffix in (".csv", ".json", ".yaml", ".ics", ".html"):
            text = path.read_text(encoding="utf-8")
            assert not any(name in text for name in NAMES), path


@pytest.mark.usefixtures("blank_pictures")
def test_a_report_that_fails_does_not_lose_the_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise RuntimeError("no ink")

    monkeypatch.setattr(run_folder, "report_html", fail)
    plan = make_plan()
    with pytest.raises(RuntimeError, match="no ink"):
        write_run(plan, tmp_path / "run")
    assert read_run(tmp_path / "run").roster == plan.roster


def test_what_is_no_run_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no run folder"):
        read_run(tmp_path)
    (tmp_path / "plan.json").write_bytes(b"\xff\xfe")
    with pytest.raises(ScenarioError, match=r"plan\.json"):
        read_run(tmp_path)
