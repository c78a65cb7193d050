"""A study in its folder: plan what is missing, and show what is finished as one table."""

from collections.abc import Mapping, Sequence

from reports.run.study_folder import StudyFolder
from reports.terminal.tables import Cell, TextTable
from scenarios.problems import Problem, ScenarioError
from scenarios.scenario import Scenario
from scheduler.loop import Interrupted
from scheduler.progress import Listener, Progress
from scheduler.study import Point, Row, run_study

NOTE = "note"
COLUMN_DECIMALS = {"wages": 0, "paid_hours": 1, "short_hours": 1}


def axes_of(vary: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the axes of a grid from texts such as ``cap.hostile=0.15,0.2``.

    Raises ScenarioError with every text that is no axis.
    """
    axes: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for text in vary:
        field, _, values = text.partition("=")
        said = tuple(value.strip() for value in values.split(","))
        if not field or not all(said):
            message = "write a field and its values: cap.hostile=0.15,0.2,0.3"
            problems.append(Problem(f"--vary {text}", None, "", message))
        elif field in axes:
            message = f"{field} is varied twice; write its values in one list"
            problems.append(Problem(f"--vary {text}", None, "", message))
        elif len(set(said)) < len(said):
            message = "a value comes twice; leave one out"
            problems.append(Problem(f"--vary {text}", None, "", message))
        axes[field] = said
    if problems:
        raise ScenarioError(problems)
    return axes


def run_missing(
    scenarios: Mapping[Point, Scenario],
    kept: StudyFolder,
    *,
    processes: int,
    on_progress: Listener,
) -> None:
    """Plan the points that the folder does not hold, each stored as soon as it is finished.

    Raises KeyboardInterrupt where the planner stops it; the finished points stay.
    """
    missing = {p: s for p, s in scenarios.items() if kept.finished(p, s) is None}
    done = len(scenarios) - len(missing)
    on_progress(Progress("study", done, len(scenarios)))
    try:
        for point, row in run_study(missing, processes=min(processes, len(missing) or 1)):
            kept.store(point, scenarios[point], row)
            done += 1
            on_progress(Progress("study", done, len(scenarios), point.key))
    except Interrupted:
        raise KeyboardInterrupt from None


def finished_rows(scenarios: Mapping[Point, Scenario], kept: StudyFolder) -> TextTable:
    """Return the finished points in the order of the grid, and write them as study.csv."""
    rows: dict[Point, Row] = {}
    for point, scenario in scenarios.items():
        row = kept.finished(point, scenario)
        if row is not None:
            rows[point] = row
    if rows:
        kept.write_table(list(scenarios), rows)
    found = dict.fromkeys(column for row in rows.values() for column in row)
    columns = tuple(sorted(found, key=lambda column: column == NOTE))  # the longest column last
    cells: list[tuple[Cell, ...]] = [
        tuple(row.get(column) for column in columns) for row in rows.values()
    ]
    title = f"{len(rows)} of {len(scenarios)} points"
    return TextTable(title, columns, tuple(cells), 3, COLUMN_DECIMALS)
