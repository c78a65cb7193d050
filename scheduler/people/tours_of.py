"""From the rules to what limits each person's tour."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scheduler.people import past
from scheduler.people.calendar import Calendar
from scheduler.people.person import Kind, Person
from scheduler.people.rule import KindForm, KindRule, PersonForm
from scheduler.people.rules import BARRING_RULES, KIND_RULES, PERSON_RULES
from scheduler.people.tour_rules import (
    Bar,
    Charge,
    Counter,
    Follow,
    Pattern,
    Rest,
    Run,
    Together,
    TourRules,
)
from scheduler.requirement import Requirement


def tour_rules(calendar: Calendar, requirement: Requirement | None = None) -> tuple[TourRules, ...]:
    """Return the rules of every agent's tour, in the scenario's order.

    Agents for whom a rule says the same share its forms, and those for whom all say the same
    share one pattern. Without the requirement nothing is known of hostile hours. Raises
    ValueError for limits that no form can hold.
    """
    shelf = _Shelf(calendar)
    return tuple(_rules_of(shelf, agent, requirement) for agent in range(len(calendar.agents)))


@dataclass(frozen=True)
class _Shelf:
    """Forms that were made already, by what they come from."""

    calendar: Calendar
    forms: dict[tuple[str, ...], tuple[KindForm, ...]] = field(default_factory=dict)
    patterns: dict[tuple[int, ...], Pattern] = field(default_factory=dict)
    kinds: dict[tuple[int, bool], tuple[Kind, Pattern, tuple[KindForm, ...]]] = field(
        default_factory=dict
    )

    def of_kind(self, index: int, settled: bool) -> tuple[Kind, Pattern, tuple[KindForm, ...]]:
        """Return a kind with its pattern and its other forms."""
        if (index, settled) not in self.kinds:
            kind = Kind(self.calendar, index, settled)
            made = [self._made(rule, kind) for rule in KIND_RULES]
            forms = [form for one in made for form in one]
            key = tuple(id(form) for form in forms if not isinstance(form, Bar | Counter))
            pattern = self.patterns.setdefault(key, _pattern(forms))
            others = tuple(form for form in forms if isinstance(form, Bar | Counter))
            self.kinds[index, settled] = (kind, pattern, others)
        return self.kinds[index, settled]

    def _made(self, rule: KindRule, kind: Kind) -> tuple[KindForm, ...]:
        said = (repr(getattr(kind.limits, name)) for name in rule.reads)
        key = (rule.name, str(kind.settled), repr(kind.limits.prices.get(rule.name)), *said)
        if key not in self.forms:
            self.forms[key] = tuple(rule.forms(kind))
        return self.forms[key]


def _rules_of(shelf: _Shelf, agent: int, requirement: Requirement | None) -> TourRules:
    calendar = shelf.calendar
    timeline, carry = calendar.timeline, calendar.agents[agent].carry_over
    settled = past.is_settled(timeline, calendar.agents[agent])
    kind, pattern, shared = shelf.of_kind(calendar.kind_of[agent], settled)
    person = Person(calendar, agent, kind, requirement)
    barring = [form for rule in BARRING_RULES for form in rule.forms(person)]
    forms: list[KindForm | PersonForm] = [*shared, *barring]
    person = replace(person, bars=tuple(form for form in forms if isinstance(form, Bar)))
    forms += [form for rule in PERSON_RULES for form in rule.forms(person)]
    return TourRules(
        pattern=pattern,
        bars=person.bars,
        charges=tuple(form for form in forms if isinstance(form, Charge)),
        counters=tuple(form for form in forms if isinstance(form, Counter)),
        before=tuple(_before(person, run) for run in pattern.runs),
        last_end=past.last_end(timeline, carry),
    )


def _pattern(forms: Sequence[KindForm]) -> Pattern:
    return Pattern(
        follows=tuple(form for form in forms if isinstance(form, Follow)),
        together=tuple(form for form in forms if isinstance(form, Together)),
        runs=tuple(form for form in forms if isinstance(form, Run)),
        rests=tuple(form for form in forms if isinstance(form, Rest)),
    )


def _before(person: Person, run: Run) -> int | None:
    """Return the length of a run before its first day, or None where it is not known."""
    timeline, carry = person.calendar.timeline, person.carry_over
    known = {
        "max_consecutive_days": past.work_run,
        "min_consecutive_days": past.work_run,
        "min_consecutive_days_off": past.off_run,
        "max_consecutive_nights": past.night_run,
    }
    length = known[run.rule](timeline, carry)
    if length is None and run.rule == "max_consecutive_days" and person.kind.settled:
        return 1
    return length
