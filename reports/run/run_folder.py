"""The run folder of a plan: everything in one place, written whole; and runs read back."""

from dataclasses import replace
from pathlib import Path

from reports.charts import draw_all
from reports.page.html import report_html
from reports.pseudonyms import without_names
from reports.roster.roster_csv import roster_to_csv
from reports.run.exports import IN_A_RUN, files_of
from reports.run.outcome_tables import TABLES, outcome_tables, replications_csv
from reports.run.plan_json import UnreadablePlanError, plan_from_json, plan_to_json
from reports.run.repair_folder import REPAIR
from reports.run.run_choice import MARK
from reports.run.run_parts import (
    MANIFEST,
    REPLICATIONS,
    REPORT,
    ROSTER,
    Files,
    manifest,
    write_run_files,
)
from reports.run.simulation_run import (
    OUTCOME,
    UnreadableRunError,
    simulation_from_json,
)
from reports.runs import SimulationRun
from scenarios.problems import Problem, ScenarioError
from scenarios.writer import replay_files, scenario_to_yaml
from scheduler.plan import Plan

PLAN = "plan.json"


def write_run(plan: Plan, folder: Path, *, names: bool = False) -> Path:
    """Write a plan's roster, rules, proof, charts and report, and return the folder.

    An existing folder is replaced as a whole. Without ``names`` no file holds a name. No file
    holds the time of writing, so that equal plans give equal bytes. Where the report fails, the
    plan itself is kept all the same.
    """
    shown = plan if names else replace(plan, scenario=without_names(plan.scenario))
    write_run_files(folder, _core_files(shown), lambda: run_files(shown, names=names))
    return folder


def run_files(shown: Plan, *, names: bool = False) -> Files:
    """Return the content of every file of a run folder by its path."""
    files = _core_files(shown)
    files |= files_of(shown, IN_A_RUN, names=names)
    tables = outcome_tables(shown.scenario, shown.outcome)
    files |= {f"{TABLES}/{name}": content for name, content in tables.items()}
    charts = draw_all(shown, names=names)
    files |= {f"charts/{name}": picture for name, picture in charts.items()}
    files[REPORT] = report_html(shown, names=names, charts=charts).encode()
    files[MANIFEST] = manifest(shown.scenario, _facts(shown), files)
    return files


def _core_files(shown: Plan) -> Files:
    """Return the files from which all others can be made."""
    return {
        MARK: scenario_to_yaml(shown.scenario).encode(),
        PLAN: plan_to_json(shown).encode(),
        ROSTER: roster_to_csv(shown.scenario, shown.roster),
        REPLICATIONS: replications_csv(shown.table),
    } | {name: text.encode() for name, text in replay_files(shown.scenario).items()}


def _facts(plan: Plan) -> dict[str, object]:
    solution = plan.solution
    return {
        "deterministic": plan.scenario.planning.deterministic,
        "verdict": str(plan.verdict.status),
        "certificate_replications": len(plan.outcome.replications),
        "solver_status": str(solution.status),
        "objective": solution.costs.total if solution.costs else None,
        "bound": solution.bound,
        "gap": solution.gap,
    }


def read_run(folder: Path) -> Plan:
    """Return the plan of a run folder; raises ScenarioError where there is none to be read."""
    run = read_any_run(folder)
    if isinstance(run, SimulationRun):
        message = "was simulated, not planned; name the folder of a plan"
        raise _problem(folder, message)
    return run


def read_any_run(folder: Path) -> Plan | SimulationRun:
    """Return the plan or the simulation of a run folder; raises ScenarioError without either."""
    plan, outcome = folder / PLAN, folder / OUTCOME
    path = outcome if outcome.is_file() else plan
    if (folder / REPAIR).is_file():
        message = "holds a repair, which proves nothing; simulate its roster with --out, and name "
        raise _problem(folder, f"{message}that folder")
    if not path.is_file():
        message = f"is no run folder: there is no {PLAN} and no {OUTCOME} in it; "
        raise _problem(folder, message + "plan or simulate with --out first")
    try:
        text = path.read_text(encoding="utf-8")
        return plan_from_json(text) if path == plan else simulation_from_json(text)
    except (UnreadablePlanError, UnreadableRunError, UnicodeDecodeError) as error:
        raise _problem(path, f"{error}") from error


def _problem(path: Path, message: str) -> ScenarioError:
    return ScenarioError([Problem(str(path), None, "", message)])
