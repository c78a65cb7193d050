"""A scenario of one's own: a ready one, with the volume of one's history where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.atomic import write_atomically
from scenarios import library
from scenarios.history import Condition, FittedChannel, HistorySpec, fit_history
from scenarios.history_template import provenance, scenario_with_history
from scenarios.nearest import known_names
from scenarios.problems import Problem, ScenarioError
from scenarios.reader import read_scenario
from scenarios.yaml_source import read_yaml

SCENARIO_FILE = "scenario.yaml"


@dataclass(frozen=True)
class History:
    """What the planner says of a file of messages."""

    file: Path
    channel_id: str
    time_column: str
    where: tuple[str, ...]  # conditions as written, column=value
    hostile: tuple[str, ...]
    as_written: bool
    answered_share: float


@dataclass(frozen=True)
class Started:
    """A new scenario file, and what to tell the planner about it."""

    scenario_file: Path
    notes: tuple[str, ...]


def start_folder(folder: Path, template: str, history: History | None) -> Started:
    """Write a scenario into a new or empty folder, with the files that it names.

    Raises ScenarioError before anything is written where the folder holds something, the
    template does not exist, or the history cannot be fitted.
    """
    if template not in library.names():
        advice = known_names(template, library.names())
        message = f"there is no such ready scenario; {advice}"
        raise ScenarioError([Problem(f"--template {template}", None, "", message)])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScenarioError([Problem(str(folder), None, "", "is not empty; name a new folder")])
    source = library.find(template)
    files = {SCENARIO_FILE: source.read_bytes()}
    notes: tuple[str, ...] = ()
    if history is not None:
        fitted = _fit(history, source)
        files[SCENARIO_FILE] = scenario_with_history(source, history.channel_id, fitted).encode()
        notes = (f"Channel {history.channel_id}:", *provenance(fitted))
    agents_file = read_yaml(source).data["team"].get("agents_file")
    if agents_file is not None:
        files[agents_file] = (source.parent / agents_file).read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_atomically(folder / name, content)
    return Started(folder / SCENARIO_FILE, notes)


def _fit(history: History, template: Path) -> FittedChannel:
    spec = HistorySpec(
        zone=read_scenario(template).horizon.zone,
        time_column=history.time_column,
        filters=_conditions("--where", history.where),
        hostile=_conditions("--hostile", history.hostile),
        hourly_hostility=bool(history.hostile),
        as_written=history.as_written,
        answered_share=history.answered_share,
    )
    return fit_history(history.file, spec)


def _conditions(option: str, texts: Sequence[str]) -> tuple[Condition, ...]:
    conditions: list[Condition] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            conditions.append(Condition.parse(text))
        except ValueError as error:
            problems.append(Problem(option, None, "", str(error)))
    if problems:
        raise ScenarioError(problems)
    return tuple(conditions)
