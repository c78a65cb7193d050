"""What a label says about hostility: the chance behind each queue."""

import math

import numpy as np

from scenarios.durations import Distribution, Duration
from scenarios.queues import Line, queues_of
from scenarios.scenario import Scenario
from simulation.arrivals.visits import visits_of


def hostile_share(scenario: Scenario, line: Line) -> float:
    """Return the expected hostile share of a line's tasks.

    The channel's share, or that of its replay; with a workflow that of the line's stages, as
    replies calm.
    """
    channel = scenario.channels[line.channel_id]
    share = channel.hostile_share
    if channel.workflow is None:
        return share
    visits, places = visits_of(channel.stages), list(line.stages)
    tasks = float(visits.visits[places].sum())
    hostile = share * float(visits.hostile_visits[places].sum())
    return hostile / tasks if tasks else 0.0


def labelled_share(scenario: Scenario, line: Line) -> float:
    """Return the share of a line's tasks that the classifier labels hostile."""
    share = hostile_share(scenario, line)
    return scenario.classifier.recall * share + _false_positive_rate(scenario, line) * (1 - share)


def hostile_chance(scenario: Scenario) -> dict[str, float]:
    """Return by queue id the chance that a task of the queue is truly hostile (Bayes)."""
    chances: dict[str, float] = {}
    for queue in queues_of(scenario):
        share = hostile_share(scenario, queue.line)
        labelled = labelled_share(scenario, queue.line)
        caught = scenario.classifier.recall * share
        if queue.labelled_hostile:
            chances[queue.id] = caught / labelled if labelled else 0.0
        else:
            chances[queue.id] = (share - caught) / (1 - labelled) if labelled < 1 else 0.0
    return chances


def hostile_minutes(scenario: Scenario) -> dict[str, float]:
    """Return by queue id the mean handling time of a hostile task, in minutes.

    Over the line's stages by how often hostile cases visit them; as a newcomer's pace and the
    slowdown of contacts at once are left out, it is that of an experienced agent with one in hand.
    """
    return {queue.id: _hostile_time(scenario, queue.line)[0] for queue in queues_of(scenario)}


def hostile_minutes_cv(scenario: Scenario) -> dict[str, float]:
    """Return by queue id the coefficient of variation of that time, over stages and cases."""
    return {queue.id: _hostile_time(scenario, queue.line)[1] for queue in queues_of(scenario)}


def _hostile_time(scenario: Scenario, line: Line) -> tuple[float, float]:
    """Return mean and coefficient of variation of a hostile task's minutes."""
    channel = scenario.channels[line.channel_id]
    places = list(line.stages)
    visits = visits_of(channel.stages).hostile_visits[places]
    weights = visits / visits.sum() if visits.sum() else np.full(len(places), 1 / len(places))
    means, squares = [], []
    for place in places:
        stage = channel.stages[place]
        said = stage.handle_time or channel.handle_time
        share = 1.0 if stage.handle_time is not None else stage.work_share
        mean = share * said.mean_seconds * channel.hostility.handle_time_factor / 60.0
        means.append(mean)
        squares.append(mean**2 * (1 + _variation(said) ** 2))
    mean = float(weights @ np.array(means))
    variance = max(float(weights @ np.array(squares)) - mean**2, 0.0)
    return mean, math.sqrt(variance) / mean


def _variation(said: Duration) -> float:
    """Return the coefficient of variation of a duration."""
    fixed = {Distribution.CONSTANT: 0.0, Distribution.EXPONENTIAL: 1.0}
    return fixed.get(said.distribution, said.cv)


def queue_shares(scenario: Scenario) -> dict[str, float]:
    """Return by queue id the share of its line's tasks that join it."""
    shares: dict[str, float] = {}
    for queue in queues_of(scenario):
        labelled = labelled_share(scenario, queue.line)
        shares[queue.id] = labelled if queue.labelled_hostile else 1 - labelled
    return shares


def _false_positive_rate(scenario: Scenario, line: Line) -> float:
    """Return the chance that a harmless task is labelled hostile, the same in all stages."""
    share = scenario.channels[line.channel_id].hostile_share
    return scenario.classifier.false_positive_rate(share)
