"""The promise on a line: that of its stages."""

from dataclasses import dataclass

from scenarios.promises import Sla
from scenarios.queues import Line, lines_of
from scenarios.scenario import Scenario
from simulation.measures.verdict import RESOLUTION


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


def lines_behind(scenario: Scenario, promised: Promised) -> tuple[Line, ...]:
    """Return the lines whose work a promise is about: of its stage, or all for whole cases."""
    channel = scenario.channels[promised.channel_id]
    own = [line for line in lines_of(scenario) if line.channel_id == promised.channel_id]
    ids = [stage.id for stage in channel.stages]
    if promised.part == RESOLUTION and RESOLUTION not in ids:
        return tuple(own)
    place = 0 if promised.part is None else ids.index(promised.part)
    return tuple(line for line in own if place in line.stages)
