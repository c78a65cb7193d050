"""Relief: what answers, delays, hides or takes cases besides the team's own agents."""

from typing import Self

from pydantic import Field, model_validator

from scenarios.base import Count, Id, NonNegative, Noun, Positive, PositiveCount, Share
from scenarios.durations import Duration
from scenarios.wall import WeekWindows


class HoldingReply(Noun):
    """An automatic acknowledgement while the case waits for a human reply."""

    after_seconds: NonNegative = 60.0
    """When it is sent, counted from the message, if nobody has replied."""
    patience_factor: Positive = 1.5
    """Rest of the customer's patience over what it would have been (assumption)."""
    rising_factor: Share = 0.5
    """How fast anger then rises with waiting, over the usual (assumption)."""
    counts_as_first_response: bool = False
    """Whether the SLA counts it as the first answer."""
    cost: NonNegative = 0.0
    """Cost of one, in the scenario's currency."""


class Bot(Noun):
    """A bot that answers common questions before a case reaches the team."""

    tried_share: Share = 1.0
    """Share of cases that the bot takes up."""
    deflection: Share = 0.2
    """Share of these that ends with the bot (rule-based bots 0.15-0.30, trade glossary 2026)."""
    failed_share: Share = 0.2
    """Share of those that was not solved after all (deflection-containment gap 15-25 points)."""
    returns: Duration = Duration(mean_seconds=3600.0)
    """Time until such a customer comes back, past the bot (assumption)."""
    hostile_factor: NonNegative = 1.5
    """Chance of hostility of who comes back, over the usual (assumption)."""
    seconds: NonNegative = 60.0
    """Time that the bot takes before it answers or hands over."""
    cost: NonNegative = 0.0
    """Cost of one try, in the scenario's currency."""


class PublicAnswers(Noun):
    """Answers in public that spare later customers the question."""

    deflection: Share = 0.02
    """Share of later cases that one answer spares while it is fresh (assumption)."""
    hours: Positive = 24.0
    """How long an answer stays fresh (assumption)."""
    at_most: Share = 0.3
    """Largest share that all fresh answers together spare (assumption)."""
    useful_share: Share = 0.1
    """Share of public answers to harmless cases that help others (assumption)."""
    channels: tuple[Id, ...] = ()
    """Channels whose volume they lower; left out, the own one."""


class Callback(Noun):
    """A virtual queue: a caller hangs up, keeps the turn and is called back."""

    offer_after_seconds: NonNegative = 120.0
    """Expected wait from which a call back is offered: calls ahead x handle time / agents."""
    acceptance: Share = 0.375
    """Share of callers who accept (Hathaway et al. 2021, a bank)."""
    window_seconds: Positive = 3600.0
    """Time within which it is promised, offered only if it ends before the channel closes."""
    unanswered: Share = 0.07
    """Share of calls back that nobody answers (Hathaway et al., via a citing paper)."""
    dial_seconds: Positive = 40.0
    """Agent's time for a call back that nobody answers (assumption)."""
    attempts: PositiveCount = 2
    """How often a customer is called."""
    retry_seconds: Positive = 900.0
    """Time between two tries (assumption)."""


class Moderation(Noun):
    """Hiding hostile posts or moving them into private."""

    share: Share
    """Share of posts labelled hostile that moderation catches."""
    after_seconds: NonNegative = 300.0
    """When, counted from the post."""
    closes_share: Share = 0.0
    """Share of the caught posts that is closed without an answer (insults without a matter)."""
    to: Id | None = None
    """Channel of private messages to which the rest moves; left out, it is hidden where it is."""
    cost: NonNegative = 0.0
    """Cost of one moderated post, in the scenario's currency."""


class ExternalDesk(Noun):
    """An agency or another department, such as public relations, that takes cases over."""

    channels: tuple[Id, ...] = Field(min_length=1)
    """Channels from which it takes cases."""
    after_seconds: NonNegative
    """How long a case waits for the team before the desk may take it."""
    only_hostile: bool = False
    """Whether it takes only cases labelled hostile."""
    capacity: PositiveCount
    """How many cases it works on at once."""
    handle_time_factor: Positive = 1.0
    """Its handle time over the team's."""
    opening: WeekWindows | None = None
    """When it takes cases; left out, always."""
    most_cases_per_day: Count | None = None
    """Most cases that it takes on one local day; left out, no limit."""
    price_per_case: NonNegative = 0.0
    """Price of one case, in the scenario's currency."""
    price_per_hour: NonNegative = 0.0
    """Price of one hour of handling, in the scenario's currency."""


class Value(Noun):
    """What the service is worth, as an estimate from survey figures; never part of a promise."""

    per_customer: Positive
    """Worth of a customer, in the scenario's currency."""
    churn_if_unanswered: Share = 0.17
    """Share of customers lost after one bad experience (Thomalla 2014, survey)."""
    churn_if_late: Share = 0.0
    """Share lost although answered, beyond the limit of the SLA."""
    recommend_share: Share = 0.88
    """Share of well served customers likelier to recommend (Facelift, survey)."""
    worth_of_recommendation: NonNegative = 0.0
    """Worth of one recommendation, in the scenario's currency."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.churn_if_late > self.churn_if_unanswered:
            raise ValueError("churn_if_late is above churn_if_unanswered; swap them")
        return self
