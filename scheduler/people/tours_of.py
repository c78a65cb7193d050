"""From the rules to what limits each person's tour."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from scheduler.people import past
from scheduler.people.calendar import Calendar
from scheduler.people.person import Kind, Person
from scheduler.people.rule import KindForm, KindRule, PersonForm, PersonRule
from scheduler.people.rules import BARRING_RULES, KIND_RULES, PERSON_RULES
from scheduler.people.rules.runs import length_before
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

Rule = TypeVar("Rule", KindRule, PersonRule)
_REST = "daily_rest_hours"


def tour_rules(
    calendar: Calendar,
    requirement: Requirement | None = None,
    *,
    apart: bool = False,
    gone: frozenset[str] = frozenset(),
) -> tuple[TourRules, ...]:
    """Return the rules of every agent's tour, in the scenario's order.

    Agents for whom a rule says the same share its forms, and those for whom all say the same
    share one pattern. Without the requirement nothing is known of hostile hours. With
    ``apart`` no rule leaves out what another implies; rules that are ``gone`` are not looked at.
    Raises ValueError for limits that no form can hold.
    """
    shelf = _Shelf(calendar, apart, gone)
    return tuple(_rules_of(shelf, agent, requirement) for agent in range(len(calendar.agents)))


@dataclass(frozen=True)
class _Shelf:
    """Forms that were made already, by what they come from."""

    calendar: Calendar
    apart: bool
    gone: frozenset[str]
    forms: dict[tuple[str, ...], tuple[KindForm, ...]] = field(default_factory=dict)
    personal: dict[tuple[PersonRule, Hashable], tuple[PersonForm, ...]] = field(
        default_factory=dict
    )
    patterns: dict[tuple[int, ...], Pattern] = field(default_factory=dict)
    kinds: dict[tuple[int, past.OnEve], tuple[Kind, Pattern, tuple[KindForm, ...]]] = field(
        default_factory=dict
    )

    def of_kind(self, index: int, eve: past.OnEve) -> tuple[Kind, Pattern, tuple[KindForm, ...]]:
        """Return a kind with its pattern and its other forms."""
        if (index, eve) not in self.kinds:
            kind = Kind(self.calendar, index, eve, self.apart, self.gone)
            made = [self._made(rule, kind) for rule in self.asked(KIND_RULES)]
            forms = [form for one in made for form in one]
            key = tuple(id(form) for form in forms if not isinstance(form, Bar | Counter))
            pattern = self.patterns.setdefault(key, _pattern(forms))
            others = tuple(form for form in forms if isinstance(form, Bar | Counter))
            self.kinds[index, eve] = (kind, pattern, others)
        return self.kinds[index, eve]

    def asked(self, rules: Sequence[Rule]) -> list[Rule]:
        """Return the rules that are not gone; that on rest says as well that shifts are apart."""
        return [rule for rule in rules if rule.name not in self.gone - {_REST}]

    def of_person(self, rule: PersonRule, person: Person) -> tuple[PersonForm, ...]:
        """Return the forms of a rule for a person."""
        if rule.alike is None:
            return tuple(rule.forms(person))
        key = (rule, rule.alike(person))
        if key not in self.personal:
            self.personal[key] = tuple(rule.forms(person))
        return self.personal[key]

    def _made(self, rule: KindRule, kind: Kind) -> tuple[KindForm, ...]:
        said = (repr(getattr(kind.limits, name)) for name in rule.reads)
        eve = kind.eve.name if rule.looks_at_eve else ""
        key = (rule.name, eve, repr(kind.limits.prices.get(rule.name)), *said)
        if key not in self.forms:
            self.forms[key] = tuple(rule.forms(kind))
        return self.forms[key]


def _rules_of(shelf: _Shelf, agent: int, requirement: Requirement | None) -> TourRules:
    calendar = shelf.calendar
    timeline, carry = calendar.timeline, calendar.agents[agent].carry_over
    eve = past.on_eve(timeline, carry)
    kind, pattern, shared = shelf.of_kind(calendar.kind_of[agent], eve)
    person = Person(calendar, agent, kind, requirement)
    barring = [
        form for rule in shelf.asked(BARRING_RULES) for form in shelf.of_person(rule, person)
    ]
    forms: list[KindForm | PersonForm] = [*shared, *barring]
    person = replace(person, bars=tuple(form for form in forms if isinstance(form, Bar)))
    forms += [form for rule in shelf.asked(PERSON_RULES) for form in shelf.of_person(rule, person)]
    return TourRules(
        pattern=pattern,
        bars=person.bars,
        charges=tuple(form for form in forms if isinstance(form, Charge)),
        counters=tuple(form for form in forms if isinstance(form, Counter)),
        before=tuple(length_before(run, kind, carry) for run in pattern.runs),
        last_end=past.last_end(timeline, carry),
        unknown=past.unknown_to(kind.limits, carry),
    )


def _pattern(forms: Sequence[KindForm]) -> Pattern:
    return Pattern(
        follows=tuple(form for form in forms if isinstance(form, Follow)),
        together=tuple(form for form in forms if isinstance(form, Together)),
        runs=tuple(form for form in forms if isinstance(form, Run)),
        rests=tuple(form for form in forms if isinstance(form, Rest)),
    )
