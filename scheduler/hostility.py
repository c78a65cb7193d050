"""What a label says about hostility: the chance behind each queue."""

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
