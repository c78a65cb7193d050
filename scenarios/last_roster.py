"""Filling in what the last roster leaves agents to keep, from the file that a scenario names."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios.carry_over import carry_over_from
from scenarios.checks import check
from scenarios.horizon import Horizon
from scenarios.layers import file_named
from scenarios.lenient import mapping, valid
from scenarios.pledges import CarryOver
from scenarios.problems import FieldPath, Origin, ScenarioError, problem_at
from scenarios.roster import Roster
from scenarios.roster_file import read_past_roster
from scenarios.scenario import Scenario
from scenarios.staffed_team import is_staffed
from scenarios.yaml_source import Source, read_yaml

LAST_ROSTER: FieldPath = ("team", "last_roster")
_ROSTER, _SCENARIO = "roster.csv", "scenario.yaml"  # of a run folder
_MOST_DAYS_UNKNOWN = 14
# What an agent says of one of these, the file does not say of the others.
_TOGETHER = (
    {"days_in_row", "days_off_in_row"},
    {"last_shift", "last_shift_start", "last_shift_end"},
)


def with_last_roster(source: Source, path: Path) -> Source:
    """Return the source with ``team.last_roster`` turned into carry-over of every agent.

    ``path`` is the scenario's file. What an agent's carry_over says itself stays. What is wrong
    with the file is in the problems; where the rest of the scenario cannot be read, the file is
    not read either.
    """
    team = mapping(source.data.get("team"))
    if "last_roster" not in team:
        return source
    rest = {key: value for key, value in team.items() if key != "last_roster"}
    left = Source({**source.data, "team": rest}, source.origins, source.problems)
    if team["last_roster"] is None:
        return left
    origin = source.origin(LAST_ROSTER)
    try:
        if is_staffed(source.data):
            message = "is for rosters of people, and a staffing has none; leave it out"
            raise ScenarioError([problem_at(origin, LAST_ROSTER, message)])
        file, folder = _located(team["last_roster"], origin, path)
        scenario = valid(Scenario, left.data)
        if scenario is None or check(left):
            return left
        carried = _carried(scenario, file, folder, origin)
    except ScenarioError as error:
        return Source(left.data, left.origins, (*left.problems, *error.problems))
    agents = [_filled(agent, carried[agent["id"]]) for agent in rest["agents"]]
    return Source({**left.data, "team": {**rest, "agents": agents}}, left.origins, left.problems)


def _located(name: Any, origin: Origin, path: Path) -> tuple[Path, Path | None]:
    """Return the roster's file, and the run folder that it was named by."""
    written_in = Path(origin.file) if origin.line is not None else path
    if isinstance(name, str) and (written_in.parent / name).is_dir():
        file = file_named(f"{name}/{_ROSTER}", origin, LAST_ROSTER, path)
        return file, file.parent
    return file_named(name, origin, LAST_ROSTER, path), None


@dataclass(frozen=True)
class _Earlier:
    """What a run folder says beside its roster."""

    since: dt.date | None = None
    end: dt.date | None = None  # first day after its horizon
    before: Mapping[str, CarryOver] = field(default_factory=dict)


def _carried(
    scenario: Scenario, file: Path, folder: Path | None, origin: Origin
) -> dict[str, CarryOver]:
    roster = read_past_roster(file, scenario)
    earlier = _Earlier() if folder is None else _earlier(folder)
    start = scenario.horizon.start
    if not roster.shifts:
        message = (
            f"{file.name} has no shift of the team before {start}; name the roster of the weeks "
            "before the horizon"
        )
        raise ScenarioError([problem_at(origin, LAST_ROSTER, message)])
    known = earlier.end or _last_day(roster) + dt.timedelta(days=_MOST_DAYS_UNKNOWN)
    if known < start:
        message = (
            f"its last shift starts on {_last_day(roster)}, and nothing is known of the time from "
            f"then to {start}; add the weeks between to the file, or write carry_over yourself"
        )
        raise ScenarioError([problem_at(origin, LAST_ROSTER, message)])
    return carry_over_from(scenario, roster, since=earlier.since, before=earlier.before)


def _last_day(roster: Roster) -> dt.date:
    return max(shift.date for shift in roster.shifts)


def _earlier(folder: Path) -> _Earlier:
    """Return what the scenario of a run folder says; nothing where there is none to be read."""
    file = folder / _SCENARIO
    if not file.is_file():
        return _Earlier()
    data = mapping(read_yaml(file).data)
    horizon = valid(Horizon, data.get("horizon"))
    agents = mapping(data.get("team")).get("agents")
    before = {
        str(mapping(agent).get("id")): valid(CarryOver, mapping(agent).get("carry_over"))
        for agent in (agents if isinstance(agents, list) else [])
    }
    said = {agent_id: carried for agent_id, carried in before.items() if carried is not None}
    if horizon is None:
        return _Earlier(before=said)
    end = horizon.start + dt.timedelta(days=horizon.days)
    return _Earlier(horizon.start, end, said)


def _filled(agent: dict[str, Any], carried: CarryOver) -> dict[str, Any]:
    """Return an agent's data with what the roster says, where they say nothing themselves."""
    said = mapping(agent.get("carry_over"))
    names = set(said)
    for group in _TOGETHER:
        names |= group if names & group else set()
    found = carried.model_dump(mode="json", exclude_unset=True, exclude=names)
    return {**agent, "carry_over": {**found, **said}}
