"""The door: parse, call, show progress, write, exit code. No thinking here.

Everything heavy is imported inside the command that needs it, so that help answers at once.
"""

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

from typer import Argument, Exit, Option, Typer, echo

from reports.terminal.exit_codes import ExitCode, exit_code_of, words_for

if TYPE_CHECKING:
    from reports.terminal.progress import ProgressDisplay
    from scenarios.assignment import AssignmentRules
    from scenarios.scenario import Scenario
    from simulation.measures.outcome import Verdict


class Routing(StrEnum):
    """How cases are handed out where no rules are given."""

    PLAN = "plan"
    LONGEST_IDLE = "longest-idle"


class By(StrEnum):
    """What a row of the volume table stands for."""

    WEEKDAY = "weekday"
    HOUR = "hour"


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

Texts = list[str] | None
IS = "COLUMN=VALUE"
FORMATS = "csv,xlsx,ics,parquet,rules"
ScenarioName = Annotated[str, Argument(metavar="SCENARIO", help="A file, or a ready one's name.")]
RunFolder = Annotated[Path, Argument(metavar="RUN", help="A run folder.")]
Settings = Annotated[Texts, Option("--set", metavar="FIELD=VALUE", help="Change a field. Repeat.")]
Overrides = Annotated[Texts, Option("--override", metavar="NAME", help="Use an override. Repeat.")]
Seed = Annotated[int | None, Option(min=0, help="In place of planning.seed.")]
Processes = Annotated[int | None, Option(min=1, help="Side by side [default: one per core].")]
AsJson = Annotated[bool, Option("--json", help="Print one JSON document.")]
Quiet = Annotated[bool, Option("--quiet", "-q", help="No progress and no notes.")]
Names = Annotated[bool, Option("--names", help="Show people's names, not pseudonyms.")]
Force = Annotated[bool, Option("--force", help="Replace what fairshift wrote there before.")]
RosterFile = Annotated[Path, Option("--roster", metavar="FILE", help="As CSV, edited or not.")]


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
        _note(*words_for(error, said))
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
    folder: Annotated[Path, Argument(metavar="DIR", help="A new or an empty folder.")],
    template: Annotated[str, Option(help="The ready scenario to start from.")] = "team-of-12",
    history: Annotated[Path | None, Option(metavar="CSV", help="Messages, one a row.")] = None,
    time_column: Annotated[str, Option(metavar="NAME", help="When received.")] = "received_at",
    where: Annotated[Texts, Option(metavar=IS, help="Only these rows. Repeat.")] = None,
    hostile: Annotated[Texts, Option(metavar=IS, help="What is hostile. Repeat.")] = None,
    channel: Annotated[str, Option(metavar="ID", help="Whose history it is.")] = "posts",
    as_written: Annotated[bool, Option(help="Take clock times as they are, zone or not.")] = False,
    answered: Annotated[float, Option(min=0, max=1, help="Share that needs an answer.")] = 1.0,
) -> None:
    """Start a scenario of your own, with your volume."""
    from scenarios.starter import HistoryChoice, start_folder

    said = (time_column, tuple(where or ()), tuple(hostile or ()), channel, as_written, answered)
    choice = HistoryChoice(history, *said) if history else None
    started = start_folder(folder, template, choice)
    _note(*started.notes)
    echo(started.scenario_file)


@app.command()
def check(
    scenario: ScenarioName,
    roster: Annotated[Path | None, Option(metavar="FILE", help="Its roster, as CSV.")] = None,
    settings: Settings = None,
    overrides: Overrides = None,
    as_json: AsJson = False,
) -> None:
    """Check a scenario file, or a roster against it."""
    said = _read(scenario, settings, overrides)
    from reports.terminal.check_table import broken_rules, scenario_summary

    if roster is None:
        return _show(scenario_summary(said), as_json=as_json)
    from scenarios.roster_file import read_roster
    from scheduler.checker import check_roster

    violations = check_roster(said, read_roster(roster, said))
    _show(broken_rules(violations), as_json=as_json)
    raise Exit(ExitCode.MISSED if violations else ExitCode.MET)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files."""
    from scenarios.schema import json_schema

    _show(json_schema(), as_json=True)


@app.command()
def volume(
    scenario: ScenarioName,
    by: Annotated[By, Option(help="What a row stands for.")] = By.WEEKDAY,
    replications: Annotated[int, Option(min=2, help="Simulated horizons.")] = 100,
    as_csv: Annotated[bool, Option("--csv", help="Print CSV.")] = False,
    settings: Settings = None,
    overrides: Overrides = None,
    seed: Seed = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show what comes in: cases, hostile share, work."""
    from reports.terminal.tables import table_as_csv
    from reports.terminal.volume_table import volume_table

    said = _read(scenario, settings, overrides, seed)
    with _progress(quiet) as display:
        table = volume_table(said, by=by.value, replications=replications, on_progress=display.show)
    if as_csv:
        return echo(table_as_csv(table), nl=False)
    return _show(table, as_json=as_json)


@app.command()
def plan(
    scenario: ScenarioName,
    out: Annotated[
        Path | None, Option(metavar="DIR", help="[default: runs/NAME-1, -2 ...]")
    ] = None,
    force: Force = False,
    names: Names = False,
    settings: Settings = None,
    overrides: Overrides = None,
    seed: Seed = None,
    processes: Processes = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Plan shifts and routing, and prove the plan."""
    from reports.run.run_choice import choose_folder

    said = _read(scenario, settings, overrides, seed)
    folder = choose_folder(out, said.name, force=force)
    from reports.run.partial_run import write_partial_run
    from reports.run.run_folder import write_run
    from reports.terminal.verdict_table import plan_table, verdict_data
    from scheduler.loop import Impossible, Interrupted, NoRosterInTime
    from scheduler.loop import plan as plan_scenario

    with _progress(quiet) as display:
        try:
            made = plan_scenario(said, processes=_cores(processes), on_progress=display.show)
        except Interrupted as stop:
            _note(write_partial_run(said, stop.best, folder))
            raise Exit(ExitCode.INTERRUPTED) from None
        except (Impossible, NoRosterInTime) as end:
            raise Exit(_no_plan(end, proven=isinstance(end, Impossible), as_json=as_json)) from None
        write_run(made, folder, names=names)
    data = verdict_data(said, made.outcome, made.verdict, made.solution)
    _show({**data, "run": folder} if as_json else plan_table(made), as_json=as_json)
    _note(*made.shortfalls, f"Run folder: {folder}", quiet=quiet)
    raise Exit(_code(made.verdict))


def _no_plan(end: Exception, *, proven: bool, as_json: bool) -> ExitCode:
    """Say why there is no plan, and return the exit code."""
    code = ExitCode.IMPOSSIBLE if proven else ExitCode.NO_ROSTER_IN_TIME
    _note(str(end))
    if as_json:
        lowest = getattr(end, "lowest_cap", None)
        status = "impossible" if proven else "no roster in the time given"
        _show({"status": status, "reason": str(end), "lowest_cap": lowest}, as_json=True)
    return code


@app.command()
def simulate(
    scenario: ScenarioName,
    roster: RosterFile,
    rules: Annotated[Path | None, Option(metavar="FILE", help="Rules of a run, as JSON.")] = None,
    routing: Annotated[Routing, Option(help="Without --rules.")] = Routing.PLAN,
    replications: Annotated[int | None, Option(min=2, help="Simulated horizons.")] = None,
    records: Annotated[Path | None, Option(metavar="DIR", help="Parquet of all tasks.")] = None,
    settings: Settings = None,
    overrides: Overrides = None,
    seed: Seed = None,
    processes: Processes = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a roster, and give the verdict."""
    from scenarios.roster_file import read_roster

    said = _read(scenario, settings, overrides, seed)
    shifts, routed, way = read_roster(roster, said), _rules(said, rules, routing), said.planning
    from reports.run.records_parquet import write_records
    from reports.terminal.verdict_table import outcome_table, verdict_data
    from scheduler.progress import Progress
    from simulation.measures.verdict import verdict_of
    from simulation.replications import simulate as simulate_roster

    horizons = range(replications or way.certify_replications)
    with _progress(quiet) as display:
        outcome = simulate_roster(
            said,
            shifts,
            routed,
            seed=way.seed,
            replications=horizons,
            processes=_cores(processes),
            on_progress=lambda done: display.show(Progress("simulating", done, len(horizons))),
        )
        if records is not None:
            write_records(said, shifts, routed, horizons, records, on_progress=display.show)
    verdict = verdict_of(said, outcome, confidence=way.confidence, compliance=way.cap_compliance)
    render = verdict_data if as_json else outcome_table
    _show(render(said, outcome, verdict), as_json=as_json)
    raise Exit(_code(verdict))


def _rules(said: "Scenario", file: Path | None, routing: Routing) -> "AssignmentRules":
    """Return the rules of a file, or else those that a way of routing stands for."""
    from scenarios.assignment_file import rules_from_json
    from scheduler.rules import default_rules, longest_idle_rules

    if file is not None:
        return rules_from_json(file.read_text(encoding="utf-8"), file=str(file))
    return default_rules(said) if routing is Routing.PLAN else longest_idle_rules(said)


@app.command()
def study(
    scenario: ScenarioName,
    vary: Annotated[list[str], Option(metavar="FIELD=V1,V2", help="An axis of the grid. Repeat.")],
    out: Annotated[Path, Option(metavar="DIR", help="Where finished points are kept.")],
    settings: Settings = None,
    overrides: Overrides = None,
    seed: Seed = None,
    processes: Processes = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Plan a grid of changes, and print one table."""
    from reports.run.study_folder import StudyFolder
    from reports.run.study_run import axes_of, finished_rows, run_missing
    from scheduler.study import grid

    points = {
        point: _read(scenario, [*(settings or ()), *point.as_set_options()], overrides, seed)
        for point in grid(axes_of(vary))
    }
    kept = StudyFolder(out)
    try:
        with _progress(quiet) as display:
            run_missing(points, kept, processes=_cores(processes), on_progress=display.show)
    except KeyboardInterrupt:
        _note(f"Interrupted. Run it again to go on; finished points are in {out}")
        raise Exit(ExitCode.INTERRUPTED) from None
    finally:
        _show(finished_rows(points, kept), as_json=as_json)


@app.command()
def compare(
    run_a: Annotated[Path, Argument(metavar="RUN_A", help="A run folder.")],
    run_b: Annotated[Path, Argument(metavar="RUN_B", help="Another one.")],
    as_json: AsJson = False,
) -> None:
    """Put two runs side by side."""
    from reports.run.run_folder import read_run
    from reports.terminal.comparison import comparison

    _show(comparison(read_run(run_a), read_run(run_b)), as_json=as_json)


@app.command()
def export(
    run: RunFolder,
    to: Annotated[Path, Option(metavar="DIR", help="Where the files go.")],
    formats: Annotated[str, Option("--format", metavar="A,B", help="Which files.")] = FORMATS,
    names: Names = False,
    force: Force = False,
) -> None:
    """Write a run's roster and rules for other systems."""
    from reports.run.exports import write_exports
    from reports.run.run_folder import read_run

    for path in write_exports(read_run(run), formats.split(","), to, names=names, force=force):
        echo(path)


@app.command()
def report(
    run: RunFolder,
    to: Annotated[Path | None, Option(metavar="FILE", help="[default: in the run folder]")] = None,
    names: Names = False,
) -> None:
    """Write a run's report anew."""
    from reports.page.html import report_html
    from reports.run.atomic import write_atomically
    from reports.run.run_folder import read_run

    target = to or run / ("report-with-names.html" if names else "report.html")
    write_atomically(target, report_html(read_run(run), names=names).encode())
    echo(target)


def _read(name: str, settings: Texts, overrides: Texts, seed: int | None = None) -> "Scenario":
    from scenarios.library import locate
    from scenarios.reader import read_scenario

    said = [*(settings or ()), *([] if seed is None else [f"planning.seed={seed}"])]
    return read_scenario(locate(name), overrides=overrides or (), settings=said)


def _cores(said: int | None) -> int:
    return said or os.cpu_count() or 1


def _progress(quiet: bool) -> "ProgressDisplay":
    from reports.terminal.progress import ProgressDisplay

    return ProgressDisplay(sys.stderr, quiet=quiet)


def _code(verdict: "Verdict") -> ExitCode:
    from simulation.measures.outcome import VerdictStatus

    return ExitCode.MET if verdict.status is VerdictStatus.MET else ExitCode.MISSED


def _show(result: Any, *, as_json: bool = False) -> None:
    """Print a result on standard output, for reading or as JSON."""
    from reports.terminal.tables import show

    show(result, sys.stdout, as_json=as_json)


def _note(*lines: str, quiet: bool = False) -> None:
    for line in () if quiet else lines:
        echo(line, err=True)


if __name__ == "__main__":
    main()
