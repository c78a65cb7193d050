"""Studies: axes of a grid, points that are kept, and a study that goes on."""

import json
from pathlib import Path

import pytest

from reports.run.study_folder import StudyFolder
from reports.run.study_run import axes_of, finished_rows, run_missing
from scenarios.problems import ScenarioError
from scenarios.reader import read_scenario
from scenarios.scenario import Scenario
from scheduler.loop import Impossible, Interrupted
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

    def test_a_point_that_makes_no_scenario_stops_before_anything_is_written(
        self, run: Run, tiny: Path, tmp_path: Path, planned: list[float]
    ) -> None:
        ended = run("study", tiny, "--vary", "cap.hostile=0.5,1.5", "--out", tmp_path / "s")
        assert ended.code == 2
        assert planned == []
        assert not (tmp_path / "s").exists()
