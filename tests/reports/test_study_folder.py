"""A study keeps what is finished and forgets what no longer fits."""

from pathlib import Path

import pandas as pd

from reports.run.study_folder import StudyFolder
from scheduler.study import Point, Row, grid
from tests.scheduler.two_groups import two_groups

ROW: Row = {"cap.hostile": "0.2", "verdict": "met", "wages": 12.5, "lowest_cap": None}


def test_the_grid_holds_every_combination_in_order() -> None:
    points = grid({"cap.hostile": ("0.2", "0.3"), "volume.scale": ("1", "1.2")})
    assert [point.key for point in points] == [
        "cap.hostile=0.2,volume.scale=1",
        "cap.hostile=0.2,volume.scale=1.2",
        "cap.hostile=0.3,volume.scale=1",
        "cap.hostile=0.3,volume.scale=1.2",
    ]


def test_a_stored_point_is_found_again(tmp_path: Path) -> None:
    (point,) = grid({"cap.hostile": ("0.2",)})
    StudyFolder(tmp_path / "s").store(point, two_groups(), ROW)
    assert StudyFolder(tmp_path / "s").finished(point, two_groups()) == ROW


def test_a_point_of_another_scenario_is_not_taken(tmp_path: Path) -> None:
    (point,) = grid({"cap.hostile": ("0.2",)})
    folder = StudyFolder(tmp_path)
    folder.store(point, two_groups(), ROW)
    assert folder.finished(point, two_groups({"volume.scale": 2.0})) is None


def test_the_table_keeps_the_order_of_the_grid(tmp_path: Path) -> None:
    points = grid({"cap.hostile": ("0.3", "0.2")})
    rows: dict[Point, Row] = {point: dict(point.settings) for point in reversed(points)}
    frame = StudyFolder(tmp_path).write_table(points, rows)
    assert list(frame["cap.hostile"]) == ["0.3", "0.2"]
    read = pd.read_csv(tmp_path / "study.csv", dtype=str)
    assert list(read["cap.hostile"]) == ["0.3", "0.2"]
