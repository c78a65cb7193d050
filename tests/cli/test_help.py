"""Help and version: there for every command, and light."""

import subprocess
import sys

import pytest

import cli
from tests.cli.conftest import Run

COMMANDS = (
    "init",
    "check",
    "schema",
    "volume",
    "plan",
    "simulate",
    "study",
    "compare",
    "explain",
    "cap",
    "repair",
    "publish",
    "export",
    "report",
)
HEAVY = (
    "holidays",
    "icalendar",
    "jinja2",
    "matplotlib",
    "numba",
    "numpy",
    "ortools",
    "pandas",
    "pyarrow",
    "pydantic",
    "rich",
    "ruamel.yaml",
    "scipy",
    "simpy",
    "xlsxwriter",
)


def test_help_lists_exactly_the_commands(run: Run) -> None:
    ended = run("--help")
    assert ended.code == 0
    assert ended.err == ""
    listed = ended.out.split("Commands:")[1].split("\n")
    assert tuple(line.split()[0] for line in listed if line.strip()) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.code == 0
    assert f"fairshift {command}" in ended.out
    summary = next(c.callback.__doc__ for c in cli.app.registered_commands if _name(c) == command)
    assert summary.strip().splitlines()[0] in " ".join(ended.out.split())


def _name(command: object) -> str:
    callback = getattr(command, "callback", None)
    return str(getattr(callback, "__name__", ""))


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--help"], ()),
        (["--version"], ()),
        (["plan", "--help"], ("pydantic",)),  # typer itself uses it for options of a command
        (["check", "team-of-3"], ("holidays", "numpy", "pydantic", "rich", "ruamel.yaml")),
    ],
)
def test_help_and_check_load_no_more_than_they_need(
    arguments: list[str], needed: tuple[str, ...]
) -> None:
    program = (
        "import sys, cli\n"
        "try:\n"
        f"    cli.main({arguments!r})\n"
        "finally:\n"
        f"    loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "    sys.stderr.write(' '.join(loaded))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout
    assert set(ended.stderr.split()) <= set(needed)


def test_version_is_that_of_the_package(run: Run) -> None:
    from importlib.metadata import version

    assert run("--version").out == f"fairshift {version('fairshift')}\n"


def test_no_command_shows_help_and_is_bad_input(run: Run) -> None:
    assert run().code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["paln", "team-of-12"],
        ["plan"],
        ["plan", "team-of-12", "--sed", "1"],
        ["volume", "x", "--by", "year"],
    ],
)
def test_a_command_line_that_is_wrong_is_bad_input(run: Run, arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err
