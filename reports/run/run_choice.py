"""Which folder a run is written to."""

import re
import tempfile
from pathlib import Path

from scenarios.problems import Problem, ScenarioError

RUNS = Path("runs")
# A folder that holds this file was written by fairshift, so it may be replaced where asked.
MARK = "scenario.yaml"


def choose_folder(out: Path | None, name: str, *, force: bool) -> Path:
    """Return the folder of a new run.

    Without ``out`` it is the first of runs/NAME-1, runs/NAME-2 and so on that does not exist.
    A folder with something in it is replaced only with ``force``, and only if it is a run
    folder; raises ScenarioError otherwise, or where none can be made there, before anything is
    computed.
    """
    if out is None:
        out = _next_free(RUNS, slug(name))
    else:
        must_be_replaceable(out, MARK, "is no run folder", force=force)
    must_be_writable(out)
    return out


def must_be_replaceable(out: Path, mark: str, otherwise: str, *, force: bool) -> None:
    """Raise ScenarioError where a folder with something in it is there that may not go.

    With ``force`` it may where the file ``mark`` is in it; ``otherwise`` says what it is if not.
    """
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not force:
        raise _refusal(out, "is there already; add --force to replace it, or name another folder")
    if not (out / mark).is_file():
        raise _refusal(out, f"{otherwise}, so --force does not replace it; name another one")


def must_be_writable(out: Path) -> None:
    """Raise ScenarioError where no folder can be made at a path; nothing is left behind."""
    place = out.parent
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        Path(tempfile.mkdtemp(dir=place, prefix=".", suffix=".part")).rmdir()
    except OSError as error:
        said = f"cannot be written, as nothing can be put into {place} ({error.strerror})"
        raise _refusal(out, f"{said}; name a folder elsewhere") from None


def slug(name: str) -> str:
    """Return a name in the letters that every file system takes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "run"


def _next_free(parent: Path, name: str) -> Path:
    number = 1
    while (parent / f"{name}-{number}").exists():
        number += 1
    return parent / f"{name}-{number}"


def _refusal(out: Path, message: str) -> ScenarioError:
    return ScenarioError([Problem(f"--out {out}", None, "", message)])
