"""Attendance: who is at the desk, on a break, away or cooling down, and when that changes."""

import math
from typing import Any

from simulation.compiled import floor
from simulation.compiled.handling import feed
from simulation.compiled.heap import push
from simulation.compiled.in_hand import give_back, release_held
from simulation.compiled.jit import compiled
from simulation.compiled.ladder import look_again
from simulation.compiled.layout import agent_at, kind_at, segment_at
from simulation.compiled.quota import begin_shift, look_ahead
from simulation.desk.clock import Happening
from simulation.desk.decisions import segment_span

COOL, DUTY = int(Happening.COOL), int(Happening.DUTY)


@compiled
def on_duty(s: Any, number: int) -> None:
    """End a segment, or begin one that was to come."""
    agent = agent_at(s.agents_at, number)
    if agent.present:
        agent.present = 0
        floor.take(s, number)
        if not floor.in_deferrable(s, number):
            floor.count_reserve(s, number, -1)
        if s.lively:
            _give_back(s, number)
        if agent.in_hand > 0:
            agent.leaving = 1
            _await_shift_end(s, number)
            return
    go_on(s, number)


@compiled
def _give_back(s: Any, number: int) -> None:
    """Put back what waits for an agent who goes, and at a shift's end what is in hand."""
    agent = agent_at(s.agents_at, number)
    release_held(s, number)
    place = agent.place
    if place + 1 < agent.last:
        here, later = segment_at(s.segments_at, place), segment_at(s.segments_at, place + 1)
        if later.shift == here.shift:
            return
    if agent.in_hand > 0:
        _hand_over(s, number)


@compiled
def _hand_over(s: Any, number: int) -> None:
    kind = kind_at(s.kinds_at, agent_at(s.agents_at, number).hand_kind)
    if s.lively and kind.hands_over:
        give_back(s, number)


@compiled
def _await_shift_end(s: Any, number: int) -> None:
    """Look again at the end of the shift, in case the work in hand outlasts break or pause."""
    agent = agent_at(s.agents_at, number)
    if not s.hands_over or agent.end_awaited == agent.shift:
        return
    last = agent.place
    while last + 1 < agent.last and segment_at(s.segments_at, last + 1).shift == agent.shift:
        last += 1
    end = segment_at(s.segments_at, last).end
    if end > s.now:
        agent.end_awaited = agent.shift
        push(s, end, DUTY, s.agents + number)  # after those whose duty ends or begins


@compiled
def on_shift_end(s: Any, number: int) -> None:
    """Put back at a shift's end what was still to be finished before a break or pause."""
    agent = agent_at(s.agents_at, number)
    if agent.leaving and agent.shift == agent.end_awaited:
        _hand_over(s, number)
        if agent.in_hand == 0:
            go_on(s, number)


@compiled
def go_on(s: Any, number: int) -> None:
    """End the segment under way, if any, and begin the next or await it."""
    agent = agent_at(s.agents_at, number)
    agent.leaving = 0
    if not math.isnan(agent.segment_from):
        segment = segment_at(s.segments_at, agent.place)
        segment.came = agent.segment_from
        segment.went = s.now
        agent.segment_from = math.nan
        agent.place += 1
    while agent.place < agent.last:
        segment = segment_at(s.segments_at, agent.place)
        begin, end = segment_span(segment.start, segment.end, segment.latest, s.now)
        if end > begin:
            if begin > s.now:
                push(s, begin, DUTY, number)
                return
            push(s, end, DUTY, number)
            agent.segment_from = s.now
            _enter_segment(s, number)
            return
        agent.place += 1


@compiled
def _enter_segment(s: Any, number: int) -> None:
    agent = agent_at(s.agents_at, number)
    segment = segment_at(s.segments_at, agent.place)
    if segment.shift != agent.shift:
        agent.shift = segment.shift
        begin_shift(s, number)
    if segment.is_work:
        agent.present = 1
        look_ahead(s, number, agent.place)
        floor.count_reserve(s, number, 1)
        agent.learned = segment.speed
        if s.steps > 0 and s.waiting > 0:
            look_again(s)
        feed(s, number)


@compiled
def cool_down(s: Any, number: int) -> None:
    """Keep new work from an agent for the length of a cool-down."""
    agent = agent_at(s.agents_at, number)
    until = s.now + agent.cool_seconds
    if until > agent.cool_until:
        agent.cool_until = until
        push(s, until, COOL, number)


@compiled
def on_cool(s: Any, number: int) -> None:
    """Let an agent take work again."""
    if agent_at(s.agents_at, number).where == 0:
        feed(s, number)
