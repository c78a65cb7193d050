"""A small but complete plan made by hand, so that reports are tested without a solver."""

import numpy as np

from scenarios.assignment import (
    AssignmentRules,
    CoolDown,
    GroupRule,
    Quota,
    QuotaLimits,
    Reserve,
    RoutingPolicy,
)
from scenarios.cap import BlockedStep, CapWindow, Then
from scenarios.queues import groups_of, lines_of, queues_of, serves
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.plan import Costs, LoopEnd, Plan, RosterSolution, Round, SolveStatus
from scheduler.requirement import DeferrableRequirement, LiveRequirement, Requirement
from simulation.figures import ReplicationTable
from simulation.measures.outcome import Estimate, PromiseVerdict, Verdict, VerdictStatus
from tests.reports.make_outcome import estimate, make_outcome
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
        outcome=make_outcome(scenario, roster, random, "plan", recipe.met),
        baselines=tuple(
            make_outcome(scenario, roster, random, policy, recipe.met)
            for policy in ("longest_idle", "skill_priority", "least_exposed")
        ),
        verdict=_verdict(scenario, recipe.met),
        table=_table(scenario, random),
        rounds=_rounds(scenario, costs),
        ended=LoopEnd.CERTIFIED if recipe.met else LoopEnd.NOTHING_TO_LEARN,
        shortfalls=()
        if recipe.met
        else (
            "posts: 74.2 % are answered within 60 min, 80 % were promised; most is lost on Monday.",
            "agent a02 passes the cap in 3 of 60 replications.",
        ),
    )


def _table(scenario: Scenario, random: np.random.Generator) -> ReplicationTable:
    means = {"offered": 300.0, "service_level": 0.83, "asa_seconds": 400.0}
    names = {
        f"channels.{c}.{name}": mean for c in scenario.channels for name, mean in means.items()
    }
    if scenario.cap:
        names |= {"cap.max_share": 0.21, "cap.gini": 0.02}
    drawn = {name: mean * (1 + 0.05 * random.standard_normal(60)) for name, mean in names.items()}
    figures = {name: tuple(values.tolist()) for name, values in drawn.items()}
    return ReplicationTable(scenario.planning.seed, tuple(range(1000, 1060)), figures)


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
        version=2,
        policy=RoutingPolicy.PLAN,
        group_rules=tuple(
            GroupRule(group.id, queue.id, priority + 1, preference + 1, 1 / len(groups))
            for preference, group in enumerate(groups)
            for priority, queue in enumerate(queues_of(scenario))
            if serves(group, queue.line)
        ),
        quota=Quota(
            limits={one.id: QuotaLimits(0.22) for one in scenario.team.agents},
            window=CapWindow.WEEK,
            burst=0.0,
            margin_z=0.0,
            hostile_chance={q.id: float(q.labelled_hostile) for q in queues_of(scenario)},
            hostile_minutes={q.id: 6.0 for q in queues_of(scenario)},
            steps=(BlockedStep(then=Then.WAIT),),
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
        cool_downs={one.id: CoolDown(60.0) for one in scenario.team.agents},
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
            gap=1 - (0.90 + 0.0233 * number) / (0.94 + 0.02 * number),
            wages=costs.wages * (0.94 + 0.02 * number),
            service_levels={
                channel_id: estimate(levels[number - 1][place % 2] + 0.01 * (place // 2))
                for place, channel_id in enumerate(scenario.channels)
            },
            cap_held=Estimate(1.0, 0.928, 1.0, 40, 0.95) if scenario.cap else None,
            replications=40,
            missed=("posts: 80 % within 60 min",) if number < 3 else (),
            cuts_added=2 if number < 3 else 0,
            seconds={"roster": 20.0, "rules": 3.0, "simulation": 4.0, "cuts": 6.0},
        )
        for number in (1, 2, 3)
    )
