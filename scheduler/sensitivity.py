"""What one more person would bring, and when: simulated, hour block by hour block."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from scenarios.assignment import AssignmentRules
from scenarios.queues import Group, groups_of, serves
from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scenarios.wall import WEEKDAYS, format_wall_time
from scheduler.line_promise import Promised, lines_behind
from scheduler.trials import Trial, run_trials
from simulation.engine import Engine
from simulation.measures.outcome import Estimate, Outcome
from simulation.measures.verdict import promised_levels

_BLOCK_MINUTES = 180
# Simulated horizons that one round of gains may take, shared by all blocks and groups.
_RUNS = 160
_MOST_REPLICATIONS = 6
_EXTRA_AGENT = "extra-agent"


@dataclass(frozen=True)
class WeekBlock:
    """The same hours of one weekday in every week of the horizon."""

    weekday: int
    start_minute: int  # wall-clock minutes of the day
    end_minute: int

    @property
    def name(self) -> str:
        """Readable name, e.g. mon 09:00-12:00."""
        first, last = format_wall_time(self.start_minute), format_wall_time(self.end_minute)
        return f"{WEEKDAYS[self.weekday]} {first}-{last}"


@dataclass(frozen=True)
class Gain:
    """What an extra agent of a group in a block adds to the service levels."""

    block: WeekBlock
    group: Group
    agent_hours: float  # of the extra agent over the horizon
    service_level: dict[Promised, float]  # the increase


def open_blocks(scenario: Scenario) -> tuple[WeekBlock, ...]:
    """Return the blocks of at most three hours of the week in which some channel is open."""
    own = [channel.opening for channel in scenario.channels.values() if channel.opening]
    blocks: list[WeekBlock] = []
    for weekday in range(7):
        windows = [w for week in [scenario.horizon.opening, *own] for w in week[weekday]]
        if not windows:
            continue
        first, last = min(start for start, _ in windows), max(end for _, end in windows)
        blocks.extend(
            WeekBlock(weekday, start, min(start + _BLOCK_MINUTES, last))
            for start in range(first, last, _BLOCK_MINUTES)
        )
    return tuple(blocks)


def spans(scenario: Scenario, block: WeekBlock) -> tuple[tuple[int, int, int], ...]:
    """Return (day, start, end) of a block in every week it is open, in elapsed minutes."""
    timeline = Timeline(scenario.horizon)
    days = [
        day
        for day in range(scenario.horizon.days)
        if timeline.date(day).weekday() == block.weekday and not timeline.is_closed(day)
    ]
    found = [
        (day, timeline.minute(day, block.start_minute), timeline.minute(day, block.end_minute))
        for day in days
    ]
    return tuple(span for span in found if span[1] < span[2])


def block_hours(scenario: Scenario, block: WeekBlock) -> float:
    """Return the hours of a block over the horizon."""
    return sum(end - start for _, start, end in spans(scenario, block)) / 60


def gains(
    base: Trial,
    before: Outcome,
    missed: Sequence[Promised],
    *,
    replications: range,
    processes: int,
    engine: Engine = Engine.AUTO,
    on_done: Callable[[int, int], None] | None = None,
) -> tuple[Gain, ...]:
    """Return for every block what one more agent brings to the service levels.

    Finite differences on common random numbers (Atlason, Epelman and Henderson 2004, section
    4): the replications of ``before`` are simulated again with an extra agent on duty in the
    block, from the smallest set of groups that together serve what the promises are about.
    """
    pairs = _pairs(base.scenario, missed)
    trials = [with_extra_agent(base, group, block) for group, block in pairs]
    outcomes = run_trials(
        trials,
        replications=replications,
        processes=processes,
        engine=engine,
        on_done=lambda done: on_done(done, len(trials)) if on_done else None,
    )
    levels = promise_levels(base.scenario, before)
    return tuple(
        Gain(
            block,
            group,
            block_hours(base.scenario, block),
            {p: level - levels[p] for p, level in promise_levels(base.scenario, outcome).items()},
        )
        for (group, block), outcome in zip(pairs, outcomes, strict=True)
    )


def gain_replications(scenario: Scenario, missed: Sequence[Promised]) -> int:
    """Return how many replications to simulate for each gain: few where there are many blocks."""
    pairs = max(len(_pairs(scenario, missed)), 1)
    most = min(_MOST_REPLICATIONS, scenario.planning.replications)
    return max(min(_RUNS // pairs, most), 1)


def _pairs(scenario: Scenario, missed: Sequence[Promised]) -> list[tuple[Group, WeekBlock]]:
    return [
        (group, block)
        for group in serving_groups(scenario, missed)
        for block in open_blocks(scenario)
        if spans(scenario, block)
    ]


def service_levels(outcome: Outcome) -> dict[str, Estimate]:
    """Return the service level of each channel that has a promise."""
    return {
        channel.channel_id: channel.service_level
        for channel in outcome.channels
        if channel.service_level is not None
    }


def promise_levels(scenario: Scenario, outcome: Outcome) -> dict[Promised, float]:
    """Return the mean service level of each promise, on stages and whole cases too.

    A promise to which no case put anybody counts as kept, one by which nobody was answered as
    missed altogether.
    """
    return {
        Promised(one.channel_id, one.part): 1.0 if math.isnan(one.mean) else one.mean
        for one in promised_levels(scenario, outcome)
    }


def serving_groups(scenario: Scenario, promises: Sequence[Promised]) -> tuple[Group, ...]:
    """Return few groups that serve every line behind some promises, the broadest first."""
    missing = {line for promised in promises for line in lines_behind(scenario, promised)}
    chosen: list[Group] = []
    while missing:
        served = {
            group.id: {line for line in missing if serves(group, line)}
            for group in groups_of(scenario)
        }
        best = max(groups_of(scenario), key=lambda group: len(served[group.id]))
        chosen.append(best)
        missing -= served[best.id]
    return tuple(chosen)


def with_extra_agent(base: Trial, group: Group, block: WeekBlock) -> Trial:
    """Return the trial with one more agent of the group, on duty in the block only."""
    team = base.scenario.team
    twin = next(agent for agent in team.agents if agent.id == group.agent_ids[0])
    extra = twin.model_copy(update={"id": _EXTRA_AGENT, "name": "", "absences": ()})
    scenario = base.scenario.model_copy(
        update={"team": team.model_copy(update={"agents": (*team.agents, extra)})}
    )
    timeline = Timeline(scenario.horizon)
    shifts = tuple(
        Shift(
            id=f"{_EXTRA_AGENT}-{day}",
            agent_id=_EXTRA_AGENT,
            date=timeline.date(day),
            shape_id="",
            segments=(Segment(start, end, Activity.WORK),),
            paid_minutes=end - start,
        )
        for day, start, end in spans(scenario, block)
    )
    by_start = sorted((*base.roster.shifts, *shifts), key=lambda s: (s.start_minute, s.agent_id))
    rules = _with_twin(base.rules, twin.id)
    return replace(base, scenario=scenario, roster=Roster(tuple(by_start)), rules=rules)


def _with_twin(rules: AssignmentRules, twin_id: str) -> AssignmentRules:
    """Return rules by which the extra agent may meet what the twin may."""
    quota = rules.quota
    if quota is not None and twin_id in quota.limits:
        limits = {**quota.limits, _EXTRA_AGENT: quota.limits[twin_id]}
        rules = replace(rules, quota=replace(quota, limits=limits))
    if twin_id in rules.cool_downs:
        cool_downs = {**rules.cool_downs, _EXTRA_AGENT: rules.cool_downs[twin_id]}
        rules = replace(rules, cool_downs=cool_downs)
    return rules
