"""What the folders of all runs share: written whole, with a manifest, a report that may fail."""

import hashlib
import importlib.metadata
import platform
from collections.abc import Callable, Mapping
from pathlib import Path

from reports.run.atomic import folder_written_whole
from reports.terminal.json_text import json_text
from scenarios.scenario import Scenario

Files = dict[str, bytes]  # content by path within the folder
MANIFEST = "manifest.json"
REPORT = "report.html"
ROSTER = "roster.csv"
REPLICATIONS = "replications.csv"
_VERSIONS_OF = ("fairshift", "numpy", "ortools", "pandas", "pydantic", "scipy", "simpy", "tzdata")


def write_run_files(folder: Path, core: Files, all_of_them: Callable[[], Files]) -> None:
    """Write a run folder whole, replacing an existing one.

    Where the files that can be made again fail, the core is written and the error raised: what
    took hours to compute is kept.
    """
    try:
        files = all_of_them()
    except Exception:
        _write_whole(folder, core)
        raise
    _write_whole(folder, files)


def _write_whole(folder: Path, files: Files) -> None:
    with folder_written_whole(folder) as place:
        for path, content in files.items():
            target = place / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def manifest(scenario: Scenario, facts: Mapping[str, object], files: Files) -> bytes:
    """Return what made a run, and a SHA-256 of each of its files, as JSON."""
    said = {
        "scenario": scenario.name,
        "scenario_sha256": scenario.digest(),
        "seed": scenario.planning.seed,
        **facts,
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in _VERSIONS_OF},
        },
        "files_sha256": {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)},
    }
    return (json_text(said) + "\n").encode()
