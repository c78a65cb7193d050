"""What the command repair does: repair, write the folder, show what changed."""

from pathlib import Path

from reports.run.repair_choice import RepairJob
from reports.run.repair_folder import write_repair
from reports.terminal.door import note, progress_on, show
from reports.terminal.exit_codes import ExitCode
from reports.terminal.repair_table import repair_code, repair_data, repair_notes, repair_tables


def repaired(job: RepairJob, folder: Path, *, as_json: bool, quiet: bool) -> ExitCode:
    """Repair a roster into a folder, and return how it ended."""
    with progress_on(quiet) as display:
        made = job.run(display.show)
    write_repair(made, folder)
    show(repair_data(made) if as_json else repair_tables(made), as_json=as_json)
    note(*repair_notes(made), f"Run folder: {folder}", quiet=quiet)
    return repair_code(made)
