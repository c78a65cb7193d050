"""simulate: what it shows, what it leaves in a folder, when it stops, and what it refuses."""

import csv
import json
from pathlib import Path

import pytest

from reports.run.run_folder import read_any_run
from reports.runs import SimulationRun
from scenarios.reader import read_scenario
from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.timeline import Timeline
from simulation.stopping import StopReason
from tests.cli.conftest import TINY, Run

STAFFED = """\
fairshift: 1
name: Two lines
horizon: {zone: Europe/Berlin, start: 2027-02-01, weeks: 1, opening: {mon-sun: "09:00-12:00"}}
channels:
  phone:
    medium: phone
    volume_per_week: 300
    shape: office
    handle_time: {mean_seconds: 240}
    patience: {mean_seconds: 120}
    sla: {share: 0.8, within_seconds: 30}
staffing:
  from_time: "09:00"
  every_minutes: 180
  groups:
    callers: {serves: [[phone]], agents: [3]}
planning: {seed: 3}
"""


@pytest.fixture
def roster(tiny: Path, tmp_path: Path) -> Path:
    """Ann and Bob from nine to five, Monday to Friday."""
    from reports.roster.roster_csv import roster_to_csv

    scenario = read_scenario(tiny)
    timeline = Timeline(scenario.horizon)
    shifts = tuple(
        Shift(
            id=f"{agent}-{day}",
            agent_id=agent,
            date=timeline.date(day),
            shape_id="day@09:00",
            segments=(
                Segment(timeline.minute(day, 540), timeline.minute(day, 1020), Activity.WORK),
            ),
            paid_minutes=480,
        )
        for day in range(5)
        for agent in ("ann", "bob")
    )
    path = tmp_path / "roster.csv"
    path.write_bytes(roster_to_csv(scenario, Roster(shifts)))
    return path


def alone(*arguments: str | Path) -> tuple[str | Path, ...]:
    return (*arguments, "--processes", "1")


def test_the_verdict_is_followed_by_every_section_in_use(
    run: Run, tiny: Path, roster: Path
) -> None:
    ended = run("simulate", tiny, *alone("--roster", roster, "--replications", "4"))
    assert ended.code in (0, 1)
    for title in ("Channels", "Backlog", "Early warning", "Socially Devoted", "People"):
        assert f"\n{title}: " in ended.out
    for unused in ("Stages of cases", "Relief", "Where contacts", "Worth", "Groups"):
        assert unused not in ended.out
    assert "All 4 replications were made." in ended.err
    assert max(len(line.rstrip()) for line in ended.out.splitlines()) <= 100


def test_json_has_every_figure_with_its_interval(run: Run, tiny: Path, roster: Path) -> None:
    ended = run("simulate", tiny, *alone("--roster", roster, "--replications", "4", "--json"))
    document = json.loads(ended.out)
    level = document["figures"]["channels.posts.service_level"]
    assert set(level) == {"mean", "low", "high"}
    assert document["figures"]["agents.ann.occupancy"]["mean"] > 0
    assert document["stopped"]["reason"] == "all made"


def test_a_folder_holds_everything_and_reads_back(
    run: Run, tiny: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sim"
    given = ("simulate", tiny, "--roster", roster, "--replications", "4", "--out", out)
    assert run(*alone(*given)).code in (0, 1)
    there = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert {
        "scenario.yaml",
        "roster.csv",
        "rules.json",
        "outcome.json",
        "replications.csv",
        "report.html",
        "manifest.json",
        "charts/backlog.png",
        "tables/channels.csv",
        "tables/queues.csv",
        "tables/by_interval.csv",
        "tables/by_day.csv",
        "tables/by_week.csv",
        "tables/agents.csv",
    } <= there
    read = read_any_run(out)
    assert isinstance(read, SimulationRun)
    assert read.table.replications == (0, 1, 2, 3)
    with (out / "replications.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    offered = [float(row["channels.posts.offered"]) for row in rows]
    assert tuple(offered) == read.table.figures["channels.posts.offered"]
    assert read.outcome.channels[0].offered.mean == pytest.approx(sum(offered) / 4)
    texts = [path for path in out.rglob("*") if path.suffix in (".csv", ".json", ".yaml", ".html")]
    assert [path for path in texts if "Secret" in path.read_text(encoding="utf-8")] == []


@pytest.mark.slow
def test_the_same_simulation_leaves_the_same_bytes_whatever_the_processes(
    run: Run, tiny: Path, roster: Path, tmp_path: Path
) -> None:
    given = ("simulate", tiny, "--roster", roster, "--replications", "4")
    run(*given, "--out", tmp_path / "a", "--processes", "1")
    run(*given, "--out", tmp_path / "b", "--processes", "2")
    one, other = (
        {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in "ab"
    )
    assert one == other


@pytest.mark.usefixtures("blank_pictures")
def test_simulations_are_compared_and_reported_but_not_exported(
    run: Run, tiny: Path, roster: Path, tmp_path: Path
) -> None:
    given = ("simulate", tiny, *alone("--roster", roster, "--replications", "4"))
    run(*given, "--out", tmp_path / "a")
    run(*given, "--out", tmp_path / "b", "--set", "channels.posts.volume_per_week=90.0")
    compared = run("compare", tmp_path / "a", tmp_path / "b", "--json")
    assert compared.code == 0
    assert "in pairs on the same 4 replications of seed 3" in compared.err
    rows = {row["figure"]: row for row in json.loads(compared.out)}
    assert rows["posts: offered"]["low"] > 0
    assert rows["posts: offered"]["saved"] > 0.5
    assert run("report", tmp_path / "a", "--to", tmp_path / "page.html").code == 0
    assert "The roster " in (tmp_path / "page.html").read_text(encoding="utf-8")
    refused = run("export", tmp_path / "a", "--to", tmp_path / "c")
    assert refused.code == 2
    assert "simulated, not planned" in refused.err


def test_it_goes_on_until_figures_are_exact(run: Run, tiny: Path, roster: Path) -> None:
    wanted = ("--relative-half-width", "0.2", "--figure", "channels.posts.offered")
    ended = run("simulate", tiny, *alone("--roster", roster, *wanted, "--json"))
    document = json.loads(ended.out)
    assert document["stopped"]["reason"] == StopReason.PRECISE.value
    assert document["stopped"]["least_exact"] == "channels.posts.offered"
    assert document["replications"] == 20
    assert "Precise enough after 20 replications" in ended.err


def test_it_gives_up_at_the_most_and_says_so(run: Run, tiny: Path, roster: Path) -> None:
    wanted = ("--relative-half-width", "0.0001", "--max-replications", "3")
    ended = run("simulate", tiny, *alone("--roster", roster, *wanted))
    assert ended.code == 1
    assert "Not precise enough after 3 replications, the most allowed" in ended.err
    assert "--max-replications" in ended.err


def test_rules_that_leave_a_queue_out_are_simulated_with_a_warning(
    run: Run, tiny: Path, roster: Path, tmp_path: Path
) -> None:
    rules = {
        "version": 2,
        "policy": "plan",
        "group_rules": [],
        "quota": None,
        "reserves": [],
        "release_slack_seconds": 0,
    }
    (tmp_path / "mine.json").write_text(json.dumps(rules), encoding="utf-8")
    said = ("--roster", roster, "--rules", tmp_path / "mine.json", "--replications", "3")
    ended = run("simulate", tiny, *alone(*said))
    assert ended.code == 1
    assert "Warning: these rules ask nobody for posts/any/harmless" in ended.err


def test_rules_that_do_not_fit_the_scenario_are_bad_input(
    run: Run, tiny: Path, tmp_path: Path
) -> None:
    rule = {"queue_id": "posts", "priority": 0, "preference": 0, "target_share": 1.0}
    rules = {
        "version": 2,
        "policy": "plan",
        "group_rules": [{"group_id": "nobody", **rule}],
        "quota": None,
        "reserves": [],
        "release_slack_seconds": 0,
        "periods": [{"id": "regular", "intervals": [1], "group_rules": []}],
    }
    (tmp_path / "mine.json").write_text(json.dumps(rules, indent=1), encoding="utf-8")
    ended = run("simulate", tiny, "--rules", tmp_path / "mine.json", "--out", tmp_path / "out")
    assert ended.code == 2
    assert "mine.json:6: group_rules.0.group_id: " in ended.err
    assert "periods.0.id" in ended.err
    assert not (tmp_path / "out").exists()


def test_everything_that_is_wrong_is_told_at_once_and_nothing_written(
    run: Run, tiny: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text("keep me", encoding="utf-8")
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "diary.txt").write_text("keep me", encoding="utf-8")
    before = set(tmp_path.rglob("*"))
    ended = run(
        *("simulate", tiny, "--relative-half-width", "2", "--replications", "5"),
        *("--rules", tmp_path / "none.json", "--trace", tmp_path / "mine.csv"),
        *("--out", tmp_path / "used", "--routing", "longest-idle"),
    )
    assert ended.code == 2
    assert ended.out == ""
    for said in (
        "--routing longest-idle: and --rules both say how work is handed out; keep one of them",
        "--relative-half-width 2: is no relative half-width; write 0.02",
        "--replications: and --relative-half-width both say how many",
        "--roster: is missing, and the scenario has no staffing",
        "none.json: No such file or directory",
        "--force",
    ):
        assert said in ended.err
    assert len(ended.err.splitlines()) == 7
    assert set(tmp_path.rglob("*")) == before


def test_limits_of_a_precision_mean_nothing_without_one(run: Run, tiny: Path, roster: Path) -> None:
    ended = run("simulate", tiny, "--roster", roster, "--max-replications", "9", "--figure", "x")
    assert ended.code == 2
    assert ended.err.count("without --relative-half-width") == 2


def test_a_figure_that_does_not_exist_is_told(
    run: Run, tiny: Path, roster: Path, tmp_path: Path
) -> None:
    wanted = ("--relative-half-width", "0.1", "--figure", "channels.posts.servicelevel")
    ended = run("simulate", tiny, *alone("--roster", roster, *wanted, "--out", tmp_path / "x"))
    assert ended.code == 2
    assert 'did you mean "channels.posts.service_level"?' in ended.err
    assert not (tmp_path / "x").exists()


@pytest.mark.usefixtures("blank_pictures")
def test_a_folder_is_replaced_only_with_force(
    run: Run, tiny: Path, roster: Path, tmp_path: Path
) -> None:
    given = ("simulate", tiny, *alone("--roster", roster, "--replications", "2"))
    run(*given, "--out", tmp_path / "a")
    (tmp_path / "a" / "old.txt").write_text("of the first run", encoding="utf-8")
    assert run(*given, "--out", tmp_path / "a").code == 2
    assert run(*given, "--out", tmp_path / "a", "--force").code in (0, 1)
    assert not (tmp_path / "a" / "old.txt").exists()


@pytest.mark.usefixtures("blank_pictures")
def test_a_trace_tells_what_happened_in_local_time(
    run: Run, tiny: Path, roster: Path, tmp_path: Path
) -> None:
    trace = tmp_path / "trace.csv"
    given = ("simulate", tiny, *alone("--roster", roster, "--replications", "2"))
    run(*given, "--trace", trace, "--out", tmp_path / "a")
    with trace.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = read_any_run(tmp_path / "a")
    answered = [row for row in rows if row["outcome"] == "answered"]
    assert len(answered) == sum(
        read.table.figures[f"agents.{a}.handled"][0] for a in ("ann", "bob")
    )
    assert {row["handled_by"] for row in answered} == {"ann", "bob"}
    assert all(row["start_local"].endswith("+01:00") for row in answered)
    assert [row["arrival_local"] for row in rows] == sorted(row["arrival_local"] for row in rows)


@pytest.mark.usefixtures("blank_pictures")
def test_warm_up_and_backlog_at_the_start_are_shown(
    run: Run, tiny: Path, roster: Path, tmp_path: Path
) -> None:
    said = "start: {warm_up_hours: 24, backlog: {posts: {cases: 30}}}\n"
    tiny.write_text(TINY + said, encoding="utf-8")
    given = ("simulate", tiny, *alone("--roster", roster, "--replications", "2"))
    ended = run(*given, "--out", tmp_path / "a")
    assert "24 h" in ended.out
    assert "simulated, not counted" in ended.out
    assert "30 posts" in ended.out
    assert "at start" in ended.out
    page = (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
    assert "simulated, not counted" in page
    assert "30 posts" in page


@pytest.mark.usefixtures("blank_pictures")
class TestStaffing:
    """A scenario that says how many people are there needs no roster."""

    @pytest.fixture
    def staffed(self, tmp_path: Path) -> Path:
        path = tmp_path / "staffed.yaml"
        path.write_text(STAFFED, encoding="utf-8")
        return path

    def test_it_is_simulated_without_a_roster(self, run: Run, staffed: Path) -> None:
        ended = run("simulate", staffed, *alone("--replications", "3"))
        assert ended.code in (0, 1)
        assert "phone" in ended.out

    def test_its_folder_reads_back(self, run: Run, staffed: Path, tmp_path: Path) -> None:
        run("simulate", staffed, *alone("--replications", "3", "--out", tmp_path / "a"))
        again = run(
            "simulate",
            tmp_path / "a" / "scenario.yaml",
            *alone("--roster", tmp_path / "a" / "roster.csv", "--replications", "3", "--json"),
            *("--rules", tmp_path / "a" / "rules.json"),
        )
        read = read_any_run(tmp_path / "a")
        assert isinstance(read, SimulationRun)
        level = read.outcome.channels[0].service_level
        assert level is not None
        figures = json.loads(again.out)["figures"]
        assert figures["channels.phone.service_level"]["mean"] == level.mean


@pytest.mark.usefixtures("blank_pictures")
class TestInterrupts:
    """Ctrl-C loses nothing that was finished."""

    @pytest.fixture
    def stopped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The planner stops it after the third replication."""
        from simulation.replications import Job

        def stop_at_three(job: Job, replication: int) -> object:
            if replication == 3:
                raise KeyboardInterrupt
            return whole(job, replication)

        whole = Job.run
        monkeypatch.setattr(Job, "run", stop_at_three)

    def test_what_was_finished_is_shown_and_written(
        self, run: Run, tiny: Path, roster: Path, tmp_path: Path, stopped: None
    ) -> None:
        given = ("simulate", tiny, *alone("--roster", roster, "--replications", "50"))
        ended = run(*given, "--out", tmp_path / "a", "--records", tmp_path / "records")
        assert ended.code == 130
        assert "posts: 50 %" in ended.out
        assert "Interrupted after 3 replications" in ended.err
        read = read_any_run(tmp_path / "a")
        assert isinstance(read, SimulationRun)
        assert read.stop.reason is StopReason.INTERRUPTED
        assert read.table.replications == (0, 1, 2)
        assert not (tmp_path / "records").exists()
