"""The calendar: figures by planning interval, local day and calendar week."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.measures.contacts import Contacts
from simulation.measures.estimates import mean_series, ratio_series
from simulation.measures.outcome import CalendarOutcome, Series, SpanFigures
from simulation.measures.pieces import Pieces
from simulation.measures.sums import Tally
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
    sums = Tally(yardstick, contacts, contacts.first, cell, shape[0] * shape[1])

    def counted(name: str) -> Counts:
        return sums[name].reshape(shape).astype(np.int32)

    work = duty.is_work
    return IntervalSums(
        offered=counted("offered"),
        answered=counted("answered"),
        abandoned=counted("abandoned"),
        responded=counted("responded"),
        in_time=counted("in_time"),
        judged=counted("judged"),
        hostile=counted("hostile"),
        wait_seconds=sums["wait_seconds"].reshape(shape),
        frt_seconds=sums["frt_seconds"].reshape(shape),
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


def stacked_intervals(summaries: Sequence[IntervalSums]) -> dict[str, Floats]:
    """Return the sums of several replications by name, replications first, intervals last."""
    names = (*_SUMMED, "backlog")
    return {
        name: np.array([getattr(one, name) for one in summaries], dtype=np.float64)
        for name in names
    }


class Spans:
    """Intervals joined to spans of time, for several replications."""

    def __init__(self, intervals: dict[str, Floats], starts: Ints | None) -> None:
        """Join intervals from each of ``starts`` on to a span; None leaves them as they are."""
        count = intervals["working"].shape[-1]
        bounds = np.arange(count + 1) if starts is None else np.append(starts, count)
        self.lengths = np.diff(bounds)
        self.values = {"backlog": intervals["backlog"][..., bounds[1:] - 1]}
        for name in _SUMMED:
            values = intervals[name]
            self.values[name] = (
                values if starts is None else np.add.reduceat(values, starts, axis=-1)
            )

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
