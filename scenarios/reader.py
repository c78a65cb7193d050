"""Reading scenario files: every problem at once, each with its file, line and field."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scenarios import library
from scenarios.agents_file import AGENTS, read_agents
from scenarios.checks import check
from scenarios.last_roster import with_last_roster
from scenarios.layers import file_named, read_layers, without_removed
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem, ScenarioError, problem_at
from scenarios.replayed import with_replays
from scenarios.scenario import Scenario
from scenarios.settings import is_about_agents, with_settings
from scenarios.staffed_team import is_staffed, with_staffed_team
from scenarios.wording import message_of
from scenarios.yaml_source import Source

AGENTS_FILE: FieldPath = ("team", "agents_file")
_NOUNS_OR_NAMES = ("WeekShape", "Workflow")  # written as a mapping, or as a preset's name


def read_scenario(
    path: Path, *, overrides: Sequence[str] = (), settings: Sequence[str] = ()
) -> Scenario:
    """Return the scenario of a file, with named overrides and then single settings applied.

    ``settings`` are of the form ``cap.hostile=0.2``. Raises ScenarioError with everything that
    is wrong.
    """
    source = read_source(path, overrides=overrides, settings=settings)
    problems = list(source.problems)
    scenario: Scenario | None = None
    try:
        scenario = Scenario.model_validate(with_staffed_team(source.data))
    except ValidationError as error:
        problems.extend(_problems_of(error, source))
    problems.extend(check(source))
    if problems or scenario is None:
        raise ScenarioError(problems)
    return scenario


def read_source(
    path: Path, *, overrides: Sequence[str] = (), settings: Sequence[str] = ()
) -> Source:
    """Return the merged but unchecked data of a scenario file with the origin of each value."""
    _must_exist(path)
    source = read_layers(path, overrides)
    about_agents = [setting for setting in settings if is_about_agents(setting)]
    others = [setting for setting in settings if not is_about_agents(setting)]
    source = _with_agents(with_settings(source, others), path)
    if not _agents_unread(source.data):
        source = with_settings(source, about_agents)
    return with_last_roster(with_replays(without_removed(source), path), path)


def _must_exist(path: Path) -> None:
    if path.exists():
        return
    ready = known_names(path.stem, library.names())
    message = f"there is no such file; write a path or a ready scenario's name ({ready})"
    raise ScenarioError([Problem(str(path), None, "", message)])


def _with_agents(source: Source, path: Path) -> Source:
    """Return the source with the agents of ``team.agents_file`` in their place.

    A file that cannot be used stays in the data; why is in the problems.
    """
    team = source.data.get("team")
    if not isinstance(team, dict):
        return source
    rest = {key: value for key, value in team.items() if key != "agents_file"}
    name = team.get("agents_file")
    if name is None:
        if rest.get("agents", ()) is None:
            del rest["agents"]
        return Source({**source.data, "team": rest}, source.origins, source.problems)
    origin = source.origin(AGENTS_FILE)
    try:
        if rest.get("agents") is not None:
            message = "stands beside team.agents; keep one of the two (null clears the other)"
            raise ScenarioError([problem_at(origin, AGENTS_FILE, message)])
        agents = read_agents(file_named(name, origin, AGENTS_FILE, path))
    except ScenarioError as error:
        return Source(source.data, source.origins, (*source.problems, *error.problems))
    data = {**source.data, "team": {**rest, "agents": agents.data}}
    inner = {(*AGENTS, *at): where for at, where in agents.origins.items()}
    return Source(data, {**source.origins, **inner}, source.problems + agents.problems)


def _agents_unread(data: Any) -> bool:
    """Whether there is a file of agents that could not be used."""
    return isinstance(data.get("team"), dict) and "agents_file" in data["team"]


def _problems_of(error: ValidationError, source: Source) -> list[Problem]:
    problems: list[Problem] = []
    # The people are unknown, not absent: no second problem says that they are missing.
    told: tuple[FieldPath, ...] = (AGENTS, AGENTS_FILE) if _agents_unread(source.data) else ()
    if is_staffed(source.data):  # a staffing that is wrong makes none of these
        told += (("team",), ("shifts",), AGENTS, ("team", "contracts"))
    for details in error.errors(include_url=False):
        path = _path_of(details["loc"], source.data)
        if path is not None and path not in told and not _follows(details):
            problems.append(problem_at(source.origin(path), path, message_of(details, path)))
    return problems


def _follows(details: ErrorDetails) -> bool:
    """Whether a list is called too short only since entries of it are wrong, which is told."""
    return details["type"] == "too_short" and len(details["input"]) >= int(
        details["ctx"]["min_length"]
    )


def _path_of(location: Sequence[str | int], data: Any) -> FieldPath | None:
    """Return the path in the file; None for the branch of a union that was not meant."""
    path: list[str | int] = []
    for part in location:
        if part == "[key]":
            break
        if isinstance(data, dict) and part in data:
            data = data[str(part)]
        elif isinstance(data, list | tuple) and isinstance(part, int):
            data = data[part] if part < len(data) else None
        elif any(noun in str(part) for noun in _NOUNS_OR_NAMES):
            if not isinstance(data, dict):
                return None
            continue
        elif part == "str" and location[-1] == "str":
            if isinstance(data, dict):
                return None
            continue
        else:
            data = None
        path.append(part)
    return tuple(path)
