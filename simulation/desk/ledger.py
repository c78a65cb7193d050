"""The ledger: what each agent has met in window, shift and in a row, and what may still come."""

import math
from bisect import bisect_right

from scenarios.cap import CapWindow
from simulation.desk.decisions import (
    amount_holds,
    cases_ahead,
    part_inside,
    quota_holds,
    skewness,
    uncertainty,
)
from simulation.desk.duty import Duty
from simulation.desk.router import QuotaBroken, Routing
from simulation.desk.work_ahead import WorkAhead
from simulation.world import World

SHARE, CONTACTS, MINUTES, RUN = 1, 2, 3, 4


class Handed:
    """A case that was handed out, as the ledger counts it."""

    __slots__ = ("seen", "shift", "start", "window")

    def __init__(self, start: float, seen: bool, window: int, shift: int) -> None:
        """Note when, whether it counts as hostile in a row, and where it was counted."""
        self.start, self.seen, self.window, self.shift = start, seen, window, shift


class Ledger:
    """What each agent has met, as flat lists by agent index."""

    __slots__ = (
        "ahead", "contacts", "contacts_third", "contacts_variance", "debtors", "duty", "entries",
        "expected", "gated", "handed", "in_debt", "looks_ahead", "minutes", "minutes_third",
        "minutes_variance", "paid_hours", "quota", "shift", "trail", "variance", "week_starts",
        "window",
    )  # fmt: skip

    def __init__(self, world: World, routing: Routing, duty: Duty, counts: bool) -> None:
        """Start with nothing met; ``counts`` says whether anything will be counted."""
        agents = len(world.agent_ids)
        quota = self.quota = routing.quota
        self.duty = duty
        self.gated = routing.gated
        self.expected = [0.0] * agents  # hostile cases of the window
        self.variance = [0.0] * agents
        self.handed = [0] * agents  # cases of the window
        self.contacts = [0.0] * agents  # hostile cases of the shift, expected
        self.contacts_variance = [0.0] * agents
        self.contacts_third = [0.0] * agents  # third central moment
        self.minutes = [0.0] * agents  # hostile minutes of the window, expected
        self.minutes_variance = [0.0] * agents
        self.minutes_third = [0.0] * agents
        self.paid_hours = [0.0] * agents  # in the window, of shifts that have begun
        self.window = [0] * agents
        self.shift = [-1] * agents
        self.trail: list[list[Handed]] = [[] for _ in range(agents)]
        self.entries: dict[int, Handed] = {}
        weekly = quota.window is CapWindow.WEEK
        self.week_starts: list[float] = world.week_seconds.tolist()[1:] if weekly else []
        self.ahead = WorkAhead(duty, [*self.week_starts, world.horizon_seconds])
        self.looks_ahead = counts and any(self.gated) and any(quota.sure_rate)
        self.in_debt = [False] * agents  # beyond the share but for what is counted on
        self.debtors = 0

    def may_take(self, agent: int, queue: int, now: float) -> bool:
        """Whether the quota lets an agent take a case of a queue."""
        return not self.gated[queue] or not self.exceeded(agent, now, queue)

    def exceeded(self, agent: int, now: float, queue: int = -1) -> int:
        """Return the first form that does not hold, 0 where all do.

        As things are, or with one more case of a queue.
        """
        quota = self.quota
        chance = quota.chance[queue] if queue >= 0 else 0.0
        more, z = int(queue >= 0), quota.margin_z
        variance = chance * (1.0 - chance)
        if quota.share[agent] < math.inf and not quota_holds(
            self.expected[agent] + chance,
            self.variance[agent] + variance,
            self.handed[agent] + more,
            quota.share[agent],
            quota.burst,
            z,
            self._cases_ahead(agent, now) if self.looks_ahead else 0.0,
            quota.sure_chance[agent],
            quota.slope[agent],
        ):
            return SHARE
        hours = self.ahead.seconds(agent, now) / 3600.0
        if quota.contacts[agent] < math.inf:
            leak = quota.leak[agent] * hours
            if not amount_holds(
                self.contacts[agent] + chance + leak,
                self.contacts_variance[agent] + variance + leak,
                self.contacts_third[agent] + skewness(chance, 1.0, 1.0, 1.0) + leak,
                z,
                quota.contacts[agent],
            ):
                return CONTACTS
        if quota.per_hour[agent] < math.inf:
            mean, square, cube = 0.0, 0.0, 0.0
            if more:
                mean, square, cube = quota.minutes[queue], quota.square[queue], quota.cube[queue]
            if not amount_holds(
                self.minutes[agent] + chance * mean + quota.leak_minutes[agent] * hours,
                self.minutes_variance[agent]
                + uncertainty(chance, mean, square)
                + quota.leak_square[agent] * hours,
                self.minutes_third[agent]
                + skewness(chance, mean, square, cube)
                + quota.leak_cube[agent] * hours,
                z,
                quota.per_hour[agent] * self.paid_hours[agent],
            ):
                return MINUTES
        if quota.run[agent] and self._run(agent, now) + more > quota.run[agent]:
            return RUN
        return 0

    def count_case(self, agent: int, case: int, queue: int, breach: bool, now: float) -> None:
        """Count a case that is handed out; raises QuotaBroken beyond an unlogged quota."""
        quota = self.quota
        chance = quota.chance[queue]
        variance = chance * (1.0 - chance)
        self.handed[agent] += 1
        self.expected[agent] += chance
        self.variance[agent] += variance
        self.contacts[agent] += chance
        self.contacts_variance[agent] += variance
        self.contacts_third[agent] += skewness(chance, 1.0, 1.0, 1.0)
        self.minutes[agent] += chance * quota.minutes[queue]
        self.minutes_variance[agent] += uncertainty(
            chance, quota.minutes[queue], quota.square[queue]
        )
        self.minutes_third[agent] += skewness(
            chance, quota.minutes[queue], quota.square[queue], quota.cube[queue]
        )
        entry = Handed(now, self.gated[queue], self.window[agent], self.shift[agent])
        self.entries[case] = entry
        self.trail[agent].append(entry)
        if self.gated[queue] and not breach:
            form = self.exceeded(agent, now)
            if form:
                raise QuotaBroken(agent, form, quota)
        self._note_debt(agent)

    def close_case(self, agent: int, case: int, queue: int, hostile: bool, now: float) -> None:
        """Count what is known when a case ends: how long it took and, if marked, what it was."""
        entry = self.entries.pop(case, None)
        if entry is None:
            return
        quota = self.quota
        chance = quota.chance[queue]
        known = float(hostile) if quota.known_at_close else chance
        if quota.known_at_close:
            entry.seen = hostile
        change, settled = known - chance, known * (1.0 - known) - chance * (1.0 - chance)
        if entry.window == self.window[agent]:
            self.expected[agent] += change
            self.variance[agent] += settled
            spent = (now - entry.start) / 60.0
            self.minutes[agent] += known * spent - chance * quota.minutes[queue]
            self.minutes_variance[agent] += uncertainty(known, spent, spent**2) - uncertainty(
                chance, quota.minutes[queue], quota.square[queue]
            )
            self.minutes_third[agent] += skewness(known, spent, spent**2, spent**3) - skewness(
                chance, quota.minutes[queue], quota.square[queue], quota.cube[queue]
            )
            self._note_debt(agent)
        if entry.shift == self.shift[agent]:
            self.contacts[agent] += change
            self.contacts_variance[agent] += settled
            self.contacts_third[agent] += skewness(known, 1.0, 1.0, 1.0) - skewness(
                chance, 1.0, 1.0, 1.0
            )

    def begin_shift(self, agent: int, shift: int, now: float) -> None:
        """Note that an agent begins a shift of the roster."""
        self.shift[agent] = shift
        self.contacts[agent] = 0.0
        self.contacts_variance[agent] = 0.0
        self.contacts_third[agent] = 0.0
        if self.quota.window is CapWindow.SHIFT:
            self.new_window(agent, now)
        else:
            self.paid_hours[agent] += self._paid_now(agent, now)

    def new_window(self, agent: int, now: float) -> None:
        """Start a new window of the quota."""
        self.window[agent] += 1
        self.expected[agent] = 0.0
        self.variance[agent] = 0.0
        self.handed[agent] = 0
        self.minutes[agent] = 0.0
        self.minutes_variance[agent] = 0.0
        self.minutes_third[agent] = 0.0
        self.paid_hours[agent] = self._paid_now(agent, now)
        self._set_debt(agent, False)
        self.ahead.new_window(agent, now)

    def _paid_now(self, agent: int, now: float) -> float:
        """Return the paid hours of the last shift begun that lie in the window under way."""
        shift, duty = self.shift[agent], self.duty
        if shift < 0:
            return 0.0
        place = bisect_right(self.week_starts, now)
        begin = self.week_starts[place - 1] if place else -math.inf
        until = self.week_starts[place] if place < len(self.week_starts) else math.inf
        inside = part_inside(duty.shift_start[shift], duty.shift_end[shift], begin, until)
        return duty.shift_paid_hours[shift] * inside

    def _run(self, agent: int, now: float) -> int:
        """Return how many hostile cases in a row the agent may have had, counted past the limit.

        What was begun at one instant has no order, so the worst one counts.
        """
        trail, limit = self.trail[agent], self.quota.run[agent]
        run, place = 0, len(trail) - 1
        while place >= 0 and run <= limit:
            start, broken = trail[place].start, False
            while place >= 0 and trail[place].start == start:
                if trail[place].seen:
                    run += 1
                elif start < now:
                    broken = True
                place -= 1
            if broken:
                break
        return run

    def _cases_ahead(self, agent: int, now: float) -> float:
        return cases_ahead(self.quota.sure_rate[agent], self.ahead.seconds(agent, now))

    def _note_debt(self, agent: int) -> None:
        """Note whether an agent is beyond the share but for what is counted on."""
        if not self.looks_ahead:
            return
        quota = self.quota
        held = quota_holds(
            self.expected[agent],
            self.variance[agent],
            self.handed[agent],
            quota.share[agent],
            quota.burst,
            quota.margin_z,
            0.0,
            0.0,
            quota.slope[agent],
        )
        self._set_debt(agent, not held)

    def _set_debt(self, agent: int, in_debt: bool) -> None:
        self.debtors += in_debt - self.in_debt[agent]
        self.in_debt[agent] = in_debt
