"""Which folder a run is written to."""

import re
from pathlib import Path

from scenarios.problems import Problem, ScenarioError

RUNS = Path("runs")
# A folder that holds this file was written by fairshift, so it may be replaced where asked.
MARK = "scenario.yaml"


def choose_folder(out: Path | None, name: str, *, force: bool) -> Path:
    """Return the folder of a new run.

    Without ``out`` it is the first of runs/NAME-1, runs/NAME-2 and so on that does not exist.
    A folder with something in it is replaced only with ``force``, and only if it is a run
    folder; raises ScenarioError otherwise, before anything is computed.
    """
    if out is None:
        return _next_free(RUNS, slug(name))
    if out.is_dir() and not any(out.iterdir()):
        return out
    if out.exists() and not force:
        raise _refusal(out, "is there already; add --force to replace it, or name another folder")
    if out.exists() and not (out / MARK).is_file():
        raise _refusal(out, "is no run folder, so --force does not replace it; name another one")
    return out


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
