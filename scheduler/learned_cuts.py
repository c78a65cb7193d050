"""From simulated gains to cuts that the optimiser understands."""

from collections.abc import Sequence

import numpy as np

from scenarios.queues import groups_of, serves
from scenarios.roster import Activity, Roster
from scenarios.scenario import Scenario
from scheduler.cuts import Cut, CutBlock
from scheduler.line_promise import Promised, lines_behind
from scheduler.sensitivity import Gain, spans

# A step asks for at most this much more service at once, as gains are local, and for a little
# more than the deficit, as they are estimates and a further round costs more than an hour.
_LARGEST_STEP = 0.05
_EXTRA_STEP = 0.01


def learned_cut(
    scenario: Scenario, roster: Roster, gains: Sequence[Gain], promised: Promised, deficit: float
) -> Cut | None:
    """Return the cut that asks for ``deficit`` more service level of a promise.

    The service level is taken as concave in staff, so its gain per agent-hour bounds what any
    other roster can add: sum of gain x (hours - hours now) >= deficit (Atlason, Epelman and
    Henderson 2004, equation 5; Cezik and L'Ecuyer 2008, section 3). None where no block of
    hours brings anything.
    """
    per_hour = np.array([gain.service_level[promised] / gain.agent_hours for gain in gains])
    per_hour = np.maximum(per_hour, 0.0)
    if not per_hour.any():
        return None
    # Weights near one keep the optimiser's integers small.
    weights = per_hour / per_hour.max()
    step = min(max(deficit, 0.0) + _EXTRA_STEP, _LARGEST_STEP) / float(per_hour.max())
    group_ids = _serving_group_ids(scenario, promised)
    blocks: list[CutBlock] = []
    hours_now = 0.0
    for gain, weight in zip(gains, weights, strict=True):
        if weight < 0.02:
            continue
        for _, start, end in spans(scenario, gain.block):
            block = CutBlock(start, end, group_ids, round(float(weight), 2))
            hours_now += block.weight * _hours(scenario, roster, block)
            blocks.append(block)
    strongest = sorted(zip(weights, gains, strict=True), key=lambda pair: -pair[0])[:3]
    where = ", ".join(gain.block.name for _, gain in strongest)
    reason = f"{promised.name}: more people would help most on {where}"
    least = hours_now + step
    return Cut(tuple(blocks), least, promised.channel_id, promised.part, reason)


def _serving_group_ids(scenario: Scenario, promised: Promised) -> tuple[str, ...]:
    lines = lines_behind(scenario, promised)
    return tuple(
        group.id for group in groups_of(scenario) if any(serves(group, line) for line in lines)
    )


def _hours(scenario: Scenario, roster: Roster, block: CutBlock) -> float:
    """Return the agent-hours of work that a roster has in a block."""
    members = {
        agent
        for group in groups_of(scenario)
        if group.id in block.group_ids
        for agent in group.agent_ids
    }
    minutes = 0
    for shift in roster.shifts:
        if shift.agent_id not in members or shift.start_minute >= block.end_minute:
            continue
        for part in shift.segments:
            if part.activity is Activity.WORK:
                inside = min(part.end_minute, block.end_minute) - max(
                    part.start_minute, block.start_minute
                )
                minutes += max(inside, 0)
    return minutes / 60
