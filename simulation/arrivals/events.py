"""Dated events on the horizon's minutes: what they do to volume and mood."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from scenarios.backlash import Event
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline

Floats = npt.NDArray[np.float64]


def volume_factors(scenario: Scenario, timeline: Timeline, channel_id: str) -> Floats | None:
    """Return the factor on a channel's volume in each minute; None where no event touches it.

    Where events meet, their factors multiply.
    """
    factors = np.ones(timeline.total_minutes)
    touched = False
    for event, minutes in _events(scenario, timeline, channel_id):
        if event.volume_factor != 1:
            factors[minutes] *= event.volume_factor
            touched = True
    return factors if touched else None


def hostile_factors(scenario: Scenario, timeline: Timeline, channel_id: str) -> Floats | None:
    """Return the factor on the chance of hostility in each minute; None where nothing changes."""
    factors = np.ones(timeline.total_minutes)
    touched = False
    for event, minutes in _events(scenario, timeline, channel_id):
        if event.hostile_factor != 1:
            factors[minutes] *= event.hostile_factor
            touched = True
    return factors if touched else None


def _events(
    scenario: Scenario, timeline: Timeline, channel_id: str
) -> Iterator[tuple[Event, slice]]:
    """The events of a channel with the minutes of the horizon that they cover."""
    for event in scenario.events.values():
        if not event.channels or channel_id in event.channels:
            first = max(timeline.minute_of_local(event.from_local), 0)
            last = max(timeline.minute_of_local(event.to_local), 0)
            yield event, slice(first, last)
