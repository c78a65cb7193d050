"""A SimPy clock with reusable events at absolute times, in a stated order at one instant."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

import simpy

Ring = list[Callable[[Any], None]]
"""What a bell calls, with itself as the argument."""


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
