"""What must hold of every run's records, recomputed from the records alone."""

import math
from collections import defaultdict

import numpy as np

from scenarios.assignment import AssignmentRules, Quota, QuotaLimits, RoutingPolicy
from scenarios.cap import CapWindow
from scenarios.queues import groups_of, queues_of
from scenarios.roster import Activity, Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from simulation.records import Records, TaskOutcome

NEAR = 1e-6  # seconds


def check_all(said: Scenario, roster: Roster, rules: AssignmentRules, records: Records) -> None:
    check_conservation(records)
    check_little(said, records)
    check_duty(roster, records)
    check_nobody_works_off_shift(records)
    check_concurrency(said, records)
    check_eligibility(said, rules, records)
    check_cool_down(said, rules, records)
    check_quota(said, roster, rules, records)


def check_conservation(records: Records) -> None:
    """Every case is answered, abandoned, moderated or open, and its columns say so alike."""
    tasks = records.tasks
    hidden = tasks.outcome == TaskOutcome.MODERATED
    answered = tasks.outcome == TaskOutcome.ANSWERED
    left = tasks.outcome == TaskOutcome.ABANDONED
    still = tasks.outcome == TaskOutcome.OPEN
    assert (answered | left | hidden | still).all()
    assert len(np.unique(tasks.case_id)) == len(tasks.case_id)
    assert (np.diff(tasks.arrival_seconds) >= 0).all()
    assert ((tasks.agent >= 0) == answered).all()
    assert (~np.isnan(tasks.start_seconds) == answered).all()
    assert (np.isnan(tasks.end_seconds) == still).all()
    assert (tasks.start_seconds[answered] >= tasks.arrival_seconds[answered]).all()
    assert (tasks.end_seconds[answered] > tasks.start_seconds[answered]).all()
    gone = left | hidden
    assert (tasks.end_seconds[gone] >= tasks.arrival_seconds[gone]).all()


def check_little(said: Scenario, records: Records) -> None:
    """The integral of the number waiting is the sum of the waits (Little 1961), exactly."""
    tasks = records.tasks
    last = 60.0 * Timeline(said.horizon).total_minutes
    closed = max([last, *records.agents.end_seconds.tolist()])
    waited_until = np.where(
        tasks.outcome == TaskOutcome.ANSWERED, tasks.start_seconds, tasks.end_seconds
    )
    waited_until = np.where(tasks.outcome == TaskOutcome.OPEN, closed, waited_until)
    moments = sorted(
        [(moment, 1) for moment in tasks.arrival_seconds.tolist()]
        + [(moment, -1) for moment in waited_until.tolist()]
    )
    area, number, before = 0.0, 0, 0.0
    for moment, change in moments:
        area += number * (moment - before)
        number, before = number + change, moment
    assert number == 0
    waits = float((waited_until - tasks.arrival_seconds).sum())
    assert math.isclose(area, waits, rel_tol=1e-9, abs_tol=NEAR)


def check_duty(roster: Roster, records: Records) -> None:
    """Segments of an agent do not overlap, start no earlier than rostered, breaks keep length."""
    duty = records.agents
    until: dict[int, float] = defaultdict(lambda: -math.inf)
    order = np.lexsort((duty.start_seconds, duty.agent))
    breaks: dict[int, list[float]] = defaultdict(list)
    for row in order:
        agent, shift = int(duty.agent[row]), roster.shifts[duty.shift[row]]
        assert duty.start_seconds[row] >= until[agent]
        assert duty.start_seconds[row] >= 60.0 * shift.start_minute
        until[agent] = float(duty.end_seconds[row])
        if not duty.is_work[row]:
            length = (duty.end_seconds[row] - duty.start_seconds[row]) / 60.0
            breaks[int(duty.shift[row])].append(float(length))
    for number in set(duty.shift.tolist()):
        rostered = [
            one.minutes for one in roster.shifts[number].segments if one.activity is Activity.BREAK
        ]
        assert np.allclose(breaks[number], rostered)


def check_nobody_works_off_shift(records: Records) -> None:
    """Each case is begun within a working segment as rostered, and ended within it as it was."""
    tasks, duty = records.tasks, records.agents
    for task in np.flatnonzero(tasks.agent >= 0):
        start, end = tasks.start_seconds[task], tasks.end_seconds[task]
        holding = (
            (duty.agent == tasks.agent[task])
            & duty.is_work
            & (duty.start_seconds <= start)
            & (start < duty.end_seconds)
        )
        assert holding.sum() == 1
        assert end <= duty.end_seconds[holding][0] + NEAR


def check_concurrency(said: Scenario, records: Records) -> None:
    """At no moment more at once than allowed, and never two channels at once."""
    tasks = records.tasks
    queues = queues_of(said)
    for agent in set(tasks.agent[tasks.agent >= 0].tolist()):
        mine = np.flatnonzero(tasks.agent == agent)
        for task in mine:
            start = tasks.start_seconds[task]
            at_once = mine[(tasks.start_seconds[mine] <= start) & (start < tasks.end_seconds[mine])]
            channels = {queues[tasks.queue[other]].line.channel_id for other in at_once}
            assert len(channels) == 1
            assert len(at_once) <= said.channels[channels.pop()].concurrency


def check_eligibility(said: Scenario, rules: AssignmentRules, records: Records) -> None:
    """Nobody handles what their group has no rule for."""
    tasks = records.tasks
    allowed = {(rule.group_id, rule.queue_id) for rule in rules.group_rules}
    group = {name: one.id for one in groups_of(said) for name in one.agent_ids}
    queues = queues_of(said)
    for agent, queue in zip(tasks.agent.tolist(), tasks.queue.tolist(), strict=True):
        if agent >= 0:
            assert (group[said.team.agents[agent].id], queues[queue].id) in allowed


def check_cool_down(said: Scenario, rules: AssignmentRules, records: Records) -> None:
    """Nothing is begun within the cool-down after a truly hostile case."""
    tasks = records.tasks
    for task in np.flatnonzero(tasks.hostile & (tasks.agent >= 0)):
        end = tasks.end_seconds[task]
        cool_down = rules.cool_downs[said.team.agents[tasks.agent[task]].id]
        if cool_down.after_run > 1:
            continue
        begun = tasks.start_seconds[tasks.agent == tasks.agent[task]]
        too_soon = (begun >= end) & (begun < end + cool_down.seconds - NEAR)
        # One begun at the very instant, before the hostile one ended, would not be too soon;
        # instants coincide only in constructed cases.
        assert not too_soon.any()


def check_quota(said: Scenario, roster: Roster, rules: AssignmentRules, records: Records) -> None:
    """Every labelled hostile case was within the quota when handed out, or logged as a breach.

    Within the share counting the harmless cases that the rest of the roster's shift was to bring.
    """
    quota = rules.quota
    if quota is None or rules.policy is not RoutingPolicy.PLAN:
        return
    tasks = records.tasks
    # A call in vain meets nobody and does not count.
    met = (tasks.agent >= 0) & (tasks.outcome != TaskOutcome.UNREACHED)
    for agent in set(tasks.agent[met].tolist()):
        own = quota.limits.get(said.team.agents[agent].id, QuotaLimits())
        # What an agent begins at one instant has no order in the records: the mildest comes first.
        mine = sorted(
            np.flatnonzero(met & (tasks.agent == agent)).tolist(),
            key=lambda task: (tasks.start_seconds[task], tasks.labelled_hostile[task], task),
        )
        for place, task in enumerate(mine):
            if tasks.labelled_hostile[task] and not tasks.breach[task]:
                counted = _Counted(said, roster, quota, records, mine[: place + 1])
                counted.check(own)


class _Counted:
    """What an agent had been handed up to a case, that one included, as the quota counts it."""

    def __init__(
        self, said: Scenario, roster: Roster, quota: Quota, records: Records, mine: list[int]
    ) -> None:
        self.said, self.quota, self.records, self.mine = said, quota, records, mine
        self.now = float(records.tasks.start_seconds[mine[-1]])
        self.agent = int(records.tasks.agent[mine[-1]])
        self.shift = _shift_at(records, self.agent, self.now)
        self.roster = roster
        timeline = Timeline(said.horizon)
        self.queues = tuple(one.id for one in queues_of(said))
        self.weeks = [60.0 * timeline.minute(7 * week, 0) for week in range(said.horizon.weeks)]
        self.end = 60.0 * timeline.total_minutes
        self.rostered = roster.shifts[self.shift]

    def check(self, own: QuotaLimits) -> None:
        quota = self.quota
        window = [task for task in self.mine if self._window(task) == self._window(self.mine[-1])]
        if own.hostile is not None:
            ends = [*(self.weeks if quota.window is CapWindow.WEEK else []), self.end]
            ahead, missed = _cases_ahead(self.said, quota, self.rostered, self.now, ends)
            chances = [self._chance(task) for task in window]
            square = own.hostile**2 - 2 * own.hostile * missed + missed
            over = [
                sum(chances)
                + missed * more
                + quota.margin_z * math.hypot(self._spread(chances), math.sqrt(square * more))
                - own.hostile * (len(chances) + more)
                for more in (0.0, ahead)
            ]
            assert min(over) <= quota.burst + 1e-6
        if own.contacts_per_shift is not None:
            shift = [self._chance(task) for task in self.mine if self._shift(task) == self.shift]
            exposure = sum(shift) + quota.margin_z * self._spread(shift)
            assert exposure <= own.contacts_per_shift + 1e-6
        if own.minutes_per_paid_hour is not None:
            minutes = sum(self._minutes(task) for task in window)
            assert minutes <= own.minutes_per_paid_hour * self._paid_hours() + 1e-6
        if own.longest_run is not None and not quota.known_at_close:
            starts = [float(self.records.tasks.start_seconds[task]) for task in self.mine]
            run = 0
            for task in reversed(self.mine) if len(set(starts)) == len(starts) else ():
                if not self.records.tasks.labelled_hostile[task]:
                    break
                run += 1
            assert run <= own.longest_run

    def _closed(self, task: int) -> bool:
        tasks = self.records.tasks
        ended = tasks.outcome[task] == TaskOutcome.ANSWERED
        return bool(ended and tasks.end_seconds[task] <= self.now and task != self.mine[-1])

    def _chance(self, task: int) -> float:
        tasks = self.records.tasks
        if self.quota.known_at_close and self._closed(task):
            return float(tasks.hostile[task])
        return self.quota.hostile_chance[self.queues[tasks.queue[task]]]

    def _minutes(self, task: int) -> float:
        tasks = self.records.tasks
        if self._closed(task):
            spent = float(tasks.end_seconds[task] - tasks.start_seconds[task]) / 60.0
        else:
            spent = self.quota.hostile_minutes[self.queues[tasks.queue[task]]]
        return self._chance(task) * spent

    def _spread(self, chances: list[float]) -> float:
        return math.sqrt(sum(one * (1 - one) for one in chances))

    def _shift(self, task: int) -> int:
        start = float(self.records.tasks.start_seconds[task])
        return _shift_at(self.records, self.agent, start)

    def _window(self, task: int) -> int:
        start = float(self.records.tasks.start_seconds[task])
        return {
            CapWindow.HORIZON: 0,
            CapWindow.WEEK: sum(start >= begin for begin in self.weeks),
            CapWindow.SHIFT: self._shift(task) if self.quota.window is CapWindow.SHIFT else 0,
        }[self.quota.window]

    def _paid_hours(self) -> float:
        """Paid hours of the agent's shifts in the window that have begun."""
        if self.quota.window is CapWindow.SHIFT:
            return self.rostered.paid_minutes / 60.0
        duty = self.records.agents
        begun = set(
            duty.shift[(duty.agent == self.agent) & (duty.start_seconds <= self.now)].tolist()
        )
        begin, until = -math.inf, math.inf
        if self.quota.window is CapWindow.WEEK:
            for week in self.weeks[1:]:
                begin = week if week <= self.now else begin
                until = min(until, week) if week > self.now else until
        hours = 0.0
        for number in begun:
            shift = self.roster.shifts[number]
            start, end = 60.0 * shift.start_minute, 60.0 * shift.end_minute
            inside = max(min(end, until) - max(start, begin), 0.0) / (end - start)
            hours += inside * shift.paid_minutes / 60.0
        return hours


def _cases_ahead(
    said: Scenario, quota: Quota, shift: Shift, start: float, window_ends: list[float]
) -> tuple[float, float]:
    """Cases expected from a moment to the end of the shift or the window, and their chance."""
    (group,) = (one.id for one in groups_of(said) if shift.agent_id in one.agent_ids)
    closing = next((end for end in window_ends if end > start), start)
    minutes = 0.0
    for part in shift.segments:
        if part.activity is Activity.WORK:
            begin, end = max(part.start_minute, start / 60), min(part.end_minute, closing / 60)
            minutes += max(end - begin, 0.0)
    cases = quota.sure_cases_per_hour.get(group, 0.0) * minutes / 60
    return cases, quota.sure_chance.get(group, 0.0)


def _shift_at(records: Records, agent: int, start: float) -> int:
    duty = records.agents
    here = (duty.agent == agent) & (duty.start_seconds <= start) & (start < duty.end_seconds)
    return int(duty.shift[here][0])
