"""The plan: what was decided, how good it is, and how it was reached."""

from dataclasses import dataclass
from enum import StrEnum

from scenarios.assignment import AssignmentRules, RoutingPolicy
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.requirement import Requirement
from simulation.figures import ReplicationTable
from simulation.measures.outcome import Estimate, Outcome, Verdict


class SolveStatus(StrEnum):
    """How a search for a roster ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    NO_ROSTER_IN_TIME = "no roster in the time given"


class LoopEnd(StrEnum):
    """Why the loop went no further round."""

    CERTIFIED = "certified"
    OUT_OF_ROUNDS = "out of rounds"
    STALLED = "stalled"  # the last rounds brought nothing better
    NOTHING_TO_LEARN = "nothing to learn"  # a further round would have been the same
    NO_ROSTER_IN_TIME = "no roster in the time given"


@dataclass(frozen=True)
class Costs:
    """What a roster costs, term by term, in the scenario's currency."""

    wages: float
    short_hours: float  # agent-hours missing against the requirement
    short_cost: float
    heads_cost: float = 0.0  # heads on duty too few or too many
    wishes: float = 0.0  # wishes not granted
    fairness: float = 0.0  # lates, nights, weekends, holidays, hostile hours, rising
    broken: float = 0.0  # rules that have a price and are broken
    shapes: float = 0.0  # different starts and lengths in use

    @property
    def total(self) -> float:
        """Value of the objective."""
        people = self.wages + self.wishes + self.fairness + self.broken
        return people + self.short_cost + self.heads_cost + self.shapes


@dataclass(frozen=True)
class RosterSolution:
    """A roster with its costs and the solver's word on how good it is."""

    status: SolveStatus
    roster: Roster | None
    costs: Costs | None
    bound: float | None  # proven lower bound of the objective
    solve_seconds: float

    @property
    def gap(self) -> float | None:
        """Relative distance of the objective from the bound."""
        if self.costs is None or self.bound is None:
            return None
        return (self.costs.total - self.bound) / max(abs(self.costs.total), 1e-9)


@dataclass(frozen=True)
class Round:
    """One round of the loop, kept for the report."""

    number: int
    objective: float
    bound: float | None
    gap: float | None  # of the objective from the bound, relative
    wages: float
    service_levels: dict[str, Estimate]  # by channel that has a promise
    cap_held: Estimate | None  # share of replications without a breach; None without a cap
    replications: int  # of the loop, behind these figures
    missed: tuple[str, ...]  # promises not met in this round
    cuts_added: int
    seconds: dict[str, float]  # by stage of the round, by the wall clock


@dataclass(frozen=True)
class Help:
    """A small change that was seen to help, simulated with the plan's roster and chance."""

    kind: str  # of lever, e.g. cross-training
    words: str  # what changes
    gain: Estimate  # shares added up: of the service levels missed, and of horizons within the cap
    cost: float | None  # over the horizon, in the scenario's currency; None where nobody knows
    cost_source: str
    all_kept: bool  # whether with it every promise is kept on average
    sentence: str  # all of it, for the planner


@dataclass(frozen=True)
class LeverLook:
    """A quick look at what would help where a promise is missed."""

    levers: int  # looked at
    replications: int  # behind the figures of those that are told
    best: tuple[Help, ...]  # by what they bring per cost, one of a kind; empty where none is seen


@dataclass(frozen=True)
class Plan:
    """A roster, its rules, the proof, and how it was reached."""

    scenario: Scenario
    requirement: Requirement
    solution: RosterSolution
    roster: Roster
    rules: AssignmentRules
    outcome: Outcome  # on fresh seeds, under the plan's rules
    baselines: tuple[Outcome, ...]  # same seeds, same roster, the routers of baseline_rules
    verdict: Verdict
    table: ReplicationTable  # of the fresh seeds, under the plan's rules
    rounds: tuple[Round, ...]
    ended: LoopEnd
    shortfalls: tuple[str, ...]  # plain sentences on what fell short and why
    levers: LeverLook | None = None  # None where all is met, or nobody looked

    @property
    def longest_idle(self) -> Outcome:
        """What comes of plain longest-idle routing."""
        (one,) = (one for one in self.baselines if one.policy == RoutingPolicy.LONGEST_IDLE)
        return one
