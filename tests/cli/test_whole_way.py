"""The whole way with nothing replaced: plan, look, edit, simulate, compare, export, report."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from scenarios.assignment_file import rules_from_json
from tests.cli.conftest import TINY, Run


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("way") / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(scenario: Path) -> Path:
    """A run folder made by the command in a process of its own."""
    out = scenario.parent / "run"
    ended = subprocess.run(
        [sys.executable, "-m", "cli", "plan", str(scenario), "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "posts: 50 %" in ended.stdout
    return out


def test_the_roster_keeps_the_rules(run: Run, scenario: Path, folder: Path) -> None:
    ended = run("check", scenario, "--roster", folder / "roster.csv")
    assert ended.code == 0


def test_a_roster_that_breaks_a_rule_is_told(
    run: Run, scenario: Path, folder: Path, tmp_path: Path
) -> None:
    edited = tmp_path / "edited.csv"
    with (folder / "roster.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if row["agent_id"] != "bob"]
    assert 0 < len(kept) < len(rows)
    with edited.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(kept)
    ended = run("check", scenario, "--roster", edited)
    assert ended.code == 1
    assert "bob" in ended.out


def test_a_roster_is_simulated_with_and_without_the_quota(
    run: Run, scenario: Path, folder: Path, tmp_path: Path
) -> None:
    roster = ["--roster", folder / "roster.csv", "--replications", "4", "--processes", "1"]
    rules = next(folder.rglob("*rules*.json"))
    assert rules_from_json(rules.read_text(encoding="utf-8")).quota is not None
    own = run("simulate", scenario, *roster, "--rules", rules, "--json")
    assert own.code in (0, 1)
    assert json.loads(own.out)["replications"] == 4
    plain = run("simulate", scenario, *roster, "--routing", "longest-idle")
    assert "posts: 50 %" in plain.out


def test_records_are_written_as_parquet(
    run: Run, scenario: Path, folder: Path, tmp_path: Path
) -> None:
    ended = run(
        *("simulate", scenario, "--roster", folder / "roster.csv", "--replications", "2"),
        *("--records", tmp_path / "records", "--processes", "1"),
    )
    assert ended.code in (0, 1)
    tasks = pd.read_parquet(tmp_path / "records" / "tasks-0001.parquet")
    assert set(tasks["agent"].dropna()) <= {"ann", "bob"}
    assert set(tasks["queue"]) <= {"posts/any/harmless", "posts/any/hostile"}
    assert len(list((tmp_path / "records").iterdir())) == 4


def test_a_run_compared_with_itself(run: Run, folder: Path) -> None:
    ended = run("compare", folder, folder, "--json")
    assert ended.code == 0
    assert {row["difference"] for row in json.loads(ended.out)[1:]} == {0.0}


def test_a_run_is_exported_and_reported(run: Run, folder: Path, tmp_path: Path) -> None:
    ended = run("export", folder, "--format", "csv,ics,rules", "--to", tmp_path / "out")
    assert ended.code == 0
    assert all(Path(line).is_file() for line in ended.out.splitlines())
    assert (tmp_path / "out" / "roster.csv").read_bytes() == (folder / "roster.csv").read_bytes()
    page = tmp_path / "page.html"
    assert run("report", folder, "--to", page).code == 0
    assert "Ann Secret" not in page.read_text(encoding="utf-8")


def test_names_are_in_nothing_that_a_run_leaves(folder: Path) -> None:
    texts = [
        p for p in folder.rglob("*") if p.suffix in (".csv", ".json", ".yaml", ".html", ".ics")
    ]
    assert texts
    assert [p for p in texts if "Secret" in p.read_text(encoding="utf-8")] == []


@pytest.mark.skipif(os.name != "posix", reason="an interrupt is sent as a POSIX signal")
def test_control_c_ends_with_130_and_no_traceback(scenario: Path, tmp_path: Path) -> None:
    long = ["--set", "planning.certify_replications=50000"]
    with subprocess.Popen(
        [sys.executable, "-m", "cli", "plan", str(scenario), "--out", str(tmp_path / "r"), *long],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stderr is not None
            assert any("certificate" in line for line in process.stderr)  # progress, up to it
            os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert "Interrupted" in err
