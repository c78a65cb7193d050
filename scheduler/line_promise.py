"""The promise on a line: that of its stages."""

from scenarios.promises import Sla
from scenarios.queues import Line, lines_of
from scenarios.scenario import Scenario


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


def first_lines(scenario: Scenario, channel_id: str) -> tuple[Line, ...]:
    """Return the lines of a channel's first stage, whose promise is the channel's."""
    return tuple(
        line for line in lines_of(scenario) if line.channel_id == channel_id and 0 in line.stages
    )
