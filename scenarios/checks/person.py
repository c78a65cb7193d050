"""What can be read of one agent, however wrong the rest is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from scenarios.cap import CapLimits
from scenarios.lenient import mapping, valid, windows
from scenarios.limits import Limits
from scenarios.pledges import CarryOver, FixedShift, Wish
from scenarios.team import Absence, Unavailable
from scenarios.wall import WindowsByWeekday
from scenarios.working_time import Protected

T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """What can be read of one agent; a part that is wrong is empty or None."""

    place: int
    id: str | None
    contract: str | None
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    profile: str | None
    group: str | None
    cap: CapLimits | None
    availability: WindowsByWeekday | None
    absences: tuple[tuple[int, Absence], ...]
    unavailable: tuple[tuple[int, Unavailable], ...]
    rules: Limits | None
    protected: Protected | None
    fixed: tuple[tuple[int, FixedShift], ...]
    wishes: tuple[tuple[int, Wish], ...]
    rotation: str | None
    rotation_week: int | None  # None where nothing is said
    carry_over: CarryOver | None


def person_of(place: int, agent: dict[str, Any]) -> Person:
    """Return what can be read of the agent at a place of the list."""
    week = agent.get("rotation_week")
    return Person(
        place=place,
        id=_text(agent.get("id")),
        contract=_text(agent.get("contract")),
        skills=_texts(agent.get("skills")),
        languages=_texts(agent.get("languages")),
        profile=_text(agent.get("profile")),
        group=_text(agent.get("group")),
        cap=valid(CapLimits, agent["cap"]) if agent.get("cap") else None,
        availability=windows(agent.get("availability")),
        absences=tuple(_valid_items(Absence, agent.get("absences"))),
        unavailable=tuple(_valid_items(Unavailable, agent.get("unavailable"))),
        rules=valid(Limits, mapping(agent.get("rules"))) if agent.get("rules") else None,
        protected=valid(Protected, agent["protected"]) if agent.get("protected") else None,
        fixed=tuple(_valid_items(FixedShift, agent.get("fixed"))),
        wishes=tuple(_valid_items(Wish, agent.get("wishes"))),
        rotation=_text(agent.get("rotation")),
        rotation_week=week if isinstance(week, int) and not isinstance(week, bool) else None,
        carry_over=valid(CarryOver, agent["carry_over"]) if agent.get("carry_over") else None,
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
