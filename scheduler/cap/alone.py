"""Hours in which somebody answers live contacts alone and meets more than the cap: a warning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from scenarios.queues import lines_of, serves
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scenarios.wall import WEEKDAYS, format_wall_time
from scheduler.cap.kinds import Kind, most_paid_hours
from simulation.arrivals.workload import Workload

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class AloneHours:
    """Hours of some weekdays that one person has to carry, and what comes in then."""

    weekdays: tuple[int, ...]
    start_minute: int  # wall time
    end_minute: int
    who: str
    why: str
    channel_id: str
    hostile_share: float  # of the worst of these days
    limit: float
    harmless_needed: float  # on that day, elsewhere in the window, to come back to the limit
    differ: bool = False  # whether other days of these are milder

    @property
    def sentence(self) -> str:
        """In the planner's words."""
        span = f"{format_wall_time(self.start_minute)}-{format_wall_time(self.end_minute)}"
        days = ", ".join(WEEKDAYS[weekday] for weekday in self.weekdays)
        share, needed = _shown(self)
        most = "up to " if self.differ else ""
        return (
            f"{days} {span}: {self.who} {self.why} for {self.channel_id}, where "
            f"{most}{share} is hostile against a cap of {self.limit:.1%}; "
            f"{most}{needed} harmless contacts each time, elsewhere in the "
            "window, would make up for it"
        )


def alone_hours(
    scenario: Scenario, workload: Workload, kinds: Sequence[Kind]
) -> tuple[AloneHours, ...]:
    """Return the hours in which one person meets a live mix above the own limit.

    Somebody is alone where nobody else could be on duty for the lines that are open, or where the
    hours of the contracts are fewer than two people for all opening hours. Weekdays are looked at
    as they are on average over the weeks.
    """
    found: list[AloneHours] = []
    lines = lines_of(scenario)
    groups = sorted({line.channel_id for line in lines if line.live})
    for channel_id in groups:
        rows = [n for n, line in enumerate(lines) if line.channel_id == channel_id and line.live]
        serving = [k for k in kinds if any(serves(k.group, lines[row]) for row in rows)]
        found.extend(_of_channel(scenario, workload, channel_id, rows, serving))
    return _joined(found)


def _joined(found: Sequence[AloneHours]) -> tuple[AloneHours, ...]:
    """Return the hours with weekdays that are alike told together, by the worst of them."""
    alike: dict[tuple[object, ...], list[AloneHours]] = {}
    for one in found:
        hours = one.start_minute, one.end_minute
        alike.setdefault((*hours, one.who, one.why, one.channel_id, one.limit), []).append(one)
    return tuple(
        replace(
            same[0],
            weekdays=tuple(weekday for one in same for weekday in one.weekdays),
            hostile_share=max(one.hostile_share for one in same),
            harmless_needed=max(one.harmless_needed for one in same),
            differ=len({_shown(one) for one in same}) > 1,
        )
        for same in alike.values()
    )


def _shown(one: AloneHours) -> tuple[str, str]:
    return f"{one.hostile_share:.1%}", f"{one.harmless_needed:.1f}"


def _of_channel(
    scenario: Scenario,
    workload: Workload,
    channel_id: str,
    rows: Sequence[int],
    kinds: Sequence[Kind],
) -> Iterator[AloneHours]:
    timeline = Timeline(scenario.horizon)
    slots = timeline.interval_of_week
    cases = _by_week(workload.cases[rows].sum(axis=0), slots, timeline)
    hostile = _by_week(workload.hostile_cases[rows].sum(axis=0), slots, timeline)
    heads = np.zeros(timeline.intervals_per_week)
    for kind in kinds:
        there = _by_week(kind.there.astype(np.float64), slots, timeline) > 0
        heads += there * len(kind.agent_ids)
    thin = _contracts_give_one(scenario, kinds, cases > 0)
    alone = (cases > 0) & ((heads == 1) | thin)
    per_day = timeline.intervals_per_week // 7
    for weekday in range(7):
        day = slice(weekday * per_day, (weekday + 1) * per_day)
        for start, end in _runs(alone[day]):
            span = slice(day.start + start, day.start + end)
            lone = [k for k in kinds if _by_week(k.there * 1.0, slots, timeline)[span].any()]
            yield from _told(
                scenario,
                channel_id,
                weekday,
                (start, end),
                lone,
                cases[span],
                hostile[span],
                by_hours=bool((heads[span] == 1).all()),
            )


def _told(
    scenario: Scenario,
    channel_id: str,
    weekday: int,
    span: tuple[int, int],
    kinds: Sequence[Kind],
    cases: Floats,
    hostile: Floats,
    *,
    by_hours: bool,
) -> Iterator[AloneHours]:
    step, weeks = scenario.horizon.interval_minutes, scenario.horizon.weeks
    limits = [one.limits.hostile for one in kinds if one.limits.hostile is not None]
    if not limits:
        return
    limit, share = min(limits), float(hostile.sum() / cases.sum())
    if share <= limit:
        return
    over = float(hostile.sum()) - limit * float(cases.sum())
    who = kinds[0].name if by_hours else "whoever is on duty"
    why = (
        "is the only one who can be on duty"
        if by_hours
        else "will often be alone, as the contracts give fewer than two people,"
    )
    yield AloneHours(
        (weekday,),
        span[0] * step,
        span[1] * step,
        who,
        why,
        channel_id,
        share,
        limit,
        over / limit / weeks,
    )


def _contracts_give_one(scenario: Scenario, kinds: Sequence[Kind], open_: Bools) -> bool:
    ids = [agent_id for kind in kinds for agent_id in kind.agent_ids]
    hours = scenario.horizon.weeks * open_.sum() * scenario.horizon.interval_minutes / 60
    return bool(most_paid_hours(scenario, ids) < 2 * hours)


def _by_week(
    amounts: npt.NDArray[np.floating[Any]], slots: npt.NDArray[np.int64], timeline: Timeline
) -> Floats:
    summed = np.bincount(slots, amounts, minlength=timeline.intervals_per_week)
    return summed.astype(np.float64)


def _runs(flags: Bools) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which something holds, as [first, last)."""
    for holds, run in groupby(range(len(flags)), key=lambda slot: bool(flags[slot])):
        if holds:
            slots = list(run)
            yield slots[0], slots[-1] + 1
