"""Relief: what bots, holding replies, moderation and others did, and what that cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.cap import BlockedStep, Then
from scenarios.channels import Channel
from scenarios.scenario import Scenario
from simulation.measures.contacts import Contacts
from simulation.measures.estimates import mean_estimates
from simulation.measures.outcome import ReliefOutcome
from simulation.records import Bools, Floats, Origin, TaskOutcome, TaskRecords

SECONDS_PER_HOUR = 3600.0
RELIEF_COST = 3  # column of the sums
_PAST_THE_BOT = (Origin.BOT_RETURN, Origin.REPOST, Origin.BACKLOG)


@dataclass(frozen=True)
class Feature:
    """One kind of relief in one place."""

    name: str
    place: str  # channel id or id of an external desk


@dataclass(frozen=True)
class ReliefSums:
    """What each feature of ``features_of`` did, shape (features, 4): used, helped, failed, cost."""

    figures: Floats


def features_of(scenario: Scenario) -> tuple[Feature, ...]:
    """Return the relief that a scenario has, channel by channel, then the external desks."""
    found: list[Feature] = []
    for channel_id, channel in scenario.channels.items():
        said = {
            "bot": channel.bot,
            "holding reply": channel.holding_reply,
            "public answers": channel.public_answers,
            "callback": channel.callback,
            "moderation": channel.moderation,
        }
        found += [Feature(name, channel_id) for name, one in said.items() if one is not None]
    return (*found, *(Feature("external desk", desk) for desk in scenario.external_desks))


def relief_of(
    scenario: Scenario,
    tasks: TaskRecords,
    contacts: Contacts,
    steps: tuple[BlockedStep, ...] = (),
) -> ReliefSums:
    """Return what relief did in a replication: over everything, counted in a promise or not.

    The records do not say which cases the bot tried in vain, so its tries are the expected ones:
    the share tried of all that came to it. A post that moderation moved is known by its channel
    now, so the first channel that moves posts there is taken to have moved it. Public answers
    stand with the channel whose cases they spared. What one of the ``steps`` for blocked cases
    moderated is left out, as its cost stands there.
    """
    features = features_of(scenario)
    figures = np.zeros((len(features), 4))
    if features:
        view = _View(scenario, tasks, contacts, steps)
        for row, feature in enumerate(features):
            figures[row] = view.figures(feature)
    return ReliefSums(figures)


class _View:
    """The records of a replication, asked about one feature after the other."""

    def __init__(
        self,
        scenario: Scenario,
        tasks: TaskRecords,
        contacts: Contacts,
        steps: tuple[BlockedStep, ...],
    ) -> None:
        self.scenario, self.tasks, self.contacts = scenario, tasks, contacts
        self.steps = steps
        self.number = {channel_id: place for place, channel_id in enumerate(scenario.channels)}
        self.desks = {desk_id: place for place, desk_id in enumerate(scenario.external_desks)}

    def figures(self, feature: Feature) -> tuple[float, float, float, float]:
        """Return used, helped, failed and cost."""
        if feature.name == "external desk":
            return self._external(feature.place)
        own = self.contacts.from_customer & (self.contacts.channel == self.number[feature.place])
        channel = self.scenario.channels[feature.place]
        match feature.name:
            case "bot":
                return self._bot(own, channel)
            case "holding reply":
                return self._holding(own, channel)
            case "public answers":
                return self._spared(channel, feature.place)
            case "callback":
                return self._callback(own)
            case _:
                return self._moderation(channel, feature.place)

    def _count(self, which: Bools) -> float:
        return float(np.count_nonzero(which))

    def _ended(self, outcome: TaskOutcome) -> Bools:
        ended: Bools = self.contacts.outcome == outcome
        return ended

    def _bot(self, own: Bools, channel: Channel) -> tuple[float, float, float, float]:
        assert channel.bot is not None
        past = np.isin(self.contacts.origin, _PAST_THE_BOT) | self._ended(TaskOutcome.SPARED)
        tries = channel.bot.tried_share * self._count(own & ~past)
        failed = self._count(own & (self.contacts.origin == Origin.BOT_RETURN))
        ended = self._count(own & self._ended(TaskOutcome.BOT))
        return tries, ended, failed, tries * channel.bot.cost

    def _holding(self, own: Bools, channel: Channel) -> tuple[float, float, float, float]:
        assert channel.holding_reply is not None
        sent = self._count(own & ~np.isnan(self.tasks.holding_seconds[self.contacts.last]))
        return sent, sent, 0.0, sent * channel.holding_reply.cost

    def _spared(self, channel: Channel, place: str) -> tuple[float, float, float, float]:
        assert channel.public_answers is not None
        spared = 0.0
        for name in channel.public_answers.channels or (place,):
            own = self.contacts.channel == self.number[name]
            spared += self._count(own & self._ended(TaskOutcome.SPARED))
        return spared, spared, 0.0, 0.0

    def _callback(self, own: Bools) -> tuple[float, float, float, float]:
        accepted = own & self.contacts.called_back
        reached = self._count(accepted & self.contacts.answered)
        return (
            self._count(accepted),
            reached,
            self._count(accepted & self._ended(TaskOutcome.UNREACHED)),
            0.0,
        )

    def _moderation(self, channel: Channel, place: str) -> tuple[float, float, float, float]:
        assert channel.moderation is not None
        places = [self.number[place]]
        if channel.moderation.to is not None and self._moves_first(place, channel.moderation.to):
            places.append(self.number[channel.moderation.to])
        caught = ~np.isnan(self.tasks.moderated_seconds[self.contacts.last])
        caught &= self.contacts.from_customer & np.isin(self.contacts.channel, places)
        caught &= ~self._by_ladder()[self.contacts.last]
        closed = self._count(caught & self._ended(TaskOutcome.MODERATED))
        number = self._count(caught)
        return number, closed, 0.0, number * channel.moderation.cost

    def _by_ladder(self) -> Bools:
        """Which tasks a step for blocked cases moderated: their cost stands with the step."""
        moderated = np.zeros(len(self.tasks.steps), dtype=np.bool_)
        for number, step in enumerate(self.steps):
            if step.then is Then.MODERATE:
                moderated |= (self.tasks.steps >> number) & 1 == 1
        return moderated

    def _moves_first(self, place: str, target: str) -> bool:
        movers = (
            channel_id
            for channel_id, channel in self.scenario.channels.items()
            if channel.moderation is not None and channel.moderation.to == target
        )
        return next(movers, None) == place

    def _external(self, place: str) -> tuple[float, float, float, float]:
        said, tasks = self.scenario.external_desks[place], self.tasks
        own = tasks.desk == self.desks[place]
        taken = self._count(own)
        hours = float((tasks.end_seconds - tasks.start_seconds)[own].sum()) / SECONDS_PER_HOUR
        return taken, taken, 0.0, taken * said.price_per_case + hours * said.price_per_hour


def relief_outcome(
    scenario: Scenario, sums: Sequence[ReliefSums], confidence: float
) -> tuple[ReliefOutcome, ...]:
    """Return what relief did over several replications."""
    features = features_of(scenario)
    if not features:
        return ()
    figures = np.array([one.figures for one in sums]).reshape(len(sums), -1)
    estimates = mean_estimates(figures, confidence)
    return tuple(
        ReliefOutcome(f"{one.name}/{one.place}", one.name, one.place, *estimates[4 * k : 4 * k + 4])
        for k, one in enumerate(features)
    )
