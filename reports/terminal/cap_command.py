"""What the command cap does: for a scenario what cannot hold, for a run all about its cap."""

from pathlib import Path

from reports.run.cap_folder import check_cap_folder, write_cap_folder
from reports.run.run_folder import read_run
from reports.terminal import options
from reports.terminal.cap_tables import (
    inquiry_data,
    inquiry_tables,
    outlook_data,
    outlook_tables,
)
from reports.terminal.door import cores_of, engine_of, note, progress_on, read_said, show
from reports.terminal.exit_codes import ExitCode
from scenarios.problems import Problem, ScenarioError
from scheduler.cap.inquiry import inquire, outlook_of
from scheduler.trials import Trial


def cap_of_scenario(
    name: str,
    out: Path | None,
    settings: options.Texts,
    overrides: options.Texts,
    *,
    as_json: bool,
) -> ExitCode:
    """Show what is known of a scenario's cap before solving, and return how it ended."""
    if out is not None:
        raise ScenarioError([_only_for_runs(f"--out {out}")])
    said = read_said(name, settings, overrides)
    found = outlook_of(said)
    render = outlook_data if as_json else outlook_tables
    show(render(said, found), as_json=as_json)
    return ExitCode.IMPOSSIBLE if found.proven else ExitCode.MET


def cap_of_run(
    run: Path,
    out: Path | None,
    changes: tuple[options.Texts, options.Texts],
    *,
    force: bool,
    processes: int | None,
    as_json: bool,
    quiet: bool,
) -> ExitCode:
    """Show all about the cap of a run, and return how it ended."""
    settings, overrides = changes
    said = [f"--set {one}" for one in settings or ()]
    said += [f"--override {one}" for one in overrides or ()]
    if said:
        raise ScenarioError([_only_for_scenarios(one) for one in said])
    check_cap_folder(out, force=force)
    plan = read_run(run)
    base = Trial(plan.scenario, plan.roster, plan.rules)
    engine = engine_of(options.Engines.AUTO, quiet)
    with progress_on(quiet) as display:
        found = inquire(
            base, processes=cores_of(processes), engine=engine, on_progress=display.show
        )
    if out is not None:
        write_cap_folder(found, out)
    show(inquiry_data(found) if as_json else inquiry_tables(found), as_json=as_json)
    note(*([] if out is None else [f"Folder: {out}"]), quiet=quiet)
    return ExitCode.MET


def _only_for_runs(option: str) -> Problem:
    return Problem(option, None, "", "is for run folders; a scenario's figures are few")


def _only_for_scenarios(option: str) -> Problem:
    return Problem(option, None, "", "a run's scenario stays as it is; plan the changed one first")
