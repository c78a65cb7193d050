"""The least unfair division for a roster: the largest exposure as small as it can be."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack, vstack

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.cap.flows import Flows, solved
from scheduler.cap.roster_flows import RosterFlows

Floats = npt.NDArray[np.float64]

_LEVEL = 1e-6  # hostile contacts an hour; what differs by less is equal
_MOST_ROUNDS = 40


@dataclass(frozen=True)
class LeastUnfair:
    """Hostile contacts an agent meets per paid hour if the work is divided as evenly as can be."""

    per_hour: dict[str, float]  # by agent id

    @property
    def largest(self) -> float:
        """The largest of them: no division for the roster has a smaller one."""
        return max(self.per_hour.values(), default=0.0)

    @property
    def least(self) -> float:
        """The smallest of them."""
        return min(self.per_hour.values(), default=0.0)


def least_unfair(
    scenario: Scenario, made: RosterFlows, roster: Roster, *, rounds: int = _MOST_ROUNDS
) -> LeastUnfair:
    """Return the division whose largest exposure is smallest, then whose second is, and so on.

    Lexicographic min-max by linear programmes (Ogryczak and Sliwinski 2006): after
    each round those whose row has a dual price are held where they are. ``rounds`` is the most
    programmes that are solved; whoever is not settled then is at most at the last level.
    """
    agents = [agent.id for agent in scenario.team.agents]
    place = {agent: number for number, agent in enumerate(agents)}
    hours = np.zeros(len(agents))
    for shift in roster.shifts:
        if not shift.is_on_call:  # that pay buys no time at the desk
            hours[place[shift.agent_id]] += shift.paid_minutes / 60
    exposure = _exposure(made.flows, np.array([place[t.agent_id] for t in made.takers]), hours)
    settled = np.full(len(agents), np.nan)
    settled[hours <= 0] = 0.0
    for _ in range(rounds):
        if not np.isnan(settled).any():
            break
        level, binding = _round(made.flows, exposure, hours, settled)
        open_ = np.isnan(settled)
        held = open_ & binding if level > _LEVEL else open_
        settled[held if held.any() else open_] = level
    settled[np.isnan(settled)] = np.nanmax(settled, initial=0.0)
    return LeastUnfair({agent: float(settled[n]) for n, agent in enumerate(agents) if hours[n] > 0})


def _exposure(flows: Flows, agent_of: npt.NDArray[np.int64], hours: Floats) -> csr_array:
    """Rows of agents over flows: hostile contacts."""
    kept = np.flatnonzero(flows.taker >= 0)
    row = agent_of[flows.taker[kept]]
    chance = flows.hostile_chance[flows.source[kept]]
    return csr_array((chance, (row, kept)), shape=(len(hours), len(flows.taker)))


def _round(
    flows: Flows, exposure: csr_array, hours: Floats, settled: Floats
) -> tuple[float, npt.NDArray[np.bool_]]:
    """Return the smallest largest exposure of those not settled, and whom it binds."""
    open_ = np.isnan(settled)
    work = vstack([flows.work, exposure], format="csr")
    level = csr_array(np.concatenate([np.zeros(flows.work.shape[0]), -hours * open_])[:, None])
    limits = np.concatenate([flows.room_minutes, np.where(open_, 0.0, settled * hours) + 1e-9])
    price = np.zeros(len(flows.source) + 1)
    price[-1] = 1.0
    idle = csr_array((flows.demand.shape[0], 1))
    result = solved(price, hstack([work, level]), limits, hstack([flows.demand, idle]), flows.cases)
    if result is None:
        raise ValueError("the roster has no time for all cases; let some stay unanswered first")
    duals = np.asarray(result.ineqlin.marginals)[flows.work.shape[0] :]
    return float(result.x[-1]), duals < -1e-9
