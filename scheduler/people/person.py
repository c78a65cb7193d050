"""Whom a rule looks at: a kind of limits, or a person."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenarios.limits import Limits
from scenarios.pledges import CarryOver
from scenarios.team import Agent, Contract
from scheduler.people.calendar import Calendar
from scheduler.people.past import OnEve
from scheduler.people.prices import cents, units
from scheduler.people.tour_rules import Bar, Bools
from scheduler.requirement import Requirement


def price_of(limits: Limits, rule: str) -> int | None:
    """Return the price in units of breaking a rule once, or None where it is hard."""
    price = limits.prices.get(rule)
    return None if price is None else units(price)


def minute_price_of(limits: Limits, rule: str) -> int | None:
    """Return the price in units of a minute by which a rule in hours is broken, or None."""
    price = limits.prices.get(rule)
    return None if price is None else cents(price)


@dataclass(frozen=True)
class Kind:
    """Everybody under the same limits of whose day before the horizon the same is known.

    Rules leave out what others imply. ``apart`` they do not: each says all that it asks for, so
    that any of them may be taken away and the others hold on their own. Rules that are ``gone``
    ask for nothing, and no other counts on them.
    """

    calendar: Calendar
    index: int
    eve: OnEve = OnEve.UNKNOWN
    apart: bool = False
    gone: frozenset[str] = frozenset()

    def counts_on(self, rule: str) -> bool:
        """Whether rules may leave out what a hard one implies."""
        hard = self.price(rule) is None
        return hard and not self.apart and rule not in self.gone

    @property
    def limits(self) -> Limits:
        """The limits."""
        return self.calendar.kinds[self.index]

    @cached_property
    def night(self) -> Bools:
        """Which duties are night shifts, shape (duties of all days,)."""
        return self.calendar.table.night(self.index)

    def price(self, rule: str) -> int | None:
        """Return the price of breaking a rule once, or None where it is hard."""
        return price_of(self.limits, rule)


@dataclass(frozen=True)
class Person:
    """One agent, with the requirement where it is known."""

    calendar: Calendar
    index: int
    kind: Kind
    requirement: Requirement | None = None
    bars: tuple[Bar, ...] = ()  # once they are known

    @property
    def agent(self) -> Agent:
        """What the scenario says of the agent."""
        return self.calendar.agents[self.index]

    @property
    def limits(self) -> Limits:
        """The agent's limits."""
        return self.kind.limits

    @property
    def contract(self) -> Contract:
        """The agent's contract."""
        return self.calendar.scenario.team.contract_of(self.agent)

    @property
    def carry_over(self) -> CarryOver:
        """What the time before the horizon leaves to keep."""
        return self.agent.carry_over

    @cached_property
    def may_work(self) -> Bools:
        """Which duties no hard bar forbids, shape (duties of all days,)."""
        table = self.calendar.table
        found = np.ones(len(table.day), dtype=np.bool_)
        for bar in () if self.kind.apart else self.bars:
            if bar.price is None:
                found[table.rows(bar.day)] &= ~bar.choices[1:]
        return found

    def price(self, rule: str) -> int | None:
        """Return the price of breaking a rule once, or None where it is hard."""
        return price_of(self.limits, rule)

    def minute_price(self, rule: str) -> int | None:
        """Return the price of a minute by which a rule in hours is broken, or None."""
        return minute_price_of(self.limits, rule)
