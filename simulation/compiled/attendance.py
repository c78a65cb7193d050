"""Attendance: who is at the desk, on a break, away or cooling down, and when that changes."""

import math
from typing import Any

from simulation.compiled import floor
from simulation.compiled.handling import feed
from simulation.compiled.heap import push
from simulation.compiled.jit import compiled
from simulation.compiled.layout import agent_at, segment_at
from simulation.compiled.quota import look_ahead, new_window
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
        if agent.in_hand > 0:
            agent.leaving = 1
            return
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
        if s.by_shift:
            new_window(s, number)
    if segment.is_work:
        agent.present = 1
        look_ahead(s, number, agent.place)
        floor.count_reserve(s, number, 1)
        agent.learned = segment.speed
        feed(s, number)


@compiled
def cool_down(s: Any, number: int) -> None:
    """Keep new work from an agent for the length of a cool-down."""
    agent = agent_at(s.agents_at, number)
    until = s.now + s.cool_down_seconds
    if until > agent.cool_until:
        agent.cool_until = until
        push(s, until, COOL, number)


@compiled
def on_cool(s: Any, number: int) -> None:
    """Let an agent take work again."""
    if agent_at(s.agents_at, number).where == 0:
        feed(s, number)
