"""Stages: how a case goes on after one of its tasks is done."""

from typing import Any

from simulation.compiled import floor, lines
from simulation.compiled.cases import STAGE, add_task, drawn, draws, label
from simulation.compiled.clock import due_at
from simulation.compiled.handling import enter, hand_to, may_hand_to
from simulation.compiled.heap import push
from simulation.compiled.jit import compiled
from simulation.compiled.layout import HELD, agent_at, row_at
from simulation.compiled.life_layout import channel_at, life_at, stage_at
from simulation.compiled.truth import note_reply, set_entry
from simulation.compiled.waiting import come_back, may_return, will_wait
from simulation.compiled.watch import watch
from simulation.desk.clock import Happening
from simulation.philox import Purpose
from simulation.records import Origin

LET_GO = int(Happening.LET_GO)
DROP_OUT, GO_BACK, NEEDED = int(Purpose.DROP_OUT), int(Purpose.GO_BACK), int(Purpose.NEEDED)
THINK, BACK_OFFICE = int(Purpose.THINK), int(Purpose.BACK_OFFICE)
BACK_OFFICE_DELAY, HANDLE = int(Purpose.BACK_OFFICE_DELAY), int(Purpose.HANDLE)
STILL_HOSTILE, USEFUL = int(Purpose.STILL_HOSTILE), int(Purpose.USEFUL)
REPEAT, REPEAT_DELAY = int(Purpose.REPEAT), int(Purpose.REPEAT_DELAY)
REPOSTED, REPEATED = int(Origin.REPOST), int(Origin.REPEAT)


@compiled
def answered(s: Any, number: int) -> None:
    """See to a task that has been answered, by an agent or by an external desk."""
    note_reply(s, number)
    _note_answer(s, number)
    _go_on(s, number)


@compiled
def _note_answer(s: Any, number: int) -> None:
    """Note an answer; one in public to a harmless case may help others."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.channel)
    if not channel.answers or row_at(s.rows_at, number).hostile:
        return
    if not stage_at(s.stages_at, channel.first_stage + life.stage).public:
        return
    if draws(s, number, USEFUL, channel.answer_useful, life.visit):
        life.fresh_until = s.now + channel.answer_seconds
        life.fresh_next = -1
        if channel.fresh == 0:
            channel.fresh_first = number
        else:
            life_at(s.lives_at, channel.fresh_last).fresh_next = number
        channel.fresh_last = number
        channel.fresh += 1


@compiled
def _go_on(s: Any, number: int) -> None:
    """Let a case go on to its next stage, end with the customer gone, or be resolved."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.channel)
    place = _next(s, number)
    if place == channel.last_stage - channel.first_stage:
        life.resolved = 1
        _repeat(s, number)
        return
    stage = stage_at(s.stages_at, channel.first_stage + place)
    visit = life.visit + 1
    if draws(s, number, DROP_OUT, stage.drop_out, visit):
        return
    time = s.now + _delay(s, number, channel.first_stage + place, visit)
    if time >= s.horizon:
        return
    added = _add(s, number, place, visit, time)
    agent = row_at(s.rows_at, number).agent
    if stage.same_agent_seconds > 0 and agent >= 0:
        life_at(s.lives_at, added).wanted = agent
    if time > s.now:
        set_entry(s, added, time)
    else:
        enter_stage(s, added)


@compiled
def _next(s: Any, number: int) -> int:
    """Return the stage to which a case goes on; the number of stages if there is none."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.channel)
    place, visit = life.stage, life.visit
    own = stage_at(s.stages_at, channel.first_stage + place)
    if draws(s, number, GO_BACK, own.back_share, visit):
        return own.back_to
    count = channel.last_stage - channel.first_stage
    # One number a stage, so that skipping one does not move the luck of the others.
    for later in range(place + 1, count):
        needed = stage_at(s.stages_at, channel.first_stage + later).probability
        if draws(s, number, NEEDED, needed, (visit + 1) << 8 | later):
            return later
    return count


@compiled
def _delay(s: Any, number: int, place: int, visit: int) -> float:
    stage, seconds = stage_at(s.stages_at, place), 0.0
    if stage.think >= 0:
        seconds += drawn(s, number, stage.think, THINK, visit)
    if stage.office >= 0 and draws(s, number, BACK_OFFICE, stage.office_share, visit):
        seconds += drawn(s, number, stage.office, BACK_OFFICE_DELAY, visit)
    return seconds


@compiled
def _add(s: Any, number: int, place: int, visit: int, time: float) -> int:
    life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
    channel = channel_at(s.channels_at, life.channel)
    stage = stage_at(s.stages_at, channel.first_stage + place)
    hostile = bool(row.hostile) and draws(s, number, STILL_HOSTILE, stage.still_hostile, visit)
    seen = label(s, life.case_id, life.channel, hostile, visit)
    queue = 2 * (stage.first_line + life.place) + int(seen)
    due = due_at(s, stage.clock, stage.sla_seconds, time)
    handle = drawn(s, number, stage.handle, HANDLE, visit)
    return add_task(s, number, STAGE, place, queue, hostile, time, due, handle)


@compiled
def _repeat(s: Any, number: int) -> None:
    """Let some who were answered come back, since it did not help."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.channel)
    if not channel.repeat or life_at(s.lives_at, life.first).origin == REPOSTED:
        return
    if not may_return(s, number, channel.repeat_at_most):
        return
    if draws(s, number, REPEAT, channel.repeat_share, 0):
        time = s.now + drawn(s, number, channel.repeat_delay, REPEAT_DELAY, 0)
        to = channel.repeat_to if channel.repeat_to >= 0 else life.channel
        come_back(s, number, REPEATED, to, time, channel.repeat_factor)


@compiled
def enter_stage(s: Any, number: int) -> None:
    """Let a later stage come in: to the agent of the stage before for a while, or to all."""
    life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
    agent = life.wanted
    life.wanted = -1
    if agent < 0 or not _is_there_for(s, agent, row.queue):
        enter(s, number)
    elif may_hand_to(s, agent, number):
        hand_to(s, agent, number)
    else:
        will_wait(s, number)
        lines.hold(s, number, agent)
        if s.guarded and agent_at(s.agents_at, agent).where != 0:
            watch(s)
        channel = channel_at(s.channels_at, life.channel)
        stage = stage_at(s.stages_at, channel.first_stage + life.stage)
        push(s, s.now + stage.same_agent_seconds, LET_GO, number)


@compiled
def _is_there_for(s: Any, agent: int, queue: int) -> bool:
    return bool(agent_at(s.agents_at, agent).present) and floor.serves(s, agent, queue)


@compiled
def on_let_go(s: Any, number: int) -> None:
    """Offer to all what has waited long enough for one agent."""
    row = row_at(s.rows_at, number)
    if row.waiting == HELD:
        lines.drop(s, row.queue, number)
        enter(s, number)


@compiled
def is_stage(s: Any, number: int) -> bool:
    """Whether a row is a later stage of its case, rather than a rest or a further try."""
    return bool(life_at(s.lives_at, number).origin == STAGE)
