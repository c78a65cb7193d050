"""What an interrupted plan leaves behind: the best roster so far, without a proof."""

from pathlib import Path

from reports.pseudonyms import without_names
from reports.roster.roster_csv import roster_to_csv
from reports.run.atomic import folder_written_whole
from reports.run.run_choice import MARK
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.writer import replay_files, scenario_to_yaml

NOTE = """This run was interrupted. roster.csv is the best roster found until then. Nothing has been
proved about it; judge it with: fairshift simulate scenario.yaml --roster roster.csv
"""


def write_partial_run(scenario: Scenario, roster: Roster | None, folder: Path) -> str:
    """Write roster, scenario and a note, and return what to tell the planner.

    Without a roster nothing is written.
    """
    if roster is None:
        return "Interrupted before there was a roster; nothing was written."
    with folder_written_whole(folder) as place:
        (place / MARK).write_text(scenario_to_yaml(without_names(scenario)), encoding="utf-8")
        for name, text in replay_files(scenario).items():
            (place / name).write_text(text, encoding="utf-8")
        (place / "roster.csv").write_bytes(roster_to_csv(scenario, roster))
        (place / "INTERRUPTED.txt").write_text(NOTE, encoding="utf-8")
    return f"Interrupted. The best roster so far, not certified, is in {folder}"
