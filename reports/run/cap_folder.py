"""The folder of an inquiry into the cap: data, tables and the chart, written whole."""

from pathlib import Path

from reports.charts.canvas import ImageFormat, image
from reports.charts.cap_frontier import frontier_chart
from reports.run.atomic import folder_written_whole
from reports.run.run_choice import must_be_replaceable, must_be_writable
from reports.terminal.cap_tables import frontier_table, inquiry_data, levers_table
from reports.terminal.json_text import json_text
from reports.terminal.tables import table_as_csv
from scheduler.cap.inquiry import CapInquiry

MARK = "cap.json"


def check_cap_folder(out: Path | None, *, force: bool) -> None:
    """Raise ScenarioError where a folder is there and may not be replaced, or cannot be made."""
    if out is None:
        return
    must_be_writable(out)
    must_be_replaceable(out, MARK, "holds no inquiry into a cap", force=force)


def cap_files(found: CapInquiry) -> dict[str, bytes]:
    """Return the content of every file by its name."""
    files = {MARK: (json_text(inquiry_data(found)) + "\n").encode()}
    levers = levers_table(found.ranking, found.scenario.currency)
    files["levers.csv"] = table_as_csv(levers).encode()
    if found.share is not None:
        frontier = frontier_table(found.share, found.scenario)
        files["cap_frontier.csv"] = table_as_csv(frontier).encode()
        chart = frontier_chart(found.scenario, found.share)
        files["cap_frontier.png"] = image(chart, ImageFormat.PNG)
    return files


def write_cap_folder(found: CapInquiry, out: Path) -> None:
    """Write the folder; an existing one is replaced as a whole."""
    with folder_written_whole(out) as folder:
        for name, content in cap_files(found).items():
            (folder / name).write_bytes(content)
