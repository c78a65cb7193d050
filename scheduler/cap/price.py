"""What a point of cap brings: by the duals of a programme, and by simulation."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.cap.elastic import Priced, Prices, cheapest
from scheduler.cap.measured import paired, promises_of
from scheduler.cap.roster_flows import RosterFlows, roster_flows
from scheduler.cap.seen import CapBench
from scheduler.gross_up import away_share
from scheduler.line_promise import Promised
from simulation.arrivals.workload import Workload
from simulation.measures.outcome import Estimate

POINT = 0.01
_LINEAR = 0.02  # part by which a difference may miss the dual and still count as its slope
_HAIR = 1e-6


@dataclass(frozen=True)
class FluidPrice:
    """What the cap costs a roster if everything came as expected: a linear programme.

    The programme hands out expected cases, may leave some unanswered and may buy working time;
    chance is not in it. Amounts are over the horizon and in the scenario's currency.
    """

    cap: float
    cost: float  # of hours bought and cases left, under the cap
    cost_without: float  # the same without the cap
    dual_per_point: float  # change of cost with a point of cap, by the duals; never above 0
    point_less: float  # change of cost with the cap a point lower, solved anew
    point_more: float  # with the cap a point higher
    dual_is_exact: bool  # whether both differences are what the dual says
    hours_less: float  # agent-hours that a point less would take
    unanswered_less: dict[str, float]  # cases by channel that a point less would leave


def fluid_price(scenario: Scenario, workload: Workload, roster: Roster, cap: float) -> FluidPrice:
    """Return the price of a point of cap for a roster by linear programming.

    An hour bought costs what the agent's contract says, a case left the handling time at
    ``planning.short_hour_cost``.
    """
    made = roster_flows(scenario, workload, roster, present_share=1.0 - away_share(scenario.team))
    prices = _prices(scenario, made)
    here = cheapest(made.flows, cap, prices)
    less = cheapest(made.flows, max(cap - POINT, 0.0), prices)
    more = cheapest(made.flows, min(cap + POINT, 1.0), prices)
    scale = _LINEAR * max(abs(here.per_point), _HAIR * max(here.cost, 1.0))
    exact = (
        abs((less.cost - here.cost) + here.per_point) <= scale
        and abs((more.cost - here.cost) - here.per_point) <= scale
    )
    return FluidPrice(
        cap=cap,
        cost=here.cost,
        cost_without=cheapest(made.flows, 1.0, prices).cost,
        dual_per_point=here.per_point,
        point_less=less.cost - here.cost,
        point_more=more.cost - here.cost,
        dual_is_exact=exact,
        hours_less=float(less.more_minutes.sum() - here.more_minutes.sum()) / 60,
        unanswered_less=_by_channel(made, less, here),
    )


def _prices(scenario: Scenario, made: RosterFlows) -> Prices:
    agents = {agent.id: agent for agent in scenario.team.agents}
    hourly = [scenario.team.contract_of(agents[one]).hourly_cost for one in made.more_agents]
    minutes = np.zeros(len(made.flows.cases))
    np.maximum.at(
        minutes, made.flows.source, np.where(made.flows.taker >= 0, made.flows.minutes, 0)
    )
    unanswered = minutes / 60 * scenario.planning.short_hour_cost
    return Prices(unanswered, made.more_rooms, np.array(hourly) / 60)


def _by_channel(made: RosterFlows, less: Priced, here: Priced) -> dict[str, float]:
    found: dict[str, float] = {}
    for channel, cases in zip(made.channels, less.unanswered - here.unanswered, strict=True):
        found[channel] = found.get(channel, 0.0) + float(cases)
    return {channel: cases for channel, cases in found.items() if abs(cases) > _HAIR}


@dataclass(frozen=True)
class SeenPrice:
    """What a point of cap changes for one promise, simulated on common random numbers."""

    promised: Promised
    target: float
    level: float  # under the cap as it is
    point_less: Estimate  # change of the service level with the cap a point lower
    point_more: Estimate
    hours_per_week: float | None  # agent-hours that make up for a point less; None: not known
    money_per_week: float | None  # what these cost


@dataclass(frozen=True)
class HourGain:
    """What an agent-hour where it brings most for its cost adds, and what it costs."""

    service_level: float
    cost: float


def seen_prices(
    bench: CapBench, cap: float, replications: int, hours: dict[Promised, HourGain]
) -> tuple[SeenPrice, ...]:
    """Return the simulated price of a point for every promise, in pairs, with intervals.

    ``hours`` says what an agent-hour adds where it brings most for its cost, so a change in
    service can be told in hours and money; where it adds nothing, none would make up for it.
    """
    here = bench.point(cap, replications).measured
    less = bench.point(max(cap - POINT, 0.001), replications).measured
    more = bench.point(min(cap + POINT, 1.0), replications).measured
    confidence = bench.base.scenario.planning.confidence
    weeks = bench.base.scenario.horizon.weeks
    found = []
    for promised, target in promises_of(here):
        level = here.levels(promised)
        lost = paired(less.levels(promised), level, confidence)
        gained = paired(more.levels(promised), level, confidence)
        gain = hours.get(promised)
        needed = None
        if gain is not None and gain.service_level > 0:
            needed = max(-lost.mean, 0.0) / gain.service_level / weeks
        money = needed * gain.cost if needed is not None and gain is not None else None
        found.append(SeenPrice(promised, target, float(level.mean()), lost, gained, needed, money))
    return tuple(found)


def best_hours(gains: Sequence[tuple[Promised, float, float]]) -> dict[Promised, HourGain]:
    """Return for each promise the agent-hour that adds most per cost, of (promise, gain, cost).

    An hour that costs nothing goes before all others.
    """
    found: dict[Promised, HourGain] = {}
    for promised, level, cost in gains:
        one, known = HourGain(level, cost), found.get(promised)
        if level > 0 and (known is None or _worth(one) > _worth(known)):
            found[promised] = one
    return found


def _worth(one: HourGain) -> tuple[float, float]:
    """Order hours by what they add per cost, and those that are free by what they add."""
    return one.service_level / one.cost if one.cost > 0 else math.inf, one.service_level
