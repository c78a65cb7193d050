"""Figures by name: an outcome as one flat list, the same names for every replication."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from scenarios.assignment import RoutingPolicy
from scenarios.scenario import Scenario
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import Estimate, Outcome
from simulation.measures.summary import Summary


def estimates_of(outcome: Outcome) -> dict[str, Estimate]:
    """Return every estimate of an outcome by its dotted name, e.g. channels.posts.service_level.

    Parts of a list go by their own id. Series over time are no figures and are left out.
    """
    return {name: value for name, value in _leaves(outcome, ()) if isinstance(value, Estimate)}


def figures_of(outcome: Outcome) -> dict[str, float]:
    """Return every figure of an outcome by its dotted name: means, and plain numbers as they are.

    What says how the outcome was made (seed, replications) is no figure.
    """
    return {
        name: value.mean if isinstance(value, Estimate) else float(value)
        for name, value in _leaves(outcome, ())
    }


def _leaves(part: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(part, (Estimate, int, float)):
        yield ".".join(path), part
        return
    for name, one in _parts_of(part):
        yield from _leaves(one, (*path, name))


def _parts_of(part: Any) -> Iterator[tuple[str, Any]]:
    """Yield the named parts of a noun, a list of nouns or a mapping; of anything else none."""
    if is_dataclass(part):
        yield from ((name, getattr(part, name)) for name in _measured(part.__class__))
    elif isinstance(part, tuple):
        yield from ((_id_of(one), one) for one in part if is_dataclass(one))
    elif isinstance(part, dict):
        yield from part.items()


@cache
def _measured(kind: Any) -> tuple[str, ...]:
    """Return the fields of a noun that are measured; there are many nouns of few kinds."""
    return tuple(one.name for one in fields(kind) if one.name not in _ABOUT_THE_RUN)


# How the run was made, limits that it is held against, times of day: none of them is measured.
_ABOUT_THE_RUN = frozenset(
    {
        "policy",
        "seed",
        "replications",
        "intervals",
        "days",
        "weeks",
        "cap_share",
        "compliance_low",
        "peak_hour",
        "least_response_rate",
        "least_questions",
        "stricter_response_rate",
    }
)


def _id_of(part: Any) -> str:
    """Return what tells a part from its neighbours: its first field, an id."""
    return str(getattr(part, fields(part)[0].name))


@dataclass(frozen=True)
class ReplicationTable:
    """Every figure of every replication, so that runs can be compared in pairs."""

    seed: int
    replications: tuple[int, ...]
    figures: dict[str, tuple[float, ...]]  # by name, one value a replication; NaN if none


def table_of(scenario: Scenario, outcome: Outcome, made: tuple[Summary, ...]) -> ReplicationTable:
    """Return the figures of each replication alone, by the definitions of the whole outcome."""
    rows = [
        figures_of(
            outcome_of(
                scenario,
                RoutingPolicy(outcome.policy),
                outcome.seed,
                [one],
                confidence=scenario.planning.confidence,
                by_time=False,
            )
        )
        for one in made
    ]
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: tuple(row.get(name, math.nan) for row in rows) for name in names}
    return ReplicationTable(outcome.seed, outcome.replications, columns)
