"""Where a roster is shortest and why: what is needed against who could be there at all."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from scenarios.cap import CapWindow
from scenarios.queues import line_words
from scenarios.roster import Activity, Roster
from scheduler.explain.heads_conflicts import members_of
from scheduler.explain.over_cap import Over, over_cap
from scheduler.explain.who_could import Choices, WhoCould
from scheduler.explain.words import (
    contracted_in_words,
    hours_in_words,
    in_words,
    listed,
    long_span_in_words,
    slots_in_words,
    some_of,
    span_in_words,
)
from scheduler.people.calendar import Calendar
from scheduler.people.tours_of import tour_rules
from scheduler.requirement import HeadCount, Requirement, RoomRow
from scheduler.roster_model.build import add_shortage
from scheduler.roster_model.deferrable import missing_name
from scheduler.roster_model.fixed import fixed_ground
from scheduler.roster_model.relaxation import Relaxation
from scheduler.roster_model.supply import supply_of
from scheduler.roster_model.unions import unions_of

Floats = npt.NDArray[np.float64]
_LEAST = 0.01  # of a head or an hour: less is rounding
_MOST_NAMES = 4


@dataclass(frozen=True)
class Shortage:
    """A time in which work lacks people, or work that falls due and is not done."""

    what: str
    when: str
    hours: float  # agent-hours missing in all
    sentence: str  # needed, there, contracted, and what makes it fewer


def shortages(calendar: Calendar, requirement: Requirement, roster: Roster) -> tuple[Shortage, ...]:
    """Return where a roster lacks agents or room for hostile cases, what lacks most first.

    Hours whose mix alone lies above the cap are told as well; together it is what the plan prices
    as missing hours, but for what its rounds learned.
    """
    finder = _Finder(calendar, requirement, roster)
    found = [*finder.live(), *finder.heads(), *finder.deferrable(), *finder.room()]
    found += finder.over_cap()
    return tuple(sorted(found, key=lambda one: -one.hours))


@dataclass(frozen=True)
class _Need:
    """What some agents are wanted for in the slots of a row."""

    what: str
    members: tuple[int, ...]
    wanted: Floats  # heads, shape (slots,)
    lacking: Floats
    count: HeadCount | None = None


class _Finder:
    def __init__(self, calendar: Calendar, requirement: Requirement, roster: Roster) -> None:
        self.calendar, self.requirement, self.roster = calendar, requirement, roster
        self.step = calendar.scenario.horizon.interval_minutes
        self.present = _present(calendar, roster, repeats=requirement.repeats)
        rules = tour_rules(calendar, requirement, apart=True)
        self.who = WhoCould(calendar, rules, requirement.repeats)

    def live(self) -> Iterator[Shortage]:
        """Yield what pools lack; in an interval the joint lack of pools is told of the worst."""
        needs = list(self._pools())
        if not needs:
            return
        lacking = np.array([need.lacking for need in needs])
        worst = lacking.argmax(axis=0)
        for number, need in enumerate(needs):
            own = np.where(worst == number, need.lacking, 0.0)
            yield from self._spans(_Need(need.what, need.members, need.wanted, own))

    def heads(self) -> Iterator[Shortage]:
        """Yield what least numbers on duty lack."""
        for count in self.requirement.heads:
            members = tuple(members_of(self.calendar, count))
            wanted = count.wanted.astype(np.float64)
            there = self._starting(count) if count.template_id else self._through(members)
            what = self._counted(count)
            lacking = np.maximum(wanted - there, 0.0)
            yield from self._spans(_Need(what, members, wanted, lacking, count))

    def deferrable(self) -> Iterator[Shortage]:
        """Yield work that falls due on a day and is not done by then."""
        if not self.requirement.deferrable:
            return
        missing = self._undone_minutes()
        ends = self.requirement.bucket_ends
        starts = np.concatenate(([0], ends[:-1]))
        days = self.calendar.timeline.interval_day[starts // self.step]
        for line, row in zip(self.requirement.deferrable, missing / 60, strict=True):
            for day in np.unique(days[row > _LEAST]).tolist():
                own = np.flatnonzero((days == day) & (row > _LEAST))
                span = int(starts[own[0]]), int(ends[own[-1]])
                hours = float(row[own].sum())
                members = self._of_groups(line.group_ids)
                yield self._undone(line_words(line.line_id), members, day, span, hours)

    def room(self) -> Iterator[Shortage]:
        """Yield spans in which hostile cases find nobody with room left, each time told once."""
        rows = self.requirement.rooms
        lacking = [row.cases - self._room_in(row) for row in rows]
        worst = sorted(zip(rows, lacking, strict=True), key=lambda o: -o[1] * o[0].hours_per_case)
        told: list[RoomRow] = []
        for row, cases in worst:
            if cases > _LEAST and not any(_overlap(row, other) for other in told):
                told.append(row)
                yield self._no_room(row, cases)

    def over_cap(self) -> Iterator[Shortage]:
        """Yield people whose hours bring more hostile work than the cap allows."""
        for one in over_cap(self.calendar, self.requirement, self.roster):
            if one.hours > _LEAST:
                yield self._too_hostile(one)

    def _too_hostile(self, one: Over) -> Shortage:
        date = self.calendar.timeline.date(one.day)
        when = {
            CapWindow.SHIFT: f"the shift of {date:%A} {date}",
            CapWindow.WEEK: f"the week from {date}",
            CapWindow.HORIZON: "the horizon",
        }[one.window]
        said = (
            f"{when}: at the hours of {one.agent_id} more of what comes in is hostile than "
            f"{one.limit:.0%}, {one.contacts:.1f} contacts over it as things are expected "
            f"({hours_in_words(one.hours)} of work); the router has to make up for them"
        )
        return Shortage(f"hours of {one.agent_id} above the cap", when, one.hours, said)

    def _room_in(self, row: RoomRow) -> float:
        room_of = {agent_id: room for room in row.rooms for agent_id in room.agent_ids}
        return sum(
            room_of[shift.agent_id].on_shift(shift.paid_minutes)
            for shift in self.roster.shifts
            if shift.agent_id in room_of and not shift.is_on_call
            if shift.start_minute < row.end_minute and shift.end_minute > row.start_minute
        )

    def _no_room(self, row: RoomRow, cases: float) -> Shortage:
        what = listed([line_words(line_id) for line_id in row.line_ids])
        when = long_span_in_words(self.calendar.timeline, row.start_minute, row.end_minute)
        hours = cases * row.hours_per_case
        said = (
            f"{when}: {row.cases:.1f} cases of {what} labelled hostile come and fall due, and who "
            f"is on duty may take {row.cases - cases:.1f} of them within the limits on hostile "
            f"contacts and minutes ({hours:.1f} agent-hours missing in all)"
        )
        return Shortage(f"room for hostile cases of {what}", when, hours, said)

    def _undone_minutes(self) -> Floats:
        """Return the minutes given up when they fall due, shape (lines, buckets)."""
        calendar, requirement = self.calendar, self.requirement
        rules = tour_rules(calendar, requirement)
        ground = fixed_ground(calendar, rules, self.roster, repeats=requirement.repeats)
        add_shortage(ground, requirement, (), supply_of(ground))
        ground.finish()
        relaxed = Relaxation(ground.model).solve({})
        assert relaxed is not None, "what is missing may be as much as it takes"
        lines = requirement.deferrable
        found = np.zeros((len(lines), len(requirement.bucket_ends)))
        number = {variable.name: at for at, variable in enumerate(ground.model.proto.variables)}
        for row, line in enumerate(lines):
            for bucket in range(found.shape[1]):
                name = missing_name(line.line_id, bucket)
                if name in number:
                    found[row, bucket] = relaxed.values[number[name]]
        return found

    def _pools(self) -> Iterator[_Need]:
        live = self.requirement.live
        ids = [group.id for group in self.calendar.groups]
        served_by = [frozenset(ids.index(one) for one in pool.group_ids) for pool in live]
        for union in unions_of(served_by):
            pools = [live[number] for number in union.demands]
            wanted = np.sum([pool.agents for pool in pools], axis=0).astype(np.float64)
            members = self._of_groups([ids[group] for group in union.groups])
            there = self.present[list(members)].sum(axis=0)
            lines = [line_words(line) for pool in pools for line in pool.line_ids]
            lacking = np.maximum(wanted - there, 0.0)
            yield _Need(listed(lines), members, wanted, lacking)

    def _of_groups(self, group_ids: Iterable[str]) -> tuple[int, ...]:
        wanted = set(group_ids)
        return tuple(
            agent
            for group, members in zip(self.calendar.groups, self.calendar.members, strict=True)
            if group.id in wanted
            for agent in members
        )

    def _counted(self, count: HeadCount) -> str:
        asked = self.calendar.scenario.team.on_duty.get(count.name)
        return count.name if asked is None else f"{count.name} (skill {asked.skill})"

    def _through(self, members: Sequence[int]) -> Floats:
        found: Floats = (self.present[list(members)] > 1 - 1e-9).sum(axis=0).astype(np.float64)
        return found

    def _starting(self, count: HeadCount) -> Floats:
        there = np.zeros(len(count.wanted))
        for shift in self.roster.shifts:
            day = self.calendar.timeline.day_index(shift.date)
            own = shift.agent_id in count.agent_ids and 0 <= day < len(there)
            there[day] += own and shift.shape_id.split("@")[0] == count.template_id
        return there

    def _spans(self, need: _Need) -> Iterator[Shortage]:
        """Yield the spans of a day in which a need lacks something."""
        slots = np.flatnonzero(need.lacking > _LEAST).tolist()
        by_day = need.count is not None and need.count.template_id is not None
        days = self.calendar.timeline.interval_day
        keys = [
            (slot - place, slot if by_day else int(days[slot])) for place, slot in enumerate(slots)
        ]
        for _, own in groupby(zip(keys, slots, strict=True), key=lambda one: one[0]):
            yield self._short(need, [slot for _, slot in own])

    def _short(self, need: _Need, slots: Sequence[int]) -> Shortage:
        calendar = self.calendar
        worst = max(slots, key=lambda slot: need.lacking[slot])
        by_day = need.count is not None and need.count.template_id is not None
        if need.count is not None:
            when = slots_in_words(calendar, need.count, slots[0], slots[-1] + 1)
        else:
            first, last = slots[0] * self.step, (slots[-1] + 1) * self.step
            when = span_in_words(calendar.timeline, first, last)
        hours = float(need.lacking[slots].sum()) * (1.0 if by_day else self.step / 60)
        at = "" if by_day else f" at {calendar.timeline.local(worst * self.step):%H:%M}"
        lacks = need.lacking[worst]
        has = need.wanted[worst] - lacks
        unit = "shifts" if by_day else "agent-hours"
        said = (
            f"{when}: {need.what} needs {need.wanted[worst]:.0f}{at} and has {has:.3g} "
            f"({hours:.1f} {unit} missing in all); {self._why(need, worst)}"
        )
        return Shortage(need.what, when, hours, said)

    def _why(self, need: _Need, slot: int) -> str:
        """Return how many are contracted, what makes it fewer, and what the others do then."""
        choices = self.who.choices_at(need.count, slot)
        could = [one for one in need.members if self.who.could(one, choices)]
        said = contracted_in_words(len(need.members))
        away = [one for one in need.members if one not in could]
        said += self._fewer(away, choices, len(could))
        day = slot if need.count and need.count.template_id else self._day(slot)
        if len(could) > need.wanted[slot] - need.lacking[slot] + 0.5:
            said += f"; {self._busy(could, day, slot)}"
        return said

    def _fewer(self, away: Sequence[int], choices: Choices, left: int) -> str:
        """Return what keeps people away, each reason once, and how many it leaves."""
        if not away:
            return ""
        calendar = self.calendar
        reasons: dict[str, list[str]] = {}  # whose each of them is, unless it names the agent
        none = 0
        for agent in away:
            sources = self.who.against(agent, choices)
            none += not sources
            for one in sorted(sources):
                words, name = in_words(calendar, agent, one), calendar.agents[agent].id
                reasons.setdefault(words, []).extend([] if _names(words, name) else [name])
        told = [_reason(words, names) for words, names in reasons.items()]
        if (more := len(told) - _MOST_NAMES) > 0:
            told[_MOST_NAMES:] = [f"{more} reason{'s' if more > 1 else ''} like these"]
        if none:
            told.append(f"the lack of a shift at that time for {none}")
        many = len(told) > 1 or told[0].startswith("the hours")
        return f"; {listed(told)} {'make' if many else 'makes'} it {left}"

    def _busy(self, could: Sequence[int], day: int, slot: int) -> str:
        """Return what those do who could be there."""
        names = {self.calendar.agents[one].id for one in could}
        timeline = self.calendar.timeline
        own = {s.agent_id for s in self.roster.shifts if timeline.day_index(s.date) == day}
        minute = slot * self.step
        there = {s.agent_id for s in self.roster.shifts if s.start_minute <= minute < s.end_minute}
        here = len(names & there)
        other = len((names & own) - there)
        return (
            f"of {len(could)} who could be there {here} have a shift then, {other} at another time "
            f"of the day, {len(could) - here - other} none that day"
        )

    def _undone(
        self, what: str, members: Sequence[int], day: int, span: tuple[int, int], hours: float
    ) -> Shortage:
        calendar = self.calendar
        when = span_in_words(calendar.timeline, *span)
        slots = range(span[0] // self.step, -(-span[1] // self.step))
        names = {calendar.agents[one].id for one in members}
        day_of = calendar.timeline.day_index
        own = {s.agent_id for s in self.roster.shifts if day_of(s.date) == day} & names
        choices = tuple({c for slot in slots for c in self.who.choices_at(None, slot)})
        away = [one for one in members if not self.who.could(one, choices)]
        fewer = self._fewer(away, choices, len(members) - len(away))
        said = (
            f"{when}: {hours_in_words(hours)} of {what} fall due undone; of those who can do it "
            f"{contracted_in_words(len(members))}{fewer}; {len(own)} work that day"
        )
        return Shortage(what, when, hours, said)

    def _day(self, slot: int) -> int:
        return int(self.calendar.timeline.interval_day[slot])


def _names(words: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", words) is not None


def _reason(words: str, names: Sequence[str]) -> str:
    """Return what keeps people away, with whom, where the words do not say it."""
    return f"{words} of {listed(some_of(names))}" if names else words


def _overlap(one: RoomRow, other: RoomRow) -> bool:
    return one.start_minute < other.end_minute and other.start_minute < one.end_minute


def _present(calendar: Calendar, roster: Roster, *, repeats: bool) -> Floats:
    """Return which part of each interval each agent is at work, shape (agents, intervals)."""
    step, slots = calendar.scenario.horizon.interval_minutes, calendar.timeline.intervals
    place = {agent.id: number for number, agent in enumerate(calendar.agents)}
    minutes = np.zeros((len(place), slots * step))
    for shift in roster.shifts:
        for part in shift.segments:
            if part.activity is Activity.WORK:
                worked = np.arange(part.start_minute, part.end_minute)
                worked = worked % minutes.shape[1] if repeats else worked
                inside = worked[(worked >= 0) & (worked < minutes.shape[1])]
                minutes[place[shift.agent_id], inside] = 1
    found: Floats = minutes.reshape(len(place), slots, step).mean(axis=2)
    return found
