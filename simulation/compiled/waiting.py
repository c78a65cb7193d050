"""What is seen to while a task waits: offers, holding replies, repetitions, overflow, leaving."""

import math
from typing import Any

from simulation.compiled import lines
from simulation.compiled.cases import add_case, chance_at, drawn, draws, labelled
from simulation.compiled.clock import last_from
from simulation.compiled.floor import serves
from simulation.compiled.heap import push
from simulation.compiled.jit import compiled
from simulation.compiled.layout import agent_at, queue_at, row_at
from simulation.compiled.life_layout import (
    channel_at,
    clock_at,
    desk_at,
    life_at,
    spill_at,
)
from simulation.compiled.luck import child_id, luck
from simulation.compiled.memory import float_at, int_at
from simulation.compiled.truth import is_first_contact, meet_truth, set_entry
from simulation.desk.clock import Happening
from simulation.life.decisions import expected_wait, new_patience_end, raised
from simulation.philox import Purpose
from simulation.records import Origin, TaskOutcome

HOLDING, REPOST = int(Happening.HOLDING), int(Happening.REPOST)
OVERFLOW, LEAVE = int(Happening.OVERFLOW), int(Happening.LEAVE)
CALLBACK, REPOST_DELAY = int(Purpose.CALLBACK), int(Purpose.REPOST_DELAY)
SPILL, SPILL_DELAY = int(Purpose.SPILL), int(Purpose.SPILL_DELAY)
REPOSTED, SPILLED = int(Origin.REPOST), int(Origin.SPILL)
ABANDONED = int(TaskOutcome.ABANDONED)


@compiled
def will_wait(s: Any, number: int) -> None:
    """See to a task that is about to wait: offers, replies, repetitions, overflow."""
    life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
    if life.waited:
        return
    life.waited = 1
    await_overflow(s, number, -1)
    if not is_first_contact(s, number):
        return
    channel = channel_at(s.channels_at, life.channel)
    if channel.callback and life.stage == 0:
        _offer_call(s, number)
    life.leave_at = s.now + row.patience
    if channel.holding:
        push(s, max(row.arrival + channel.holding_after, s.now), HOLDING, number)
    await_repost(s, number, row.arrival)


@compiled
def await_overflow(s: Any, number: int, known: int) -> None:
    """Await the time at which desks may take a task, but for those of a channel it came from."""
    life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
    channel = channel_at(s.channels_at, life.channel)
    for entry in range(channel.first_desk, channel.last_desk):
        desk_number = int_at(s.ints_at, entry)
        desk = desk_at(s.desks_at, desk_number)
        if desk.by_ladder or (known >= 0 and takes_from(s, desk_number, known)):
            continue
        if desk.only_hostile and not labelled(s, number):
            continue
        time = max(row.arrival + desk.after_seconds, s.now)
        push(s, time, OVERFLOW, number * s.desks + desk_number)


@compiled
def takes_from(s: Any, desk: int, number: int) -> bool:
    """Whether an external desk takes cases of a channel."""
    channel = channel_at(s.channels_at, number)
    for entry in range(channel.first_desk, channel.last_desk):
        if int_at(s.ints_at, entry) == desk:
            return True
    return False


@compiled
def _offer_call(s: Any, number: int) -> None:
    """Offer a call back to a caller who would wait long, if the window ends before closing."""
    life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
    channel = channel_at(s.channels_at, life.channel)
    until = row.arrival + channel.call_window
    if until > _closing(s, channel.hours):
        return
    if _expected_wait(s, row.queue, channel.mean_handle) < channel.call_after:
        return
    if draws(s, number, CALLBACK, channel.call_acceptance, 0):
        life.called_back = 1
        row.patience = math.inf
        row.due = until


@compiled
def _closing(s: Any, number: int) -> float:
    """Return when opening hours that run now end; minus infinity outside them."""
    hours = clock_at(s.clocks_at, number)
    place = last_from(hours.opens_at, hours.windows, s.now)
    if place < 0 or s.now >= float_at(hours.closes_at, place):
        return -math.inf
    return float_at(hours.closes_at, place)


@compiled
def _expected_wait(s: Any, queue: int, mean_seconds: float) -> float:
    ahead = queue_at(s.queues_at, queue & ~1).length + queue_at(s.queues_at, queue | 1).length
    agents = 0
    for number in range(s.agents):
        if agent_at(s.agents_at, number).present and serves(s, number, queue):
            agents += 1
    return expected_wait(ahead, mean_seconds, agents)


@compiled
def await_repost(s: Any, number: int, since: float) -> None:
    """Await the time at which a customer may write again."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.came_to)
    if not channel.repost or channel.repost_share == 0.0 or life.origin == REPOSTED:
        return
    life.trial += 1
    time = since + drawn(s, number, channel.repost_after, REPOST_DELAY, life.trial)
    if time < s.horizon:
        push(s, max(time, s.now), REPOST, number)


@compiled
def on_holding(s: Any, number: int) -> None:
    """Send a holding reply to a customer who still waits."""
    life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
    channel = channel_at(s.channels_at, life.came_to)
    if not channel.holding or row.waiting == 0:
        return
    life.holding = s.now
    leave_at = life.leave_at
    if leave_at < math.inf:
        life.leave_at = new_patience_end(leave_at, s.now, channel.holding_patience)
        if life.leave_at < leave_at:
            push(s, life.leave_at, LEAVE, number)


@compiled
def on_leave(s: Any, number: int) -> None:
    """Let a customer go whose patience has ended, if still waiting."""
    row = row_at(s.rows_at, number)
    if row.waiting == 0 or (s.lively and _stays(s, number)):
        return
    lines.drop(s, row.queue, number)
    row.end = s.now
    row.outcome = ABANDONED
    if s.lively:
        meet_truth(s, number, s.now)
        _spill(s, number)


@compiled
def _stays(s: Any, number: int) -> bool:
    """Whether a customer whose first patience is over waits on all the same."""
    life = life_at(s.lives_at, number)
    if life.called_back:
        return True
    if life.leave_at > s.now:
        push(s, life.leave_at, LEAVE, number)
        return True
    return False


@compiled
def _spill(s: Any, number: int) -> None:
    """Let some who left unanswered come back, here or elsewhere."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.channel)
    if channel.first_spill == channel.last_spill or life.origin == REPOSTED:
        return
    mark = luck(s, life.case_id, SPILL, 0)
    for entry in range(channel.first_spill, channel.last_spill):
        spill = spill_at(s.spills_at, entry)
        if mark < spill.share:
            if may_return(s, number, spill.at_most):
                time = s.now + drawn(s, number, spill.delay, SPILL_DELAY, 0)
                come_back(s, number, SPILLED, spill.to, time, spill.factor)
            return
        mark -= spill.share


@compiled
def may_return(s: Any, number: int, at_most: int) -> bool:
    """Whether a matter may come back once more; ``at_most`` below 0 is without limit."""
    matter = life_at(s.lives_at, number).matter
    return at_most < 0 or life_at(s.lives_at, matter).returns < at_most


@compiled
def come_back(s: Any, number: int, origin: int, to: int, time: float, factor: float) -> None:
    """Let a customer come back on a channel at a time, unless the horizon is over by then."""
    if time >= s.horizon:
        return
    case_id = child_id(s, life_at(s.lives_at, number).case_id, origin, 0)
    chance = raised(chance_at(s, to, time), factor)
    added = add_case(s, case_id, number, origin, to, time, chance, 1.0)
    life_at(s.lives_at, life_at(s.lives_at, added).matter).returns += 1
    set_entry(s, added, time)
