"""One person's roster with the law that it has to keep."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.team import Agent, Contract
from scenarios.timeline import Timeline
from scheduler.checker.clocks import DAY, Worked, template_of
from scheduler.checker.law import NOT_CHECKED, Law, law_of
from scheduler.checker.violation import Violation

_WHOLE_DAY = 1440
TINY = 1e-6  # hours; far below a minute


@dataclass(frozen=True)
class Person:
    """An agent, the law, and the shifts in order of their start."""

    scenario: Scenario
    timeline: Timeline
    agent: Agent
    law: Law
    shifts: tuple[Worked, ...]

    @property
    def contract(self) -> Contract:
        """The agent's contract."""
        return self.scenario.team.contracts[self.agent.contract]

    @property
    def first_day(self) -> dt.date:
        """First day of the horizon."""
        return self.scenario.horizon.start

    @property
    def last_day(self) -> dt.date:
        """Last day of the horizon."""
        return self.first_day + (self.scenario.horizon.days - 1) * DAY

    @cached_property
    def work(self) -> tuple[Worked, ...]:
        """The shifts that are work, not on call."""
        return tuple(one for one in self.shifts if not one.on_call)

    @cached_property
    def inside(self) -> tuple[Worked, ...]:
        """Work that starts on a day of the horizon."""
        return tuple(one for one in self.work if one.date >= self.first_day)

    @cached_property
    def dates(self) -> frozenset[dt.date]:
        """Working days: dates on which work starts, the evening before the horizon included."""
        return frozenset(one.date for one in self.work)

    def mondays(self) -> Iterator[dt.date]:
        """Yield the first day of each week of the horizon."""
        for week in range(self.scenario.horizon.weeks):
            yield self.first_day + 7 * week * DAY

    def in_week(self, monday: dt.date) -> list[Worked]:
        """Return the work that starts in a week."""
        return [one for one in self.inside if monday <= one.date < monday + 7 * DAY]

    def night_hours(self, one: Worked) -> float:
        """Return the elapsed hours of a shift's work that lie in the night."""
        limits = self.law.limits
        if limits.night_from is None or limits.night_to is None:
            return 0.0
        until = limits.night_to + (0 if limits.night_to > limits.night_from else _WHOLE_DAY)
        minutes = 0
        for ahead in (-1, 0, 1):
            day = self.timeline.day_index(one.date) + ahead
            dusk = self.timeline.minute(day, limits.night_from)
            dawn = self.timeline.minute(day, until)
            for start, end in one.work_spans:
                minutes += max(0, min(end, dawn) - max(start, dusk))
        return minutes / 60

    def is_night(self, one: Worked) -> bool:
        """Whether a shift is a night shift."""
        return 60 * self.night_hours(one) > self.law.limits.night_shift_minutes

    def broken(
        self,
        rule: str,
        date: dt.date | None,
        words: str,
        *,
        units: float = 1.0,
        source: str | None = None,
    ) -> Violation:
        """Return a broken rule; ``units`` are the days, shifts, weekends or hours of its price."""
        section = self.law.source(rule) if source is None else source
        message = f"{self.agent.id}{'' if date is None else f', {date}'}: {words}"
        if NOT_CHECKED in section:
            message += f" {NOT_CHECKED}"
        price = self.law.prices.get(rule)
        if price is None:
            return Violation(rule, section, self.agent.id, date, message)
        return Violation(rule, section, self.agent.id, date, message, True, price * units)


def people_of(scenario: Scenario, timeline: Timeline, roster: Roster) -> tuple[Person, ...]:
    """Return everybody of the team with their shifts; shifts without parts are left out."""
    own: dict[str, list[Worked]] = {agent.id: [] for agent in scenario.team.agents}
    for shift in roster.shifts:
        if shift.agent_id in own and shift.segments:
            template = template_of(scenario, timeline, shift)
            own[shift.agent_id].append(Worked(shift, timeline, template))
    return tuple(
        Person(
            scenario,
            timeline,
            agent,
            law_of(scenario, agent),
            tuple(sorted(own[agent.id], key=lambda one: one.shift.start_minute)),
        )
        for agent in scenario.team.agents
    )
