"""A SimPy clock with reusable events at absolute times, in a stated order at one instant."""

from collections.abc import Callable
from enum import IntEnum
from heapq import heappop, heappush
from typing import Any

import simpy

Ring = list[Callable[[Any], None]]
"""What a bell calls, with itself as the argument."""


class Happening(IntEnum):
    """Kinds of events, in the order in which they come at one instant.

    Whoever becomes free takes what waits before a new case comes, and a customer whose patience
    ends at that instant is still answered. Within a kind the number decides: that of the case,
    the agent, the queue or the desk.
    """

    WINDOW = 0  # a new week of the quota
    PERIOD = 1  # other group rules hold from now on
    END = 2  # an agent ends a case
    DESK_END = 3  # an external desk ends a case
    COOL = 4  # a cool-down is over
    DUTY = 5  # a segment of duty begins or ends
    ARRIVAL = 6  # a case comes that was known from the start
    ENTER = 7  # a task comes that another one led to
    CASCADE = 8  # an unanswered post may draw another one
    LET_GO = 9  # a task has waited long enough for its agent
    RELEASE = 10  # a case is so due that no reserve holds it back
    TICK = 11  # an interval begins
    STEP = 12  # a step for blocked cases comes due
    LOOK = 13  # an interval begins, and hostile cases wait
    HOLDING = 14  # a holding reply goes out
    MODERATE = 15  # a post is hidden, moved or closed
    REPOST = 16  # a customer may write again
    OVERFLOW = 17  # a case may go to an external desk
    DESK_OPEN = 18  # an external desk opens, or counts a new day
    LEAVE = 19  # a customer's patience is over


class Bell(simpy.Event):
    """An event that rings at its time and can then be set again."""

    __slots__ = ("number", "ring")

    def __init__(self, env: simpy.Environment, ring: Ring) -> None:
        """Make a bell that calls ``ring``."""
        super().__init__(env)
        self._ok = True
        self._value = None
        self.ring = ring
        self.number = -1


class Clock(simpy.Environment):
    """A SimPy environment whose events come at absolute times.

    SimPy orders events by (time, priority, sequence). Here the priority is the kind of event
    and the sequence a number of its own, so that the order at one instant does not depend on
    when an event was set. No two bells may be set at the same time, kind and number.
    """

    def set(self, bell: Bell, time: float, kind: int, number: int) -> None:
        """Let a bell ring at a time; kind, then number decide at one instant."""
        bell.number = number
        bell.callbacks = bell.ring
        heappush(self._queue, (time, kind, number, bell))  # type: ignore[misc]

    def run_out(self) -> None:
        """Run until nothing is set any more: SimPy's ``run`` without a call for every step."""
        queue = self._queue
        while queue:
            self._now, _, _, event = heappop(queue)
            callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
            for callback in callbacks:
                callback(event)
            if not event._ok and not event.defused:
                raise event._value
