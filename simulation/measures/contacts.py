"""Contacts: the tasks of one piece of work joined to one row, with what became of it."""

from dataclasses import dataclass

import numpy as np

from scenarios.promises import Denominator
from simulation.measures.yardstick import DENOMINATORS, Yardstick
from simulation.records import Bools, Floats, Ints, Origin, TaskOutcome, TaskRecords
from simulation.world import World

_NEEDS_ANSWER = np.array(
    [one not in (TaskOutcome.BOT, TaskOutcome.SPARED, TaskOutcome.MODERATED) for one in TaskOutcome]
)
_GOES_ON = np.array(
    [one in (TaskOutcome.HANDED_OVER, TaskOutcome.UNREACHED) for one in TaskOutcome]
)


@dataclass(frozen=True)
class Contacts:
    """One row per contact: a task with the rests after hand-overs and further tries to call.

    The reply of a live contact goes out when somebody takes it up, that of any other when the
    last part is done. Times are seconds after the first midnight.
    """

    last: Ints  # row of the last task
    channel: Ints
    queue: Ints
    stage: Ints  # number in the yardstick's stages
    case_id: Ints
    parent_id: Ints
    origin: Ints  # Origin of the first task
    outcome: Ints  # TaskOutcome; a hand-over that nobody took up again is open
    hostile: Bools  # truth
    arrival: Floats
    due: Floats
    taken: Floats  # when somebody first took it up and it came to a talk; NaN if never
    reply: Floats  # NaN if not answered
    first_response: Floats  # the same, or the holding reply where that counts
    closed: Floats  # infinity while open
    handle_seconds: Floats  # agents' time for all parts, dialling included
    handed_over: Bools
    called_back: Bools
    from_customer: Bools  # a message: stage 0, and no stage to which the case went back
    in_backlog: Bools  # waited already at the start
    counted: Bools
    needs_answer: Bools  # not ended with the bot, spared or closed by moderation

    @property
    def first(self) -> Bools:
        """First contacts that are counted and need an answer: those offered."""
        return self.from_customer & self.offered

    @property
    def offered(self) -> Bools:
        """Contacts of every stage that are counted and need an answer."""
        return self.counted & self.needs_answer

    @property
    def by_team(self) -> Bools:
        """Answered by the team's own agents."""
        own: Bools = self.outcome == TaskOutcome.ANSWERED
        return own

    @property
    def answered(self) -> Bools:
        """Answered by the team or by an external desk."""
        external: Bools = self.outcome == TaskOutcome.EXTERNAL
        return self.by_team | external

    @property
    def left(self) -> Bools:
        """Left before an answer."""
        gone: Bools = self.outcome == TaskOutcome.ABANDONED
        return gone

    @property
    def responded(self) -> Bools:
        """Answered, or acknowledged where that counts."""
        return ~np.isnan(self.first_response)

    @property
    def in_time(self) -> Bools:
        """First response no later than due."""
        return self.first_response <= self.due

    @property
    def left_in_time(self) -> Bools:
        """Left within the limit, before a response that counts."""
        return self.left & (self.closed <= self.due) & ~self.responded

    def judged(self, yardstick: Yardstick) -> Bools:
        """Return which contacts the promise on their stage is a share of."""
        stages = yardstick.stages
        kind = stages.denominator[self.stage]
        short = (kind == _SHORT) & self.left_in_time
        unanswered = (kind == _ANSWERED) & ~self.responded
        judged: Bools = stages.has_sla[self.stage] & self.offered & ~short & ~unanswered
        return judged


_SHORT = DENOMINATORS.index(Denominator.OFFERED_LESS_SHORT_ABANDONED)
_ANSWERED = DENOMINATORS.index(Denominator.ANSWERED)


@dataclass(frozen=True)
class _Chains:
    """First and last task of each contact, and what all of its tasks have together."""

    head: Ints
    last: Ints
    taken: Floats
    handle_seconds: Floats
    handed_over: Bools


def contacts_of(world: World, yardstick: Yardstick, tasks: TaskRecords) -> Contacts:
    """Return the contacts of a replication."""
    chains = _chains(tasks)
    head, last = chains.head, chains.last
    queue = tasks.queue[last]
    channel = world.queue_channel[queue]
    stage = yardstick.stages.of(channel, tasks.stage[last])
    outcome = tasks.outcome[last]
    outcome = np.where(outcome == TaskOutcome.HANDED_OVER, int(TaskOutcome.OPEN), outcome)
    arrival, due, origin = tasks.arrival_seconds[head], tasks.due_seconds[last], tasks.origin[head]
    closed = np.where(outcome == TaskOutcome.OPEN, np.inf, tasks.end_seconds[last])
    answered = (outcome == TaskOutcome.ANSWERED) | (outcome == TaskOutcome.EXTERNAL)
    sent = np.where(world.queue_live[queue], chains.taken, closed)
    reply = np.where(answered, sent, np.nan)
    in_backlog = (origin == Origin.BACKLOG) | (arrival < 0)
    is_due = (due <= world.horizon_seconds) | ~yardstick.stages.has_sla[stage]
    return Contacts(
        last=last,
        channel=channel,
        queue=queue,
        stage=stage,
        case_id=tasks.case_id[last],
        parent_id=tasks.parent_id[last],
        origin=origin,
        outcome=outcome,
        hostile=tasks.hostile[last],
        arrival=arrival,
        due=due,
        taken=chains.taken,
        reply=reply,
        first_response=_first_response(yardstick, channel, reply, tasks.holding_seconds[last]),
        closed=closed,
        handle_seconds=chains.handle_seconds,
        handed_over=chains.handed_over,
        called_back=tasks.called_back[last],
        from_customer=(tasks.stage[last] == 0) & (origin != Origin.STAGE),
        in_backlog=in_backlog,
        counted=is_due & ~in_backlog & (arrival >= yardstick.counted_from),
        needs_answer=_NEEDS_ANSWER[outcome],
    )


def _first_response(yardstick: Yardstick, channel: Ints, reply: Floats, holding: Floats) -> Floats:
    if not yardstick.holding_counts.any():
        return reply
    return np.where(yardstick.holding_counts[channel], np.fmin(reply, holding), reply)


def _chains(tasks: TaskRecords) -> _Chains:
    size = len(tasks.case_id)
    rows = np.arange(size)
    by_agent = tasks.agent >= 0
    handle = np.where(by_agent, tasks.end_seconds - tasks.start_seconds, 0.0)
    talked = tasks.outcome != TaskOutcome.UNREACHED
    taken = np.where(talked, tasks.start_seconds, np.nan)
    over = tasks.outcome == TaskOutcome.HANDED_OVER
    further = (tasks.origin == Origin.HAND_OVER) | (tasks.origin == Origin.RETRY)
    if not further.any():
        return _Chains(rows, rows, taken, handle, over)
    order, begins = _in_order(tasks)
    number = np.cumsum(begins) - 1
    chains = int(number[-1]) + 1
    ends = np.concatenate((begins[1:], [True]))
    first_taken = np.full(chains, np.nan)
    np.fmin.at(first_taken, number, taken[order])
    return _Chains(
        head=order[begins],
        last=order[ends],
        taken=first_taken,
        handle_seconds=np.bincount(number, handle[order], minlength=chains).astype(np.float64),
        handed_over=np.bincount(number, over[order], minlength=chains) > 0,
    )


def _in_order(tasks: TaskRecords) -> tuple[Ints, Bools]:
    """Return the rows contact by contact, the parts in order of time, and where contacts begin.

    Parts have case, stage and arrival in common. A part put back, or a call that reached nobody,
    comes before what became of it, though both may end at the same moment.
    """
    is_last = ~_GOES_ON[tasks.outcome]
    end = np.where(np.isnan(tasks.end_seconds), np.inf, tasks.end_seconds)
    keys = (tasks.arrival_seconds, tasks.stage, tasks.case_id)
    order = np.lexsort((end, is_last, *keys))
    same = np.ones(len(order) - 1, dtype=np.bool_)
    for key in keys:
        same &= np.diff(key[order]) == 0
    return order, np.concatenate(([True], ~same))
