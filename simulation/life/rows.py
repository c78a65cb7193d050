"""Rows: one per task, growing while a replication runs, with what stands behind each."""

import math
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from simulation.arrivals.volume import Cases, due_seconds
from simulation.durations import patience_at, seconds_at
from simulation.life.decisions import label_chance
from simulation.luck import Luck
from simulation.philox import Purpose
from simulation.records import Origin, TaskRecords
from simulation.world import World

if TYPE_CHECKING:
    from simulation.desk.desk import Desk


class Rows:
    """Columns by task that the desk itself does not need, beside those of the desk and its log."""

    __slots__ = (
        "attempt", "audience", "author", "called_back", "came_to", "case_id", "chance", "channel",
        "desk", "external", "first", "holding", "mark", "matter", "moderated", "origin",
        "parent_id", "place", "replied", "resolved", "returns", "stage", "visit", "world",
    )  # fmt: skip

    def __init__(self, desk: "Desk", world: World, cases: Cases) -> None:
        """Start with the cases known up front; raises ValueError where their context is missing."""
        context = cases.context
        if context is None:
            raise ValueError("the scenario looks behind cases, which have no context here")
        size = len(cases)
        self.desk, self.world = desk, world
        self.case_id: list[int] = cases.case_id.tolist()
        self.parent_id = [-1] * size
        self.origin: list[int] = context.origin.tolist()
        self.channel: list[int] = world.queue_channel[cases.queue].tolist()
        self.came_to = list(self.channel)  # before moderation moved it
        first_line = np.array([channel.first_line for channel in world.channels])
        place = world.queue_line[cases.queue] - first_line[world.queue_channel[cases.queue]]
        self.place: list[int] = place.tolist()  # of the language within the channel
        self.stage = [0] * size
        self.visit = [0] * size  # number of the task within its case
        self.first = list(range(size))  # by task: the row of its case's first task
        self.author: list[int] = context.author.tolist()
        self.matter = list(range(size))  # by task: the row with which its matter began
        self.returns = [0] * size  # by that row: how often the matter has come back
        self.chance: list[float] = context.hostile_chance.tolist()
        self.mark: list[float] = context.hostile_mark.tolist()
        self.audience: list[float] = context.audience.tolist()
        self.attempt = [0] * size  # number of the try to call back
        self.external = [-1] * size  # external desk that took it
        self.resolved = bytearray(size)
        self.called_back = bytearray(size)
        self.replied = bytearray(size)  # by the case's first row: whether a human has replied
        self.holding = [math.nan] * size
        self.moderated = [math.nan] * size

    def fill(self, tasks: TaskRecords) -> TaskRecords:
        """Return the records with these columns filled in, in order of arrival."""
        desk = self.desk
        full = replace(
            tasks,
            case_id=np.array(self.case_id, dtype=np.int64),
            hostile=np.array(desk.hostile, dtype=np.bool_),
            arrival_seconds=np.array(desk.arrival, dtype=np.float64),
            due_seconds=np.array(desk.due, dtype=np.float64),
            parent_id=np.array(self.parent_id, dtype=np.int64),
            origin=np.array(self.origin, dtype=np.int64),
            stage=np.array(self.stage, dtype=np.int64),
            author=np.array(self.author, dtype=np.int64),
            desk=np.array(self.external, dtype=np.int64),
            resolved=np.frombuffer(bytes(self.resolved), dtype=np.uint8).astype(np.bool_),
            called_back=np.frombuffer(bytes(self.called_back), dtype=np.uint8).astype(np.bool_),
            holding_seconds=np.array(self.holding, dtype=np.float64),
            moderated_seconds=np.array(self.moderated, dtype=np.float64),
            steps=np.array(desk.log.steps, dtype=np.int64),
        )
        order = np.argsort(full.arrival_seconds, kind="stable")
        columns = {one.name: getattr(full, one.name)[order] for one in fields(full)}
        return TaskRecords(**columns)

    def labelled(self, row: int) -> bool:
        """Whether the classifier took a task for hostile: its queue says so."""
        return bool(self.desk.queue[row] & 1)

    def add_case(
        self,
        luck: Luck,
        case_id: int,
        parent: int,
        origin: Origin,
        channel: int,
        arrival: float,
        chance: float,
        work_share: float = 1.0,
    ) -> int:
        """Return the row of a new case that another one led to, which has not come in yet.

        Its luck is its own; the language is that of the parent if the channel has it.
        """
        facts = self.world.channels[channel]
        mark = luck.of(case_id, Purpose.HOSTILE)
        hostile = mark < chance
        place = self.place_in(luck, case_id, parent, channel)
        patience = math.inf
        if facts.patience is not None:
            patience = patience_at(facts.patience, luck.of(case_id, Purpose.PATIENCE))
        handle = seconds_at(facts.handle, luck.of(case_id, Purpose.HANDLE))
        row = self._append(
            queue=2 * (facts.first_line + place) + self.label(luck, case_id, channel, hostile),
            hostile=hostile,
            arrival=arrival,
            due=float(due_seconds(facts, np.array([arrival]))[0]),
            handle=handle * work_share,
            patience=patience,
        )
        self.case_id.append(case_id)
        self.parent_id.append(self.case_id[parent])
        self.origin.append(origin)
        self.channel.append(channel)
        self.came_to.append(channel)
        self.place.append(place)
        self.stage.append(0)
        self.visit.append(0)
        self.first.append(row)
        self.author.append(self.author[parent])
        self.matter.append(row if origin is Origin.BACKLASH else self.matter[parent])
        self.chance.append(chance)
        self.mark.append(mark)
        self.attempt.append(0)
        self.called_back.append(0)
        return row

    def add_task(
        self,
        row: int,
        origin: Origin,
        *,
        stage: int,
        queue: int,
        hostile: bool,
        arrival: float,
        due: float,
        handle: float,
    ) -> int:
        """Return the row of a further task of a row's case, which has not come in yet."""
        added = self._append(queue, hostile, arrival, due, handle, math.inf)
        self.case_id.append(self.case_id[row])
        self.parent_id.append(self.parent_id[row])
        self.origin.append(origin)
        self.channel.append(self.channel[row])
        self.came_to.append(self.came_to[row])
        self.place.append(self.place[row])
        self.stage.append(stage)
        self.visit.append(self.visit[row] + (origin is Origin.STAGE))
        self.first.append(self.first[row])
        self.author.append(self.author[row])
        self.matter.append(self.matter[row])
        self.chance.append(float(hostile))
        self.mark.append(0.5)
        self.attempt.append(self.attempt[row] + (origin is Origin.RETRY))
        self.called_back.append(self.called_back[row])
        return added

    def label(self, luck: Luck, case_id: int, channel: int, hostile: bool, visit: int = 0) -> bool:
        """Return what the classifier says of a task."""
        facts = self.world.channels[channel]
        seen = label_chance(hostile, facts.recall, facts.false_positive_rate)
        return seen > 0 and (seen >= 1 or luck.of(case_id, Purpose.LABEL, visit) < seen)

    def set_label(self, row: int, labelled: bool) -> None:
        """Move a task that does not wait yet to the queue of its label."""
        self.desk.queue[row] = self.desk.queue[row] & ~1 | labelled

    def place_in(self, luck: Luck, case_id: int, parent: int, channel: int) -> int:
        """Return the place of a case's language in a channel: its parent's, or else drawn."""
        if self.channel[parent] == channel:
            return self.place[parent]
        names = [list(one.languages) for one in self.world.scenario.channels.values()]
        own, other = names[self.channel[parent]], names[channel]
        if own and own[self.place[parent]] in other:
            return other.index(own[self.place[parent]])
        shares = self.world.channels[channel].language_shares
        drawn = luck.of(case_id, Purpose.LANGUAGE)
        return min(int(np.searchsorted(shares, drawn, side="right")), len(shares) - 1)

    def _append(
        self, queue: int, hostile: bool, arrival: float, due: float, handle: float, patience: float
    ) -> int:
        desk = self.desk
        row = len(desk.queue)
        desk.queue.append(queue)
        desk.hostile.append(hostile)
        desk.arrival.append(arrival)
        desk.due.append(due)
        desk.handle.append(handle)
        desk.patience.append(patience)
        desk.waiting.grow(due)
        desk.log.grow()
        self.audience.append(1.0)
        self.external.append(-1)
        self.returns.append(0)
        self.resolved.append(0)
        self.replied.append(0)
        self.holding.append(math.nan)
        self.moderated.append(math.nan)
        return row
