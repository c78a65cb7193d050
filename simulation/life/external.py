"""External desks: agencies and departments that take cases which have waited long enough."""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenarios.timeline import Timeline
from simulation.desk.clock import Bell, Happening, Ring
from simulation.records import TaskOutcome
from simulation.world import SECONDS_PER_MINUTE

if TYPE_CHECKING:
    from simulation.life.life import Life

DESK_END, DESK_OPEN = int(Happening.DESK_END), int(Happening.DESK_OPEN)
OVERFLOW = int(Happening.OVERFLOW)


class ExternalDesks:
    """What each desk may take, has in hand and has taken today."""

    __slots__ = (
        "busy", "by_ladder", "desks_of", "end_ring", "life", "line", "open_from", "open_to",
        "overflow_ring", "said", "step", "taken",
    )  # fmt: skip

    def __init__(self, life: "Life") -> None:
        """Start with idle desks, and await their opening."""
        scenario = life.world.scenario
        self.life = life
        self.by_ladder = life.desk.routing.steps.by_ladder
        self.step = life.desk.routing.steps.of_desk
        self.said = list(scenario.external_desks.values())
        self.desks_of = [
            [number for number, one in enumerate(self.said) if channel_id in one.channels]
            for channel_id in scenario.channels
        ]
        self.line: list[deque[int]] = [deque() for _ in self.said]  # rows it may take by now
        self.busy = [0] * len(self.said)
        self.taken: list[dict[int, int]] = [{} for _ in self.said]  # by day
        self.end_ring: Ring = [self.on_end]
        self.overflow_ring: Ring = [self.on_overflow]
        timeline = Timeline(scenario.horizon)
        windows = [
            [(0, timeline.total_minutes)]
            if one.opening is None
            else timeline.open_windows(one.opening)
            for one in self.said
        ]
        self.open_from = [[w[0] * SECONDS_PER_MINUTE for w in own] for own in windows]
        self.open_to = [[w[1] * SECONDS_PER_MINUTE for w in own] for own in windows]
        self._set_openings()

    def _set_openings(self) -> None:
        env = self.life.desk.env
        midnights = (self.life.world.day_minutes[:-1] * SECONDS_PER_MINUTE).tolist()
        ring: Ring = [self.on_open]
        for number, one in enumerate(self.said):
            moments = set(self.open_from[number])
            if one.most_cases_per_day is not None:
                moments.update(midnights)
            for moment in sorted(moments):
                env.set(Bell(env, ring), moment, DESK_OPEN, number)

    def await_overflow(self, row: int, now: float, known: Sequence[int] = ()) -> None:
        """Await the time at which desks may take a task that waits, but for those that know it."""
        desk, channel = self.life.desk, self.life.rows.channel[row]
        for number in self.desks_of[channel]:
            one = self.said[number]
            if self.by_ladder[number] or number in known:
                continue
            if one.only_hostile and not self.life.rows.labelled(row):
                continue
            time = max(desk.arrival[row] + one.after_seconds, now)
            place = row * len(self.said) + number
            desk.env.set(Bell(desk.env, self.overflow_ring), time, OVERFLOW, place)

    def on_overflow(self, bell: Bell) -> None:
        """Let a desk know of a task that it may take."""
        row, number = divmod(bell.number, len(self.said))
        if self._may_take(row, number):
            self.line[number].append(row)
            self._take_more(number, self.life.desk.env._now)

    def hand(self, row: int, number: int, now: float) -> None:
        """Let a desk know of a blocked case that a step hands to it."""
        if self._may_take(row, number):
            self.line[number].append(row)
            self._take_more(number, now)

    def on_open(self, bell: Bell) -> None:
        """Let a desk take what waits when it opens or a new day begins."""
        self._take_more(bell.number, self.life.desk.env._now)

    def on_end(self, bell: Bell) -> None:
        """End a case at an external desk."""
        row, life = bell.number, self.life
        now, number = life.desk.env._now, life.rows.external[row]
        life.desk.log.end[row] = now
        self.busy[number] -= 1
        life.answered(row, now)
        self._take_more(number, now)

    def _take_more(self, number: int, now: float) -> None:
        line = self.line[number]
        while line and self._has_room(number, now):
            row = line.popleft()
            if self._may_take(row, number):
                self._take(row, number, now)

    def _may_take(self, row: int, number: int) -> bool:
        """Whether a task still waits, and on a channel of the desk; moderation may move it."""
        if not self.life.desk.waiting.is_waiting[row]:
            return False
        return number in self.desks_of[self.life.rows.channel[row]]

    def _has_room(self, number: int, now: float) -> bool:
        one = self.said[number]
        if self.busy[number] >= one.capacity:
            return False
        place = bisect_right(self.open_from[number], now) - 1
        if place < 0 or now >= self.open_to[number][place]:
            return False
        most = one.most_cases_per_day
        return most is None or self.taken[number].get(self._day(now), 0) < most

    def _day(self, now: float) -> int:
        days = self.life.world.day_minutes
        return int(days.searchsorted(now / SECONDS_PER_MINUTE, side="right")) - 1

    def _take(self, row: int, number: int, now: float) -> None:
        life, desk, one = self.life, self.life.desk, self.said[number]
        desk.waiting.drop(desk.queue[row], row)
        life.meet_truth(row, now)
        day = self._day(now)
        self.taken[number][day] = self.taken[number].get(day, 0) + 1
        self.busy[number] += 1
        life.rows.external[row] = number
        desk.log.start[row] = now
        desk.log.outcome[row] = TaskOutcome.EXTERNAL
        if self.step[number] >= 0:
            desk.log.steps[row] |= 1 << self.step[number]
        seconds = desk.handle[row] * one.handle_time_factor
        if desk.hostile[row]:
            seconds *= life.world.channels[life.rows.channel[row]].hostile_factor
        if life.world.queue_live[desk.queue[row]]:
            life.note_reply(row)
        desk.env.set(Bell(desk.env, self.end_ring), now + seconds, DESK_END, row)
