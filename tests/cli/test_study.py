"""Studies: axes of a grid, points that are kept, and a study that goes on."""

import json
from io import StringIO
from pathlib import Path

import pytest

from reports.run.study_folder import StudyFolder
from reports.run.study_run import axes_of, finished_rows, run_missing
from reports.terminal.study_table import study_tables
from reports.terminal.tables import TextTable, show
from scenarios.problems import ScenarioError
from scenarios.reader import read_scenario
from scenarios.scenario import Scenario
from scheduler.impossible import Impossible
from scheduler.loop import Interrupted
from scheduler.plan import Plan
from scheduler.progress import Progress, say_nothing
from scheduler.study import Point, grid
from tests.cli.conftest import Run
from tests.reports.make_plan import make_plan


def points_of(path: Path, vary: list[str]) -> dict[Point, Scenario]:
    return {
        point: read_scenario(path, settings=point.as_set_options()) for point in grid(axes_of(vary))
    }


def test_axes_are_read_in_order() -> None:
    assert axes_of(["cap.hostile=0.15, 0.2", "volume.scale=1"]) == {
        "cap.hostile": ("0.15", "0.2"),
        "volume.scale": ("1",),
    }


def test_every_axis_that_is_wrong_is_told() -> None:
    with pytest.raises(ScenarioError) as error:
        axes_of(["cap.hostile", "=1", "volume.scale=1,,2", "a=1", "a=2", "b=1,1"])
    assert len(error.value.problems) == 5


class TestGoingOn:
    """Finished points are kept at once and not planned again."""

    @pytest.fixture
    def planned(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        """Scales of the points that were really planned; 3 is impossible."""
        seen: list[float] = []

        def quick(scenario: Scenario) -> Plan:
            seen.append(scenario.volume.scale)
            if scenario.volume.scale == 3:
                raise Impossible("too much", 0.4)
            return make_plan()

        monkeypatch.setattr("scheduler.study.plan", quick)
        return seen

    def test_all_points_become_rows(self, tiny: Path, tmp_path: Path, planned: list[float]) -> None:
        points, kept = points_of(tiny, ["volume.scale=1,2,3"]), StudyFolder(tmp_path / "s")
        steps: list[Progress] = []
        run_missing(points, kept, processes=1, on_progress=steps.append)
        assert [step.done for step in steps] == [0, 1, 2, 3]
        table = finished_rows(points, kept)
        assert [row[table.columns.index("volume.scale")] for row in table.rows] == ["1", "2", "3"]
        assert table.rows[2][table.columns.index("verdict")] == "impossible"
        assert table.rows[2][table.columns.index("paid_hours")] is None
        assert (tmp_path / "s" / "study.csv").read_text().count("\n") == 4

    def test_a_second_run_plans_only_what_is_missing(
        self, tiny: Path, tmp_path: Path, planned: list[float]
    ) -> None:
        kept = StudyFolder(tmp_path / "s")
        run_missing(
            points_of(tiny, ["volume.scale=1,2"]), kept, processes=1, on_progress=say_nothing
        )
        more = points_of(tiny, ["volume.scale=1,2,3"])
        run_missing(more, kept, processes=1, on_progress=say_nothing)
        assert planned == [1, 2, 3]

    def test_a_changed_scenario_is_planned_again(
        self, tiny: Path, tmp_path: Path, planned: list[float]
    ) -> None:
        kept = StudyFolder(tmp_path / "s")
        for _ in range(2):
            points = points_of(tiny, ["volume.scale=1"])
            run_missing(points, kept, processes=1, on_progress=say_nothing)
            tiny.write_text(tiny.read_text().replace("hostile: 0.9", "hostile: 0.8"))
        assert planned == [1, 1]

    def test_an_interruption_keeps_what_is_finished(
        self, run: Run, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stopped_at_two(scenario: Scenario) -> Plan:
            if scenario.volume.scale == 2:
                raise Interrupted(None)
            return make_plan()

        monkeypatch.setattr("scheduler.study.plan", stopped_at_two)
        vary = ["--vary", "volume.scale=1,2,3", "--out", tmp_path / "s", "--processes", "1"]
        ended = run("study", tiny, *vary, "--json")
        assert ended.code == 130
        assert [row["volume.scale"] for row in json.loads(ended.out)] == ["1"]
        assert "Run it again" in ended.err

    def test_the_command_prints_one_table(
        self, run: Run, tiny: Path, tmp_path: Path, planned: list[float]
    ) -> None:
        vary = ["--vary", "volume.scale=1,3", "--out", tmp_path / "s", "--processes", "1"]
        ended = run("study", tiny, *vary)
        assert ended.code == 0
        assert "2 of 2 points" in ended.out
        assert "impossible" in ended.out
        assert "too much" in ended.out
        assert "cap_compliance_low" not in ended.out
        assert "cap_compliance_low" in (tmp_path / "s" / "study.csv").read_text(encoding="utf-8")

    def test_a_point_that_makes_no_scenario_stops_before_anything_is_written(
        self, run: Run, tiny: Path, tmp_path: Path, planned: list[float]
    ) -> None:
        ended = run("study", tiny, "--vary", "cap.hostile=0.5,1.5", "--out", tmp_path / "s")
        assert ended.code == 2
        assert planned == []
        assert not (tmp_path / "s").exists()


class TestForReading:
    """However many channels a study has, a planner reads it in a hundred columns."""

    def tables(self, channels: int) -> tuple[TextTable, ...]:
        names = [f"sl_channel_{number}" for number in range(channels)]
        columns = ("cap.hostile", "volume.scale", "verdict", "wages", "gap", *names)
        columns = (*columns, "max_hostile_share", "note")
        levels = [0.9 - 0.01 * number for number in range(channels)]
        row = ("0.2", "1.2", "not met", 43210.0, 0.01, *levels, 0.234, None)
        none = ("0.1", "1.2", "no roster in time", *(None,) * (channels + 3), "too little " * 20)
        table = TextTable("2 of 2 points", columns, (row, none))
        return study_tables(table, ("cap.hostile", "volume.scale"))

    def test_every_service_level_is_shown_where_there_is_room(self) -> None:
        table, _ = self.tables(2)
        row = dict(zip(table.columns, table.rows[0], strict=True))
        assert row == {
            "cap.\nhostile": "0.2",
            "volume.\nscale": "1.2",
            "verdict": "not met",
            "channel_0\nin time": "90.0 %",
            "channel_1\nin time": "89.0 %",
            "worst\nhostile": "23.4 %",
            "wages": "43,210",
        }

    def test_of_many_channels_the_lowest_is_shown(self) -> None:
        table, _ = self.tables(9)
        row = dict(zip(table.columns, table.rows[0], strict=True))
        assert row["lowest\nin time"] == "channel_8 82.0 %"

    @pytest.mark.parametrize("channels", [1, 2, 4, 5, 9])
    def test_it_fits_a_hundred_columns(self, channels: int) -> None:
        text = StringIO()
        show(self.tables(channels), text, as_json=False)
        assert max(len(line.rstrip()) for line in text.getvalue().splitlines()) <= 100
