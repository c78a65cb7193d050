"""What a rule is: a name, words for the planner, and the forms that it puts into tours."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from scheduler.people.person import Kind, Person
from scheduler.people.tour_rules import Bar, Charge, Counter, Follow, Rest, Run, Together

KindForm = Follow | Together | Run | Rest | Bar | Counter
PersonForm = Bar | Charge | Counter


@dataclass(frozen=True)
class KindRule:
    """A rule that says the same for everybody under the same limits."""

    name: str  # as limits and prices name it
    words: str
    reads: tuple[str, ...]  # the limits that the forms come from, besides the rule's price
    forms: Callable[[Kind], Iterable[KindForm]]
    looks_at_eve: bool = False  # whether they also come from what is known of the day before


@dataclass(frozen=True)
class PersonRule:
    """A rule that looks at a person's contract, past or agreements.

    ``alike`` returns what the forms come from, besides the scenario and the requirement, for
    rules that say the same for many: people for whom it is equal share the forms.
    """

    name: str
    words: str
    forms: Callable[[Person], Iterable[PersonForm]]
    alike: Callable[[Person], Hashable] | None = None
