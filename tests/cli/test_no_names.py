"""No name of anybody leaves the house unless asked for: every output of every command is walked."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import cli
from reports.run.exports import FORMATS
from reports.run.run_folder import read_run, write_run
from tests.cli.conftest import TINY, Run

SECRET = "Secretive"
ID = re.compile(r"\b(ann|bob)\b")
NAMED = (
    TINY.replace("name: Ann Secret", f"name: Ann {SECRET}")
    .replace(
        "name: Bob Secret,",
        f"name: Bob {SECRET}, wishes: [{{first: 2027-02-02, wish: off, cost: 12.5}}],",
    )
    .replace("planning: {", "planning: {deterministic: true, ")
)


def texts_of(path: Path) -> Iterator[str]:
    """Yield everything that can be read in a file, and its path."""
    yield str(path)
    content = path.read_bytes()
    if path.suffix == ".parquet":
        frame = pd.read_parquet(path)
        yield frame.to_csv()
        yield content.decode("latin-1")
    elif zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            yield from (book.read(name).decode("utf-8", "replace") for name in book.namelist())
    else:
        # Long lines of a calendar go on after a break and a blank.
        yield re.sub(r"\r?\n ", "", content.decode("utf-8", "replace"))


def files_with_names(*folders: Path) -> list[Path]:
    """Return the files that hold a name, in whatever case it is written."""
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if any(SECRET.lower() in t.lower() for t in texts_of(path))]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder that holds names."""
    place = tmp_path_factory.mktemp("named")
    (place / "team.yaml").write_text(NAMED, encoding="utf-8")
    arguments = ["plan", place / "team.yaml", "--out", place / "run", "--names", "--quiet"]
    with pytest.raises(SystemExit) as left:
        cli.main([str(one) for one in arguments])
    assert left.value.code == 0
    return place / "run"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the words of every chart that is drawn: they cannot be read in a picture."""
    words: list[str] = []
    show = Figure.savefig

    def note(figure: Figure, *arguments: object, **more: object) -> None:
        words.extend(one.get_text() for one in figure.findobj(Text) if isinstance(one, Text))
        show(figure, *arguments, **more)

    monkeypatch.setattr(Figure, "savefig", note)
    return words


def test_names_can_be_found_where_they_were_asked_for(
    run: Run, named: Path, tmp_path: Path
) -> None:
    assert {"plan.json", "scenario.yaml", "ann.ics", "roster.xlsx"} <= {
        path.name for path in files_with_names(named)
    }
    run("publish", named, "--to", tmp_path / "published", "--approved-by", "X", "--names")
    found = {path.name for path in files_with_names(tmp_path / "published")}
    assert found == {"roster.xlsx", "ann.ics", "bob.ics"}


def test_no_output_of_any_command_holds_a_name(
    run: Run, named: Path, tmp_path: Path, drawn: list[str]
) -> None:
    team, roster = named.parent / "team.yaml", named / "roster.csv"
    out = tmp_path / "out"
    out.mkdir()
    write_run(read_run(named), out / "run")
    commands: list[list[str | Path]] = [
        ["check", team],
        ["check", team, "--roster", roster],
        ["check", team, "--roster", roster, "--json"],
        ["volume", team, "--replications", "2"],
        ["simulate", team, "--roster", roster, "--replications", "2", "--out", out / "simulated"],
        [
            *("simulate", team, "--roster", roster, "--replications", "2", "--json"),
            *("--trace", out / "trace.csv", "--records", out / "records"),
        ],
        ["compare", named, named, "--all"],
        ["explain", named],
        ["explain", named, "--json"],
        ["explain", named, "--agent", "ann"],
        ["repair", "--roster", roster, "--absent", "ann:2027-02-03", "--out", out / "repaired"],
        ["export", named, "--to", out / "exported", "--format", ",".join(FORMATS)],
        ["report", named, "--to", out / "report.html"],
        ["report", named, "--annex", "--to", out / "annex.html"],
        ["report", out / "simulated", "--to", out / "simulated.html"],
        ["publish", named, "--to", out / "published", "--approved-by", "The board"],
        ["publish", named, "--to", out / "published", "--approved-by", "The board", "--json"],
    ]
    said: dict[str, str] = {}
    for command in commands:
        ended = run(*command)
        assert ended.code in (0, 1), ended.err
        said[" ".join(map(str, command))] = ended.out + ended.err
    assert [command for command, text in said.items() if SECRET.lower() in text.lower()] == []
    assert files_with_names(out) == []
    assert drawn
    assert [word for word in drawn if SECRET.lower() in word.lower()] == []
    assert json.loads((out / "published" / "publication.json").read_text())["number"] == 2
    pages = [out / "report.html", out / "simulated.html", out / "published" / "annex.html"]
    assert [page.name for page in pages if ID.search(_seen(page))] == []
    assert [word for word in drawn if ID.search(word)] == []


def _seen(page: Path) -> str:
    """Return what a browser shows of a page: no style, no picture."""
    text = re.sub(r"<style>.*?</style>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", text)


@pytest.mark.slow
def test_neither_a_study_nor_a_plan_holds_a_name(
    run: Run, named: Path, tmp_path: Path, drawn: list[str]
) -> None:
    team = named.parent / "team.yaml"
    ended = run("study", team, "--vary", "cap.hostile=0.8,0.1", "--out", tmp_path / "study")
    plan = run("plan", team, "--out", tmp_path / "run")
    assert SECRET not in ended.out + ended.err + plan.out + plan.err
    assert files_with_names(tmp_path) == []
    assert [word for word in drawn if SECRET in word] == []
