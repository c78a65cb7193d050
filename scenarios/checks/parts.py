"""The parts of a file that are right in themselves, however wrong the others are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from scenarios.backlash import Event, Storm
from scenarios.cap import Classifier
from scenarios.channels import Channel
from scenarios.horizon import Holidays, Horizon
from scenarios.lenient import mapping, valid
from scenarios.people import Profile
from scenarios.problems import FieldPath, Problem, problem_at
from scenarios.relief import ExternalDesk
from scenarios.returning import Authors, Start
from scenarios.shift_shapes import ShiftTemplate
from scenarios.staffing import Staffing
from scenarios.team import Absence, Unavailable
from scenarios.wall import WeekWindows, WindowsByWeekday
from scenarios.working_time import WorkingTimeRules
from scenarios.yaml_source import Source

T = TypeVar("T")
_WINDOWS: TypeAdapter[WindowsByWeekday] = TypeAdapter(WeekWindows)


@dataclass(frozen=True)
class Person:
    """What can be read of one agent; a part that is wrong is empty or None."""

    place: int
    id: str | None
    contract: str | None
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    profile: str | None
    availability: WindowsByWeekday | None
    absences: tuple[tuple[int, Absence], ...]
    unavailable: tuple[tuple[int, Unavailable], ...]


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
    skills: tuple[str, ...]  # of every channel and stage that is named, right or wrong
    events: dict[str, Event]
    storms: dict[str, Storm]
    authors: Authors | None
    start: Start | None
    external_desks: dict[str, ExternalDesk]
    profiles: dict[str, Profile]
    profile_ids: tuple[str, ...]  # right or wrong
    staffing: Staffing | None
    contracts: tuple[str, ...]
    people: tuple[Person, ...]
    templates: dict[str, ShiftTemplate]
    templates_complete: bool
    rules: WorkingTimeRules | None
    classifier: Classifier | None

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
    shown = _valid_entries(ShiftTemplate, templates)
    return Parts(
        source=source,
        horizon=valid(Horizon, horizon),
        zone=_zone(horizon),
        opening=windows(horizon.get("opening")),
        holidays=valid(Holidays, horizon.get("holidays")),
        channels=_valid_entries(Channel, channels),
        channel_ids=tuple(channels),
        skills=tuple(_skills(channels)),
        events=_valid_entries(Event, mapping(data.get("events"))),
        storms=_valid_entries(Storm, mapping(data.get("storms"))),
        authors=valid(Authors, data.get("authors")),
        start=valid(Start, data.get("start")),
        external_desks=_valid_entries(ExternalDesk, mapping(data.get("external_desks"))),
        profiles=_valid_entries(Profile, mapping(team.get("profiles"))),
        profile_ids=tuple(mapping(team.get("profiles"))),
        staffing=valid(Staffing, data.get("staffing")),
        contracts=tuple(mapping(team.get("contracts"))),
        people=tuple(
            _person(place, mapping(agent))
            for place, agent in enumerate(agents if isinstance(agents, list) else [])
        ),
        templates=shown,
        templates_complete=len(shown) == len(templates) > 0,
        rules=valid(WorkingTimeRules, data.get("rules", {})),
        classifier=valid(Classifier, data.get("classifier", {})),
    )


def windows(value: Any) -> WindowsByWeekday | None:
    """Return weekly windows, or None where there are none or they are wrong."""
    try:
        return None if value is None else _WINDOWS.validate_python(value)
    except ValidationError:
        return None


def _valid_entries(noun: type[T], entries: dict[str, Any]) -> dict[str, T]:
    found = {key: valid(noun, value) for key, value in entries.items()}
    return {key: value for key, value in found.items() if value is not None}


def _skills(channels: dict[str, Any]) -> Iterable[str]:
    for key, channel in channels.items():
        yield str(mapping(channel).get("skill") or key)
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


def _person(place: int, agent: dict[str, Any]) -> Person:
    return Person(
        place=place,
        id=_text(agent.get("id")),
        contract=_text(agent.get("contract")),
        skills=_texts(agent.get("skills")),
        languages=_texts(agent.get("languages")),
        profile=_text(agent.get("profile")),
        availability=windows(agent.get("availability")),
        absences=tuple(_valid_items(Absence, agent.get("absences"))),
        unavailable=tuple(_valid_items(Unavailable, agent.get("unavailable"))),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    return tuple(item for item in items if isinstance(item, str))


def _valid_items(noun: type[T], value: Any) -> Iterable[tuple[int, T]]:
    for place, item in enumerate(value if isinstance(value, list) else []):
        read = valid(noun, item)
        if read is not None:
            yield place, read
