"""Why a person has this shift on a day, or none: what each other choice would take.

A choice is priced twice: with the rest of the person's tour as it is, and by the best tour that
has it. Everybody else's shifts stay as they are. Prices are differences, in currency; less work
missing is a saving.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.explain.one_person import OnePerson
from scheduler.explain.price import Price, TourPrices
from scheduler.explain.sources import Source
from scheduler.explain.standing import Best, Standing, Wanted
from scheduler.explain.who_could import WhoCould
from scheduler.explain.words import in_words
from scheduler.people.tour_rules import OFF

_LEAST = 0.005  # in currency; less is rounding


@dataclass(frozen=True)
class Choice:
    """One way to spend a day: a kind of shift at its best time, or a day off."""

    what: str  # e.g. "late 14:00-22:00", "off"
    planned: bool
    alone: Price | None  # this day changed alone; None where rules stand against that
    against: tuple[str, ...]  # those rules, in words
    best: Price | None  # the best tour with it, against the best of all; None: there is none
    never: tuple[str, ...] = ()  # what leaves no tour with it
    moved: tuple[dt.date, ...] = ()  # other days that are not as planned in that tour


@dataclass(frozen=True)
class ExplainedDay:
    """What an agent does on a day, and what else there was."""

    agent_id: str
    date: dt.date
    planned: str
    choices: tuple[Choice, ...]  # the cheapest first
    saving: float  # currency by which the person's best tour is cheaper than the one planned

    @property
    def reason(self) -> str:
        """Why it is so, in a plain sentence: what the next best choice would take."""
        planned = next(one for one in self.choices if one.planned)
        others = [one for one in self.choices if not one.planned and one.best is not None]
        if planned.best is None or not others:
            return f"{self.planned}, as rules and agreements leave nothing else"
        (best, *_), own = others, planned.best
        assert best.best is not None
        more = best.best.less(own).total
        if more >= _LEAST:
            return f"{self.planned}; {best.what}, the next best, would cost {more:,.2f} more"
        if more > -_LEAST:
            return f"{self.planned}; {best.what} would do as well"
        return f"{self.planned}, though {best.what} would cost {-more:,.2f} less"


class ExplainedAgent:
    """The choices of one person in a roster that stands."""

    def __init__(self, standing: Standing, who: WhoCould, agent: int) -> None:
        """Price the tour that the person has, and the best one."""
        self.standing, self.who, self.agent = standing, who, agent
        self.person = OnePerson(standing.calendar, agent, who.rules[agent])
        self.calendar = standing.calendar
        self.tour = standing.tour_of(agent)
        self.prices = TourPrices(standing, agent)

    def days(self, days: Sequence[int], *, thorough: bool) -> tuple[ExplainedDay, ...]:
        """Return what some days could be. ``thorough`` finds out what leaves no tour at all."""
        asked = [
            (day, Wanted(self.agent, day, choices))
            for day in days
            for choices in self._kinds(day).values()
        ]
        found = self.standing.best([one for _, one in asked])
        chosen = [
            self._chosen(day, wanted.choices, best)
            for (day, wanted), best in zip(asked, found, strict=True)
        ]
        alone = self.standing.best(
            [
                Wanted(self.agent, tour=self.tour | {day: choice})
                for (day, _), choice in zip(asked, chosen, strict=True)
            ]
        )
        by_day: dict[int, list[Choice]] = {day: [] for day in days}
        for (day, wanted), choice, best, one in zip(asked, chosen, found, alone, strict=True):
            made = self._choice(day, choice, wanted.choices, best, one, thorough=thorough)
            by_day[day].append(made)
        return tuple(self._day(day, choices) for day, choices in by_day.items())

    def _chosen(self, day: int, choices: Sequence[int], best: Best | None) -> int:
        """Return the choice that stands for its kind: the planned one, or that of the best tour."""
        if self.tour[day] in choices:
            return self.tour[day]
        return choices[0] if best is None else best.tour[day]

    def _day(self, day: int, choices: Sequence[Choice]) -> ExplainedDay:
        ranked = sorted(
            choices, key=lambda one: (one.best is None, one.best.total if one.best else 0.0)
        )
        return ExplainedDay(
            agent_id=self.calendar.agents[self.agent].id,
            date=self.calendar.timeline.date(day),
            planned=self._what(day, self.tour[day]),
            choices=tuple(ranked),
            saving=max(self.prices.planned.less(self.prices.least).total, 0.0),
        )

    def _kinds(self, day: int) -> Mapping[str, tuple[int, ...]]:
        """Return the choices of a day by template; "" is a day off."""
        found: dict[str, list[int]] = {"": [OFF]}
        for choice, duty in enumerate(self.calendar.duties[day], start=1):
            found.setdefault(duty.template, []).append(choice)
        return {name: tuple(choices) for name, choices in found.items()}

    def _choice(
        self,
        day: int,
        chosen: int,
        choices: tuple[int, ...],
        best: Best | None,
        alone: Best | None,
        *,
        thorough: bool,
    ) -> Choice:
        broken = self.person.broken_by(self.tour | {day: chosen}) if alone is None else ()
        never = self._never(day, choices, thorough=thorough) if best is None else ()
        return Choice(
            what=self._what(day, chosen),
            planned=self.tour[day] in choices,
            alone=None if alone is None else self.prices.of(alone).less(self.prices.planned),
            against=self._words(broken),
            best=None if best is None else self.prices.of(best).less(self.prices.least),
            never=self._words(never),
            moved=() if best is None else self._moved(day, best.tour),
        )

    def _never(self, day: int, choices: tuple[int, ...], *, thorough: bool) -> tuple[Source, ...]:
        """Return what leaves no tour with any of some choices."""
        if any(self.standing.open_choices(self.agent, day)[list(choices)]):
            return self.person.against(day, choices) if thorough else ()
        keys = tuple((day, choice) for choice in choices)
        bars = self.who.against(self.agent, keys)
        return tuple(sorted(bars)) or (Source("one_shift"),)

    def _moved(self, day: int, tour: Mapping[int, int]) -> tuple[dt.date, ...]:
        date = self.calendar.timeline.date
        return tuple(date(d) for d in sorted(tour) if d != day and tour[d] != self.tour[d])

    def _what(self, day: int, choice: int) -> str:
        if choice == OFF:
            return "off"
        duty, local = self.calendar.duties[day][choice - 1], self.calendar.timeline.local
        return f"{duty.template} {local(duty.start_minute):%H:%M}-{local(duty.end_minute):%H:%M}"

    def _words(self, sources: Sequence[Source]) -> tuple[str, ...]:
        return tuple(in_words(self.calendar, self.agent, one) for one in sources)
