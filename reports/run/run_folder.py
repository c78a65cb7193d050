"""The run folder: everything about a plan in one place, written whole or not at all."""

import hashlib
import importlib.metadata
import platform
from dataclasses import replace
from pathlib import Path

from reports.charts import draw_all
from reports.page.html import report_html
from reports.pseudonyms import without_names
from reports.roster.roster_csv import roster_to_csv
from reports.run.atomic import folder_written_whole
from reports.run.exports import FORMATS, Files, files_of
from reports.run.plan_json import UnreadablePlanError, plan_from_json, plan_to_json
from reports.run.run_choice import MARK
from reports.terminal.json_text import json_text
from scenarios.problems import Problem, ScenarioError
from scenarios.writer import replay_files, scenario_to_yaml
from scheduler.plan import Plan

PLAN = "plan.json"
MANIFEST = "manifest.json"
REPORT = "report.html"
ROSTER = "roster.csv"
_VERSIONS_OF = ("fairshift", "numpy", "ortools", "pandas", "pydantic", "scipy", "simpy", "tzdata")


def write_run(plan: Plan, folder: Path, *, names: bool = False) -> Path:
    """Write a plan's roster, rules, proof, charts and report, and return the folder.

    An existing folder is replaced as a whole. Without ``names`` no file holds a name. No file
    holds the time of writing, so that equal plans give equal bytes.
    """
    shown = plan if names else replace(plan, scenario=without_names(plan.scenario))
    try:
        files = run_files(shown, names=names)
    except Exception:
        # A plan may have taken hours: what it found is kept, and the report can be made again.
        _write_whole(folder, _core_files(shown))
        raise
    _write_whole(folder, files)
    return folder


def _write_whole(folder: Path, files: Files) -> None:
    with folder_written_whole(folder) as place:
        for path, content in files.items():
            target = place / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def run_files(shown: Plan, *, names: bool = False) -> Files:
    """Return the content of every file of a run folder by its path."""
    files = _core_files(shown)
    files |= files_of(shown, tuple(FORMATS), names=names)
    files |= {f"charts/{name}": picture for name, picture in draw_all(shown, names=names).items()}
    files[REPORT] = report_html(shown, names=names).encode()
    files[MANIFEST] = (json_text(_manifest(shown, files)) + "\n").encode()
    return files


def _core_files(shown: Plan) -> Files:
    """Return the files from which all others can be made."""
    return {
        MARK: scenario_to_yaml(shown.scenario).encode(),
        PLAN: plan_to_json(shown).encode(),
        ROSTER: roster_to_csv(shown.scenario, shown.roster),
    } | {name: text.encode() for name, text in replay_files(shown.scenario).items()}


def read_run(folder: Path) -> Plan:
    """Return the plan of a run folder; raises ScenarioError where there is none to be read."""
    path = folder / PLAN
    if not path.is_file():
        raise _problem(folder, f"is no run folder: there is no {PLAN} in it; plan with --out first")
    try:
        return plan_from_json(path.read_text(encoding="utf-8"))
    except (UnreadablePlanError, UnicodeDecodeError) as error:
        raise _problem(path, f"{error}") from error


def _manifest(plan: Plan, files: Files) -> dict[str, object]:
    """What made this run, and a SHA-256 of each of its files."""
    solution = plan.solution
    return {
        "scenario": plan.scenario.name,
        "scenario_sha256": plan.scenario.digest(),
        "seed": plan.scenario.planning.seed,
        "deterministic": plan.scenario.planning.deterministic,
        "verdict": str(plan.verdict.status),
        "certificate_replications": len(plan.outcome.replications),
        "solver_status": str(solution.status),
        "objective": solution.costs.total if solution.costs else None,
        "bound": solution.bound,
        "gap": solution.gap,
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in _VERSIONS_OF},
        },
        "files_sha256": {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)},
    }


def _problem(path: Path, message: str) -> ScenarioError:
    return ScenarioError([Problem(str(path), None, "", message)])
