"""publish: what is refused, what is left in the folder, what is kept of before, and notice."""

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from reports.roster.roster_csv import roster_to_csv
from reports.run.run_folder import write_run
from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.writer import scenario_to_yaml
from scheduler.plan import Plan
from tests.cli.conftest import Ended, Run
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import NAMES, Recipe

pytestmark = pytest.mark.usefixtures("blank_pictures")
APPROVED = ("--approved-by", "Works council and head of care")


def lawful(*, met: bool = True, notice_days: int | None = None) -> Plan:
    """Return a plan whose roster breaks no rule of its scenario."""
    plan = make_plan(Recipe(met=met, nights=False))
    team = plan.scenario.team
    contracts = {
        name: one.model_copy(update={"flexibility_hours": 60.0, "horizon_flexibility_hours": 60.0})
        for name, one in team.contracts.items()
    }
    rules = plan.scenario.rules.model_copy(update={"notice_days": notice_days})
    scenario = plan.scenario.model_copy(
        update={"team": team.model_copy(update={"contracts": contracts}), "rules": rules}
    )
    weekdays = (one for one in plan.roster.shifts if one.date.weekday() < 5)
    roster = Roster(tuple(replace(one, shape_id="") for one in weekdays))
    solution = replace(plan.solution, roster=roster)
    return replace(plan, scenario=scenario, roster=roster, solution=solution)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_run(lawful(), tmp_path / "run", names=True)


def publish(run: Run, folder: Path, to: Path, *more: str | Path) -> Ended:
    return run("publish", folder, "--to", to, *APPROVED, "--on", "2026-02-20", *more)


def record(to: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads((to / "publication.json").read_text(encoding="utf-8"))
    return said


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def later(plan: Plan, minutes: int) -> Plan:
    """Return the plan with the first shift moved."""
    first, *others = plan.roster.shifts
    segments = tuple(
        Segment(one.start_minute + minutes, one.end_minute + minutes, one.activity)
        for one in first.segments
    )
    moved = replace(first, segments=segments)
    return replace(plan, roster=Roster((moved, *others)))


def test_a_publication_says_who_approved_what(run: Run, folder: Path, tmp_path: Path) -> None:
    before = contents(folder)
    ended = publish(run, folder, tmp_path / "out", "--approval", "BV 7/2026", "--note", "June")
    assert ended.code == 0, ended.err
    said = record(tmp_path / "out")
    approval = said["approval"]
    assert isinstance(approval, dict)
    assert approval["by"] == "Works council and head of care"
    assert approval["reference"] == "BV 7/2026"
    assert approval["note"] == "June"
    assert approval["zone"] == "Europe/Berlin"
    assert approval["at_local"][-6:] in ("+01:00", "+02:00")
    assert said["verdict"]["status"] == "met"  # type: ignore[index]
    assert contents(folder) == before


def test_digests_are_those_of_the_run(run: Run, folder: Path, tmp_path: Path) -> None:
    publish(run, folder, tmp_path / "out")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert record(tmp_path / "out")["digests"] == {
        "roster_sha256": manifest["files_sha256"]["roster.csv"],
        "rules_sha256": manifest["files_sha256"]["rules.json"],
        "scenario_sha256": manifest["scenario_sha256"],
    }


def test_every_file_is_named_with_its_digest(run: Run, folder: Path, tmp_path: Path) -> None:
    publish(run, folder, tmp_path / "out")
    there = contents(tmp_path / "out")
    assert there.pop("publication.json") == there.pop("publication-1.json")
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in there.items()}
    assert record(tmp_path / "out")["files_sha256"] == digests
    assert {"roster.csv", "roster.xlsx", "rules.json", "annex.html", "annex.md"} <= set(digests)
    assert "calendars/a01.ics" in digests


def test_names_stand_in_workbook_and_calendars_only_if_asked(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    publish(run, folder, tmp_path / "without")
    publish(run, folder, tmp_path / "with", "--names")
    for place, shown in (("without", False), ("with", True)):
        files = contents(tmp_path / place)
        sheet = openpyxl.load_workbook(io.BytesIO(files["roster.xlsx"]))["Roster"]
        cells = " ".join(str(one.value) for row in sheet for one in row)
        assert (NAMES[1] in cells) is shown
        assert (NAMES[1] in files["calendars/a01.ics"].decode()) is shown
        assert NAMES[1] not in files["annex.html"].decode()


def test_a_verdict_that_is_not_met_is_refused(run: Run, tmp_path: Path) -> None:
    folder = write_run(lawful(met=False), tmp_path / "run")
    ended = publish(run, folder, tmp_path / "out")
    assert ended.code == 1
    assert "falls short" in ended.err
    assert "--despite" in ended.err
    assert not (tmp_path / "out").exists()


def test_a_roster_that_breaks_a_rule_is_refused(run: Run, tmp_path: Path) -> None:
    plan = lawful()
    rest = plan.scenario.rules.model_copy(update={"daily_rest_hours": 40.0})
    folder = write_run(
        replace(plan, scenario=plan.scenario.model_copy(update={"rules": rest})), tmp_path / "run"
    )
    ended = publish(run, folder, tmp_path / "out")
    assert ended.code == 1
    assert "daily_rest_hours" in ended.err
    assert not (tmp_path / "out").exists()
    said = json.loads(publish(run, folder, tmp_path / "out", "--json").out)
    assert said["published"] is False
    assert said["objections"]


def test_a_reason_publishes_all_the_same_and_is_kept(run: Run, tmp_path: Path) -> None:
    folder = write_run(lawful(met=False), tmp_path / "run")
    ended = publish(run, folder, tmp_path / "out", "--despite", "the fair opens on Monday")
    assert ended.code == 0, ended.err
    despite = record(tmp_path / "out")["despite"]
    assert despite["reason"] == "the fair opens on Monday"  # type: ignore[index]
    assert "falls short" in despite["objections"][0]  # type: ignore[index]
    page = (tmp_path / "out" / "annex.html").read_text(encoding="utf-8")
    assert "the fair opens on Monday" in page
    assert "falls short" in page


def test_a_reason_against_nothing_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    ended = publish(run, folder, tmp_path / "out", "--despite", "just so")
    assert ended.code == 2
    assert "nothing speaks against" in ended.err
    assert not (tmp_path / "out").exists()


def test_everything_that_is_wrong_is_told_at_once(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    ended = run(
        *("publish", folder, "--to", tmp_path / "out", "--approved-by", " ", "--on", "soon"),
        *("--roster", tmp_path / "nowhere.csv"),
    )
    assert ended.code == 2
    for words in ("--approved-by", "--on soon", "holds something else", "nowhere.csv"):
        assert words in ended.err
    assert contents(tmp_path / "out") == {"mine.txt": b"mine"}


@pytest.mark.parametrize("to", ["run", "run/out", "."])
def test_a_run_folder_is_never_published_into(
    run: Run, folder: Path, tmp_path: Path, to: str
) -> None:
    before = contents(tmp_path)
    assert publish(run, folder, tmp_path / to).code == 2
    assert contents(tmp_path) == before


def test_a_second_publication_keeps_the_first_and_says_what_changed(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    plan, out = lawful(notice_days=4), tmp_path / "out"
    publish(run, folder, out)
    first = contents(out)
    moved = write_run(later(plan, 60), tmp_path / "moved")
    ended = run("publish", moved, "--to", out, *APPROVED, "--on", "2026-02-27")
    assert ended.code == 0, ended.err
    shift = plan.roster.shifts[0]
    line = f"{shift.agent_id}, Mon 2 Mar: early 08:00-16:00 -> edited 09:00-17:00"
    assert line in ended.out
    said = record(out)
    assert said["number"] == 2
    assert said["changes"]["against"] == 1  # type: ignore[index]
    assert said["changes"]["roster"] == [f"{line}, 3 days' notice (short)"]  # type: ignore[index]
    assert said["notice"]["kept"] is False  # type: ignore[index]
    second = contents(out)
    assert second["publication-1.json"] == first["publication.json"]
    assert second["publication-2.json"] == second["publication.json"]
    assert second["earlier/1/roster.csv"] == first["roster.csv"]
    assert second["earlier/1/annex.html"] == first["annex.html"]


def test_a_third_publication_keeps_both_and_files_of_others(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publish(run, folder, out)
    (out / "signed.pdf").write_bytes(b"%PDF")
    publish(run, folder, out)
    ended = publish(run, folder, out)
    assert "nothing changed" in ended.out
    there = contents(out)
    assert {"publication-1.json", "publication-2.json", "publication-3.json"} <= set(there)
    assert {"earlier/1/roster.csv", "earlier/2/roster.csv"} <= set(there)
    assert there["signed.pdf"] == b"%PDF"


def test_a_calendar_of_somebody_who_left_does_not_stay(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    plan, out = lawful(), tmp_path / "out"
    publish(run, folder, out)
    kept = tuple(one for one in plan.roster.shifts if one.agent_id != "a01")
    less = write_run(replace(plan, roster=Roster(kept)), tmp_path / "less")
    ended = publish(run, less, out)
    assert "a01, Mon 2 Mar: early 08:00-16:00 -> off" in ended.out
    assert not (out / "calendars" / "a01.ics").exists()


def test_a_file_changed_after_it_was_published_is_told(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publish(run, folder, out)
    (out / "roster.csv").write_bytes((out / "roster.csv").read_bytes() + b"\n")
    before = contents(out)
    ended = publish(run, folder, out)
    assert ended.code == 2
    assert "is not as it was published" in ended.err
    assert contents(out) == before


def test_a_failure_while_writing_leaves_the_folder_as_it_was(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    publish(run, folder, out)
    before = contents(out)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reports.publish.publish.shutil.copy2", full)
    assert publish(run, folder, out).code == 2
    assert contents(out) == before
    assert {path.name for path in tmp_path.iterdir()} == {"run", "out"}


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-03-01", "1 day to the first shift"),
        ("2026-03-02", "the first shift is on that day"),
        ("2026-03-04", "the first shift was 2 days before"),
    ],
)
def test_a_first_shift_that_is_over_is_not_so_many_days_less_than_none_away(
    run: Run, tmp_path: Path, on: str, words: str
) -> None:
    folder = write_run(lawful(), tmp_path / "run")
    ended = run("publish", folder, "--to", tmp_path / "out", *APPROVED, "--on", on)
    assert f"kept, {words}" in ended.out
    page = (tmp_path / "out" / "annex.html").read_text(encoding="utf-8")
    assert f"kept ({words}, counted from {on})" in page


@pytest.mark.parametrize(
    ("on", "days", "kept"), [("2026-02-26", 4, True), ("2026-02-27", 3, False)]
)
def test_notice_counts_to_the_first_shift(
    run: Run, tmp_path: Path, on: str, days: int, kept: bool
) -> None:
    folder = write_run(lawful(notice_days=4), tmp_path / "run")
    ended = run("publish", folder, "--to", tmp_path / "out", *APPROVED, "--on", on)
    assert ended.code == 0
    notice = record(tmp_path / "out")["notice"]
    assert notice["first_shift"] == "2026-03-02"  # type: ignore[index]
    assert notice["days"] == days  # type: ignore[index]
    assert notice["kept"] is kept  # type: ignore[index]
    assert ("Notice too short" in ended.err) is not kept
    page = (tmp_path / "out" / "annex.html").read_text(encoding="utf-8")
    assert ("not kept for" in page) is not kept


def test_a_repair_is_published_with_its_own_scenario_and_says_that_nothing_is_proved(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    plan, repaired = lawful(), tmp_path / "repaired"
    repaired.mkdir()
    (repaired / "scenario.yaml").write_text(scenario_to_yaml(plan.scenario), encoding="utf-8")
    gone = Roster(plan.roster.shifts[1:])
    (repaired / "roster.csv").write_bytes(roster_to_csv(plan.scenario, gone))
    publish(run, folder, tmp_path / "out")
    ended = publish(run, folder, tmp_path / "out", "--roster", repaired / "roster.csv", "--names")
    assert ended.code == 0, ended.err
    assert "-> off" in ended.out
    assert "nothing was proved" in ended.err
    said = record(tmp_path / "out")
    assert said["verdict"]["proved_for_this_roster"] is False  # type: ignore[index]
    book = openpyxl.load_workbook(tmp_path / "out" / "roster.xlsx")
    assert "Summary" not in book.sheetnames
    assert NAMES[1] in " ".join(str(one.value) for row in book["Roster"] for one in row)


def test_a_roster_of_another_team_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    other, plan = make_plan(Recipe(agents=3, nights=False)), tmp_path / "other"
    write_run(other, plan)
    ended = publish(run, folder, tmp_path / "out", "--roster", plan / "roster.csv")
    assert ended.code == 2
    assert "is of another team" in ended.err


def test_breaks_that_move_are_no_change_but_are_told(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    plan, out = lawful(), tmp_path / "out"
    publish(run, folder, out)
    first, *others = plan.roster.shifts
    moved = replace(first, segments=_with_break_moved(first))
    again = write_run(replace(plan, roster=Roster((moved, *others))), tmp_path / "again")
    ended = publish(run, again, out)
    assert "1 shift keeps its start and end, with other breaks" in ended.out
    assert record(out)["notice"]["kept"] is True  # type: ignore[index]


def _with_break_moved(shift: Shift) -> tuple[Segment, ...]:
    one, pause, two = shift.segments
    assert pause.activity is Activity.BREAK
    return (
        replace(one, end_minute=one.end_minute - 30),
        Segment(pause.start_minute - 30, pause.end_minute - 30, Activity.BREAK),
        replace(two, start_minute=two.start_minute - 30),
    )
