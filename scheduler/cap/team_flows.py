"""What the team could take of what comes in, before there is a roster."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.cap import Then
from scenarios.channels import Channel
from scenarios.queues import Line, lines_of, serves
from scenarios.scenario import Scenario
from scheduler.cap.flows import Flows
from scheduler.cap.kinds import Kind, most_paid_hours, most_shifts
from scheduler.cap.lots import Lot, lots_of, numbered, share_classes
from scheduler.gross_up import best_pace
from simulation.arrivals.workload import Workload

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_NOBODY = -1  # no limit counts what goes there


@dataclass(frozen=True)
class Flow:
    """One way that the cases of a lot can go."""

    lot: int
    taker: int
    minutes: float
    rooms: tuple[int, ...]


@dataclass(frozen=True)
class Exits:
    """Ways out of the team: rooms in cases, and who may go there."""

    flows: tuple[Flow, ...]
    room_cases: tuple[float, ...]


def team_flows(scenario: Scenario, workload: Workload, kinds: Sequence[Kind]) -> Flows:
    """Return the programme of a team: kinds of people, their contracts, and ways out of it.

    Live cases go to people who could be on duty when they come; what comes while nobody could be
    is left out. Others can wait for anybody who serves the line. The pace is that of the fastest,
    chats are held as many at once as saves most time, and whatever leaves the team to an agency,
    a desk or moderation may be hostile without limit: what cannot hold here holds for no roster.
    """
    lines = lines_of(scenario)
    parts = _parts(lines, workload, kinds)
    lots = lots_of(scenario, workload, parts)
    rooms = [
        one.most_minutes + len(one.agent_ids) * one.eve_minutes
        for one in kinds
        if one.most_minutes is not None
    ]
    room_of = _places(kinds)
    flows = [
        Flow(number, k, lot.minutes * least_time(scenario, line, kind), (room_of[k],))
        for number, lot in enumerate(lots)
        for k, kind in enumerate(kinds)
        if serves(kind.group, line := lines[lot.line])
        and (not line.live or kind.there[_first(parts[lot.line], lot.part)])
    ]
    exits = exits_of(scenario, lines, lots, first_room=len(rooms))
    limits = [limits_on(scenario, kind) for kind in kinds]
    return flows_from(lots, [*flows, *exits.flows], [*rooms, *exits.room_cases], limits)


def flows_from(
    lots: Sequence[Lot],
    flows: Sequence[Flow],
    rooms: Sequence[float],
    limits: Sequence[tuple[float, float, float]],
) -> Flows:
    """Return the columns of a programme; ``limits`` are share, contacts and minutes by taker."""
    wide = max((len(one.rooms) for one in flows), default=1)
    padded = [(*one.rooms, *(_NOBODY,) * (wide - len(one.rooms))) for one in flows]
    columns = np.array(limits, dtype=np.float64).reshape(-1, 3)
    return Flows(
        cases=np.array([lot.cases for lot in lots]),
        hostile_chance=np.array([lot.hostile_chance for lot in lots]),
        hostile_minutes=np.array([lot.hostile_minutes for lot in lots]),
        source=np.array([one.lot for one in flows], dtype=np.int64),
        taker=np.array([one.taker for one in flows], dtype=np.int64),
        minutes=np.array([one.minutes for one in flows]),
        rooms=np.array(padded, dtype=np.int64).reshape(len(flows), wide),
        room_minutes=np.array(rooms),
        own_share=columns[:, 0],
        most_contacts=columns[:, 1],
        most_minutes=columns[:, 2],
    )


def limits_on(scenario: Scenario, kind: Kind) -> tuple[float, float, float]:
    """Return what a kind may take over the horizon: own share, hostile contacts, minutes.

    The share is NaN where it is the team's; contacts and minutes are the most that their
    contracts allow, with a shift from the evening before; infinity without a limit.
    """
    cap, limits = scenario.cap, kind.limits
    eves = len(kind.agent_ids) if kind.eve_minutes else 0
    shifts = most_shifts(scenario, kind.agent_ids) + eves
    hours = most_paid_hours(scenario, kind.agent_ids) + eves * kind.eve_minutes / 60
    contacts, minutes = limits.contacts_per_shift, limits.minutes_per_paid_hour
    teams = limits.hostile is None or (cap is not None and limits.hostile == cap.hostile)
    return (
        np.nan if limits.hostile is None or teams else limits.hostile,
        np.inf if contacts is None else contacts * float(shifts),
        np.inf if minutes is None else minutes * hours,
    )


def exits_of(
    scenario: Scenario, lines: Sequence[Line], lots: Sequence[Lot], first_room: int
) -> Exits:
    """Return the ways by which cases leave the team; their rooms follow ``first_room``."""
    flows: list[Flow] = []
    rooms: list[float] = []
    for number, lot in enumerate(lots):
        most = _most_out(scenario, lines[lot.line], lot)
        if most > 0:
            room = first_room + len(rooms) if np.isfinite(most) else _NOBODY
            flows.append(Flow(number, _NOBODY, 1.0, (room,)))
            rooms += [most] if np.isfinite(most) else []
    return Exits(tuple(flows), tuple(rooms))


def _most_out(scenario: Scenario, line: Line, lot: Lot) -> float:
    """Return how many cases of a lot may leave the team."""
    steps = scenario.cap.when_blocked if scenario.cap is not None else ()
    taken = [
        line.channel_id in desk.channels and (lot.labelled_hostile or not desk.only_hostile)
        for desk in scenario.external_desks.values()
    ]
    handed = lot.labelled_hostile and any(s.then in (Then.DESK, Then.MODERATE) for s in steps)
    if any(taken) or handed:
        return np.inf
    moderation = scenario.channels[line.channel_id].moderation
    if moderation is None or not lot.labelled_hostile:
        return 0.0
    gone = moderation.share * (moderation.closes_share if moderation.to is None else 1.0)
    return gone * lot.cases


def _parts(lines: Sequence[Line], workload: Workload, kinds: Sequence[Kind]) -> Ints:
    """Return the part of the time of each line and interval: who could be there, and the share."""
    there = np.stack([kind.there for kind in kinds]) if kinds else np.zeros((0, 0), dtype=np.bool_)
    who = numbered(*there.astype(np.int64))
    parts = share_classes(workload)
    for number, line in enumerate(lines):
        if line.live:
            serving = [serves(kind.group, line) for kind in kinds]
            somebody = there[serving].any(axis=0)
            parts[number] = np.where(somebody, numbered(who, parts[number]), -1)
        else:
            parts[number] = numbered(parts[number])
    return parts


def _first(parts: Ints, part: int) -> int:
    """Return the first interval of a part."""
    return int(np.argmax(parts == part))


def _places(kinds: Sequence[Kind]) -> list[int]:
    """Return the room of each kind; -1 where nothing limits their time."""
    places, last = [], 0
    for kind in kinds:
        places.append(_NOBODY if kind.most_minutes is None else last)
        last += kind.most_minutes is not None
    return places


def least_time(scenario: Scenario, line: Line, kind: Kind) -> float:
    """Return the least working time over the handle time: the fastest, as many at once as helps."""
    pace = best_pace(scenario, line.channel_id, kind.group)
    return pace * together(scenario.channels[line.channel_id])


def together(channel: Channel) -> float:
    """Return the least time that a case takes of an agent who holds several, over its own.

    n at once take 1 + slowdown x (n - 1) of their time each, so (1 + slowdown (n - 1)) / n.
    """
    slowdown = channel.concurrency_slowdown
    return min(
        (1.0 + slowdown * (count - 1)) / count for count in range(1, channel.concurrency + 1)
    )
