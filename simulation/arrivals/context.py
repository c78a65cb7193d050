"""What stands behind cases: who needs to know, how large the audience is, who wrote."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from scenarios.channels import Channel
from scenarios.people import AtShiftEnd
from scenarios.scenario import Scenario
from simulation.arrivals.given import STORM_STREAM
from simulation.arrivals.replayed import MOST_MESSAGES, ReplayFacts
from simulation.arrivals.sources import Arrivals
from simulation.durations import gamma_quantile
from simulation.records import Origin
from simulation.world import World

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NO_AUTHOR = -1


def needs_context(scenario: Scenario) -> bool:
    """Whether anything in the scenario looks at more of a case than its first message."""
    ends = scenario.team.shift_end
    return bool(
        scenario.authors
        or scenario.storms
        or scenario.start.backlog
        or scenario.external_desks
        or AtShiftEnd.HAND_OVER in (ends.live, ends.deferrable)
        or any(_looks_behind(channel) for channel in scenario.channels.values())
    )


def _looks_behind(channel: Channel) -> bool:
    parts = (
        channel.workflow,
        channel.backlash,
        channel.spill,
        channel.repost,
        channel.repeat,
        channel.holding_reply,
        channel.bot,
        channel.public_answers,
        channel.callback,
        channel.moderation,
        channel.replay,
    )
    return any(part not in (None, ()) for part in parts) or channel.hostility.rising_per_hour > 0


def audiences(world: World, arrivals: Arrivals, uniform: Floats) -> Floats:
    """Return the audience of each case over the mean.

    As a replay says; otherwise drawn on channels with backlash, and 1 on others; times the
    factor of a storm.
    """
    result = np.ones(len(arrivals))
    for number, channel in enumerate(world.scenario.channels.values()):
        if channel.backlash is not None and channel.backlash.audience_cv > 0:
            own = arrivals.channel == number
            result[own] = gamma_quantile(uniform[own], channel.backlash.audience_cv)
    storms = np.flatnonzero(arrivals.origin == Origin.STORM)
    if len(storms):
        factors = np.array([storm.noun.audience for storm in world.storms])
        result[storms] *= factors[arrivals.stream[storms] & (STORM_STREAM - 1)]
    for rows, facts, place in _replayed(world, arrivals):
        said = facts.audience[place]
        result[rows] = np.where(np.isnan(said), result[rows], said)
    return result


def authors(world: World, arrivals: Arrivals, uniform: Floats, choice: Floats) -> Ints:
    """Return the author of each case: index of a regular, or -1 for anybody else.

    A case comes from a regular with the share given; from which one, by Zipf's weights. Authors
    that a replay names follow after the regulars; a message's further copies are not theirs.
    """
    result = np.full(len(arrivals), NO_AUTHOR, dtype=np.int64)
    said = world.scenario.authors
    if said is not None and world.regular_shares is not None:
        writes = [not said.channels or channel.id in said.channels for channel in world.channels]
        regular = np.array(writes)[arrivals.channel] & (uniform < said.share)
        place = np.searchsorted(world.regular_shares, choice[regular], side="right")
        result[regular] = np.minimum(place, said.regulars - 1)
    for rows, facts, place in _replayed(world, arrivals):
        named = (arrivals.index[rows] == place) & (facts.author[place] >= 0)
        result[rows] = np.where(named, facts.author[place], result[rows])
    return result


def _replayed(world: World, arrivals: Arrivals) -> Iterator[tuple[Ints, ReplayFacts, Ints]]:
    """The rows of each replay, with what the file says and their places in it."""
    for number, channel in enumerate(world.channels):
        if channel.replay is not None:
            mine = (arrivals.channel == number) & (arrivals.origin == Origin.REPLAY)
            rows = np.flatnonzero(mine)
            yield rows, channel.replay, arrivals.index[rows] % MOST_MESSAGES
