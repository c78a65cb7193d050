"""What a label says about hostility: the chance behind each queue."""

from scenarios.channels import Channel
from scenarios.queues import queues_of
from scenarios.scenario import Scenario


def labelled_share(scenario: Scenario, channel: Channel) -> float:
    """Return the share of a channel's cases that the classifier labels hostile."""
    share = channel.hostility.share
    false_positive_rate = scenario.classifier.false_positive_rate(share)
    return scenario.classifier.recall * share + false_positive_rate * (1 - share)


def hostile_chance(scenario: Scenario) -> dict[str, float]:
    """Return by queue id the chance that a case of the queue is truly hostile (Bayes)."""
    chances: dict[str, float] = {}
    for queue in queues_of(scenario):
        channel = scenario.channels[queue.line.channel_id]
        share, labelled = channel.hostility.share, labelled_share(scenario, channel)
        caught = scenario.classifier.recall * share
        if queue.labelled_hostile:
            chances[queue.id] = caught / labelled if labelled else 0.0
        else:
            chances[queue.id] = (share - caught) / (1 - labelled) if labelled < 1 else 0.0
    return chances


def queue_shares(scenario: Scenario) -> dict[str, float]:
    """Return by queue id the share of its line's cases that join it."""
    shares: dict[str, float] = {}
    for queue in queues_of(scenario):
        labelled = labelled_share(scenario, scenario.channels[queue.line.channel_id])
        shares[queue.id] = labelled if queue.labelled_hostile else 1 - labelled
    return shares
