"""Duty: a roster as flat lists of segments, as it is to be worked in one replication."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scenarios.roster import Activity, Roster, Shift
from simulation.desk.absence import check_agents
from simulation.desk.pauses import SLOT_SECONDS, Span, draw_pauses
from simulation.desk.speeds import learning_factor
from simulation.world import SECONDS_PER_MINUTE, World

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Duty:
    """Segments of all agents, agent by agent, in order of time."""

    first: list[int] = field(default_factory=lambda: [0])
    """By agent: place of the first segment; one more entry for the end."""
    starts: list[float] = field(default_factory=list)
    """Seconds."""
    ends: list[float] = field(default_factory=list)
    """Seconds."""
    latest: list[float] = field(default_factory=list)
    """When a segment that starts late ends at the latest: work as rostered, a pause with the work
    around it; infinity for a break, which keeps its length."""
    is_work: list[bool] = field(default_factory=list)
    is_pause: list[bool] = field(default_factory=list)
    """Unplanned time away from the desk; what is neither work nor pause is a break."""
    speed: list[float] = field(default_factory=list)
    """Handle time over that of an experienced agent."""
    shift: list[int] = field(default_factory=list)
    """Index into roster.shifts."""
    shift_start: list[float] = field(default_factory=list)
    """By shift of the roster: rostered start, in seconds."""
    shift_end: list[float] = field(default_factory=list)
    shift_paid_hours: list[float] = field(default_factory=list)


def compile_duty(world: World, roster: Roster, absent: Bools, seed: int, replication: int) -> Duty:
    """Return the roster as flat lists in seconds, without the shifts whose agent is absent.

    Shifts on call are left out as well: nobody is at the desk. Where the team has shrinkage,
    pauses are drawn and cut out of the work; their luck belongs to agent and time. ``absent`` has
    shape (shifts,). Raises ValueError for a shift of somebody who is not in the team.
    """
    check_agents(world, roster)
    team = world.scenario.team
    shifts_of: dict[str, list[int]] = {agent.id: [] for agent in team.agents}
    for number in sorted(range(len(roster.shifts)), key=lambda k: roster.shifts[k].start_minute):
        if not absent[number] and not roster.shifts[number].is_on_call:
            shifts_of[roster.shifts[number].agent_id].append(number)
    pauses: dict[int, list[Span]] = {}
    if team.shrinkage is not None:
        slots = _slots(roster, [shifts_of[agent.id] for agent in team.agents])
        pauses = draw_pauses(team.shrinkage, slots, seed, replication)
    duty = Duty(
        shift_start=[SECONDS_PER_MINUTE * one.start_minute for one in roster.shifts],
        shift_end=[SECONDS_PER_MINUTE * one.end_minute for one in roster.shifts],
        shift_paid_hours=[one.paid_minutes / 60.0 for one in roster.shifts],
    )
    for place, agent in enumerate(team.agents):
        for number in shifts_of[agent.id]:
            shift = roster.shifts[number]
            speed = learning_factor(team.learning, agent.started, shift.date)
            _add_shift(duty, shift, number, speed, pauses.get(place, []))
        duty.first.append(len(duty.starts))
    return duty


def _slots(roster: Roster, shifts_by_agent: list[list[int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs (agent index, slot) in which somebody works."""
    for agent, numbers in enumerate(shifts_by_agent):
        for number in numbers:
            shift = roster.shifts[number]
            first = int(shift.start_minute * SECONDS_PER_MINUTE // SLOT_SECONDS)
            last = int((shift.end_minute * SECONDS_PER_MINUTE - 1) // SLOT_SECONDS)
            yield from ((agent, slot) for slot in range(first, last + 1))


def _add_shift(duty: Duty, shift: Shift, number: int, speed: float, pauses: Sequence[Span]) -> None:
    """Add the segments of a shift, the work cut up by the pauses that fall into it."""
    for segment in shift.segments:
        start = segment.start_minute * SECONDS_PER_MINUTE
        end = segment.end_minute * SECONDS_PER_MINUTE
        works = segment.activity is Activity.WORK
        for first, last, is_pause in _parts(start, end, pauses if works else ()):
            duty.starts.append(first)
            duty.ends.append(last)
            duty.latest.append((end if is_pause else last) if works else np.inf)
            duty.is_work.append(works and not is_pause)
            duty.is_pause.append(is_pause)
            duty.speed.append(speed)
            duty.shift.append(number)


def _parts(start: float, end: float, pauses: Sequence[Span]) -> Iterator[tuple[float, float, bool]]:
    """Yield (start, end, whether a pause) of the parts into which pauses cut a segment."""
    for place in range(bisect_right(pauses, start, key=lambda span: span[1]), len(pauses)):
        begin, close = max(pauses[place][0], start), min(pauses[place][1], end)
        if begin >= end:
            break
        if begin > start:
            yield start, begin, False
        yield begin, close, True
        start = close
    if start < end:
        yield start, end, False
