"""The promise on a line: that of its stages."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.promises import Sla, SlaClock
from scenarios.queues import Line, lines_of
from scenarios.scenario import Scenario
from scenarios.timeline import OpeningClock, Timeline
from simulation.measures.verdict import RESOLUTION

Floats = npt.NDArray[np.float64]

# What the target share leaves open must be done too, or it would pile up and the oldest would
# keep the next from being in time: a day after the limit, or a week where nothing is promised.
_REST_DUE_MINUTES = 1440.0
_NO_PROMISE_DUE_MINUTES = 7 * 1440.0


@dataclass(frozen=True)
class Promised:
    """To whom a service level is promised."""

    channel_id: str
    part: str | None = None  # stage id, or RESOLUTION for whole cases; None for first contacts

    @property
    def name(self) -> str:
        """Readable name, e.g. posts or posts, resolve."""
        return self.channel_id if self.part is None else f"{self.channel_id}, {self.part}"


def line_promise(scenario: Scenario, line: Line) -> Sla | None:
    """Return the promise that holds for a line's work, None without any.

    The first stage has the channel's, others their own. A line of several stages has one queue,
    so the tightest promise holds for all of it: the shortest limit with its clock, and the
    highest share.
    """
    channel = scenario.channels[line.channel_id]
    promises = [
        sla
        for place in line.stages
        if (sla := channel.sla if place == 0 else channel.stages[place].sla) is not None
    ]
    if not promises:
        return None
    shortest = min(promises, key=lambda sla: sla.within_seconds)
    return shortest.model_copy(update={"share": max(sla.share for sla in promises)})


def deferrable_limits_seconds(scenario: Scenario) -> list[float]:
    """Return the time limits of all lines whose work can wait, as far as they have one."""
    promises = [line_promise(scenario, line) for line in lines_of(scenario) if not line.live]
    return [sla.within_seconds for sla in promises if sla is not None]


def due_parts(
    scenario: Scenario, timeline: Timeline, line: Line
) -> tuple[tuple[float, Floats], ...]:
    """Return parts of a deferrable line's work and when they are due, by the interval they come in.

    A part is its share and elapsed minutes, shape (intervals,), infinite beyond the last opening
    hours.
    """
    step = timeline.horizon.interval_minutes
    middles: Floats = np.add(np.arange(timeline.intervals), 0.5) * float(step)
    sla = line_promise(scenario, line)
    if sla is None:
        return ((1.0, middles + _NO_PROMISE_DUE_MINUTES),)
    limit = sla.within_seconds / 60
    up = middles + limit
    if sla.clock is SlaClock.OPENING:
        opening = scenario.channels[line.channel_id].opening
        up = OpeningClock(timeline.open_windows(opening)).due_minutes(middles, limit)
    return (sla.share, up), (1 - sla.share, up + _REST_DUE_MINUTES)


def lines_behind(scenario: Scenario, promised: Promised) -> tuple[Line, ...]:
    """Return the lines whose work a promise is about: of its stage, or all for whole cases."""
    channel = scenario.channels[promised.channel_id]
    own = [line for line in lines_of(scenario) if line.channel_id == promised.channel_id]
    ids = [stage.id for stage in channel.stages]
    if promised.part == RESOLUTION and RESOLUTION not in ids:
        return tuple(own)
    place = 0 if promised.part is None else ids.index(promised.part)
    return tuple(line for line in own if place in line.stages)
