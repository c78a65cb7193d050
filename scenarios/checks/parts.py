"""The parts of a file that are right in themselves, however wrong the others are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from scenarios.backlash import Event, Storm
from scenarios.cap import Cap, Classifier
from scenarios.channels import Channel
from scenarios.checks.person import Person, person_of
from scenarios.horizon import Holidays, Horizon
from scenarios.lenient import mapping, valid, windows
from scenarios.limits import Limits
from scenarios.people import Profile
from scenarios.pledges import OnDuty, Rotation
from scenarios.problems import FieldPath, Problem, problem_at
from scenarios.relief import ExternalDesk
from scenarios.returning import Authors, Start
from scenarios.shift_shapes import ShiftTemplate
from scenarios.staffing import Staffing
from scenarios.wall import WindowsByWeekday
from scenarios.working_time import WorkingTimeRules
from scenarios.yaml_source import Source

T = TypeVar("T")


@dataclass(frozen=True)
class Parts:
    """Everything that validates by itself, with the file it came from."""

    source: Source
    horizon: Horizon | None
    zone: str | None
    opening: WindowsByWeekday | None
    holidays: Holidays | None
    channels: dict[str, Channel]
    channel_ids: tuple[str, ...]  # of every channel that is named, right or wrong
    skills: tuple[str, ...]  # that a channel, a stage or on_duty names, right or wrong
    events: dict[str, Event]
    storms: dict[str, Storm]
    authors: Authors | None
    start: Start | None
    external_desks: dict[str, ExternalDesk]
    profiles: dict[str, Profile]
    profile_ids: tuple[str, ...]  # right or wrong
    staffing: Staffing | None
    contracts: tuple[str, ...]
    contract_rules: dict[str, Limits]
    rotations: dict[str, Rotation]
    rotation_ids: tuple[str, ...]  # right or wrong
    on_duty: dict[str, OnDuty]
    no_lone_worker: bool
    people: tuple[Person, ...]
    templates: dict[str, ShiftTemplate]
    template_ids: tuple[str, ...]  # right or wrong
    templates_complete: bool
    rules: WorkingTimeRules | None
    classifier: Classifier | None
    cap: Cap | None

    def says(self, path: FieldPath) -> bool:
        """Whether something was written at just this path."""
        return path in self.source.origins

    def problem(self, path: FieldPath, message: str) -> Problem:
        """Return a problem where the value at a path was written."""
        return problem_at(self.source.origin(path), path, message)


def parts_of(source: Source) -> Parts:
    """Return what validates of a scenario's merged data."""
    data = source.data
    horizon = mapping(data.get("horizon"))
    channels = mapping(data.get("channels"))
    team = mapping(data.get("team"))
    templates = mapping(data.get("shifts"))
    agents = team.get("agents")
    contracts = mapping(team.get("contracts"))
    rotations, on_duty = mapping(team.get("rotations")), mapping(team.get("on_duty"))
    shown = _valid_entries(ShiftTemplate, templates)
    return Parts(
        source=source,
        horizon=valid(Horizon, horizon),
        zone=_zone(horizon),
        opening=windows(horizon.get("opening")),
        holidays=valid(Holidays, horizon.get("holidays")),
        channels=_valid_entries(Channel, channels),
        channel_ids=tuple(channels),
        skills=(*_skills(channels), *_skills(on_duty, by_name=False)),
        events=_valid_entries(Event, mapping(data.get("events"))),
        storms=_valid_entries(Storm, mapping(data.get("storms"))),
        authors=valid(Authors, data.get("authors")),
        start=valid(Start, data.get("start")),
        external_desks=_valid_entries(ExternalDesk, mapping(data.get("external_desks"))),
        profiles=_valid_entries(Profile, mapping(team.get("profiles"))),
        profile_ids=tuple(mapping(team.get("profiles"))),
        staffing=valid(Staffing, data.get("staffing")),
        contracts=tuple(contracts),
        contract_rules=_valid_entries(
            Limits,
            {key: one["rules"] for key, one in contracts.items() if mapping(one).get("rules")},
        ),
        rotations=_valid_entries(Rotation, rotations),
        rotation_ids=tuple(rotations),
        on_duty=_valid_entries(OnDuty, on_duty),
        no_lone_worker=team.get("no_lone_worker") is True,
        people=tuple(
            person_of(place, mapping(agent))
            for place, agent in enumerate(agents if isinstance(agents, list) else [])
        ),
        templates=shown,
        template_ids=tuple(templates),
        templates_complete=len(shown) == len(templates) > 0,
        rules=valid(WorkingTimeRules, data.get("rules", {})),
        classifier=valid(Classifier, data.get("classifier", {})),
        cap=valid(Cap, data.get("cap")) if data.get("cap") is not None else None,
    )


def _valid_entries(noun: type[T], entries: dict[str, Any]) -> dict[str, T]:
    found = {key: valid(noun, value) for key, value in entries.items()}
    return {key: value for key, value in found.items() if value is not None}


def _skills(channels: dict[str, Any], *, by_name: bool = True) -> Iterable[str]:
    for key, channel in channels.items():
        skill = mapping(channel).get("skill") or (key if by_name else None)
        if skill is not None:
            yield str(skill)
        stages = mapping(mapping(channel).get("workflow")).get("stages")
        for stage in stages if isinstance(stages, list) else []:
            if mapping(stage).get("skill") is not None:
                yield str(stage["skill"])


def _zone(horizon: dict[str, Any]) -> str | None:
    """Return the zone, even if the rest of the horizon is wrong."""
    probe = {"start": "2001-01-01", "opening": "24/7"}
    if "zone" in horizon:
        probe["zone"] = horizon["zone"]
    read = valid(Horizon, probe)
    return None if read is None else read.zone
