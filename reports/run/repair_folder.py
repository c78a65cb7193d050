"""The run folder of a repair: the roster for people and systems, and what changed in words."""

from pathlib import Path

from reports.pseudonyms import without_names
from reports.repair_words import change_lines, change_words, repair_title, with_templates
from reports.roster.cells import csv_bytes, guarded
from reports.roster.clock import iso_local
from reports.roster.roster_csv import roster_to_csv
from reports.roster.roster_ics import roster_to_ics
from reports.roster.roster_parquet import roster_to_parquet
from reports.run.run_choice import MARK
from reports.run.run_parts import MANIFEST, ROSTER, Files, manifest, write_run_files
from reports.terminal.json_text import json_text
from reports.terminal.repair_table import repair_data
from reports.terminal.roster_table import broken_rules
from reports.terminal.tables import table_as_csv
from scenarios.roster import Shift
from scenarios.timeline import Timeline
from scenarios.writer import replay_files, scenario_to_yaml
from scheduler.repair import Change, Repair

REPAIR = "repair.json"
_COLUMNS = (
    "agent_id",
    "date",
    "before_start_local",
    "before_end_local",
    "after_start_local",
    "after_end_local",
    "absent",
    "notice_days",
    "short_notice",
    "price",
    "words",
)


def write_repair(made: Repair, folder: Path) -> None:
    """Write a repair's folder: scenario as expected now, roster, changes, broken rules.

    An existing folder is replaced as a whole. No file holds a name or the time of writing.
    """
    core = _core_files(made)
    write_run_files(folder, core, lambda: _all_files(made, core))


def _core_files(made: Repair) -> Files:
    scenario = without_names(made.scenario)
    lines = [*change_lines(made), repair_title(made)]
    broken = broken_rules(scenario, (*made.broken, *made.priced))
    return {
        MARK: scenario_to_yaml(scenario).encode(),
        **{name: text.encode() for name, text in replay_files(scenario).items()},
        ROSTER: roster_to_csv(scenario, made.roster),
        "changes.txt": "".join(f"{line}\n" for line in lines).encode(),
        "changes.csv": csv_bytes(_COLUMNS, (_cells(made, one) for one in made.changes)),
        "broken-rules.csv": table_as_csv(broken).encode(),
        REPAIR: (json_text(repair_data(made)) + "\n").encode(),
    }


def _all_files(made: Repair, core: Files) -> Files:
    scenario = without_names(made.scenario)
    files = {**core, "roster.parquet": roster_to_parquet(scenario, made.roster)}
    named = with_templates(scenario, made.roster)
    for agent in scenario.team.agents:
        calendar = roster_to_ics(scenario, named, agent.id)
        if calendar is not None:
            files[f"calendars/{agent.id}.ics"] = calendar
    facts = {"changes": len(made.chosen), "price": made.price, "proven": made.proven}
    files[MANIFEST] = manifest(scenario, facts, files)
    return files


def _cells(made: Repair, change: Change) -> tuple[str | int | float, ...]:
    return (
        guarded(change.agent_id),
        str(change.date),
        *_times(made, change.before),
        *_times(made, change.after),
        "yes" if change.absent else "",
        change.notice_days,
        "yes" if change.short_notice else "",
        change.price,
        guarded(change_words(made.scenario, change)),
    )


def _times(made: Repair, shift: Shift | None) -> tuple[str, str]:
    if shift is None:
        return "", ""
    timeline = Timeline(made.scenario.horizon)
    return iso_local(timeline, shift.start_minute), iso_local(timeline, shift.end_minute)
