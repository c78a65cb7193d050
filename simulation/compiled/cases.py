"""Cases that others led to, and further tasks of a case: rows added on the way."""

import math
from typing import Any

from simulation.compiled.clock import due_at, last_from
from simulation.compiled.jit import compiled
from simulation.compiled.layout import row_at
from simulation.compiled.life_layout import channel_at, duration_at, life_at
from simulation.compiled.luck import luck
from simulation.compiled.memory import float_at, int_at
from simulation.compiled.quantiles import patience_at, seconds_at
from simulation.life.decisions import label_chance
from simulation.philox import Purpose
from simulation.records import Origin

HOSTILE, LABEL, HANDLE = int(Purpose.HOSTILE), int(Purpose.LABEL), int(Purpose.HANDLE)
PATIENCE, LANGUAGE = int(Purpose.PATIENCE), int(Purpose.LANGUAGE)
STAGE, RETRY, BACKLASH = int(Origin.STAGE), int(Origin.RETRY), int(Origin.BACKLASH)


@compiled
def draws(s: Any, number: int, purpose: int, share: float, visit: int) -> bool:
    """Whether the luck of a row's case says yes, with a chance."""
    if share <= 0 or share >= 1:
        return share >= 1
    return luck(s, life_at(s.lives_at, number).case_id, purpose, visit) < share


@compiled
def drawn(s: Any, number: int, duration: int, purpose: int, visit: int) -> float:
    """Return a length of time that the luck of a row's case says, in seconds."""
    said = duration_at(s.durations_at, duration)
    mark = luck(s, life_at(s.lives_at, number).case_id, purpose, visit)
    return seconds_at(said.kind, said.mean, said.cv, mark)


@compiled
def label(s: Any, case_id: int, number: int, hostile: bool, visit: int) -> bool:
    """Return what the classifier says of a task on a channel."""
    channel = channel_at(s.channels_at, number)
    chance = label_chance(hostile, channel.recall, channel.false_positive)
    return luck(s, case_id, LABEL, visit) < chance


@compiled
def labelled(s: Any, number: int) -> bool:
    """Whether the classifier took a task for hostile: its queue says so."""
    return (row_at(s.rows_at, number).queue & 1) == 1


@compiled
def place_in(s: Any, case_id: int, parent: int, number: int) -> int:
    """Return the place of a case's language in a channel: its parent's, or else drawn."""
    life = life_at(s.lives_at, parent)
    if life.channel == number:
        return life.place
    line = channel_at(s.channels_at, life.channel).first_line + life.place
    known = int_at(s.languages_at, line * s.channels + number)
    if known >= 0:
        return known
    channel = channel_at(s.channels_at, number)
    shares = s.shares_at + 8 * channel.first_line
    place = last_from(shares, channel.lines, luck(s, case_id, LANGUAGE, 0)) + 1
    return min(place, channel.lines - 1)


@compiled
def _append(
    s: Any,
    queue: int,
    hostile: bool,
    arrival: float,
    due: float,
    handle: float,
    patience: float,
) -> int:
    number = s.rows
    s.rows = number + 1
    row, life = row_at(s.rows_at, number), life_at(s.lives_at, number)
    row.queue, row.hostile, row.arrival, row.due = queue, hostile, arrival, due
    row.rank = due
    row.handle, row.patience = handle, patience
    row.start = math.nan
    row.end = math.nan
    row.agent = -1
    row.outcome = 0
    row.breach = 0
    row.waiting = 0
    row.window = -1
    row.began = math.nan
    row.steps = row.tried = 0
    life.audience = 1.0
    life.leave_at = -math.inf
    life.holding = math.nan
    life.moderated = math.nan
    life.external = -1
    life.wanted = -1
    life.fresh_next = -1
    life.returns = life.attempt = life.trial = life.reposts = life.candidates = 0
    life.resolved = life.replied = life.waited = life.past_bot = life.dialled = life.reading = 0
    return number


@compiled
def add_case(
    s: Any,
    case_id: int,
    parent: int,
    origin: int,
    number: int,
    arrival: float,
    chance: float,
    work_share: float,
) -> int:
    """Return the row of a new case on a channel that another one led to, not come in yet."""
    channel, above = channel_at(s.channels_at, number), life_at(s.lives_at, parent)
    mark = luck(s, case_id, HOSTILE, 0)
    hostile = mark < chance
    place = place_in(s, case_id, parent, number)
    patience = math.inf
    if channel.patience >= 0:
        said = duration_at(s.durations_at, channel.patience)
        u = luck(s, case_id, PATIENCE, 0)
        patience = patience_at(channel.at_once, said.kind, said.mean, said.cv, u)
    said = duration_at(s.durations_at, channel.handle)
    handle = seconds_at(said.kind, said.mean, said.cv, luck(s, case_id, HANDLE, 0)) * work_share
    seen = label(s, case_id, number, hostile, 0)
    added = _append(
        s,
        2 * (channel.first_line + place) + int(seen),
        hostile,
        arrival,
        due_at(s, channel.clock, channel.sla_seconds, arrival),
        handle,
        patience,
    )
    life = life_at(s.lives_at, added)
    life.case_id = case_id
    life.parent_id = above.case_id
    life.origin = origin
    life.channel = life.came_to = number
    life.place = place
    life.stage = life.visit = 0
    life.first = added
    life.author = above.author
    life.matter = added if origin == BACKLASH else above.matter
    life.chance = chance
    life.mark = mark
    life.called_back = 0
    return added


@compiled
def add_task(
    s: Any,
    number: int,
    origin: int,
    stage: int,
    queue: int,
    hostile: bool,
    arrival: float,
    due: float,
    handle: float,
) -> int:
    """Return the row of a further task of a row's case, not come in yet."""
    added = _append(s, queue, hostile, arrival, due, handle, math.inf)
    above, life = life_at(s.lives_at, number), life_at(s.lives_at, added)
    life.case_id = above.case_id
    life.parent_id = above.parent_id
    life.origin = origin
    life.channel = above.channel
    life.came_to = above.came_to
    life.place = above.place
    life.stage = stage
    life.visit = above.visit + int(origin == STAGE)
    life.first = above.first
    life.author = above.author
    life.matter = above.matter
    life.chance = 1.0 if hostile else 0.0
    life.mark = 0.5
    life.attempt = above.attempt + int(origin == RETRY)
    life.called_back = above.called_back
    return added


@compiled
def chance_at(s: Any, number: int, seconds: float) -> float:
    """Return the usual chance that a case of a channel is hostile, at a time."""
    channel = channel_at(s.channels_at, number)
    minute = min(int(seconds // 60.0), channel.minutes - 1)
    return float_at(channel.minutes_at, minute)
