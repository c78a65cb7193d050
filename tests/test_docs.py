"""The documentation is true: console blocks run, tables are current, links lead somewhere.

A console block that follows a line ``<!-- run -->`` is executed, with ``fairshift`` as installed
here, in one folder for each page. A block goes on where the one before ended. Its lines:

- ``$ command`` runs; a following ``# exit 1`` says that it ends with that code, ``# exit 0 or 1``
  with one of these;
- every other line must be found in what the command wrote, blanks apart; ``...`` stands for any
  lines between.

A block that follows a line ``<!-- file: NAME -->`` is written to that file before anything runs.

``<!-- run: slow -->`` marks blocks that take longer: the fast test of a page ends before the first
of them, the slow test runs all.
"""

import itertools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from docs.field_table import PAGE, page_with_tables
from docs.rule_table import GROUPS, UNITS, page_with_rules
from docs.rule_table import PAGE as RULES
from scenarios.limits import PRICEABLE, Limits

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"<!-- run(?P<slow>: slow)? -->\n+```console\n(?P<body>.*?)\n```", re.DOTALL)
FILE = re.compile(r"<!-- file: (?P<name>[\w.-]+) -->\n+```\w+\n(?P<body>.*?\n)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
SECONDS = 600
# Pages about data that are not part of the project: skipped where the data are not at hand.
MENTIONS = ROOT.parent / "shared" / "data" / "history" / "airline_mentions.csv"
NEEDS_DATA = {"airline-example.md": MENTIONS, "airline-surge.md": MENTIONS}


@dataclass(frozen=True)
class Command:
    """A command of a page, and what must come of it."""

    line: str
    codes: tuple[int, ...]
    said: tuple[str, ...]


def commands_of(body: str) -> Iterator[Command]:
    """Yield the commands of a block."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, *rest = part.splitlines()
        exits = [text for text in rest if text.startswith("# exit ")]
        codes = tuple(int(code) for text in exits for code in re.findall(r"\d+", text))
        said = [text for text in rest if text.strip() not in ("", "...")]
        said = [text for text in said if text not in exits]
        yield Command(line, codes or (0,), tuple(said))


def blocks_of(text: str) -> list[tuple[bool, list[Command]]]:
    """Return the blocks that are marked for running, and whether each is slow."""
    return [
        (found["slow"] is not None, list(commands_of(found["body"])))
        for found in BLOCK.finditer(text)
    ]


def run(command: Command, folder: Path) -> None:
    """Run a command and compare."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    ended = subprocess.run(
        ["bash", "-c", command.line],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    written = ended.stdout + ended.stderr
    assert ended.returncode in command.codes, f"{command.line}\n{written}"
    plain = _plain(written)
    for line in command.said:
        assert _plain(line) in plain, f"{command.line}\nlacks: {line}\nwrote:\n{written}"


def _plain(text: str) -> str:
    return re.sub(r"[\s─]+", " ", text).strip()


def pages_with_blocks(*, slow: bool) -> list[Path]:
    """Return the pages whose first block is fast, or those that have a slow one."""
    marks = {
        page: [mark for mark, _ in blocks_of(page.read_text(encoding="utf-8"))] for page in PAGES
    }
    return [
        page for page, slows in marks.items() if slows and (any(slows) if slow else not slows[0])
    ]


def run_page(page: Path, folder: Path, *, slow: bool) -> None:
    if shutil.which("bash") is None:
        pytest.skip("console blocks are written for bash, which is not here")
    if page.name in NEEDS_DATA:
        if not NEEDS_DATA[page.name].is_file():
            pytest.skip("the public data that this page uses are not beside the clone")
        shutil.copyfile(NEEDS_DATA[page.name], folder / "mentions.csv")
    text = page.read_text(encoding="utf-8")
    for found in FILE.finditer(text):
        (folder / found["name"]).write_text(found["body"], encoding="utf-8")
    blocks = blocks_of(text)
    fast = itertools.takewhile(lambda block: not block[0], blocks)
    for _, commands in blocks if slow else fast:
        for command in commands:
            run(command, folder)


@pytest.mark.parametrize("page", pages_with_blocks(slow=False), ids=lambda page: page.name)
def test_the_console_blocks_of_a_page_run(page: Path, tmp_path: Path) -> None:
    run_page(page, tmp_path, slow=False)


@pytest.mark.slow
@pytest.mark.parametrize("page", pages_with_blocks(slow=True), ids=lambda page: page.name)
def test_all_console_blocks_of_a_page_run(page: Path, tmp_path: Path) -> None:
    run_page(page, tmp_path, slow=True)


def test_the_field_tables_are_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_with_tables(page), "run python -m docs.field_table"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_tables_of_rules_are_current_and_name_every_limit() -> None:
    page = RULES.read_text(encoding="utf-8")
    assert page == page_with_rules(page), "run python -m docs.rule_table"
    shown = [field for fields in GROUPS.values() for field in fields]
    assert sorted(shown) == sorted(set(Limits.model_fields) - {"prices"})


def test_every_rule_that_can_be_priced_says_what_a_break_is() -> None:
    by_the_hour = {"max_week_hours", "average_week_hours"}
    agreed = {"contract_hours", "availability", "rotation"}
    assert set(UNITS) == PRICEABLE - by_the_hour - agreed


class TestTheRunnerCanFail:
    """A block that is not true is noticed."""

    @pytest.mark.parametrize(
        ("body", "fails"),
        [
            ("$ echo one two\none   two", False),
            ("$ echo one\ntwo", True),
            ("$ false", True),
            ("$ exit 3\n# exit 3", False),
            ("$ exit 1\n# exit 0 or 1", False),
            ("$ exit 2\n# exit 0 or 1", True),
            ("$ printf 'a\\nb\\nc\\n'\na\n...\nc", False),
        ],
    )
    def test_a_block(self, body: str, fails: bool, tmp_path: Path) -> None:
        ((_, commands),) = blocks_of(f"<!-- run -->\n\n```console\n{body}\n```")
        (command,) = commands
        if fails:
            with pytest.raises(AssertionError):
                run(command, tmp_path)
        else:
            run(command, tmp_path)
