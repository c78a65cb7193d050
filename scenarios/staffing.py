"""Exact staffing: so many agents of a group in each period, without a roster."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.base import Count, Id, Noun, Positive, PositiveCount
from scenarios.wall import MINUTES_PER_DAY, WallTime, check_periods, parse_weekdays

AgentCount = Annotated[Count, Field(le=10_000)]


class StaffedGroup(Noun):
    """A kind of agents, how many are on duty in each period, and what they serve first."""

    serves: Annotated[tuple[tuple[Id, ...], ...], Field(min_length=1)]
    """Channels in order of preference; channels in one inner list are alike."""
    agents: Annotated[tuple[AgentCount, ...], Field(min_length=1)]
    """Agents on duty in each period; a single number holds for all of them."""
    languages: tuple[str, ...] = ()
    """Languages, as channels name them."""
    handle_time_factor: dict[Id, Positive] = Field(default_factory=dict)
    """Handle time by channel over the channel's own; 1 where nothing is said."""

    def agents_in(self, period: int) -> int:
        """Return the number of agents on duty in a period of the day."""
        return self.agents[0] if len(self.agents) == 1 else self.agents[period]


class Staffing(Noun):
    """Numbers of agents by group and period, as published models of call centres state them."""

    from_time: WallTime = 0
    """Start of the first period, wall-clock time."""
    every_minutes: PositiveCount = MINUTES_PER_DAY
    """Length of a period."""
    days: str = "mon-sun"
    """Weekdays on which the numbers hold; on others nobody is there."""
    groups: Annotated[dict[Id, StaffedGroup], Field(min_length=1)]
    """The groups."""
    first_come: bool = False
    """Whether channels that are alike go by arrival; otherwise what is due first goes first."""
    asks: dict[Id, tuple[tuple[Id, ...], ...]] = Field(default_factory=dict)
    """Per channel the groups in order of preference; left out, the longest idle of all."""

    @property
    def periods(self) -> int:
        """Number of periods a day."""
        return max(len(group.agents) for group in self.groups.values())

    @model_validator(mode="after")
    def _periods_fit(self) -> Self:
        parse_weekdays(self.days)
        for group_id, group in self.groups.items():
            if len(group.agents) not in (1, self.periods):
                raise ValueError(
                    f'group "{group_id}" has {len(group.agents)} numbers, others have '
                    f"{self.periods}; give one for each period, or a single one"
                )
        check_periods(self.from_time, self.every_minutes, self.periods)
        return self
