"""Channels: what comes in, how long it takes, how long people wait, what is promised."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.backlash import Backlash
from scenarios.base import Id, NonNegative, Noun, Positive, PositiveCount, Share
from scenarios.durations import Duration, Patience
from scenarios.nearest import known_names
from scenarios.promises import Sla
from scenarios.relief import Bot, Callback, HoldingReply, Moderation, PublicAnswers
from scenarios.replay import Replay
from scenarios.returning import Repeat, Repost, Spill
from scenarios.wall import WallTime, WeekWindows, check_periods, parse_weekdays
from scenarios.workflow import WORKFLOWS, Stage, Workflow


class Medium(StrEnum):
    """Kind of channel."""

    POST = "post"
    MESSAGE = "message"
    EMAIL = "email"
    CHAT = "chat"
    PHONE = "phone"


class WeekShape(Noun):
    """How volume spreads over the week: weight of a weekday times weight of the hour."""

    by_weekday: Annotated[tuple[NonNegative, ...], Field(min_length=7, max_length=7)] = (1.0,) * 7
    """Seven weights, Monday first."""
    by_hour: Annotated[tuple[NonNegative, ...], Field(min_length=24, max_length=24)] = (1.0,) * 24
    """Twenty-four weights by local hour."""
    by_hour_of_week: (
        Annotated[tuple[NonNegative, ...], Field(min_length=168, max_length=168)] | None
    ) = None
    """168 weights from Monday 00:00; replaces the other two."""

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if sum(self.weights()) <= 0:
            raise ValueError("all weights are zero; give at least one hour a positive weight")
        return self

    def weights(self) -> tuple[float, ...]:
        """Return the 168 weights of the hours of a week, Monday 00:00 first, not normalised."""
        if self.by_hour_of_week is not None:
            return self.by_hour_of_week
        return tuple(day * hour for day in self.by_weekday for hour in self.by_hour)


class ArrivalTable(Noun):
    """Expected cases by period of the day, in place of a weekly volume and its shape."""

    from_time: WallTime = 0
    """Start of the first period, wall-clock time."""
    every_minutes: PositiveCount
    """Length of a period."""
    cases: Annotated[tuple[NonNegative, ...], Field(min_length=1)]
    """Expected cases of each period, before volume.scale; evenly spread within it."""
    days: str = "mon-sun"
    """Weekdays for which it holds: mon-fri, sat, mon,wed."""

    @model_validator(mode="after")
    def _within_the_day(self) -> Self:
        parse_weekdays(self.days)
        check_periods(self.from_time, self.every_minutes, len(self.cases))
        return self


class Hostility(Noun):
    """How much of a channel is hostile, and what it costs in time."""

    share: Share
    """Share of cases that are hostile, over the whole week."""
    by_hour: Annotated[tuple[NonNegative, ...], Field(min_length=24, max_length=24)] | None = None
    """Relative hostility by local hour, scaled so that the weekly share holds; flat if left out."""
    handle_time_factor: Positive = 1.0
    """Handle time of a hostile case over that of a harmless one."""
    rising_per_hour: NonNegative = 0.0
    """Rate at which waiting makes a harmless case hostile, per hour: 1 - exp(-rate x hours)."""


class Channel(Noun):
    """One medium of the team with its volume, work, patience and promise."""

    medium: Medium
    """post, message, email, chat or phone."""
    skill: Id | None = None
    """Skill that agents need; left out, the channel's own id."""
    volume_per_week: NonNegative | None = None
    """Cases per week before volume.scale; left out where arrivals or a replay say what comes."""
    shape: WeekShape | str = "office"
    """Weekly shape: a preset's name or weights."""
    arrivals: tuple[ArrivalTable, ...] = ()
    """Expected cases by period of the day, in place of volume_per_week and shape."""
    replay: Replay | None = None
    """Messages of a file in place of drawn volume."""
    busyness_cv: NonNegative = 0.0
    """Coefficient of variation of the gamma factor that makes whole days busy or quiet."""
    languages: dict[str, Positive] = Field(default_factory=dict)
    """Share of each language, scaled to sum 1; left out, any agent's language will do."""
    handle_time: Duration
    """Handle time of a harmless case, wrap-up included."""
    patience: Patience | None = None
    """Time a customer waits before leaving; left out, nobody leaves."""
    hostility: Hostility = Hostility(share=0.0)
    """Hostile cases."""
    concurrency: PositiveCount = 1
    """Most cases of this channel that one agent handles at once."""
    concurrency_slowdown: NonNegative = 0.0
    """Longer handle time for each further case handled at once (0.18 means 18 % per case)."""
    sla: Sla | None = None
    """The promise; a channel without one is worked off when there is time."""
    opening: WeekWindows | None = None
    """Opening hours of this channel; left out, the team's."""
    workflow: Workflow | str | None = None
    """Stages of a case: six-stages or a list of your own; left out, one answer closes it."""
    backlash: Backlash | None = None
    """Posts that unanswered hostile posts draw; only for posts."""
    spill: tuple[Spill, ...] = ()
    """Where those who left unanswered come back; their shares sum to 1 at most."""
    repost: Repost | None = None
    """Writing again while waiting."""
    repeat: Repeat | None = None
    """Coming back although answered."""
    holding_reply: HoldingReply | None = None
    """Automatic acknowledgement."""
    bot: Bot | None = None
    """A bot before the team."""
    public_answers: PublicAnswers | None = None
    """Public answers that lower later volume."""
    callback: Callback | None = None
    """Calls back from a virtual queue; only for live channels."""
    moderation: Moderation | None = None
    """Hiding hostile posts; only for posts."""

    @model_validator(mode="after")
    def _one_source_of_volume(self) -> Self:
        said = [
            name
            for name, given in (
                ("volume_per_week", self.volume_per_week is not None),
                ("arrivals", bool(self.arrivals)),
                ("replay", self.replay is not None),
            )
            if given
        ]
        if len(said) > 1:
            raise ValueError(f"{' and '.join(said)} both say what comes in; keep one of them")
        if not said:
            raise ValueError("what comes in is missing; write volume_per_week, arrivals or replay")
        return self

    @property
    def weekly_cases(self) -> float:
        """Expected cases of a normal week before volume.scale; a replay's count on no week."""
        if self.arrivals:
            return sum(
                sum(table.cases) * len(parse_weekdays(table.days)) for table in self.arrivals
            )
        return self.volume_per_week or 0.0

    @property
    def hostile_share(self) -> float:
        """Share of its cases that is hostile, events apart.

        Of a replay what its file says, with the channel's share where the file says nothing.
        """
        share = self.hostility.share
        messages = self.replay.messages if self.replay is not None else ()
        if not messages:
            return share
        return sum(share if one.hostile is None else one.hostile for one in messages) / len(
            messages
        )

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of its cases; a single one without a workflow.

        Raises ValueError for a workflow that does not exist.
        """
        if self.workflow is None:
            return (Stage(id="answer", public=self.public),)
        if isinstance(self.workflow, Workflow):
            return self.workflow.stages
        if self.workflow not in WORKFLOWS:
            advice = known_names(self.workflow, WORKFLOWS)
            raise ValueError(f'there is no workflow "{self.workflow}"; {advice}')
        return WORKFLOWS[self.workflow].stages

    @property
    def resolution(self) -> Sla | None:
        """The promise on the whole case, if there is one."""
        return self.workflow.resolution if isinstance(self.workflow, Workflow) else None

    @property
    def realtime(self) -> bool:
        """Whether customers wait live, so that work cannot be deferred."""
        return self.medium in (Medium.CHAT, Medium.PHONE)

    @property
    def public(self) -> bool:
        """Whether others read along."""
        return self.medium is Medium.POST
