"""A small but complete plan made by hand, so that reports are tested without a solver."""

import numpy as np

from scenarios.assignment import AssignmentRules, GroupRule, Quota, Reserve, RoutingPolicy
from scenarios.cap import CapWindow, WhenBlocked
from scenarios.queues import groups_of, lines_of, queues_of, serves
from scenarios.roster import Activity, Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.plan import Costs, Plan, RosterSolution, Round, SolveStatus
from scheduler.requirement import DeferrableRequirement, LiveRequirement, Requirement
from simulation.measures.outcome import (
    AgentOutcome,
    CapOutcome,
    ChannelOutcome,
    Estimate,
    IntervalOutcome,
    Outcome,
    PromiseVerdict,
    Verdict,
    VerdictStatus,
)
from tests.reports.make_scenario import Recipe, make_roster, make_scenario


def make_plan(recipe: Recipe | None = None) -> Plan:
    """Return the plan of a recipe; the same recipe gives the same plan."""
    recipe = recipe or Recipe()
    scenario = make_scenario(recipe)
    roster = make_roster(recipe, scenario)
    random = np.random.default_rng(7)
    wages = sum(shift.paid_minutes for shift in roster.shifts) / 60 * 25.0
    costs = Costs(wages=wages, short_hours=1.5, short_cost=600.0)
    return Plan(
        scenario=scenario,
        requirement=_requirement(scenario, random),
        solution=RosterSolution(
            SolveStatus.FEASIBLE, roster, costs, bound=costs.total * 0.97, solve_seconds=12.345
        ),
        roster=roster,
        rules=_rules(scenario),
        outcome=_outcome(scenario, roster, random, "plan", recipe.met),
        baseline=_outcome(scenario, roster, random, "longest_idle", recipe.met),
        verdict=_verdict(scenario, recipe.met),
        rounds=_rounds(scenario, costs),
        shortfalls=()
        if recipe.met
        else (
            "posts: 74.2 % are answered within 60 min, 80 % were promised; most is lost on Monday.",
            "agent a02 passes the cap in 3 of 60 replications.",
        ),
    )


def _requirement(scenario: Scenario, random: np.random.Generator) -> Requirement:
    timeline = Timeline(scenario.horizon)
    step = scenario.horizon.interval_minutes
    hours = np.array([timeline.local(k * step).hour for k in range(timeline.intervals)])
    weekday = np.array([timeline.local(k * step).weekday() for k in range(timeline.intervals)])
    busy = np.exp(-(((hours - 12.5) / 3.5) ** 2)) * np.where(weekday < 5, 1.0, 0.35)
    people = len(scenario.team.agents)
    load = 0.28 * people * busy * (1 + 0.1 * random.random(timeline.intervals))
    agents = np.where(load > 0.15, np.ceil(load + 0.6 * np.sqrt(load)), 0).astype(np.int64)
    ends = np.arange(2, timeline.intervals + 1, 2) * step
    groups = tuple(group.id for group in groups_of(scenario))
    arrivals = 30.0 * 0.16 * people * busy
    return Requirement(
        live=(LiveRequirement(("phone/any",), groups, load, agents),),
        deferrable=tuple(
            _deferrable(line.id, groups, arrivals * line.share, ends // step)
            for line in lines_of(scenario)
            if not scenario.channels[line.channel_id].realtime
        ),
        bucket_ends=ends.astype(np.int64),
    )


def _deferrable(
    line_id: str, groups: tuple[str, ...], work: np.ndarray, places: np.ndarray
) -> DeferrableRequirement:
    arrived = np.cumsum(work)[places - 1]
    due = 0.8 * np.concatenate((np.zeros(2), arrived[:-2]))
    return DeferrableRequirement(line_id, groups, arrived, due)


def _rules(scenario: Scenario) -> AssignmentRules:
    groups, lines = groups_of(scenario), lines_of(scenario)
    places = 7 * 24 * 2
    return AssignmentRules(
        version=1,
        policy=RoutingPolicy.PLAN,
        group_rules=tuple(
            GroupRule(group.id, queue.id, priority + 1, preference + 1, 1 / len(groups))
            for preference, group in enumerate(groups)
            for priority, queue in enumerate(queues_of(scenario))
            if serves(group, queue.line)
        ),
        quota=Quota(
            0.22,
            CapWindow.WEEK,
            0.0,
            WhenBlocked.WAIT,
            0.0,
            {queue.id: float(queue.labelled_hostile) for queue in queues_of(scenario)},
        )
        if scenario.cap
        else None,
        reserves=(
            Reserve(
                tuple(group.id for group in groups),
                tuple(line.id for line in lines if line.channel_id == "phone"),
                tuple(int(18 <= k % 48 < 30 and k // 48 < 5) for k in range(places)),
            ),
        ),
        release_slack_seconds=900.0,
        cool_down_seconds=60.0,
    )


def estimate(mean: float, half: float = 0.01) -> Estimate:
    """Return an estimate with a symmetric interval."""
    return Estimate(mean, mean - half, mean + half, 60, 0.95)


def _outcome(
    scenario: Scenario, roster: Roster, random: np.random.Generator, policy: str, met: bool
) -> Outcome:
    fair = policy == "plan"
    return Outcome(
        policy=policy,
        seed=scenario.planning.seed,
        replications=tuple(range(1000, 1060)),
        channels=tuple(
            _channel(channel_id, 0.85 - 0.02 * fair - 0.1 * (not met))
            for channel_id in scenario.channels
        ),
        agents=tuple(
            _agent(agent.id, random, fair, scenario.cap is not None)
            for agent in scenario.team.agents
        ),
        cap=_cap(fair, met) if scenario.cap else None,
        intervals=_intervals(scenario, roster, random),
    )


def _channel(channel_id: str, level: float) -> ChannelOutcome:
    return ChannelOutcome(
        channel_id=channel_id,
        offered=estimate(300, 12),
        answered=estimate(290, 12),
        abandoned=estimate(8, 2),
        open_at_end=estimate(2, 1),
        service_level=estimate(level),
        asa_seconds=estimate(412.3, 30),
        frt_median_seconds=estimate(180.4, 20),
        frt_p90_seconds=estimate(2412.0, 90),
        aht_seconds=estimate(255.0, 4),
        abandonment_share=estimate(0.03, 0.005),
        hostile_share=estimate(0.2, 0.008),
    )


def _agent(agent_id: str, random: np.random.Generator, fair: bool, cap: bool) -> AgentOutcome:
    mean = 0.195 + (0.008 if fair else 0.03) * (random.random() - 0.5)
    highest = 0.22 - 0.006 * random.random() if fair else mean + 0.03 + 0.1 * random.random()
    return AgentOutcome(
        agent_id=agent_id,
        handled=estimate(110, 5),
        hostile_share=estimate(mean, 0.004),
        max_window_share=highest,
        windows_over_cap=0 if fair or not cap else int(highest > 0.22) * 21,
        occupancy=estimate(0.74, 0.02),
        overtime_minutes=estimate(3.0, 1.0),
    )


def _cap(fair: bool, met: bool) -> CapOutcome:
    breaches = (0 if met else 3) if fair else 58
    return CapOutcome(
        cap_share=0.22,
        replications=60,
        replications_with_breach=breaches,
        max_share=0.2195 if fair and met else 0.341,
        compliance_low=0.951 if fair and met else 0.88,
        agents_over_cap=estimate(breaches / 20, 0.2 if breaches else 0.0),
        jain=estimate(0.998 if fair else 0.961, 0.001),
        gini=estimate(0.02 if fair else 0.11, 0.002),
        oldest_hostile_wait_seconds=5400.0 if fair else 4100.0,
    )


def _intervals(scenario: Scenario, roster: Roster, random: np.random.Generator) -> IntervalOutcome:
    timeline = Timeline(scenario.horizon)
    n, step = timeline.intervals, scenario.horizon.interval_minutes
    hours = np.array([timeline.local(k * step).hour for k in range(n)])
    working = np.zeros(n)
    for shift in roster.shifts:
        for segment in shift.segments:
            if segment.activity is Activity.WORK:
                first, last = max(0, segment.start_minute // step), segment.end_minute // step
                working[first:last] += 1
    offered = {
        c: np.where((hours >= 7) & (hours < 21), 4.0 * random.random(n), 0.0)
        for c in scenario.channels
    }
    level = {
        c: np.where(
            offered[c] > 0, np.clip(0.97 - 0.25 * random.random(n) * (hours > 16), 0, 1), np.nan
        )
        for c in scenario.channels
    }
    return IntervalOutcome(
        service_level={c: tuple(map(float, v)) for c, v in level.items()},
        offered={c: tuple(map(float, v)) for c, v in offered.items()},
        agents_working=tuple(map(float, working)),
        agents_busy=tuple(map(float, 0.7 * working)),
    )


def _verdict(scenario: Scenario, met: bool) -> Verdict:
    status = VerdictStatus.MET if met else VerdictStatus.NOT_MET
    promises = [
        PromiseVerdict(
            promise=f"{channel_id}: 80 % within {channel.sla.within_seconds:.0f} s",
            channel_id=channel_id,
            target=0.8,
            estimate=estimate(0.83 if met else 0.73),
            status=status,
            replications_needed=None,
        )
        for channel_id, channel in scenario.channels.items()
        if channel.sla
    ]
    if scenario.cap:
        held = Estimate(1.0, 0.951, 1.0, 60, 0.95) if met else Estimate(0.95, 0.88, 0.98, 60, 0.95)
        promises.append(PromiseVerdict("cap: 22 % a week", None, 0.95, held, status, None))
    return Verdict(status, tuple(promises))


def _rounds(scenario: Scenario, costs: Costs) -> tuple[Round, ...]:
    levels = ((0.71, 0.76), (0.78, 0.815), (0.825, 0.83))
    return tuple(
        Round(
            number=number,
            objective=costs.total * (0.94 + 0.02 * number),
            bound=costs.total * (0.90 + 0.0233 * number),
            wages=costs.wages * (0.94 + 0.02 * number),
            service_levels={
                channel_id: levels[number - 1][place % 2] + 0.01 * (place // 2)
                for place, channel_id in enumerate(scenario.channels)
            },
            missed=("posts: 80 % within 60 min",) if number < 3 else (),
            cuts_added=2 if number < 3 else 0,
        )
        for number in (1, 2, 3)
    )
