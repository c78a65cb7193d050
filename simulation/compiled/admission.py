"""Admission: what happens when a first contact comes, before it may wait for the team."""

import math
from typing import Any

from simulation.compiled.cases import add_case, drawn, draws, label, labelled
from simulation.compiled.heap import push
from simulation.compiled.jit import compiled
from simulation.compiled.layout import row_at
from simulation.compiled.life_layout import channel_at, life_at
from simulation.compiled.luck import child_id, luck
from simulation.compiled.memory import int_at, set_int_at
from simulation.compiled.quantiles import mean_one_at, poisson_quantile
from simulation.compiled.truth import close, has_reply, set_entry
from simulation.compiled.waiting import await_repost, come_back
from simulation.desk.clock import Happening
from simulation.life.decisions import (
    ASKING,
    PAST_THE_BOT,
    history_factor,
    left_of_rate,
    raised,
    spared_share,
)
from simulation.philox import Purpose
from simulation.records import Origin, TaskOutcome

CASCADE, MODERATE = int(Happening.CASCADE), int(Happening.MODERATE)
SPARED_MARK, AUDIENCE = int(Purpose.SPARED), int(Purpose.AUDIENCE)
OFFSPRING, OFFSPRING_DELAY = int(Purpose.OFFSPRING), int(Purpose.OFFSPRING_DELAY)
OFFSPRING_MARK, MODERATED = int(Purpose.OFFSPRING_MARK), int(Purpose.MODERATED)
BOT_TRY, BOT_DEFLECTS = int(Purpose.BOT_TRY), int(Purpose.BOT_DEFLECTS)
BOT_FAILS, BOT_DELAY = int(Purpose.BOT_FAILS), int(Purpose.BOT_DELAY)
REPOST_MARK = int(Purpose.REPOST)
SPARED, BOT = int(TaskOutcome.SPARED), int(TaskOutcome.BOT)
BACKLASH, BOT_RETURN = int(Origin.BACKLASH), int(Origin.BOT_RETURN)
REPOST = int(Origin.REPOST)
_ASKING = sum(1 << origin for origin in ASKING)
_PAST_THE_BOT = sum(1 << origin for origin in PAST_THE_BOT)
ABANDONED, CLOSED = int(TaskOutcome.ABANDONED), int(TaskOutcome.MODERATED)


@compiled
def admits(s: Any, number: int) -> bool:
    """Whether a first contact goes on to its queue at once; note what it sets off."""
    life = life_at(s.lives_at, number)
    if not life.past_bot:
        if s.remembers and life.author >= 0 and life.origin != REPOST:
            _meet_author(s, number)
        if _spares(s, number):
            close(s, number, s.now, SPARED)
            return False
        if s.remembers and life.author >= 0:
            set_int_at(s.authors_at, life.author, number)
        _begin_cascade(s, number)
    if not _past_bot(s, number):
        return False
    _notice(s, number)
    return True


@compiled
def _meet_author(s: Any, number: int) -> None:
    """Let a message's author count, whose history may make it hostile more often."""
    life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
    last = int_at(s.authors_at, life.author)
    if last < 0 or s.now - row_at(s.rows_at, last).arrival > s.memory_seconds:
        return
    was_hostile = bool(row_at(s.rows_at, last).hostile)
    factor = history_factor(
        was_hostile, has_reply(s, last), s.factor_after_hostile, s.factor_after_unanswered
    )
    if factor == 1.0:
        return
    life.chance = raised(life.chance, factor)
    hostile = life.mark < life.chance
    if hostile != bool(row.hostile):
        row.hostile = hostile
        seen = label(s, life.case_id, life.channel, hostile, 0)
        row.queue = row.queue & ~1 | int(seen)


@compiled
def _spares(s: Any, number: int) -> bool:
    """Whether a harmless customer has read the answer already and never asks."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.channel)
    if channel.first_source == channel.last_source or row_at(s.rows_at, number).hostile:
        return False
    if (_ASKING >> int(life.origin)) & 1 == 0:
        return False
    asked = 1.0
    for entry in range(channel.first_source, channel.last_source):
        asked *= 1.0 - _spared_share(s, int_at(s.ints_at, entry))
    return draws(s, number, SPARED_MARK, 1.0 - asked, 0)


@compiled
def _spared_share(s: Any, number: int) -> float:
    channel = channel_at(s.channels_at, number)
    while channel.fresh > 0 and life_at(s.lives_at, channel.fresh_first).fresh_until <= s.now:
        channel.fresh_first = life_at(s.lives_at, channel.fresh_first).fresh_next
        channel.fresh -= 1
    return spared_share(channel.answer_deflection, channel.fresh, channel.answer_at_most)


@compiled
def _begin_cascade(s: Any, number: int) -> None:
    """Draw the candidates that may follow a post that has come in."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.came_to)
    if not channel.backlash or not row_at(s.rows_at, number).hostile or life.origin == REPOST:
        return
    if life.parent_id >= 0 and channel.audience_cv > 0:
        life.audience = mean_one_at(channel.audience_cv, luck(s, life.case_id, AUDIENCE, 0))
    mean = channel.branching * life.audience
    life.candidates = poisson_quantile(mean, luck(s, life.case_id, OFFSPRING, 0))
    life.candidate = -1
    life.candidate_time = -math.inf
    _await_candidate(s, number, s.now)


@compiled
def _await_candidate(s: Any, number: int, since: float) -> bool:
    """Await the candidate after the last one, in order of time, from a time on.

    The times are drawn again each time, as there are few of them, rather than kept.
    """
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.came_to)
    arrival = row_at(s.rows_at, number).arrival
    best, best_time = -1, math.inf
    for candidate in range(life.candidates):
        age = luck(s, life.case_id, OFFSPRING_DELAY, candidate)
        time = arrival - channel.branch_delay * math.log1p(-age)
        is_later = time > life.candidate_time or (
            time == life.candidate_time and candidate > life.candidate
        )
        if since <= time < s.horizon and is_later and time < best_time:
            best, best_time = candidate, time
    if best < 0:
        return False
    life.candidate = best
    life.candidate_time = best_time
    push(s, best_time, CASCADE, number)
    return True


@compiled
def on_candidate(s: Any, number: int) -> int:
    """Let a candidate post or not, and await the next one; return the row added, or -1."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.came_to)
    candidate = life.candidate
    left = left_of_rate(
        has_reply(s, number),
        not math.isnan(life.moderated),
        not math.isnan(life.holding),
        channel.after_reply,
        channel.after_moderation,
        channel.after_holding,
    )
    if left == 0.0:
        return -1
    _await_candidate(s, number, s.now)
    if not draws(s, number, OFFSPRING_MARK, left, candidate):
        return -1
    case_id = child_id(s, life.case_id, BACKLASH, candidate)
    chance = channel.branch_hostile
    added = add_case(s, case_id, number, BACKLASH, life.came_to, s.now, chance, 1.0)
    life_at(s.lives_at, added).author = -1
    return added if admits(s, added) else -1


@compiled
def _past_bot(s: Any, number: int) -> bool:
    """Whether a case goes on to its queue at once; otherwise the bot has it."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.channel)
    if not channel.bot or life.past_bot or (_PAST_THE_BOT >> int(life.origin)) & 1 == 1:
        return True
    if not draws(s, number, BOT_TRY, channel.bot_tried, 0):
        return True
    life.past_bot = 1
    over = s.now + channel.bot_seconds
    if not draws(s, number, BOT_DEFLECTS, channel.bot_deflects, 0):
        if channel.bot_seconds == 0.0:
            return True
        if over < s.horizon:
            set_entry(s, number, over)
        return False
    close(s, number, over, BOT)
    if not draws(s, number, BOT_FAILS, channel.bot_fails, 0):
        life.resolved = 1
        return False
    time = over + drawn(s, number, channel.bot_returns, BOT_DELAY, 0)
    come_back(s, number, BOT_RETURN, life.channel, time, channel.bot_factor)
    return False


@compiled
def _notice(s: Any, number: int) -> None:
    """Let moderation notice a post that goes on to its queue."""
    channel = channel_at(s.channels_at, life_at(s.lives_at, number).channel)
    if not channel.moderation or not labelled(s, number):
        return
    if draws(s, number, MODERATED, channel.moderated_share, 0):
        time = max(row_at(s.rows_at, number).arrival + channel.moderated_after, s.now)
        push(s, time, MODERATE, number)


@compiled
def may_repost(s: Any, number: int) -> bool:
    """Whether a customer has neither given up nor had a reply, so may write again."""
    row = row_at(s.rows_at, number)
    if row.outcome == ABANDONED or row.outcome == CLOSED:
        return False
    return life_at(s.lives_at, life_at(s.lives_at, number).first).replied == 0


@compiled
def repost(s: Any, number: int) -> int:
    """Return the row with which a customer writes again and goes on to a queue, or -1."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.came_to)
    if not draws(s, number, REPOST_MARK, channel.repost_share, life.trial):
        return -1
    life.reposts += 1
    case_id = child_id(s, life.case_id, REPOST, life.reposts)
    chance = raised(life.chance, channel.repost_factor)
    work_share = channel.repost_work
    added = add_case(s, case_id, number, REPOST, life.channel, s.now, chance, work_share)
    return added if admits(s, added) else -1


@compiled
def await_next_repost(s: Any, number: int) -> None:
    """Await the next repetition of a customer who may still write again."""
    life = life_at(s.lives_at, number)
    if life.reposts < channel_at(s.channels_at, life.came_to).repost_at_most:
        await_repost(s, number, s.now)
