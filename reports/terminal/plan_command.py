"""What the command plan does: plan, write the run folder, show the verdict."""

from pathlib import Path

from reports.help_words import help_words
from reports.run.partial_run import write_partial_run
from reports.run.run_folder import write_run
from reports.terminal.door import code_of, note, progress_on, show
from reports.terminal.exit_codes import ExitCode
from reports.terminal.verdict_table import plan_data, plan_tables
from scenarios.scenario import Scenario
from scheduler import loop
from scheduler.cap.helps import with_helps
from scheduler.impossible import Impossible
from scheduler.plan import Plan
from simulation.engine import Engine


def planned(
    said: Scenario,
    folder: Path,
    *,
    names: bool,
    processes: int,
    engine: Engine,
    as_json: bool,
    quiet: bool,
) -> ExitCode:
    """Plan a scenario into a folder, and return how it ended.

    Nothing is written where there is no plan; an interrupted plan leaves its best roster.
    """
    with progress_on(quiet) as display:
        try:
            made = loop.plan(
                said,
                processes=processes,
                engine=engine,
                on_progress=display.show,
                on_warning=lambda sentence: note(f"Warning: {sentence}", quiet=quiet),
            )
        except loop.Interrupted as stop:
            note(write_partial_run(said, stop.best, folder))
            return ExitCode.INTERRUPTED
        except (Impossible, loop.NoRosterInTime) as end:
            return _no_plan(end, proven=isinstance(end, Impossible), as_json=as_json)
        stopped = False
        try:
            made = with_helps(made, processes=processes, engine=engine, on_progress=display.show)
        except KeyboardInterrupt:
            stopped = True  # the plan is whole; only what would help is not known
        write_run(made, folder, names=names)
    show({**plan_data(made), "run": folder} if as_json else plan_tables(made), as_json=as_json)
    note(*made.shortfalls, *_help_lines(made), quiet=quiet)
    note(f"Run folder: {folder}", quiet=quiet)
    if stopped:
        note(f"Interrupted after the plan was made. What would help: fairshift cap {folder}")
        return ExitCode.INTERRUPTED
    code = code_of(made.verdict)
    if code is ExitCode.MISSED:
        note(f"All levers, the lowest cap and its price: fairshift cap {folder}", quiet=quiet)
    return code


def _help_lines(made: Plan) -> list[str]:
    """Return what would help, a line each."""
    if made.levers is None:
        return []
    return [help_words(made.levers), *(f"- {one.sentence}" for one in made.levers.best)]


def _no_plan(end: Exception, *, proven: bool, as_json: bool) -> ExitCode:
    """Say why there is no plan, and return the exit code."""
    code = ExitCode.IMPOSSIBLE if proven else ExitCode.NO_ROSTER_IN_TIME
    lowest = end.lowest_cap if isinstance(end, Impossible) else None
    remedies = end.remedies if isinstance(end, Impossible) else ()
    note(str(end), *remedies)
    if lowest is not None:
        note("What stands against the cap, and how far: fairshift cap with the same scenario")
    if as_json:
        status = "impossible" if proven else "no roster in the time given"
        told = {"status": status, "reason": str(end), "lowest_cap": lowest}
        show({**told, "remedies": list(remedies)}, as_json=True)
    return code
