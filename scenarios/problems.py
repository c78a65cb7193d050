"""Problems of a scenario's files: where they stand, what is wrong and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass

FieldPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Origin:
    """Where a value was written: a file with its line, or a command-line option without one."""

    file: str
    line: int | None = None


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, with its remedy."""

    file: str
    line: int | None
    field: str
    message: str

    def __str__(self) -> str:
        """Return ``file:line: field: message``, without the parts that do not apply."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.message) if part)


class ScenarioError(ValueError):
    """The files do not make a scenario; ``problems`` holds everything that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems by file, in order of first mention, then by line."""
        listed = list(dict.fromkeys(problems))
        files = list(dict.fromkeys(problem.file for problem in listed))
        listed.sort(key=lambda problem: (files.index(problem.file), problem.line or 0))
        self.problems: tuple[Problem, ...] = tuple(listed)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[tuple[Problem, ...]]]:
        """Pickle by the problems, so that the error passes between processes."""
        return type(self), (self.problems,)


def field_name(path: FieldPath) -> str:
    """Return a path as planners write it for ``--set``, e.g. ``team.agents.0.id``."""
    return ".".join(str(part) for part in path)


def problem_at(origin: Origin, path: FieldPath, message: str) -> Problem:
    """Return a problem with a field that was written at an origin."""
    return Problem(origin.file, origin.line, field_name(path), message)
