"""What the command cap does: for a scenario what cannot hold, for a run all about its cap."""

from dataclasses import dataclass
from pathlib import Path

from reports.run.cap_folder import check_cap_folder, write_cap_folder
from reports.run.run_folder import read_run
from reports.terminal import options
from reports.terminal.cap_tables import (
    inquiry_data,
    inquiry_tables,
    scenario_data,
    scenario_tables,
)
from reports.terminal.door import cores_of, engine_of, note, progress_on, read_said, show
from reports.terminal.exit_codes import ExitCode
from scenarios.problems import Problem, ScenarioError
from scheduler.cap.inquiry import bound_levers_of, inquire, outlook_of
from scheduler.trials import Trial


@dataclass(frozen=True)
class CapChoice:
    """What the planner asked for."""

    run_or_scenario: str  # a run folder, or else a scenario
    out: Path | None
    force: bool
    settings: options.Texts
    overrides: options.Texts
    processes: int | None


def cap_told(choice: CapChoice, *, as_json: bool, quiet: bool) -> ExitCode:
    """Show what is known of a scenario's cap, or all about that of a run; return how it ended.

    Raises ScenarioError for options that do not fit.
    """
    if Path(choice.run_or_scenario).is_dir():
        return _of_run(choice, as_json=as_json, quiet=quiet)
    return _of_scenario(choice, as_json=as_json)


def _of_scenario(choice: CapChoice, *, as_json: bool) -> ExitCode:
    if choice.out is not None:
        raise ScenarioError([_only_for_runs(f"--out {choice.out}")])
    said = read_said(choice.run_or_scenario, choice.settings, choice.overrides)
    found = outlook_of(said)
    helping = bound_levers_of(said) if found.proven else ()
    render = scenario_data if as_json else scenario_tables
    show(render(said, found, helping), as_json=as_json)
    return ExitCode.IMPOSSIBLE if found.proven else ExitCode.MET


def _of_run(choice: CapChoice, *, as_json: bool, quiet: bool) -> ExitCode:
    said = [f"--set {one}" for one in choice.settings or ()]
    said += [f"--override {one}" for one in choice.overrides or ()]
    if said:
        raise ScenarioError([_only_for_scenarios(one) for one in said])
    out = choice.out
    check_cap_folder(out, force=choice.force)
    plan = read_run(Path(choice.run_or_scenario))
    base = Trial(plan.scenario, plan.roster, plan.rules)
    cores, engine = cores_of(choice.processes), engine_of(options.Engines.AUTO, quiet)
    try:
        with progress_on(quiet) as display:
            found = inquire(base, processes=cores, engine=engine, on_progress=display.show)
    except KeyboardInterrupt:
        note("Interrupted before any lever was ranked; nothing was written.")
        return ExitCode.INTERRUPTED
    if out is not None:
        write_cap_folder(found, out)
    show(inquiry_data(found) if as_json else inquiry_tables(found), as_json=as_json)
    note(*([] if out is None else [f"Folder: {out}"]), quiet=quiet)
    return ExitCode.INTERRUPTED if found.stopped else ExitCode.MET


def _only_for_runs(option: str) -> Problem:
    return Problem(option, None, "", "is for run folders; a scenario's figures are few")


def _only_for_scenarios(option: str) -> Problem:
    return Problem(option, None, "", "a run's scenario stays as it is; plan the changed one first")
