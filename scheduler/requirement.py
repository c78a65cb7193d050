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

    Agents and work are grossed up for unplanned absence: they count rostered people.
    """

    live: tuple[LiveRequirement, ...]
    deferrable: tuple[DeferrableRequirement, ...]
    bucket_ends: Ints  # elapsed minutes, shape (buckets,); buckets are whole intervals
    volumes: tuple[LineVolume, ...] = ()  # one per line; without them the cap has no rows
    heads: tuple[HeadCount, ...] = ()
    repeats: bool = False  # a typical week: what runs over its end counts at its beginning
