"""The floor: which agents are free, and who of them is to be asked."""

from typing import Any

from simulation.compiled.jit import compiled
from simulation.compiled.layout import (
    agent_at,
    group_at,
    kind_at,
    level_at,
    queue_at,
    reserve_at,
    turn_at,
)
from simulation.compiled.memory import int_at
from simulation.compiled.quota import may_take
from simulation.desk.decisions import (
    exposure_rank,
    exposure_share,
    idle_rank,
    is_released,
    reserve_allows,
)

NOBODY = -1
IDLE, PARTLY = 1, 2
NO_RANK = (2.0, 0, 0)  # behind every rank there is


@compiled
def put(s: Any, number: int) -> None:
    """Enter an agent among the free ones."""
    agent = agent_at(s.agents_at, number)
    s.stamps += 1
    s.free += 1
    agent.stamp = s.stamps
    agent.after = -1
    if agent.in_hand:
        agent.where = PARTLY
        kind = kind_at(s.kinds_at, agent.hand_kind)
        agent.before = kind.part_last
        kind.part_last = number
        if agent.before < 0:
            kind.part_first = number
    else:
        agent.where = IDLE
        group = group_at(s.groups_at, agent.group)
        agent.before = group.idle_last
        group.idle_last = number
        if agent.before < 0:
            group.idle_first = number
    if agent.before >= 0:
        agent_at(s.agents_at, agent.before).after = number


@compiled
def take(s: Any, number: int) -> None:
    """Take an agent out of the free ones, if there."""
    agent = agent_at(s.agents_at, number)
    where = agent.where
    if where == 0:
        return
    agent.where = 0
    s.free -= 1
    before, after = agent.before, agent.after
    if before >= 0:
        agent_at(s.agents_at, before).after = after
    if after >= 0:
        agent_at(s.agents_at, after).before = before
    if where == IDLE:
        group = group_at(s.groups_at, agent.group)
        if before < 0:
            group.idle_first = after
        if after < 0:
            group.idle_last = before
    else:
        kind = kind_at(s.kinds_at, agent.hand_kind)
        if before < 0:
            kind.part_first = after
        if after < 0:
            kind.part_last = before


@compiled
def choose(s: Any, queue: int, due: float) -> int:
    """Return the free agent who gets the head of a queue, or NOBODY."""
    line = queue_at(s.queues_at, queue)
    held = bool(line.reserved) and not is_released(due, s.release_slack, s.now)
    more = kind_at(s.kinds_at, line.kind).concurrency > 1
    for place in range(line.first_level, line.last_level):
        level = level_at(s.levels_at, place)
        if line.by_exposure or held or s.debtors > 0 or level.last - level.first > 1:
            agent = _first_of(s, queue, place, held, line.by_exposure, line.gated)
        else:
            agent = group_at(s.groups_at, int_at(s.ints_at, level.first)).idle_first
            if agent < 0 and more:
                agent = _first_of(s, queue, place, False, 0, 0)
        if agent >= 0:
            return agent
    return NOBODY


@compiled
def choose_helper(s: Any, group: int, place: int, queue: int, due: float) -> int:
    """Return the least exposed free agent of a group that a step asks, or NOBODY.

    ``place`` is that of the level which names this group alone.
    """
    if not _group_helps(s, group, queue):
        return NOBODY
    reserved = queue_at(s.queues_at, queue).reserved
    held = bool(reserved) and not is_released(due, s.release_slack, s.now)
    return _first_of(s, queue, place, held, 1, 1)


@compiled
def least_exposed_of_all(s: Any, queue: int, due: float) -> int:
    """Return the least exposed free agent for a queue, quota or not; NOBODY if none."""
    line = queue_at(s.queues_at, queue)
    held = bool(line.reserved) and not is_released(due, s.release_slack, s.now)
    best, best_rank = NOBODY, NO_RANK
    for place in range(line.first_level, line.last_level):
        agent = _first_of(s, queue, place, held, 1, 0)
        if agent >= 0:
            rank = _rank(s, agent, 1)
            if best < 0 or rank < best_rank:
                best, best_rank = agent, rank
    return best


@compiled
def _first_of(s: Any, queue: int, place: int, held: bool, by_exposure: int, gated: int) -> int:
    """Return the free agent of a level who is asked first, or NOBODY."""
    level = level_at(s.levels_at, place)
    best, best_rank = NOBODY, NO_RANK
    for entry in range(level.first, level.last):
        group = int_at(s.ints_at, entry)
        number = group_at(s.groups_at, group).idle_first
        if number < 0 or (held and not reserves_allow(s, group, True)):
            continue
        while number >= 0:
            best, best_rank = _better(s, number, best, best_rank, queue, by_exposure, gated)
            number = agent_at(s.agents_at, number).after
    number = kind_at(s.kinds_at, queue_at(s.queues_at, queue).kind).part_first
    while number >= 0:
        group = agent_at(s.agents_at, number).group
        # With deferrable cases in hand the agent is not counted in the reserve.
        if is_in(s, place, group) and (not held or reserves_allow(s, group, False)):
            best, best_rank = _better(s, number, best, best_rank, queue, by_exposure, gated)
        number = agent_at(s.agents_at, number).after
    return best


@compiled
def _better(
    s: Any,
    number: int,
    best: int,
    best_rank: tuple[float, int, int],
    queue: int,
    by_exposure: int,
    gated: int,
) -> tuple[int, tuple[float, int, int]]:
    rank = _rank(s, number, by_exposure)
    if best >= 0 and not rank < best_rank:
        return best, best_rank
    if gated and not may_take(s, number, queue):
        return best, best_rank
    return number, rank


@compiled
def _rank(s: Any, number: int, by_exposure: int) -> tuple[float, int, int]:
    agent = agent_at(s.agents_at, number)
    if by_exposure:
        share = exposure_share(agent.expected, agent.handed, agent.share_limit)
        return exposure_rank(share, agent.in_hand, agent.stamp)
    return idle_rank(bool(agent.in_debt), agent.in_hand, agent.stamp)


@compiled
def is_in(s: Any, place: int, number: int) -> bool:
    """Whether a level names a group, or a queue."""
    level = level_at(s.levels_at, place)
    for entry in range(level.first, level.last):
        if int_at(s.ints_at, entry) == number:
            return True
    return False


@compiled
def serves(s: Any, number: int, queue: int) -> bool:
    """Whether an agent is asked for the cases of a queue, by more than a step."""
    line, group = queue_at(s.queues_at, queue), agent_at(s.agents_at, number).group
    for place in range(line.first_level, line.last_level):
        if is_in(s, place, group):
            return True
    return False


@compiled
def helps(s: Any, number: int, queue: int) -> bool:
    """Whether an agent is asked for the cases of a queue by a step alone."""
    return _group_helps(s, agent_at(s.agents_at, number).group, queue)


@compiled
def _group_helps(s: Any, group: int, queue: int) -> bool:
    line = queue_at(s.queues_at, queue)
    for entry in range(line.first_helper, line.last_helper):
        if int_at(s.ints_at, entry) == group:
            return True
    return False


@compiled
def begin_period(s: Any, number: int) -> None:
    """Let the group rules of a time of the week hold."""
    first = number * (s.queues + s.groups)
    for queue in range(s.queues):
        line, turn = queue_at(s.queues_at, queue), turn_at(s.turns_at, first + queue)
        line.first_level = turn.first_level
        line.last_level = turn.last_level
        line.first_helper = turn.first_helper
        line.last_helper = turn.last_helper
    for number_of_group in range(s.groups):
        group = group_at(s.groups_at, number_of_group)
        turn = turn_at(s.turns_at, first + s.queues + number_of_group)
        group.first_level = turn.first_level
        group.last_level = turn.last_level


@compiled
def somebody_free(s: Any, queue: int) -> bool:
    """Whether an agent is free who is eligible for a queue."""
    line = queue_at(s.queues_at, queue)
    for place in range(line.first_level, line.last_level):
        level = level_at(s.levels_at, place)
        for entry in range(level.first, level.last):
            if group_at(s.groups_at, int_at(s.ints_at, entry)).idle_first >= 0:
                return True
        number = kind_at(s.kinds_at, line.kind).part_first
        while number >= 0:
            agent = agent_at(s.agents_at, number)
            if is_in(s, place, agent.group):
                return True
            number = agent.after
    return False


@compiled
def reserves_allow(s: Any, number: int, itself: bool) -> bool:
    """Whether an agent of a group may start deferrable work, as far as reserves go."""
    group = group_at(s.groups_at, number)
    if group.first_reserve == group.last_reserve:
        return True
    interval = min(int(s.now // s.step_seconds), s.places - 1)
    # Before the horizon one counts from the end, as Python's lists do.
    place = int_at(s.places_at, interval + s.places if interval < 0 else interval)
    for entry in range(group.first_reserve, group.last_reserve):
        reserve = reserve_at(s.reserves_at, int_at(s.ints_at, entry))
        if not reserve_allows(reserve.off, itself, int_at(reserve.needed_at, place)):
            return False
    return True


@compiled
def in_deferrable(s: Any, number: int) -> bool:
    """Whether an agent has deferrable work in hand."""
    agent = agent_at(s.agents_at, number)
    return agent.in_hand > 0 and bool(kind_at(s.kinds_at, agent.hand_kind).deferrable)


@compiled
def count_reserve(s: Any, number: int, change: int) -> None:
    """Note that an agent is or is no longer on duty and off deferrable work."""
    group = group_at(s.groups_at, agent_at(s.agents_at, number).group)
    for entry in range(group.first_reserve, group.last_reserve):
        reserve_at(s.reserves_at, int_at(s.ints_at, entry)).off += change


@compiled
def may_begin(s: Any, number: int, queue: int, due: float, heed_quota: bool) -> bool:
    """Whether quota and reserves let a free agent begin the head of a queue."""
    if heed_quota and not may_take(s, number, queue):
        return False
    reserved = queue_at(s.queues_at, queue).reserved
    if not reserved or is_released(due, s.release_slack, s.now):
        return True
    return reserves_allow(s, agent_at(s.agents_at, number).group, not in_deferrable(s, number))
