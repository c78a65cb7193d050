"""Storms on the horizon's seconds."""

from dataclasses import dataclass

from scenarios.backlash import Storm
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline


@dataclass(frozen=True)
class StormFacts:
    """One storm with its place and time."""

    noun: Storm
    channel: int  # index of its channel
    start_seconds: float


def storms_of(scenario: Scenario, timeline: Timeline) -> tuple[StormFacts, ...]:
    """Return the storms in the order of the scenario file."""
    ids = list(scenario.channels)
    return tuple(
        StormFacts(
            storm, ids.index(storm.channel), 60.0 * timeline.minute_of_local(storm.from_local)
        )
        for storm in scenario.storms.values()
    )
