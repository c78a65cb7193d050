"""A study's folder: every finished point is stored at once, and a killed study resumes."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from reports.run.atomic import write_atomically
from scenarios.scenario import Scenario
from scheduler.study import Point, Row


class StudyFolder:
    """Finished points in ``folder/points``, one JSON file each, and the table of them all."""

    def __init__(self, folder: Path) -> None:
        """Open a study's folder, making it where it does not exist."""
        self.folder = folder
        self.points = folder / "points"
        self.points.mkdir(parents=True, exist_ok=True)

    def store(self, point: Point, scenario: Scenario, row: Row) -> None:
        """Write a finished point, whole or not at all."""
        content = {"key": point.key, "scenario": scenario.digest(), "row": row}
        text = json.dumps(content, indent=1, sort_keys=False) + "\n"
        write_atomically(self._file(point), text.encode())

    def finished(self, point: Point, scenario: Scenario) -> Row | None:
        """Return a point's row if it is stored and its scenario is still the same."""
        file = self._file(point)
        if not file.exists():
            return None
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["key"] != point.key or content["scenario"] != scenario.digest():
            return None
        row: Row = content["row"]
        return row

    def write_table(self, points: Sequence[Point], rows: dict[Point, Row]) -> pd.DataFrame:
        """Return the table of the finished points in the grid's order, and write it as CSV."""
        frame = pd.DataFrame([rows[point] for point in points if point in rows])
        write_atomically(self.folder / "study.csv", frame.to_csv(index=False).encode())
        return frame

    def _file(self, point: Point) -> Path:
        """One file a point; the hash keeps long or strange values out of the file's name."""
        return self.points / f"{hashlib.sha256(point.key.encode()).hexdigest()[:16]}.json"
