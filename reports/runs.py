"""What every run has, planned or only simulated; and the run that was only simulated."""

from dataclasses import dataclass
from typing import Protocol

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.figures import ReplicationTable
from simulation.measures.outcome import Outcome, Verdict
from simulation.stopping import Stop


class Run(Protocol):
    """A roster and its rules under a scenario, with what the simulation says of them."""

    @property
    def scenario(self) -> Scenario:
        """What the planner said."""

    @property
    def roster(self) -> Roster:
        """Who worked when."""

    @property
    def rules(self) -> AssignmentRules:
        """How work was handed out."""

    @property
    def outcome(self) -> Outcome:
        """The metrics over all replications."""

    @property
    def verdict(self) -> Verdict:
        """Whether the promises hold."""

    @property
    def table(self) -> ReplicationTable:
        """The figures of each replication."""


@dataclass(frozen=True)
class SimulationRun:
    """A roster and its rules as they were simulated, with what came of it."""

    scenario: Scenario
    roster: Roster
    rules: AssignmentRules
    outcome: Outcome
    verdict: Verdict
    table: ReplicationTable
    stop: Stop
