"""Wishes that a roster does not grant, each day with its price."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.pledges import Wish, WishFor
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker.clocks import DAY
from scheduler.checker.person import Person, people_of


@dataclass(frozen=True)
class NotGranted:
    """A wish that is not granted on a day."""

    agent_id: str
    date: dt.date
    wish: str  # in the planner's words
    planned: str  # what stands there in place of it
    price: float  # in the scenario's currency


def wishes_not_granted(scenario: Scenario, roster: Roster) -> tuple[NotGranted, ...]:
    """Return every day, the evening before the horizon included, on which a wish is not granted."""
    people = people_of(scenario, Timeline(scenario.horizon), roster)
    return tuple(
        one
        for person in people
        for wish in person.agent.wishes
        for one in _not_granted(person, wish)
    )


def _not_granted(person: Person, wish: Wish) -> Iterator[NotGranted]:
    for number in range(((wish.last or wish.first) - wish.first).days + 1):
        date = wish.first + number * DAY
        if not person.first_day - DAY <= date <= person.last_day:  # with the evening before
            continue
        own = [one for one in person.shifts if one.date == date]
        meant = [one for one in own if not wish.shifts or one.template in wish.shifts]
        if bool(meant) == (wish.wish is WishFor.WORK):
            continue
        planned = ", ".join(one.template or one.words for one in own) or "off"
        yield NotGranted(person.agent.id, date, _words(wish), planned, wish.cost)


def _words(wish: Wish) -> str:
    kinds = " or ".join(wish.shifts)
    if wish.wish is WishFor.WORK:
        return kinds or "to work"
    return f"not {kinds}" if kinds else "off"
