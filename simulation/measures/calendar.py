"""The calendar: figures by planning interval, local day and calendar week."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.measures.contacts import Contacts
from simulation.measures.estimates import mean_series, ratio_series
from simulation.measures.outcome import CalendarOutcome, Series, SpanFigures
from simulation.measures.pieces import Pieces
from simulation.measures.sums import sums_of
from simulation.measures.yardstick import Yardstick
from simulation.records import AgentRecords, Floats, Ints
from simulation.world import World

Counts = npt.NDArray[np.int32]
_SUMMED = (
    "offered", "answered", "abandoned", "responded", "in_time", "judged", "hostile",
    "wait_seconds", "frt_seconds", "working", "busy",
)  # fmt: skip


@dataclass(frozen=True)
class IntervalSums:
    """First contacts by channel and interval of arrival, and mean agents by interval."""

    offered: Counts  # shape (channels, intervals), as are all but the last two
    answered: Counts
    abandoned: Counts
    responded: Counts
    in_time: Counts
    judged: Counts
    hostile: Counts
    wait_seconds: Floats
    frt_seconds: Floats
    backlog: Counts  # at the end of the interval
    working: Floats  # shape (intervals,)
    busy: Floats

    @property
    def agents_working(self) -> Floats:
        """Mean agents on duty and working."""
        return self.working

    @property
    def agents_busy(self) -> Floats:
        """Mean agents with something in hand."""
        return self.busy


def interval_sums(
    world: World,
    yardstick: Yardstick,
    contacts: Contacts,
    backlog: Counts,
    duty: AgentRecords,
    pieces: Pieces,
) -> IntervalSums:
    """Return the sums of a replication by interval."""
    shape = (len(world.channels), world.intervals)
    interval = (contacts.arrival // world.step_seconds).astype(np.int64)
    cell = contacts.channel * world.intervals + np.clip(interval, 0, world.intervals - 1)
    sums = sums_of(yardstick, contacts, contacts.first, cell, shape[0] * shape[1])

    def counted(values: Ints) -> Counts:
        return values.reshape(shape).astype(np.int32)

    work = duty.is_work
    return IntervalSums(
        offered=counted(sums.offered),
        answered=counted(sums.answered),
        abandoned=counted(sums.abandoned),
        responded=counted(sums.responded),
        in_time=counted(sums.in_time),
        judged=counted(sums.judged),
        hostile=counted(sums.hostile),
        wait_seconds=sums.wait_seconds.reshape(shape),
        frt_seconds=sums.frt_seconds.reshape(shape),
        backlog=backlog,
        working=_mean_number(world, duty.start_seconds[work], duty.end_seconds[work]),
        busy=_mean_number(world, pieces.start, pieces.end),
    )


def _mean_number(world: World, start: Floats, end: Floats) -> Floats:
    """Return the mean number under way in each interval, of stretches of time."""
    bounds = np.arange(world.intervals + 1) * world.step_seconds

    def passed(moments: Floats) -> Floats:
        # Time since each moment, added up over the moments before every bound.
        ordered = np.sort(moments)
        number = np.searchsorted(ordered, bounds)
        sums = np.concatenate(([0.0], np.cumsum(ordered)))
        total: Floats = number * bounds - sums[number]
        return total

    return np.diff(passed(start) - passed(end)) / world.step_seconds


class Spans:
    """Intervals joined to spans of time, for several replications."""

    def __init__(self, summaries: Sequence[IntervalSums], starts: Ints | None) -> None:
        """Join intervals from each of ``starts`` on to a span; None leaves them as they are."""
        self.values: dict[str, Floats] = {}
        count = summaries[0].working.shape[-1]
        for name in _SUMMED:
            values = np.array([getattr(one, name) for one in summaries], dtype=np.float64)
            joined = values if starts is None else np.add.reduceat(values, starts, axis=-1)
            self.values[name] = joined
        bounds = np.arange(count + 1) if starts is None else np.append(starts, count)
        self.lengths = np.diff(bounds)
        backlog = np.array([one.backlog for one in summaries], dtype=np.float64)
        self.values["backlog"] = backlog[..., bounds[1:] - 1]

    def outcome(
        self, channel_ids: Sequence[str], promised: Sequence[bool], confidence: float
    ) -> CalendarOutcome:
        """Return the figures of every span."""

        def number(name: str) -> Series:
            return mean_series(self.values[name] / self.lengths, confidence)

        return CalendarOutcome(
            channels=tuple(
                self._figures(place, channel_id, promised[place], confidence)
                for place, channel_id in enumerate(channel_ids)
            ),
            working=number("working"),
            busy=number("busy"),
            occupancy=ratio_series(self.values["busy"], self.values["working"], confidence),
        )

    def _figures(
        self, place: int, channel_id: str, promised: bool, confidence: float
    ) -> SpanFigures:
        def mean(name: str) -> Series:
            return mean_series(self.values[name][:, place], confidence)

        def ratio(above: str, below: str) -> Series:
            return ratio_series(
                self.values[above][:, place], self.values[below][:, place], confidence
            )

        return SpanFigures(
            channel_id=channel_id,
            offered=mean("offered"),
            answered=mean("answered"),
            abandoned=mean("abandoned"),
            service_level=ratio("in_time", "judged") if promised else None,
            asa_seconds=ratio("wait_seconds", "answered"),
            frt_seconds=ratio("frt_seconds", "responded"),
            hostile_share=ratio("hostile", "offered"),
            backlog=mean("backlog"),
        )
