"""A lever: one small change of a scenario that could help to keep what cannot be kept."""

from dataclasses import dataclass
from enum import StrEnum

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.team import Agent


class LeverKind(StrEnum):
    """What a lever turns."""

    PEOPLE = "more people"
    TRAINING = "cross-training"
    MODERATION = "moderation"
    BOT = "bot"
    AGENCY = "agency"
    HOURS = "opening hours"
    LABELS = "labels"
    TRUTH = "truth at close"
    LOOK_AHEAD = "look-ahead"


@dataclass(frozen=True)
class Lever:
    """A change with what it is assumed to cost; what is paid by the case is simulated."""

    kind: LeverKind
    words: str
    scenario: Scenario
    roster: Roster | None  # with what the lever adds to it; None: the plan's as it is
    cost: float | None  # over the horizon, in the scenario's currency, but for what is paid by
    # the case; None where nobody knows
    cost_source: str  # where the cost comes from


@dataclass(frozen=True)
class Assumed:
    """What levers are assumed to cost and do, where the scenario does not say; all assumptions."""

    training_hours: float = 40.0  # paid hours per person and skill, spread over a year
    moderated_share: float = 0.8  # of posts labelled hostile
    moderated_closed: float = 0.33  # of these closed without an answer
    moderation_cost: float = 0.5  # of a post
    bot_cost: float = 0.1  # of a try
    bot_live_seconds: float = 15.0  # that a bot before a live channel takes
    agency_price: float = 6.0  # of a case
    agency_at_once: int = 4
    agency_after: float = 0.25  # of the limit of the promise
    label_step: float = 0.1  # more recall, or more precision
    mark_seconds: float = 5.0  # an agent's time for marking the truth at close
    hours_step_minutes: int = 60  # a channel opens longer or shorter


ASSUMED = Assumed()


def hourly_cost(scenario: Scenario, agents: tuple[Agent, ...]) -> float:
    """Return the mean cost of a paid hour of some agents by their contracts."""
    costs = [scenario.team.contract_of(agent).hourly_cost for agent in agents]
    return sum(costs) / len(costs)
