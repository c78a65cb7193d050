"""What the scenarios of these tests have in common: how to break one, and what is told of it."""

from pathlib import Path

import pytest

from scenarios.problems import Problem, ScenarioError
from scenarios.reader import read_scenario


def line_in(whole: str, text: str) -> int:
    """Return the line of a whole file that holds a text; it must be only one."""
    lines = [n for n, line in enumerate(whole.splitlines(), start=1) if text in line]
    assert len(lines) == 1, f"{text!r} stands on lines {lines}"
    return lines[0]


def write_changed(path: Path, text: str, changes: tuple[tuple[str, str], ...]) -> Path:
    """Write a text with some of its parts, each there once, replaced; return the path."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(path: Path, **options: list[str]) -> tuple[Problem, ...]:
    """Read a scenario that cannot be read and return what is wrong with it."""
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path, **options)
    return caught.value.problems
