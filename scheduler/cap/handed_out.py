"""What agents will be handed in a horizon, by group, and what its labels are worth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenarios.queues import Group, Queue, groups_of, lines_of, takes
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.cap.kinds import most_paid_hours
from scheduler.cap.lever import ASSUMED
from simulation.arrivals.workload import Workload


@dataclass(frozen=True)
class Labels:
    """What an agent is handed: how much of it is labelled hostile, and what labels are worth."""

    labelled: float  # share of the cases handed out
    chance: float  # that a case labelled hostile is so
    missed: float  # that another one is hostile all the same


def handed_out(scenario: Scenario, workload: Workload) -> Iterator[tuple[Group, float, Labels]]:
    """Yield each group with the cases that one of its agents takes, and what labels say of them."""
    lines, groups = lines_of(scenario), groups_of(scenario)
    until = _last_open(scenario)
    cases = workload.cases[:, :until].sum(axis=1)
    hostile = workload.hostile_cases[:, :until].sum(axis=1)
    hours = {group.id: most_paid_hours(scenario, group.agent_ids) for group in groups}
    classifier = scenario.classifier
    for group in groups:
        labelled = caught = taken = met = 0.0
        for row, line in enumerate(lines):
            false_rate = classifier.false_positive_rate(
                scenario.channels[line.channel_id].hostile_share
            )
            hostile_part = classifier.recall * hostile[row]
            labelled_part = hostile_part + false_rate * (cases[row] - hostile[row])
            part = _part(scenario, hours, groups, group, Queue(line, True))
            rest = _part(scenario, hours, groups, group, Queue(line, False))
            labelled += part * labelled_part
            caught += part * hostile_part
            taken += part * labelled_part + rest * (cases[row] - labelled_part)
            met += rest * (hostile[row] - hostile_part)
        harmless = taken - labelled
        if taken > 0:
            yield (
                group,
                taken / len(group.agent_ids),
                Labels(
                    labelled / taken,
                    caught / labelled if labelled > 0 else 0.0,
                    met / harmless if harmless > 0 else 0.0,
                ),
            )


def _last_open(scenario: Scenario) -> int:
    """Return the interval with which the last opening hours end; what comes later, nobody meets."""
    timeline = Timeline(scenario.horizon)
    last = max((end for _, end in timeline.open_windows()), default=0)
    return -(-last // scenario.horizon.interval_minutes)


def _part(
    scenario: Scenario,
    hours: dict[str, float],
    groups: Sequence[Group],
    group: Group,
    queue: Queue,
) -> float:
    """Return a group's part of a queue, by the hours of those who are asked for it."""
    if not takes(scenario, group, queue):
        return 0.0
    return hours[group.id] / sum(hours[one.id] for one in groups if takes(scenario, one, queue))


def with_better_recall(scenario: Scenario) -> Scenario:
    """Return a scenario whose labels find more of what is hostile, by the step that levers take."""
    recall = round(min(scenario.classifier.recall + ASSUMED.label_step, 1.0), 6)
    labels = scenario.classifier.model_copy(update={"recall": recall})
    return scenario.model_copy(update={"classifier": labels})
