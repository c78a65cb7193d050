"""What every command of the door does: read a scenario, show progress, write, end.

Everything heavy is imported where it is needed, so that help answers at once.
"""

import os
import sys
from typing import TYPE_CHECKING, Any

from typer import echo

from reports.terminal import options
from reports.terminal.exit_codes import ExitCode

if TYPE_CHECKING:
    from reports.terminal.progress import ProgressDisplay
    from scenarios.scenario import Scenario
    from simulation.engine import Engine
    from simulation.measures.outcome import Verdict


def read_said(
    name: str, settings: options.Texts, overrides: options.Texts, seed: int | None = None
) -> "Scenario":
    """Return the scenario of a file or of a ready one's name, with what was said beside it."""
    from scenarios.library import locate
    from scenarios.reader import read_scenario

    said = [*(settings or ()), *([] if seed is None else [f"planning.seed={seed}"])]
    return read_scenario(locate(name), overrides=overrides or (), settings=said)


def cores_of(said: int | None) -> int:
    """Return the number of processes."""
    return said or os.cpu_count() or 1


def engine_of(said: options.Engines, quiet: bool) -> "Engine":
    """Return an engine; tell if it has to be compiled first."""
    from simulation.engine import COMPILING, Engine, needs_compiling

    engine = Engine(said.value)
    if needs_compiling(engine):
        note(COMPILING, quiet=quiet)
    return engine


def progress_on(quiet: bool) -> "ProgressDisplay":
    """Return what shows progress on standard error."""
    from reports.terminal.progress import ProgressDisplay

    return ProgressDisplay(sys.stderr, quiet=quiet)


def code_of(verdict: "Verdict") -> ExitCode:
    """Return the exit code of a verdict."""
    from simulation.measures.outcome import VerdictStatus

    return ExitCode.MET if verdict.status is VerdictStatus.MET else ExitCode.MISSED


def show(result: Any, *, as_json: bool = False) -> None:
    """Print a result on standard output, for reading or as JSON."""
    from reports.terminal import tables

    tables.show(result, sys.stdout, as_json=as_json)


def note(*lines: str, quiet: bool = False) -> None:
    """Write lines on standard error."""
    for line in () if quiet else lines:
        echo(line, err=True)
