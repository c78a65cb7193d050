"""How the work is divided over groups, once the roster is known."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from scenarios.cap import CapWindow
from scenarios.cap_layers import group_share
from scenarios.queues import groups_of, queues_of, serves, takes
from scenarios.roster import Activity, Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.division_periods import PeriodShares, divide_by_time
from scheduler.hostility import hostile_minutes
from scheduler.mix import Mix, expected_mix
from simulation.arrivals.workload import Workload

Floats = npt.NDArray[np.float64]

# Order of importance of the aims; each is a share or a ratio near one.
_OVERFLOW_WEIGHT = 1000.0
_OVER_CAP_WEIGHT = 100.0
_EXPOSURE_WEIGHT = 1.0
_OCCUPANCY_WEIGHT = 0.1


@dataclass(frozen=True)
class Division:
    """Share of each queue's cases that each group takes: the flows of the solution."""

    shares: dict[tuple[str, str], float]  # (group id, queue id); a queue with cases sums to 1
    hostile_share: dict[str, float]  # by group id: expected hostile share of its cases
    occupancy: dict[str, float]  # by group id: expected work over rostered work time
    harmless_per_hour: dict[str, float]  # by group id: cases labelled so, per rostered work hour
    harmless_chance: dict[str, float]  # by group id: chance that such a case is hostile after all
    hostile_chance: dict[str, float]  # by queue id: chance that its cases are hostile
    leak_minutes: dict[str, float] = field(default_factory=dict)
    """By group id: mean handling minutes of a hostile case among those labelled harmless."""
    periods: tuple[PeriodShares, ...] = ()
    """Flows by time of week; empty if they are much the same at all times."""


def divide_work(
    scenario: Scenario, workload: Workload, roster: Roster, mix: Mix | None = None
) -> Division:
    """Return the division of work that spreads hostile cases most evenly over paid time.

    A linear programme over groups, queues and days: live cases are handled on their day,
    deferrable ones within their week; work fits the rostered minutes and each group keeps to
    the cap (both with priced slack, so that there is always a division); then the largest
    exposure per hour and the largest occupancy are made as small as possible. The flows are then
    split over times of the week in which not the same people are there. ``mix`` is what joins
    each queue, if more is known of it than the workload says.
    """
    known = mix or expected_mix(scenario, workload)
    division = _Programme(scenario, workload, roster, known).solve()
    periods = divide_by_time(scenario, workload, roster, division.shares, known.tasks)
    return replace(division, periods=periods)


class _Programme:
    def __init__(self, scenario: Scenario, workload: Workload, roster: Roster, mix: Mix) -> None:
        self.scenario = scenario
        self.groups = groups_of(scenario)
        self.queues = queues_of(scenario)
        self.chance = mix.hostile_chance
        timeline = Timeline(scenario.horizon)
        self.weeks = scenario.horizon.weeks
        self.worked = _worked_minutes(scenario, roster, timeline)
        self.capacity = np.array(  # (groups, days)
            [sum(self.worked[one] for one in group.agent_ids) for group in self.groups]
        )
        # The cap is kept on average over weeks, or where it is so judged over the whole horizon.
        whole = scenario.cap is not None and scenario.cap.window is CapWindow.HORIZON
        self.spans = 1 if whole else self.weeks
        by_day = _by_day(workload, timeline)
        self.columns: list[tuple[int, int, int]] = []  # (group, queue, period)
        self.cases: dict[tuple[int, int], float] = {}  # (queue, period)
        self.minutes_per_case: dict[int, float] = {}
        for q, queue in enumerate(self.queues):
            line = workload.line_ids.index(queue.line.id)
            total = float(by_day[0][line].sum())
            self.minutes_per_case[q] = float(by_day[1][line].sum()) / total if total else 0.0
            part = mix.tasks[queue.id] / total if total else 0.0
            for period, cases in enumerate(self._periods(q, by_day[0][line] * part)):
                self._add_columns(q, period, float(cases))

    def _live(self, q: int) -> bool:
        return self.queues[q].line.live

    def _periods(self, q: int, per_day: Floats) -> Floats:
        """Days for live queues, weeks for deferrable ones."""
        return per_day if self._live(q) else per_day.reshape(self.weeks, 7).sum(axis=1)

    def _add_columns(self, q: int, period: int, cases: float) -> None:
        if cases <= 0:
            return
        # What only a step hands out, or nobody serves, is no flow of the solution.
        taking = [
            g for g, one in enumerate(self.groups) if takes(self.scenario, one, self.queues[q])
        ]
        if taking:
            self.cases[q, period] = cases
            self.columns.extend((g, q, period) for g in taking)

    def solve(self) -> Division:
        """Build and solve the programme, and read the shares off it."""
        count, groups = len(self.columns), len(self.groups)
        # Behind the flows: overflow minutes per group and week, cases over the cap per group and
        # span of the cap, the largest exposure per hour, the largest occupancy.
        width = count + groups * self.weeks + groups * self.spans + 2
        price = np.zeros(width)
        price[count : count + groups * self.weeks] = _OVERFLOW_WEIGHT / 60
        price[count + groups * self.weeks : width - 2] = _OVER_CAP_WEIGHT
        price[width - 2], price[width - 1] = _EXPOSURE_WEIGHT, _OCCUPANCY_WEIGHT
        rows, limits = self._limits(width)
        whole, demand = self._demand(width)
        result = linprog(price, rows, limits, whole, demand, method="highs")
        if result.status != 0:
            raise RuntimeError(f"the division of work could not be solved: {result.message}")
        return self._read(np.asarray(result.x)[:count])

    def _demand(self, width: int) -> tuple[Floats, Floats]:
        places = {key: row for row, key in enumerate(self.cases)}
        whole = np.zeros((len(places), width))
        for column, (_, q, period) in enumerate(self.columns):
            whole[places[q, period], column] = 1.0
        return whole, np.array(list(self.cases.values()))

    def _limits(self, width: int) -> tuple[Floats, Floats]:
        groups, count = len(self.groups), len(self.columns)
        week_row = np.zeros((groups, self.weeks, width))
        day_row = np.zeros((groups, 7 * self.weeks, width))
        exposure_row = np.zeros((groups, width))
        cap_row = np.zeros((groups, self.spans, width))
        caps = self._caps()
        for column, (g, q, period) in enumerate(self.columns):
            minutes, chance = self.minutes_per_case[q], self.chance[self.queues[q].id]
            week = period // 7 if self._live(q) else period
            week_row[g, week, column] = minutes
            if self._live(q):
                day_row[g, period, column] = minutes
            exposure_row[g, column] = chance
            span = week * self.spans // self.weeks
            cap_row[g, span, column] = chance - caps[g, span]
        hours = self.capacity.sum(axis=1) / 60
        occupancy_row = week_row.sum(axis=1)
        for g in range(groups):
            for week in range(self.weeks):
                week_row[g, week, count + g * self.weeks + week] = -1.0
                day_row[g, 7 * week : 7 * week + 7, count + g * self.weeks + week] = -1.0
            for span in range(self.spans):
                over = count + groups * self.weeks + g * self.spans + span
                cap_row[g, span, over] = -1.0
            exposure_row[g, width - 2] = -hours[g]
            occupancy_row[g, width - 1] = -60 * hours[g]
        weekly = self.capacity.reshape(groups, self.weeks, 7).sum(axis=2)
        by_group = (week_row, day_row, cap_row)
        rows = [one.reshape(-1, width) for one in by_group]
        limits = [weekly.ravel(), self.capacity.ravel(), np.zeros(groups * self.spans)]
        worked = hours > 0
        rows += [exposure_row[worked], occupancy_row[worked]]
        limits += [np.zeros(worked.sum()), np.zeros(worked.sum())]
        return np.vstack(rows), np.concatenate(limits)

    def _caps(self) -> Floats:
        """Return the share that each group may reach in each span, by the hours its people have.

        Whoever has come back and may meet little, but works half the hours, counts half.
        """
        by_span = {one: own.reshape(self.spans, -1).sum(axis=1) for one, own in self.worked.items()}
        return np.array(
            [
                [
                    group_share(self.scenario, {one: by_span[one][span] for one in group.agent_ids})
                    for span in range(self.spans)
                ]
                for group in self.groups
            ]
        )

    def _read(self, flows: Floats) -> Division:
        taken = np.zeros((len(self.groups), len(self.queues)))
        for flow, (g, q, _) in zip(flows, self.columns, strict=True):
            taken[g, q] += max(flow, 0.0)
        totals = taken.sum(axis=0)
        shares = {
            (group.id, queue.id): float(taken[g, q] / totals[q]) if totals[q] else 0.0
            for g, group in enumerate(self.groups)
            for q, queue in enumerate(self.queues)
            if serves(group, queue.line)
        }
        chances = np.array([self.chance[queue.id] for queue in self.queues])
        minutes = np.array([self.minutes_per_case[q] for q in range(len(self.queues))])
        labelled = np.array([queue.labelled_hostile for queue in self.queues])
        harmless = taken * ~labelled
        spent = np.array(list(hostile_minutes(self.scenario).values()))
        hostile, occupancy, per_hour, chance, leaked = {}, {}, {}, {}, {}
        for g, group in enumerate(self.groups):
            cases, capacity = float(taken[g].sum()), float(self.capacity[g].sum())
            hostile[group.id] = float(taken[g] @ chances) / cases if cases else 0.0
            occupancy[group.id] = float(taken[g] @ minutes) / capacity if capacity else 0.0
            seen = float(harmless[g].sum())
            per_hour[group.id] = 60 * seen / capacity if capacity else 0.0
            missed = float(harmless[g] @ chances)
            chance[group.id] = missed / seen if seen else 0.0
            leaked[group.id] = float(harmless[g] @ (chances * spent)) / missed if missed else 0.0
        known = dict(self.chance)
        return Division(shares, hostile, occupancy, per_hour, chance, known, leaked)


def _worked_minutes(scenario: Scenario, roster: Roster, timeline: Timeline) -> dict[str, Floats]:
    """Return rostered working minutes by agent id, shape (days,), by the day they fall on."""
    midnights = [timeline.minute(day, 0) for day in range(scenario.horizon.days + 1)]
    minutes = {agent.id: np.zeros(scenario.horizon.days) for agent in scenario.team.agents}
    for shift in roster.shifts:
        for part in shift.segments:
            if part.activity is not Activity.WORK:
                continue
            for day in range(scenario.horizon.days):
                inside = min(part.end_minute, midnights[day + 1]) - max(
                    part.start_minute, midnights[day]
                )
                if inside > 0:
                    minutes[shift.agent_id][day] += inside
    return minutes


def _by_day(workload: Workload, timeline: Timeline) -> tuple[Floats, Floats]:
    """Return cases and work minutes by line and day."""
    days = timeline.horizon.days
    cases = np.zeros((len(workload.line_ids), days))
    minutes = np.zeros_like(cases)
    np.add.at(cases.T, timeline.interval_day, workload.cases.T)
    np.add.at(minutes.T, timeline.interval_day, workload.work_minutes.T)
    return cases, minutes
