"""Which data on people a scenario holds, for what, and who sees them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from reports.annex.part import AnnexPart, Row
from scenarios.base import Noun
from scenarios.scenario import Scenario

PLANNERS = "those who plan"
ALL = "whoever is given the roster"
ROUTER = "those who plan; the routing system"


@dataclass(frozen=True)
class DataUse:
    """What a field on people is for, and who sees it."""

    purpose: str
    seen_by: str
    parts: tuple[str, ...] = ()  # fields within it that are told as well


AGENT_DATA: dict[str, DataUse] = {
    "id": DataUse("says who is meant in rosters and routing, in place of a name", ALL),
    "name": DataUse("shown in place of the id, only where names are asked for", PLANNERS),
    "contract": DataUse("hours, days and cost of the plan", PLANNERS),
    "skills": DataUse("who may be handed which work", ROUTER),
    "languages": DataUse("who may be handed work in which language", ROUTER),
    "availability": DataUse("no shift outside these hours", PLANNERS),
    "group": DataUse("who is handed work by the same rules", ROUTER),
    "profile": DataUse("how fast work is expected to go; an assumption, not measured", PLANNERS),
    "started": DataUse(
        "no shift before; slower work is expected of new people: an assumption, not measured",
        PLANNERS,
    ),
    "absences": DataUse(
        "no shift on these days; hours that count towards the contract",
        f"{PLANNERS}; that somebody is absent, not why: {ALL}",
        ("first", "last", "credited_hours_per_day"),
    ),
    "unavailable": DataUse("no shift at these times", PLANNERS, ("from_local", "to_local")),
    "cap": DataUse("less hostile work for this person than for others", ROUTER),
    "rules": DataUse("limits on this person's time in place of the contract's", PLANNERS),
    "protected": DataUse("the law's limits for minors, pregnant and nursing people", PLANNERS),
    "fixed": DataUse("a shift that is agreed already", PLANNERS, ("date", "shift", "start")),
    "wishes": DataUse(
        "granted where the price allows", PLANNERS, ("first", "last", "wish", "shifts", "cost")
    ),
    "rotation": DataUse("shifts by an agreed pattern of weeks", PLANNERS),
    "rotation_week": DataUse("where in the pattern the horizon begins", PLANNERS),
    "carry_over": DataUse(
        "what was worked before: rests, runs, averages, and a fair share of what nobody likes",
        PLANNERS,
        (
            "last_shift_end",
            "last_shift_start",
            "last_shift",
            "days_in_row",
            "days_off_in_row",
            "nights_in_row",
            "week_hours",
            "sundays_worked",
            "lates",
            "nights",
            "weekends",
            "holidays",
            "hostile_hours",
        ),
    ),
}
"""Every field of an agent; a test fails for one that is not described here."""

CONTRACT_DATA: dict[str, DataUse] = {
    "hours_per_week": DataUse("hours that the roster gives", PLANNERS),
    "flexibility_hours": DataUse("how far a week may be off", PLANNERS),
    "horizon_flexibility_hours": DataUse("how far all weeks together may be off", PLANNERS),
    "max_days_per_week": DataUse("days that the roster gives", PLANNERS),
    "hourly_cost": DataUse("cost of the plan; by kind of contract, not by person", PLANNERS),
    "rules": DataUse("limits on time for this kind of contract", PLANNERS),
}
"""Every field of a contract."""

_PLACES: tuple[Row, ...] = (
    ("scenario file, run folders", PLANNERS, "until they delete the files"),
    (
        "published folder: roster, calendars, rules, this annex, every publication before",
        f"{ALL}; the approver's name stands in it",
        "until somebody deletes the folder; earlier publications are kept in it",
    ),
    (
        "report and charts",
        "whoever is given them, with pseudonyms",
        "until they are deleted",
    ),
)


def people_data(scenario: Scenario) -> AnnexPart:
    """Return which data on people are in use: every field that is filled in for anybody."""
    return AnnexPart(
        "Data on people",
        (
            "These fields of the scenario are filled in for at least one person. What is not "
            "listed is not used.",
        ),
        ("data", "what it is", "for what", "seen by"),
        tuple(_rows(scenario)),
    )


def places_of_data() -> AnnexPart:
    """Return where the data lie, who sees them and how long they are kept."""
    return AnnexPart(
        "Where the data lie, and how long",
        (
            "fairshift sends nothing anywhere and deletes nothing. How long files are kept is for "
            "you to agree: ______________________",
            "Pseudonyms are no anonymity: whoever has the roster can match shifts to a chart.",
        ),
        ("where", "seen by", "kept"),
        _PLACES,
    )


def _rows(scenario: Scenario) -> Iterator[Row]:
    team = scenario.team
    yield from _rows_of("team.agents[]", AGENT_DATA, team.agents)
    yield from _rows_of("team.contracts", CONTRACT_DATA, tuple(team.contracts.values()))


def _rows_of(place: str, known: dict[str, DataUse], nouns: tuple[Noun, ...]) -> Iterator[Row]:
    """Yield a row for each field of some nouns that is in use; raises KeyError for unknown ones."""
    for name, field in type(nouns[0]).model_fields.items():
        values = [getattr(noun, name) for noun in nouns]
        if any(_is_said(field, value) for value in values):
            use = known[name]
            said = _sentence(field) + _parts_in_use(use, values)
            yield f"{place}.{name}", said, use.purpose, use.seen_by


def _is_said(field: FieldInfo, value: Any) -> bool:
    return field.is_required() or value != field.get_default(call_default_factory=True)


def _parts_in_use(use: DataUse, values: Iterable[Any]) -> str:
    """Return which fields within a field are filled in for anybody."""
    nouns = [noun for value in values for noun in _nouns(value)]
    used = [
        name
        for name in use.parts
        if any(_is_said(type(noun).model_fields[name], getattr(noun, name)) for noun in nouns)
    ]
    return f" In use of it: {', '.join(used)}." if used else ""


def _nouns(value: Any) -> tuple[Noun, ...]:
    if isinstance(value, Noun):
        return (value,)
    return tuple(one for one in value if isinstance(one, Noun)) if isinstance(value, tuple) else ()


def _sentence(field: FieldInfo) -> str:
    return str(field.description)
