"""plan: exit codes, what stands on which stream, and what is left in the folder."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reports.run.run_folder import read_run
from scheduler.impossible import Impossible
from scheduler.loop import Interrupted, NoRosterInTime
from scheduler.plan import Help, LeverLook, Plan
from simulation.measures.outcome import Estimate, VerdictStatus
from tests.cli.conftest import Run
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import Recipe

Ending = Callable[[Any], None]
pytestmark = pytest.mark.usefixtures("blank_pictures")


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Ending:
    """Let planning end with a plan or an error, without a search."""

    def set_ending(ending: Plan | Exception) -> None:
        def quick(*_: object, **__: object) -> Plan:
            if isinstance(ending, Exception):
                raise ending
            return ending

        monkeypatch.setattr("scheduler.loop.plan", quick)

    monkeypatch.setattr("reports.terminal.plan_command.with_helps", looked)
    return set_ending


HELP = Help(
    kind="cross-training",
    words="group g2 learns phone",
    gain=Estimate(0.2, 0.1, 0.3, 12, 0.95),
    cost=83.0,
    cost_source="40 paid hours each",
    all_kept=True,
    sentence="group g2 learns phone: phone +20.0 points",
)


def looked(made: Plan, **_: object) -> Plan:
    """Find one lever wherever something is missed."""
    if made.verdict.status is VerdictStatus.MET:
        return made
    return replace(made, levers=LeverLook(25, 12, (HELP,)))


@pytest.mark.parametrize(("met", "code"), [(True, 0), (False, 1)])
def test_a_plan_ends_with_a_verdict_and_a_folder(
    run: Run, tiny: Path, tmp_path: Path, ends: Ending, met: bool, code: int
) -> None:
    ends(make_plan(Recipe(met=met)))
    ended = run("plan", tiny, "--out", tmp_path / "run")
    assert ended.code == code
    assert "target" in ended.out
    assert "Run folder" not in ended.out
    assert f"Run folder: {tmp_path / 'run'}" in ended.err
    assert (tmp_path / "run" / "scenario.yaml").is_file()


def test_what_would_help_stands_in_every_place(
    run: Run, tiny: Path, tmp_path: Path, ends: Ending
) -> None:
    ends(make_plan(Recipe(met=False)))
    ended = run("plan", tiny, "--out", tmp_path / "run")
    assert "Of 25 small changes" in ended.err
    assert f"- {HELP.sentence}" in ended.err
    assert HELP.sentence in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert read_run(tmp_path / "run").levers == LeverLook(25, 12, (HELP,))
    document = json.loads(run("plan", tiny, "--out", tmp_path / "again", "--json", "--quiet").out)
    assert document["levers"]["best"][0]["words"] == HELP.words
    ends(make_plan())
    assert "small changes" not in run("plan", tiny, "--out", tmp_path / "met").err


def test_an_interruption_while_looking_for_help_keeps_the_whole_plan(
    run: Run, tiny: Path, tmp_path: Path, ends: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> Plan:
        raise KeyboardInterrupt

    ends(make_plan(Recipe(met=False)))
    monkeypatch.setattr("reports.terminal.plan_command.with_helps", stopped)
    ended = run("plan", tiny, "--out", tmp_path / "run")
    assert ended.code == 130
    assert "after the plan was made" in ended.err
    assert read_run(tmp_path / "run").levers is None
    assert (tmp_path / "run" / "report.html").is_file()


def test_json_is_one_document_and_quiet_is_quiet(
    run: Run, tiny: Path, tmp_path: Path, ends: Ending
) -> None:
    ends(make_plan())
    ended = run("plan", tiny, "--out", tmp_path / "run", "--json", "--quiet")
    document = json.loads(ended.out)
    assert document["status"] == "met"
    assert document["run"] == str(tmp_path / "run")
    assert document["promises"]
    assert ended.err == ""


def test_a_proven_impossibility(run: Run, tiny: Path, tmp_path: Path, ends: Ending) -> None:
    lines = ("with one of:", "- group g2 learns phone")
    ends(Impossible("a cap of 5.0% cannot hold; the lowest that can is 20.0%", 0.2, lines))
    ended = run("plan", tiny, "--out", tmp_path / "run")
    assert ended.code == 3
    assert ended.out == ""
    assert "the lowest that can is 20.0%" in ended.err
    assert "- group g2 learns phone" in ended.err
    assert not (tmp_path / "run").exists()
    document = json.loads(run("plan", tiny, "--out", tmp_path / "run", "--json").out)
    assert document["lowest_cap"] == 0.2
    assert document["remedies"] == list(lines)


def test_no_roster_in_the_time_given(run: Run, tiny: Path, tmp_path: Path, ends: Ending) -> None:
    ends(NoRosterInTime("no roster in 1 s; raise planning.solve_seconds"))
    ended = run("plan", tiny, "--out", tmp_path / "run")
    assert ended.code == 4
    assert "planning.solve_seconds" in ended.err
    assert not (tmp_path / "run").exists()


def test_an_interruption_keeps_the_best_roster(
    run: Run, tiny: Path, tmp_path: Path, ends: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_plan()
    monkeypatch.setattr("scenarios.reader.read_scenario", lambda *_, **__: made.scenario)
    ends(Interrupted(made.roster))
    ended = run("plan", tiny, "--out", tmp_path / "run")
    assert ended.code == 130
    assert ended.out == ""
    assert "not certified" in ended.err
    assert (tmp_path / "run" / "roster.csv").is_file()


def test_an_interruption_without_a_roster_leaves_nothing(
    run: Run, tiny: Path, tmp_path: Path, ends: Ending
) -> None:
    ends(Interrupted(None))
    ended = run("plan", tiny, "--out", tmp_path / "run")
    assert ended.code == 130
    assert not (tmp_path / "run").exists()


def test_a_folder_in_use_is_refused_before_anything_is_planned(
    run: Run, tiny: Path, tmp_path: Path, ends: Ending
) -> None:
    ends(AssertionError("nothing was to be planned"))
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "scenario.yaml").write_text("mine", encoding="utf-8")
    ended = run("plan", tiny, "--out", tmp_path / "run")
    assert ended.code == 2
    assert "--force" in ended.err


def test_force_replaces_a_run(run: Run, tiny: Path, tmp_path: Path, ends: Ending) -> None:
    ends(make_plan())
    assert run("plan", tiny, "--out", tmp_path / "run").code == 0
    (tmp_path / "run" / "old.txt").write_text("of the first run", encoding="utf-8")
    assert run("plan", tiny, "--out", tmp_path / "run", "--force").code == 0
    assert not (tmp_path / "run" / "old.txt").exists()


@pytest.mark.parametrize(
    "command", [["compare", "a", "b"], ["export", "a", "--to", "b"], ["report", "a"]]
)
def test_a_run_that_is_not_there_is_bad_input(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run(*command)
    assert ended.code == 2
    assert ended.out == ""
    assert "Traceback" not in ended.err
    assert list(tmp_path.iterdir()) == []
