"""Exit codes, and what to tell the planner when a command ends in an error."""

from collections.abc import Sequence
from enum import IntEnum

from scenarios.problems import ScenarioError


class ExitCode(IntEnum):
    """How a command ended."""

    MET = 0
    MISSED = 1  # it ran, but a target was missed or a rule broken
    BAD_INPUT = 2
    IMPOSSIBLE = 3
    NO_ROSTER_IN_TIME = 4
    UNEXPECTED = 70  # a mistake in the program itself, as in BSD's sysexits.h
    INTERRUPTED = 130


def exit_code_of(error: Exception) -> ExitCode:
    """Return the exit code of an error that a command let pass."""
    known = isinstance(error, ScenarioError | OSError)
    return ExitCode.BAD_INPUT if known else ExitCode.UNEXPECTED


def words_for(error: Exception, arguments: Sequence[str]) -> list[str]:
    """Return the lines that explain an error; ``arguments`` are those of the command."""
    if isinstance(error, ScenarioError):
        return [str(problem) for problem in error.problems]
    if isinstance(error, OSError):
        return [f"{error.filename or 'a file'}: {error.strerror or error}"]
    return [
        f"fairshift met an error that it did not expect: {type(error).__name__}: {error}",
        "That is a mistake in fairshift, not yours. Please report it to its maintainers with the",
        f"scenario file and what this prints: fairshift --debug {' '.join(arguments)}",
    ]
