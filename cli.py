"""The door: parse, call, show progress, write, exit code. No thinking here.

Everything heavy is imported inside the command that needs it, so that help answers at once.
"""

import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

from typer import Exit, Option, Typer, echo

from reports.terminal import options
from reports.terminal.door import code_of, cores_of, engine_of, note, progress_on, read_said, show
from reports.terminal.exit_codes import ExitCode, exit_code_of, words_for

app = Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Plan and simulate shifts of customer-care teams that answer in public.\n\n"
    "Data go to standard output, everything else to standard error. Exit codes: 0 met, 1 ran but "
    "a target missed, 2 bad input, 3 proven impossible, 4 no roster in the time given, 70 a "
    "mistake in fairshift, 130 interrupted.",
)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave by SystemExit with its exit code.

    No traceback reaches the planner; with ``--debug`` an unexpected error is raised as it is.
    """
    said = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app(args=said, prog_name="fairshift")
    except Exception as error:
        if "--debug" in said:
            raise
        note(*words_for(error, said))
        sys.exit(exit_code_of(error))
    sys.exit(ExitCode.MET)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        echo(f"fairshift {version('fairshift')}")
        raise Exit


Version = Annotated[bool, Option("--version", callback=_show_version, is_eager=True)]


@app.callback()
def door(
    show_version: Version = False,
    debug: Annotated[bool, Option(help="Show the traceback of an unexpected error.")] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command()
def init(
    folder: options.NewFolder,
    template: options.Template = "team-of-12",
    history: options.History = None,
    time_column: options.TimeColumn = "received_at",
    where: options.Where = None,
    hostile: options.Hostile = None,
    channel: options.ChannelId = "posts",
    as_written: options.AsWritten = False,
    answered: options.Answered = 1.0,
) -> None:
    """Start a scenario of your own, with your volume."""
    from scenarios.starter import HistoryChoice, start_folder

    said = (time_column, tuple(where or ()), tuple(hostile or ()), channel, as_written, answered)
    choice = HistoryChoice(history, *said) if history else None
    started = start_folder(folder, template, choice)
    note(*started.notes)
    echo(started.scenario_file)


@app.command()
def check(
    scenario: options.ScenarioToCheck = None,
    roster: options.RosterToCheck = None,
    settings: options.Settings = None,
    overrides: options.Overrides = None,
    as_json: options.AsJson = False,
) -> None:
    """Check a scenario file, or a roster against it."""
    from reports.run.beside import scenario_beside

    said = read_said(scenario or scenario_beside(roster), settings, overrides)
    if roster is None:
        from reports.terminal.check_table import scenario_summary

        return show(scenario_summary(said), as_json=as_json)
    from reports.terminal.roster_table import roster_data, roster_tables
    from scenarios.roster_file import read_roster
    from scheduler.checker import check_roster

    planned = read_roster(roster, said)
    violations = check_roster(said, planned)
    render = roster_data if as_json else roster_tables
    show(render(said, planned, violations), as_json=as_json)
    raise Exit(ExitCode.MISSED if any(not v.priced for v in violations) else ExitCode.MET)


@app.command()
def schema(rules: options.OfRules = False) -> None:
    """Print the JSON Schema of scenario files."""
    from scenarios.assignment_schema import rules_schema
    from scenarios.schema import json_schema

    show(rules_schema() if rules else json_schema(), as_json=True)


@app.command()
def volume(
    scenario: options.ScenarioName,
    by: options.RowsBy = options.By.WEEKDAY,
    replications: options.Horizons = 100,
    as_csv: options.AsCsv = False,
    settings: options.Settings = None,
    overrides: options.Overrides = None,
    seed: options.Seed = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Show what comes in: cases, hostile share, work."""
    from reports.terminal.tables import table_as_csv
    from reports.terminal.volume_table import volume_table

    said = read_said(scenario, settings, overrides, seed)
    with progress_on(quiet) as display:
        table = volume_table(said, by=by.value, replications=replications, on_progress=display.show)
    if as_csv:
        return echo(table_as_csv(table), nl=False)
    return show(table, as_json=as_json)


@app.command()
def plan(
    scenario: options.ScenarioName,
    out: options.RunOut = None,
    force: options.Force = False,
    names: options.Names = False,
    settings: options.Settings = None,
    overrides: options.Overrides = None,
    seed: options.Seed = None,
    processes: options.Processes = None,
    engine: options.EngineWay = options.Engines.AUTO,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Plan shifts and routing, and prove the plan."""
    from reports.run.run_choice import choose_folder

    said = read_said(scenario, settings, overrides, seed)
    folder = choose_folder(out, said.name, force=force)
    from reports.terminal.plan_command import planned

    cores, runs = cores_of(processes), engine_of(engine, quiet)
    show_as = {"as_json": as_json, "quiet": quiet}
    raise Exit(planned(said, folder, names=names, processes=cores, engine=runs, **show_as))


@app.command()
def simulate(
    scenario: options.ScenarioName,
    roster: options.RosterFile = None,
    rules: options.RulesFile = None,
    routing: options.RoutingWay = options.Routing.PLAN,
    replications: options.Replications = None,
    relative_half_width: options.Precise = None,
    max_replications: options.AtMost = None,
    figure: options.Watched = None,
    out: options.SimulationOut = None,
    records: options.RecordsFolder = None,
    trace: options.TraceFile = None,
    force: options.Force = False,
    settings: options.Settings = None,
    overrides: options.Overrides = None,
    seed: options.Seed = None,
    processes: options.Processes = None,
    engine: options.EngineWay = options.Engines.AUTO,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Simulate a roster, and give the verdict."""
    said = read_said(scenario, settings, overrides, seed)
    from reports.run.simulation_choice import SimulationChoice, job_of
    from reports.run.simulation_output import SimulationOutput
    from scenarios.assignment import RoutingPolicy

    policy = RoutingPolicy(routing.value.replace("-", "_"))
    many = (replications, relative_half_width, max_replications, tuple(figure or ()))
    output = SimulationOutput(out, trace, records)
    choice = SimulationChoice(roster, rules, policy, *many)
    job = job_of(said, choice, output.problems(force=force))
    note(*job.warnings, quiet=quiet)
    from reports.stop_words import is_interrupted, stop_words
    from reports.terminal.verdict_table import simulation_data, simulation_tables

    cores, runs = cores_of(processes), engine_of(engine, quiet)
    with progress_on(quiet) as display:
        made = job.run(processes=cores, engine=runs, on_progress=display.show)
    output.write(job, made)
    verdict, render = job.verdict(made.outcome), simulation_data if as_json else simulation_tables
    show(render(said, made, verdict), as_json=as_json)
    note(stop_words(made.stop), quiet=quiet)
    with progress_on(quiet) as display:
        output.write_records(job, made, display.show)
    raise Exit(ExitCode.INTERRUPTED if is_interrupted(made.stop) else code_of(verdict))


@app.command()
def study(
    scenario: options.ScenarioName,
    vary: options.Vary,
    out: options.StudyOut,
    settings: options.Settings = None,
    overrides: options.Overrides = None,
    seed: options.Seed = None,
    processes: options.Processes = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Plan a grid of changes, and print one table."""
    from reports.run.study_folder import StudyFolder
    from reports.run.study_run import axes_of, finished_rows, run_missing
    from reports.terminal.study_table import study_tables
    from scheduler.study import grid

    axes = axes_of(vary)
    points = {
        point: read_said(scenario, [*(settings or ()), *point.as_set_options()], overrides, seed)
        for point in grid(axes)
    }
    kept = StudyFolder(out)
    engine_of(options.Engines.AUTO, quiet)
    try:
        with progress_on(quiet) as display:
            run_missing(points, kept, processes=cores_of(processes), on_progress=display.show)
    except KeyboardInterrupt:
        note(f"Interrupted. Run it again to go on; finished points are in {out}")
        raise Exit(ExitCode.INTERRUPTED) from None
    finally:
        rows = finished_rows(points, kept)
        show(rows if as_json else study_tables(rows, axes), as_json=as_json)


@app.command()
def compare(
    run_a: options.RunA,
    run_b: options.RunB,
    everything: options.Everything = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Put two runs side by side, with the interval of each difference."""
    from reports.run.run_folder import read_any_run
    from reports.terminal import comparison as said

    runs = read_any_run(run_a), read_any_run(run_b)
    table = said.comparison_table(*runs, (run_a, run_b), everything=everything)
    show(said.comparison(*runs) if as_json else table, as_json=as_json)
    note(*said.comparison_words(*runs, everything=everything or as_json), quiet=quiet)


@app.command()
def explain(
    run: options.RunFolder,
    agent: options.AgentId = None,
    date: options.DayOf = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Say why a roster is as it is, and what would help."""
    from reports.run.explained import explained

    with progress_on(quiet) as display:
        told = explained(run, agent, date, as_json=as_json, on_progress=display.show)
    show(told, as_json=as_json)


@app.command()
def cap(
    run_or_scenario: options.RunOrScenario,
    out: options.CapOut = None,
    force: options.Force = False,
    settings: options.Settings = None,
    overrides: options.Overrides = None,
    processes: options.Processes = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Say which cap can hold, what it costs, and what would help."""
    from reports.terminal.cap_command import CapChoice, cap_told

    choice = CapChoice(run_or_scenario, out, force, settings, overrides, processes)
    raise Exit(cap_told(choice, as_json=as_json, quiet=quiet))


@app.command()
def repair(
    roster: options.RosterToRepair,
    scenario: options.ScenarioToCheck = None,
    absent: options.Absent = None,
    volume_scale: options.VolumeScale = 1.0,
    volume_from: options.VolumeFrom = None,
    freeze_until: options.FreezeUntil = None,
    seconds: options.RepairSeconds = 10.0,
    out: options.RunOut = None,
    force: options.Force = False,
    settings: options.Settings = None,
    overrides: options.Overrides = None,
    seed: options.Seed = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Repair a published roster with the fewest changes."""
    from reports.run.beside import scenario_beside
    from reports.run.repair_choice import RepairChoice, repair_job
    from reports.run.run_choice import choose_folder

    said = read_said(scenario or scenario_beside(roster), settings, overrides, seed)
    asked = (tuple(absent or ()), volume_scale, volume_from, freeze_until, seconds)
    job = repair_job(said, RepairChoice(roster, *asked))
    folder = choose_folder(out, f"{said.name} repaired", force=force)
    from reports.terminal.repair_command import repaired

    raise Exit(repaired(job, folder, as_json=as_json, quiet=quiet))


@app.command()
def publish(
    run: options.RunFolder,
    to: options.PublishTo,
    approved_by: options.ApprovedBy,
    approval: options.ApprovalReference = None,
    remark: options.Remark = None,
    roster: options.RosterToPublish = None,
    despite: options.Despite = None,
    on: options.NoticeFrom = None,
    names: options.Names = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Publish a run, with who approved it and what changed."""
    from datetime import UTC, datetime

    from reports.publish.publish_choice import PublishChoice
    from reports.terminal.publish_command import published

    choice = PublishChoice(to, approved_by, approval, remark, roster, despite, on, names)
    raise Exit(published(run, choice, datetime.now(UTC), as_json=as_json, quiet=quiet))


@app.command()
def export(
    run: options.RunFolder,
    to: options.ExportTo,
    formats: options.FormatNames = options.FORMATS,
    names: options.Names = False,
    force: options.Force = False,
) -> None:
    """Write a run's roster and rules for other systems."""
    from reports.run.exports import write_exports
    from reports.run.run_folder import read_run

    for path in write_exports(read_run(run), formats.split(","), to, names=names, force=force):
        echo(path)


@app.command()
def report(
    run: options.RunFolder,
    to: options.ReportTo = None,
    annex: options.Annexed = False,
    names: options.Names = False,
) -> None:
    """Write a run's report anew, or the draft of its annex."""
    from reports.run.report_page import write_page

    echo(write_page(run, to, annex=annex, names=names))


if __name__ == "__main__":
    main()
