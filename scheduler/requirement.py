"""What the work needs: agents for live lines, work and deadlines for deferrable ones."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Part of the idle time of live agents (required less offered load) that deferrable work may use.
# The rest stays free: a case taken up keeps an agent from the next call until it is finished.
IDLE_USE = 0.3


@dataclass(frozen=True)
class LiveRequirement:
    """Agents that one pool of live lines needs in each interval.

    A pool joins the live lines that exactly the same groups serve.
    """

    line_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    offered_load: Floats  # modified offered load in erlangs, shape (intervals,)
    agents: Ints  # agents on duty that meet the SLA, shape (intervals,); 0 when closed


@dataclass(frozen=True)
class DeferrableRequirement:
    """Work of one deferrable line: what arrives and what has to be done by when.

    Both are cumulative agent-minutes over buckets of the horizon; bucket k ends at
    ``bucket_ends[k]``. Done work must lie between ``due`` and ``arrived``.
    """

    line_id: str
    group_ids: tuple[str, ...]
    arrived_minutes: Floats  # shape (buckets,), cumulative, expected
    due_minutes: Floats  # shape (buckets,), cumulative target share whose limit is up


@dataclass(frozen=True)
class LineVolume:
    """Expected cases of one line in each interval, for the cap: who works then meets them."""

    line_id: str
    group_ids: tuple[str, ...]
    cases: Floats  # shape (intervals,)
    hostile_cases: Floats  # shape (intervals,)
    work_minutes: Floats  # shape (intervals,)


@dataclass(frozen=True)
class Room:
    """How many cases labelled hostile each of some agents may take on a shift, by the gates.

    The least of both limits holds; None where there is no such limit, never for both.
    """

    agent_ids: tuple[str, ...]
    per_shift: float | None
    per_paid_hour: float | None

    def on_shift(self, paid_minutes: int) -> float:
        """Return the cases that a shift of so much paid time has room for."""
        by_hours = None if self.per_paid_hour is None else self.per_paid_hour * paid_minutes / 60
        return min(limit for limit in (self.per_shift, by_hours) if limit is not None)


@dataclass(frozen=True)
class RoomRow:
    """Room that the shifts which touch a span of time must have for hostile cases.

    Sum over these shifts of the agent's room, and over the days of the span of what the block
    misses on each, >= ``cases``; who is not named has no room. Rows of a block speak of the same
    cases, so what is missing is paid for once for all of them.
    """

    block: int
    line_ids: tuple[str, ...]
    start_minute: int  # elapsed minutes, half-open
    end_minute: int
    first_day: int  # that the span touches
    last_day: int
    cases: float  # labelled hostile, that come and are due in the span, expected
    rooms: tuple[Room, ...]
    hours_per_case: float  # of a block: paid hours of a usual shift over its room, as the price

    @property
    def hours(self) -> float:
        """Agent-hours that are asked for."""
        return self.cases * self.hours_per_case


@dataclass(frozen=True)
class HeadCount:
    """Heads wanted of some agents, whatever the volume: by interval, or by template and day.

    With ``template_id`` the slots are the days of the horizon and a head is a shift of that
    template which starts on the day; without, they are its intervals and a head is an agent at
    work (for on-call templates: on call) all through the interval.
    """

    name: str  # in the planner's words, such as "supervisor on duty"
    agent_ids: tuple[str, ...]  # who counts
    wanted: Ints  # shape (slots,)
    short_cost: Floats | None  # of a head too few in a slot, in currency; None: it must not be
    over_cost: Floats  # of a head too many in a slot
    template_id: str | None = None
    never_alone: bool = False  # a slot may have no head at all, or two, but not one


@dataclass(frozen=True)
class Requirement:
    """The whole requirement of a scenario.

    Agents, work and room are grossed up for unplanned absence: they count rostered people.
    """

    live: tuple[LiveRequirement, ...]
    deferrable: tuple[DeferrableRequirement, ...]
    bucket_ends: Ints  # elapsed minutes, shape (buckets,); buckets are whole intervals
    volumes: tuple[LineVolume, ...] = ()  # one per line; without them the cap has no rows
    heads: tuple[HeadCount, ...] = ()
    rooms: tuple[RoomRow, ...] = ()  # for the cap on hostile contacts and minutes
    repeats: bool = False  # a typical week: what runs over its end counts at its beginning
