"""What the people of a roster could take of what comes in, window by window."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scenarios.cap import CapWindow
from scenarios.cap_layers import all_limits
from scenarios.queues import Group, Line, groups_of, lines_of, serves
from scenarios.roster import Activity, Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.cap.elastic import cheapest, only_unanswered
from scheduler.cap.flows import Flows
from scheduler.cap.lots import lots_of, numbered, share_classes
from scheduler.cap.team_flows import Flow, exits_of, flows_from, together
from scheduler.gross_up import best_pace
from simulation.arrivals.workload import Workload

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Up to so many people the time is looked at hour by hour, beyond it day by day.
_MOST_BY_THE_HOUR = 40
_HAIR = 1e-6


@dataclass(frozen=True)
class Taker:
    """One agent in one window of the cap."""

    agent_id: str
    window: int


@dataclass(frozen=True)
class RosterFlows:
    """A roster's programme and whom its rows are about."""

    flows: Flows
    takers: tuple[Taker, ...]
    channels: tuple[str, ...]  # of each source
    more_rooms: Ints  # (purchases, 2): rooms that an hour more of somebody adds to
    more_agents: tuple[str, ...]  # whose hour it is


def roster_flows(
    scenario: Scenario, workload: Workload, roster: Roster, *, present_share: float = 1.0
) -> RosterFlows:
    """Return the programme of a roster.

    Live cases go to who is at work in the hour in which they come (for teams above forty: on the
    day), others to anybody's working time of the week in which they come or the next. Pace and
    chats at once are as in ``team_flows``; ``present_share`` is the part of rostered time in
    which people are at the desk. Live cases that come while nobody is at work are left out.
    """
    return _Builder(scenario, workload, roster, present_share).build()


def answering_most(made: RosterFlows) -> RosterFlows:
    """Return the same programme with leave to turn away the cases for which there is no time.

    The number that may go is the least there can be without any limit on hostile work.
    """
    flows = made.flows
    takers = len(flows.own_share)
    free = replace(
        flows,
        own_share=np.ones(takers),
        most_contacts=np.full(takers, np.inf),
        most_minutes=np.full(takers, np.inf),
    )
    if free.holds(1.0):
        return made
    return replace(made, flows=with_budget(flows, least_unanswered(free)))


def least_unanswered(flows: Flows) -> float:
    """Return the least number of cases that stay unanswered."""
    return float(cheapest(flows, 1.0, only_unanswered(flows)).unanswered.sum())


def with_budget(flows: Flows, cases: float) -> Flows:
    """Return the flows with a way out for so many cases of any kind."""
    sources = np.arange(len(flows.cases))
    room = len(flows.room_minutes)
    wide = flows.rooms.shape[1]
    out = np.full((len(sources), wide), -1, dtype=np.int64)
    out[:, 0] = room
    return replace(
        flows,
        source=np.concatenate([flows.source, sources]),
        taker=np.concatenate([flows.taker, np.full(len(sources), -1)]),
        minutes=np.concatenate([flows.minutes, np.ones(len(sources))]),
        rooms=np.concatenate([flows.rooms, out]),
        room_minutes=np.append(flows.room_minutes, cases + _HAIR),
    )


class _Builder:
    def __init__(
        self, scenario: Scenario, workload: Workload, roster: Roster, present_share: float
    ) -> None:
        self.scenario, self.workload, self.present = scenario, workload, present_share
        self.timeline = Timeline(scenario.horizon)
        self.lines: tuple[Line, ...] = lines_of(scenario)
        groups = groups_of(scenario)
        self.group_of: dict[str, Group] = {a: g for g in groups for a in g.agent_ids}
        self.limits = all_limits(scenario)
        self.slot_of = self._slots()
        self.takers: dict[Taker, int] = {}
        self.rooms: list[float] = []
        self.paid: dict[int, float] = defaultdict(float)  # hours by taker
        self.shifts: dict[int, int] = defaultdict(int)
        # Who is at work in a slot, and on a day: taker, room.
        self.by_slot: dict[int, dict[int, int]] = defaultdict(dict)
        self.by_day: dict[int, dict[int, int]] = defaultdict(dict)
        for number, shift in enumerate(roster.shifts):
            self._add(number, shift)

    def _slots(self) -> Ints:
        """Return the slot of each interval: an hour of a day, or the day."""
        day = self.timeline.interval_day
        if len(self.scenario.team.agents) > _MOST_BY_THE_HOUR:
            return day
        per_hour = 60 // self.scenario.horizon.interval_minutes
        return np.asarray(np.arange(len(day)) // per_hour, dtype=np.int64)

    @property
    def _window(self) -> CapWindow:
        return CapWindow.WEEK if self.scenario.cap is None else self.scenario.cap.window

    def _taker(self, agent_id: str, number: int, day: int) -> int:
        places = {CapWindow.SHIFT: number, CapWindow.WEEK: day // 7, CapWindow.HORIZON: 0}
        return self.takers.setdefault(Taker(agent_id, places[self._window]), len(self.takers))

    def _add(self, number: int, shift: Shift) -> None:
        """Add the working time of a shift, by slot and by day."""
        step, last = self.scenario.horizon.interval_minutes, self.timeline.intervals - 1
        days: dict[int, int] = {}  # a day of each window that the shift works in
        for part in shift.segments:
            if part.activity is not Activity.WORK:
                continue
            for interval in range(part.start_minute // step, -(-part.end_minute // step)):
                start, end = interval * step, (interval + 1) * step
                minutes = min(part.end_minute, end) - max(part.start_minute, start)
                if 0 <= interval <= last and minutes > 0:
                    day = int(self.timeline.interval_day[interval])
                    days[self._taker(shift.agent_id, number, day)] = day
                    self._add_time(number, shift.agent_id, interval, day, float(minutes))
        for taker, day in days.items():
            # Paid time is split by time; all hostile contacts of a shift may fall into either week.
            self.paid[taker] += self._inside(shift, day // 7) * shift.paid_minutes / 60
            self.shifts[taker] += 1

    def _inside(self, shift: Shift, week: int) -> float:
        """Return the part of a shift that counts in a week; all of it where no week is judged.

        What lies before or after the horizon counts in its first or last week.
        """
        if self._window is not CapWindow.WEEK:
            return 1.0
        start, end, weeks = shift.start_minute, shift.end_minute, self.scenario.horizon.weeks
        low = self.timeline.minute(7 * week, 0) if week > 0 else start
        high = self.timeline.minute(7 * week + 7, 0) if week + 1 < weeks else end
        return (min(high, end) - max(low, start)) / (end - start)

    def _add_time(
        self, number: int, agent_id: str, interval: int, day: int, minutes: float
    ) -> None:
        taker = self._taker(agent_id, number, day)
        for known, key in ((self.by_slot, int(self.slot_of[interval])), (self.by_day, day)):
            if taker not in known[key]:
                known[key][taker] = len(self.rooms)
                self.rooms.append(0.0)
            self.rooms[known[key][taker]] += minutes * self.present

    def build(self) -> RosterFlows:
        """Return the programme."""
        agents = [taker.agent_id for taker in self.takers]
        parts = self._parts(agents)
        lots = lots_of(self.scenario, self.workload, parts)
        flows: list[Flow] = []
        for number, lot in enumerate(lots):
            line = self.lines[lot.line]
            pace = {
                agent: lot.minutes * self._pace(line, agent)
                for agent in set(agents)
                if serves(self.group_of[agent], line)
            }
            for taker, rooms in self._places(line, parts[lot.line], lot.part):
                if agents[taker] in pace:
                    flows.append(Flow(number, taker, pace[agents[taker]], rooms))
        exits = exits_of(self.scenario, self.lines, lots, first_room=len(self.rooms))
        programme = flows_from(
            lots,
            [*flows, *exits.flows],
            [*self.rooms, *exits.room_cases],
            [self._limits(taker, agent) for taker, agent in enumerate(agents)],
        )
        channels = tuple(self.lines[lot.line].channel_id for lot in lots)
        more, whose = self._more(agents)
        return RosterFlows(programme, tuple(self.takers), channels, more, whose)

    def _more(self, agents: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
        """Return what an hour more adds to: somebody's slot with its day, or the day alone."""
        day_of = {
            int(slot): int(day)
            for slot, day in zip(self.slot_of, self.timeline.interval_day, strict=True)
        }
        pairs = [
            ((room, self.by_day[day_of[slot]][taker]), agents[taker])
            for slot, takers in self.by_slot.items()
            for taker, room in takers.items()
        ]
        pairs += [
            ((room, -1), agents[taker])
            for takers in self.by_day.values()
            for taker, room in takers.items()
        ]
        rooms = np.array([one for one, _ in pairs], dtype=np.int64).reshape(-1, 2)
        return rooms, tuple(agent for _, agent in pairs)

    def _places(self, line: Line, parts: Ints, part: int) -> list[tuple[int, tuple[int, ...]]]:
        """Return who may take cases of a part, with the rooms that they fill."""
        interval = int(np.argmax(parts == part))
        day = int(self.timeline.interval_day[interval])
        if line.live:
            slot = int(self.slot_of[interval])
            return [
                (taker, (room, self.by_day[day][taker]))
                for taker, room in self.by_slot[slot].items()
            ]
        week = day // 7
        return [
            (taker, (room,))
            for later in range(7 * week, min(7 * week + 14, self.scenario.horizon.days))
            for taker, room in self.by_day.get(later, {}).items()
        ]

    def _parts(self, agents: Sequence[str]) -> Ints:
        parts = share_classes(self.workload)
        week = self.timeline.interval_day // 7
        for number, line in enumerate(self.lines):
            if line.live:
                open_ = {
                    slot
                    for slot, takers in self.by_slot.items()
                    if any(serves(self.group_of[agents[taker]], line) for taker in takers)
                }
                answered = np.isin(self.slot_of, list(open_))
                parts[number] = np.where(answered, numbered(self.slot_of), -1)
            else:
                parts[number] = numbered(week, parts[number])
        return parts

    def _pace(self, line: Line, agent_id: str) -> float:
        alone = replace(self.group_of[agent_id], agent_ids=(agent_id,))
        pace = best_pace(self.scenario, line.channel_id, alone)
        return pace * together(self.scenario.channels[line.channel_id])

    def _limits(self, taker: int, agent_id: str) -> tuple[float, float, float]:
        cap, own = self.scenario.cap, self.limits[agent_id]
        teams = own.hostile is None or (cap is not None and own.hostile == cap.hostile)
        contacts, minutes = own.contacts_per_shift, own.minutes_per_paid_hour
        return (
            np.nan if own.hostile is None or teams else own.hostile,
            np.inf if contacts is None else float(contacts * self.shifts[taker]),
            np.inf if minutes is None else minutes * self.paid[taker],
        )
