"""Everything about the cap of a plan: bounds, the lowest seen, the price of a point, levers."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.cap.bound_levers import BoundLever, bound_levers
from scheduler.cap.least_unfair import LeastUnfair, least_unfair
from scheduler.cap.lever import hourly_cost
from scheduler.cap.levers import hour_gains, levers_of
from scheduler.cap.obstacles import Outlook, outlook
from scheduler.cap.price import FluidPrice, SeenPrice, best_hours, fluid_price, seen_prices
from scheduler.cap.ranking import Ranking, rank_levers
from scheduler.cap.refit import Fitter
from scheduler.cap.roster_flows import answering_most, roster_flows
from scheduler.cap.seen import CapBench, CapPoint, LowestSeen, frontier_caps
from scheduler.line_promise import Promised
from scheduler.progress import Listener, Progress, say_nothing
from scheduler.sensitivity import Gain
from scheduler.trials import Trial
from simulation.arrivals.volume import workload_of
from simulation.arrivals.workload import Workload
from simulation.engine import Engine

_PRICED_BY = 32  # replications behind the simulated price of a point
_DRAWS = 2  # of the workload's spread, which nobody looks at here


@dataclass(frozen=True)
class ShareInquiry:
    """What is found of a cap on the hostile share under a given roster."""

    cap: float
    roster_bound: float | None  # lowest cap by programme; None where own limits stand against it
    lowest_seen: LowestSeen
    fluid: FluidPrice
    seen: tuple[SeenPrice, ...]
    frontier: tuple[CapPoint, ...]


@dataclass(frozen=True)
class CapInquiry:
    """What is found of a plan's cap."""

    scenario: Scenario
    outlook: Outlook
    fairest: LeastUnfair
    share: ShareInquiry | None  # None where the cap has no share that could be another, or stopped
    ranking: Ranking
    stopped: bool = False  # whether the planner stopped it before the share was looked into


def outlook_of(scenario: Scenario) -> Outlook:
    """Return what is known of a scenario's cap before anything is solved."""
    return outlook(scenario, _workload(scenario))


def bound_levers_of(scenario: Scenario) -> tuple[BoundLever, ...]:
    """Return what would make an impossible cap possible, or bring it nearer, by the same bound."""
    return bound_levers(scenario, _workload(scenario))


def inquire(
    base: Trial,
    *,
    processes: int = 1,
    engine: Engine = Engine.AUTO,
    on_progress: Listener = say_nothing,
) -> CapInquiry:
    """Return what can be found of the cap of a plan: a roster with its rules.

    Bounds and duals are linear programmes over expected volume; what is seen is simulated on
    common random numbers, apart from those of the plan's certificate. Nothing here is a proof
    beyond what the bounds say: to prove another cap, plan with it. An interrupt after the levers
    leaves out what is asked of the share; one before them raises KeyboardInterrupt.
    """
    scenario, roster = base.scenario, base.roster
    workload = _workload(scenario)
    on_progress(Progress("bounds", 0, 1))
    found = outlook(scenario, workload)
    flows = answering_most(roster_flows(scenario, workload, roster))
    fairest = least_unfair(scenario, flows, roster)
    on_progress(Progress("bounds", 1, 1))

    def told(stage: str, done: int, total: int) -> None:
        on_progress(Progress(stage, done, total))

    fitter = Fitter(base)
    gains = hour_gains(fitter.plain, processes=processes, engine=engine, on_done=told)
    levers = levers_of(fitter.plain, gains)
    ranking = rank_levers(fitter, levers, processes=processes, engine=engine, on_done=told)
    share, stopped = None, False
    if scenario.cap is not None and scenario.cap.hostile is not None:
        bench = CapBench(
            base, processes, engine, lambda note: on_progress(Progress("caps", 0, 1, note))
        )
        try:
            lowest = flows.flows.lowest_cap()
            share = _share_of(bench, workload, roster, lowest, gains, scenario.cap.hostile)
        except KeyboardInterrupt:
            stopped = True
    return CapInquiry(scenario, found, fairest, share, ranking, stopped)


def _share_of(
    bench: CapBench,
    workload: Workload,
    roster: Roster,
    lowest: float | None,
    gains: Sequence[Gain],
    cap: float,
) -> ShareInquiry:
    scenario = bench.base.scenario
    least = min(cap if lowest is None else lowest, 1.0)
    caps = frontier_caps(least, cap)
    frontier = tuple(bench.at(one) for one in caps)
    kept = [point.cap for point in frontier if point.kept]
    seen = bench.lowest(caps[0], min(kept, default=cap))
    return ShareInquiry(
        cap=cap,
        roster_bound=lowest,
        lowest_seen=seen,
        fluid=fluid_price(scenario, workload, roster, cap),
        seen=seen_prices(bench, cap, _PRICED_BY, best_hours(_per_hour(scenario, gains))),
        frontier=frontier,
    )


def _per_hour(scenario: Scenario, gains: Sequence[Gain]) -> list[tuple[Promised, float, float]]:
    """Return what an hour of each block's extra agent adds to each promise, and its cost."""
    agents = {agent.id: agent for agent in scenario.team.agents}
    return [
        (
            promised,
            level / gain.agent_hours,
            hourly_cost(scenario, tuple(agents[one] for one in gain.group.agent_ids)),
        )
        for gain in gains
        for promised, level in gain.service_level.items()
    ]


def _workload(scenario: Scenario) -> Workload:
    return workload_of(scenario, seed=scenario.planning.seed, replications=_DRAWS)
