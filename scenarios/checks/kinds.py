"""The limits under which people work, each kind once, with where each of its limits comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.checks.limits import Layer
from scenarios.checks.parts import Parts
from scenarios.checks.person import Person
from scenarios.limits import Limits
from scenarios.working_time import Protected, WorkingTimeRules


@dataclass(frozen=True)
class Said:
    """Limits that one part of a file says, and how that part is called."""

    name: str
    limits: Limits
    protected: Protected | None = None


@dataclass(frozen=True)
class Kind:
    """The limits of some people, with the parts that say them, the last one to win."""

    limits: Limits
    said: tuple[Said, ...]
    rules: WorkingTimeRules

    def source(self, field: str) -> str:
        """Return the section or the part of the file that a limit comes from."""
        says = [one for one in self.said if field in one.limits.model_fields_set]
        if not says:
            return self.rules.source(field)
        last = says[-1]
        section = self.rules.source(field, last.protected) if last.protected else "scenario"
        return section if section != "scenario" else last.name


def kinds_of(parts: Parts) -> tuple[Kind, ...]:
    """Return the different limits under which people work; without people the scenario's."""
    if parts.rules is None:
        return ()
    kinds: dict[str, Kind] = {}
    for person in parts.people:
        said = tuple(_said(parts, parts.rules, person))
        *below, top = (parts.rules, *(one.limits for one in said))
        merged = Layer((), top, tuple(below)).merged()
        kinds.setdefault(repr(merged), Kind(merged, said, parts.rules))
    return tuple(kinds.values()) or (Kind(parts.rules, (), parts.rules),)


def _said(parts: Parts, rules: WorkingTimeRules, person: Person) -> Iterator[Said]:
    """Yield what is said of a person beside the scenario's limits."""
    contract = parts.contract_rules.get(person.contract or "")
    if contract is not None:
        yield Said(f"contract {person.contract}", contract)
    if person.rules is not None:
        yield Said(f"agent {person.id}", person.rules)
    shield = rules.limits_of(person.protected) if person.protected else None
    if shield is not None:
        yield Said(f"rules for protected ({person.protected})", shield, person.protected)
