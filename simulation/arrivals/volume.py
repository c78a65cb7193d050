"""Volume: the cases of a replication, and the workload that they make."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scenarios.scenario import Scenario
from simulation.arrivals.context import audiences, authors, needs_context
from simulation.arrivals.expected import expected_tasks
from simulation.arrivals.given import given_arrivals
from simulation.arrivals.sources import Arrivals, drawn_arrivals
from simulation.arrivals.workload import Workload
from simulation.philox import Purpose, uniforms
from simulation.records import Origin
from simulation.world import SECONDS_PER_MINUTE, ChannelFacts, StageFacts, World, compile_world

if TYPE_CHECKING:
    from simulation.compiled.draws import Drawn

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Context:
    """What stands behind cases, for features that look at more than their first message."""

    hostile_chance: Floats  # at arrival, before the author's history
    hostile_mark: Floats  # uniform; the case is hostile where it lies below the chance
    label_mark: Floats  # uniform; labelled hostile where below recall or false positive rate
    audience: Floats  # over the mean; 1 where nothing is said
    author: Ints  # index of a regular; -1 if none
    origin: Ints  # simulation.records.Origin


@dataclass(frozen=True)
class Cases:
    """The cases of one replication in order of arrival, with the luck that they bring.

    What waits already at the start has a negative arrival; its age counts by the SLA's clock and
    its patience from second 0.
    """

    case_id: Ints
    queue: Ints  # index into queues_of(scenario)
    hostile: Bools  # truth
    arrival_seconds: Floats
    due_seconds: Floats  # infinity without an SLA
    handle_seconds: Floats  # of a harmless case of the first stage; no slowdown
    patience_seconds: Floats  # infinity where nobody leaves
    context: Context | None = None  # only where the scenario has something that needs it

    def __len__(self) -> int:
        """Number of cases."""
        return len(self.case_id)


def arrivals_of(world: World, seed: int, replication: int) -> Arrivals:
    """Return everything that comes in during a replication: drawn cases first, then given ones."""
    drawn = drawn_arrivals(world, seed, replication)
    parts = [drawn, *given_arrivals(world, seed, replication)]
    if len(parts) == 1:
        return drawn
    names = [field.name for field in fields(Arrivals)]
    return Arrivals(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    )


def draw_cases(world: World, seed: int, replication: int) -> Cases:
    """Return the cases of a replication, sorted by arrival, then channel, day and index.

    Given cases follow drawn ones that arrive at the same time.

    Every number is a function of (seed, replication, case, purpose); with more volume the first
    cases of a channel and day stay the same cases.
    """
    from simulation.compiled.draws import drawn_of

    arrivals = arrivals_of(world, seed, replication)
    looks_behind = needs_context(world.scenario)
    drawn = drawn_of(world, arrivals.columns(), seed, replication, marks=looks_behind)
    waiting = np.flatnonzero(arrivals.origin[drawn.order] == Origin.BACKLOG)
    drawn.due[waiting] = _due_of_backlog(world, arrivals, drawn.order[waiting])
    context = None
    if looks_behind:
        context = _context(world, seed, replication, arrivals, drawn)
    return Cases(
        case_id=drawn.case_id,
        queue=drawn.queue,
        hostile=drawn.hostile,
        arrival_seconds=drawn.arrival,
        due_seconds=drawn.due,
        handle_seconds=drawn.handle,
        patience_seconds=drawn.patience,
        context=context,
    )


def _context(
    world: World, seed: int, replication: int, arrivals: Arrivals, drawn: "Drawn"
) -> Context:
    purposes = (Purpose.AUDIENCE, Purpose.AUTHOR, Purpose.AUTHOR_CHOICE)
    luck = uniforms(seed, replication, arrivals.stream, arrivals.index, purposes)
    audience = audiences(world, arrivals, luck[Purpose.AUDIENCE])
    author = authors(world, arrivals, luck[Purpose.AUTHOR], luck[Purpose.AUTHOR_CHOICE])
    order = drawn.order
    assert drawn.hostile_mark is not None
    assert drawn.label_mark is not None
    return Context(
        hostile_chance=arrivals.hostile_chance[order],
        hostile_mark=drawn.hostile_mark,
        label_mark=drawn.label_mark,
        audience=audience[order],
        author=author[order],
        origin=arrivals.origin[order],
    )


def due_seconds(channel: ChannelFacts | StageFacts, arrival_seconds: Floats) -> Floats:
    """Return when the SLA limit of cases is up, by the channel's clock."""
    if channel.clock is None:
        return arrival_seconds + channel.sla_seconds
    due = channel.clock.due_minutes(
        arrival_seconds / SECONDS_PER_MINUTE, channel.sla_seconds / SECONDS_PER_MINUTE
    )
    return due * SECONDS_PER_MINUTE


def _due_of_backlog(world: World, arrivals: Arrivals, rows: Ints) -> Floats:
    """Limits from second 0 on, shortened by the age; one that is over already lies before 0."""
    due = np.empty(len(rows))
    for number, channel in enumerate(world.channels):
        own = arrivals.channel[rows] == number
        left = channel.sla_seconds + arrivals.seconds[rows[own]]
        if channel.clock is None:
            due[own] = left
        else:
            starts = np.zeros(len(left))
            later = channel.clock.due_minutes(starts, np.maximum(left, 0) / SECONDS_PER_MINUTE)
            due[own] = np.where(left > 0, later * SECONDS_PER_MINUTE, left)
    return due


def workload_of(scenario: Scenario, *, seed: int, replications: int = 100) -> Workload:
    """Return the expected workload per line and interval, with its simulated spread.

    Expectations are analytic; the quantiles come from ``replications`` draws with the seed.
    """
    world = compile_world(scenario)
    expected = expected_tasks(world)
    low, high = _spread(world, seed, replications)
    return Workload(
        world.line_ids, expected.tasks, expected.hostile, expected.work_minutes, low, high
    )


def _spread(world: World, seed: int, replications: int) -> tuple[Floats, Floats]:
    lines, intervals = len(world.line_ids), world.intervals
    counts = np.empty((replications, lines, intervals), dtype=np.int32)
    for replication in range(replications):
        arrivals = arrivals_of(world, seed, replication)
        interval = np.clip(arrivals.seconds / world.step_seconds, 0, intervals - 1)
        cell = arrivals.line * intervals + interval.astype(np.int64)
        counts[replication] = np.bincount(cell, minlength=lines * intervals).reshape(
            lines, intervals
        )
    low, high = np.quantile(counts, (0.1, 0.9), axis=0)
    return low, high
