"""Lots: cases that are alike to the router, by line, part of the time and label."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.queues import Line, lines_of
from scenarios.scenario import Scenario
from simulation.arrivals.workload import Workload

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Shares that differ by less count as the same.
_SHARE_STEP = 1e-3
_LEAST_CASES = 1e-9


@dataclass(frozen=True)
class Lot:
    """Cases of one line and label that come in one part of the time."""

    line: int
    part: int
    labelled_hostile: bool
    cases: float
    hostile_chance: float  # that one of them is truly hostile, given the label (Bayes)
    minutes: float  # handling time of one of them, on average
    hostile_minutes: float  # handling time of a hostile one


def lots_of(scenario: Scenario, workload: Workload, parts: Ints) -> tuple[Lot, ...]:
    """Return the cases of a workload in lots.

    ``parts``, shape (lines, intervals), numbers the parts of the time as each line needs them;
    cases in a part of -1 are left out. Whether a case is labelled hostile depends on recall and on
    the false positive rate that the precision implies, so its chance differs with the part's share.
    """
    found: list[Lot] = []
    for number, line in enumerate(lines_of(scenario)):
        kept = parts[number] >= 0
        place = parts[number][kept]
        cases, hostile, work = (
            np.bincount(place, amounts[number][kept])
            for amounts in (workload.cases, workload.hostile_cases, workload.work_minutes)
        )
        for part in np.flatnonzero(cases > _LEAST_CASES):
            amounts = float(cases[part]), float(hostile[part]), float(work[part])
            found.extend(_by_label(scenario, line, number, int(part), amounts))
    return tuple(found)


def share_classes(workload: Workload) -> Ints:
    """Return a number for the hostile share of each line in each interval, shape of the workload.

    Equal numbers mean shares that are alike to a tenth of a point; what has no cases has class 0.
    """
    cases = workload.cases
    share = np.divide(workload.hostile_cases, cases, out=np.zeros_like(cases), where=cases > 0)
    return np.round(share / _SHARE_STEP).astype(np.int64)


def numbered(*columns: Ints) -> Ints:
    """Return one number for each combination of columns of the same length, from 0 on."""
    _, place = np.unique(np.stack(columns), axis=1, return_inverse=True)
    return np.asarray(place, dtype=np.int64).reshape(-1)


def _by_label(
    scenario: Scenario, line: Line, number: int, part: int, amounts: tuple[float, float, float]
) -> list[Lot]:
    cases, hostile, work = amounts
    channel, classifier = scenario.channels[line.channel_id], scenario.classifier
    share = min(hostile / cases, 1.0)
    slower = channel.hostility.handle_time_factor
    plain = work / (cases + (slower - 1.0) * hostile)  # minutes of a harmless case
    false_rate = classifier.false_positive_rate(channel.hostile_share)
    caught = classifier.recall * share
    labelled = caught + false_rate * (1.0 - share)
    lots = []
    for is_labelled, part_of_all, truly in (
        (True, labelled, caught),
        (False, 1.0 - labelled, share - caught),
    ):
        if part_of_all * cases > _LEAST_CASES:
            chance = min(max(truly / part_of_all, 0.0), 1.0)
            minutes = plain * (1.0 + (slower - 1.0) * chance)
            lots.append(
                Lot(number, part, is_labelled, part_of_all * cases, chance, minutes, plain * slower)
            )
    return lots
