"""The calendar: everything about a scenario that a search reads but never decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scenarios.limits import Limits
from scenarios.queues import Group, groups_of
from scenarios.scenario import Scenario
from scenarios.team import Agent
from scenarios.timeline import Timeline
from scheduler.people.duties import Duty, duties_by_day
from scheduler.people.duty_table import DutyTable
from scheduler.people.limits_of import limits_of


@dataclass(frozen=True)
class Calendar:
    """A scenario with its timeline, its people, their limits and the duties of each day.

    ``given_duties`` take the place of those that the templates make, on every day from -1.
    """

    scenario: Scenario
    timeline: Timeline
    given_duties: Mapping[int, tuple[Duty, ...]] | None = None

    @property
    def days(self) -> range:
        """All days on which a shift may start: the evening before the first, and the horizon."""
        return range(-1, self.scenario.horizon.days)

    @cached_property
    def agents(self) -> tuple[Agent, ...]:
        """The people, in the scenario's order."""
        return self.scenario.team.agents

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Groups of people with the same skills and languages."""
        return groups_of(self.scenario)

    @cached_property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """Indexes of each group's agents."""
        place = {agent.id: number for number, agent in enumerate(self.agents)}
        return tuple(tuple(place[name] for name in group.agent_ids) for group in self.groups)

    @cached_property
    def group_of(self) -> tuple[int, ...]:
        """Index of each agent's group."""
        found = [0] * len(self.agents)
        for group, members in enumerate(self.members):
            for agent in members:
                found[agent] = group
        return tuple(found)

    @cached_property
    def limits(self) -> tuple[Limits, ...]:
        """Limits of each agent; agents under the same limits share one object."""
        return limits_of(self.scenario)

    @cached_property
    def kinds(self) -> tuple[Limits, ...]:
        """The distinct limits that somebody is under, in the order of the agents."""
        return tuple({id(limits): limits for limits in self.limits}.values())

    @cached_property
    def kind_of(self) -> tuple[int, ...]:
        """Index of each agent's limits among the kinds."""
        place = {id(limits): number for number, limits in enumerate(self.kinds)}
        return tuple(place[id(limits)] for limits in self.limits)

    @cached_property
    def duties(self) -> dict[int, tuple[Duty, ...]]:
        """Duties of each day from -1; choice k of a day is duty k - 1."""
        if self.given_duties is not None:
            return dict(self.given_duties)
        return duties_by_day(self.scenario, self.timeline, self.kinds)

    @cached_property
    def table(self) -> DutyTable:
        """The duties of all days in columns."""
        return DutyTable(self.duties)

    @property
    def weeks(self) -> range:
        """Calendar weeks of the horizon."""
        return range(self.scenario.horizon.weeks)
