"""A problem ready to be solved: the house's nouns, and the problem's own judge of a roster."""

from collections.abc import Callable
from dataclasses import dataclass

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.requirement import Requirement


@dataclass(frozen=True)
class Broken:
    """A hard rule of the problem that a roster breaks."""

    rule: str  # as the house names it, where it has a name for it
    agent_id: str
    words: str


@dataclass(frozen=True)
class Score:
    """What a roster costs in the problem's own terms, and which of its hard rules it breaks."""

    cost: float
    broken: tuple[Broken, ...]


@dataclass(frozen=True)
class Problem:
    """A problem in the house's nouns with the judge that knows only the problem itself."""

    name: str
    scenario: Scenario
    requirement: Requirement
    judge: Callable[[Roster], Score]
    best_known: float | None = None
