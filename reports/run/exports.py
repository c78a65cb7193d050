"""Files of a run for other systems: which formats there are, and writing them to a folder."""

from collections.abc import Callable, Sequence
from pathlib import Path

from reports.roster.roster_csv import roster_to_csv
from reports.roster.roster_ics import roster_to_ics
from reports.roster.roster_parquet import roster_to_parquet
from reports.roster.roster_xlsx import roster_to_xlsx
from reports.routing.rules_csv import periods_to_csv, reserves_to_csv, rules_to_csv
from reports.run.atomic import write_atomically
from reports.run.run_parts import Files
from scenarios.assignment_file import rules_to_json
from scenarios.nearest import known_names
from scenarios.problems import Problem, ScenarioError
from scheduler.plan import Plan


def _csv(plan: Plan, names: bool) -> Files:
    return {"roster.csv": roster_to_csv(plan.scenario, plan.roster)}


def _xlsx(plan: Plan, names: bool) -> Files:
    return {"roster.xlsx": roster_to_xlsx(plan, names=names)}


def _parquet(plan: Plan, names: bool) -> Files:
    return {"roster.parquet": roster_to_parquet(plan.scenario, plan.roster)}


def _ics(plan: Plan, names: bool) -> Files:
    calendars = {
        f"calendars/{agent.id}.ics": roster_to_ics(
            plan.scenario, plan.roster, agent.id, names=names
        )
        for agent in plan.scenario.team.agents
    }
    return {path: content for path, content in calendars.items() if content is not None}


def _rules(plan: Plan, names: bool) -> Files:
    return {
        "rules.json": rules_to_json(plan.rules).encode(),
        "rules.csv": rules_to_csv(plan.scenario, plan.rules),
        "periods.csv": periods_to_csv(plan.scenario, plan.rules),
        "reserves.csv": reserves_to_csv(plan.scenario, plan.rules),
    }


def _rules_json(plan: Plan, names: bool) -> Files:
    from reports.routing.own_json import rules_json_files  # checking schemas takes time to load

    return rules_json_files(plan.rules)


def _twilio(plan: Plan, names: bool) -> Files:
    from reports.routing.taskrouter import taskrouter_files

    return _in("twilio", taskrouter_files(plan.scenario, plan.rules, plan.roster, names=names))


def _connect(plan: Plan, names: bool) -> Files:
    from reports.routing.connect import connect_files

    return _in("connect", connect_files(plan.scenario, plan.rules))


def _zendesk(plan: Plan, names: bool) -> Files:
    from reports.routing.zendesk import zendesk_files

    return _in("zendesk", zendesk_files(plan.scenario, plan.rules, names=names))


def _in(folder: str, files: Files) -> Files:
    return {f"{folder}/{path}": content for path, content in files.items()}


IN_A_RUN = ("csv", "xlsx", "ics", "parquet", "rules")
"""The formats that every run folder has; a vendor's limits must not keep a plan from being kept."""

FORMATS: dict[str, Callable[[Plan, bool], Files]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "ics": _ics,
    "parquet": _parquet,
    "rules": _rules,
    "rules-json": _rules_json,
    "twilio": _twilio,
    "connect": _connect,
    "zendesk": _zendesk,
}


def files_of(plan: Plan, formats: Sequence[str], *, names: bool = False) -> Files:
    """Return the files of some formats; raises ScenarioError for formats that do not exist."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise ScenarioError(
            Problem(f"--format {name}", None, "", f"is no format; {known_names(name, FORMATS)}")
            for name in unknown
        )
    return {
        path: content for name in formats for path, content in FORMATS[name](plan, names).items()
    }


def write_exports(
    plan: Plan, formats: Sequence[str], folder: Path, *, names: bool, force: bool
) -> tuple[Path, ...]:
    """Write the files of some formats and return their paths.

    Raises ScenarioError before anything is written if one of them is there and ``force`` is not
    given.
    """
    files = {
        folder / path: content for path, content in files_of(plan, formats, names=names).items()
    }
    there = [path for path in files if path.exists()]
    if there and not force:
        message = "is there already; add --force to replace it, or name another folder"
        raise ScenarioError(Problem(str(path), None, "", message) for path in there)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    return tuple(files)
