"""Hours of the week in which most of what was promised is missed, and who could be there."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scenarios.queues import Group
from scenarios.scenario import Scenario
from scheduler.line_promise import Promised
from scheduler.sensitivity import WeekBlock, block_hours, open_blocks, serving_groups, spans
from simulation.measures.outcome import Outcome

Floats = npt.NDArray[np.float64]

_LEAST_MISSED = 1e-9


def missed_hours(
    scenario: Scenario, outcome: Outcome, missed: Sequence[Promised], most: int
) -> tuple[tuple[Group, WeekBlock], ...]:
    """Return for each missed promise the blocks of the week with most misses an hour, worst first.

    A miss is a first contact of the promise's channel that came in the block and was not answered
    in time. With each block stands the broadest group that serves the promise. At most ``most``
    pairs, those of the worst blocks. What an agent there brings has to be simulated: who is late
    on Monday may be late because of Sunday.
    """
    found: dict[tuple[str, WeekBlock], tuple[float, Group, WeekBlock]] = {}
    for promised in missed:
        late = _misses(outcome, promised.channel_id)
        group = serving_groups(scenario, [promised])[0]
        for block in open_blocks(scenario):
            hours = block_hours(scenario, block)
            inside = _inside(scenario, block, late) / hours if hours else 0.0
            if inside > _LEAST_MISSED:
                before = found.get((group.id, block), (0.0, group, block))
                found[group.id, block] = (before[0] + inside, group, block)
    worst = sorted(found.values(), key=lambda one: (-one[0], one[2].name, one[1].id))
    return tuple((group, block) for _, group, block in worst[:most])


def _misses(outcome: Outcome, channel_id: str) -> Floats:
    """Return contacts of a channel that were not answered in time, by planning interval."""
    (figures,) = (one for one in outcome.intervals.channels if one.channel_id == channel_id)
    if figures.service_level is None:
        return np.zeros(len(figures.offered.mean))
    level = np.array(figures.service_level.mean)
    offered = np.nan_to_num(np.array(figures.offered.mean))
    return np.asarray(offered * np.where(np.isnan(level), 0.0, 1.0 - level))


def _inside(scenario: Scenario, block: WeekBlock, late: Floats) -> float:
    step = scenario.horizon.interval_minutes
    found = spans(scenario, block)
    return sum(float(late[start // step : -(-end // step)].sum()) for _, start, end in found)
