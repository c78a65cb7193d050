"""People: contracts, agents, availability, absences."""

from typing import Self

from pydantic import Field, model_validator

from scenarios.base import (
    Count,
    Day,
    Id,
    LocalSpan,
    NonNegative,
    Noun,
    Positive,
    PositiveCount,
    Share,
)
from scenarios.cap import CapLimits
from scenarios.limits import Limits
from scenarios.people import AfterHostile, Learning, Profile, ShiftEnd, Shrinkage, Sickness
from scenarios.pledges import CarryOver, FixedShift, OnDuty, Rotation, Wish
from scenarios.wall import WeekWindows
from scenarios.working_time import Protected


class Contract(Noun):
    """Hours, days and price of a kind of employment."""

    hours_per_week: Positive
    """Paid hours a week."""
    flexibility_hours: NonNegative | None = 0.0
    """How far a single week may lie above or below; null: a week has no limits of its own."""
    horizon_flexibility_hours: NonNegative | None = None
    """How far the horizon as a whole may lie above or below; left out, as far as a week."""
    max_days_per_week: PositiveCount = Field(default=5, le=7)
    """Most working days in a calendar week of the horizon."""
    hourly_cost: NonNegative = 25.0
    """Cost of a paid hour, in the scenario's currency."""
    rules: Limits | None = None
    """Working-time limits changed for this contract; left out, those of the scenario."""

    @property
    def weekly_band_hours(self) -> float:
        """How far one week may lie above or below, if only the horizon limits it."""
        return self.band_hours if self.flexibility_hours is None else self.flexibility_hours

    @property
    def band_hours(self) -> float:
        """How far the horizon as a whole may lie above or below."""
        if self.horizon_flexibility_hours is not None:
            return self.horizon_flexibility_hours
        return self.flexibility_hours or 0.0


class Absence(Noun):
    """Days on which an agent does not work."""

    first: Day
    """First day."""
    last: Day
    """Last day, included."""
    credited_hours_per_day: NonNegative = 0.0
    """Paid hours that count towards the contract for each day (leave, sickness)."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"ends ({self.last}) before it starts ({self.first}); swap the dates")
        return self


class Unavailable(LocalSpan):
    """A dated time in which an agent cannot work, in local time of the horizon's zone."""

    @model_validator(mode="after")
    def _whole_minutes(self) -> Self:
        for one in (self.from_local, self.to_local):
            if one.second or one.microsecond:
                raise ValueError(f"{one} has seconds; write whole minutes")
        return self


class Agent(Noun):
    """A person who handles cases."""

    id: Id
    """Short id, used in every export."""
    name: str = ""
    """Name; stays out of anything shared unless asked for."""
    contract: Id
    """Id of a contract."""
    skills: tuple[Id, ...] = Field(min_length=1)
    """Skills, as channels name them."""
    languages: tuple[str, ...] = ()
    """Languages, as channels name them."""
    availability: WeekWindows | None = None
    """When the agent can work; left out, always."""
    group: Id | None = None
    """Group with rules of its own; left out, all with the same skills and languages."""
    profile: Id | None = None
    """Kind of training, of team.profiles; left out, as fast as the channels say."""
    started: Day | None = None
    """First day of work, for the learning curve; left out, experienced."""
    absences: tuple[Absence, ...] = ()
    """Leave and other absences, in whole days."""
    unavailable: tuple[Unavailable, ...] = ()
    """Dated times without work, such as an appointment; not credited."""
    rules: Limits | None = None
    """Working-time limits changed for this agent, on top of the contract's."""
    protected: Protected | None = None
    """minor or expecting: the law's limits for them hold on top of all others."""
    fixed: tuple[FixedShift, ...] = ()
    """Shifts that are agreed already."""
    wishes: tuple[Wish, ...] = ()
    """Shifts and days off asked for."""
    rotation: Id | None = None
    """Repeating pattern of weeks, of team.rotations; left out, none."""
    rotation_week: Count = 0
    """Which week of the rotation the horizon begins with, the first being 0."""
    cap: CapLimits | None = None
    """Limits on hostile work that differ for this agent; left out, those of group and team."""
    carry_over: CarryOver = CarryOver()
    """What the time before the horizon leaves to keep."""


class Team(Noun):
    """Everybody who may be rostered."""

    contracts: dict[Id, Contract] = Field(min_length=1)
    """Kinds of employment by id."""
    agents: tuple[Agent, ...] = Field(min_length=1)
    """The people."""
    unplanned_absence_share: Share = Field(default=0.0, lt=1)
    """Share of shifts whose agent does not come (sickness, no-show), drawn in the simulation."""
    after_hostile: AfterHostile | None = None
    """Slower work after hostile cases; left out, none."""
    shrinkage: Shrinkage | None = None
    """Unplanned pauses within shifts; left out, none."""
    sickness: Sickness | None = None
    """Spells of illness; left out, none."""
    learning: Learning | None = None
    """Learning curve of agents with a started date; left out, none."""
    profiles: dict[Id, Profile] = Field(default_factory=dict)
    """Kinds of training by id, such as phone-trained and social-trained."""
    shift_end: ShiftEnd = ShiftEnd()
    """What happens to work in progress at the end of a shift."""
    rotations: dict[Id, Rotation] = Field(default_factory=dict)
    """Repeating patterns of weeks by id."""
    on_duty: dict[Id, OnDuty] = Field(default_factory=dict)
    """Least numbers on duty whatever the volume: a supervisor, a first-aider."""
    no_lone_worker: bool = False
    """Whether nobody may be on duty alone."""

    def contract_of(self, agent: Agent) -> Contract:
        """Return the contract of an agent."""
        return self.contracts[agent.contract]
