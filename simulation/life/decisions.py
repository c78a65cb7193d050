"""The decisions of life: small pure functions of numbers, which every engine calls."""

import math

from simulation.records import Origin

FIRST_CONTACTS = frozenset(set(Origin) - {Origin.STAGE, Origin.HAND_OVER, Origin.RETRY})
PAST_THE_BOT = frozenset({Origin.BOT_RETURN, Origin.REPOST, Origin.BACKLOG})
"""Which first contacts a bot does not take up."""
ASKING = frozenset({Origin.DRAWN, Origin.REPLAY, Origin.STORM})
"""Which first contacts a public answer may spare."""


def label_chance(hostile: bool, recall: float, false_positive_rate: float) -> float:
    """Return the chance that the classifier takes a task for hostile, by its truth."""
    return recall if hostile else false_positive_rate


def raised(chance: float, factor: float) -> float:
    """Return a chance times a factor, at most 1."""
    return min(chance * factor, 1.0)


def angry_seconds(waited: float, since_holding: float, rising_factor: float) -> float:
    """Return how long a wait counts for anger that a holding reply has slowed down."""
    return waited - since_holding * (1.0 - rising_factor)


def chance_after(chance: float, rising: float, waited: float) -> float:
    """Return the chance of hostility after some seconds: 1 - (1 - p) exp(-rate x seconds)."""
    return 1.0 - (1.0 - chance) * math.exp(-rising * waited)


def history_factor(
    was_hostile: bool, was_answered: bool, after_hostile: float, after_unanswered: float
) -> float:
    """Return by how much an author's last message changes the chance of the next one."""
    factor = after_hostile if was_hostile else 1.0
    if not was_answered:
        factor *= after_unanswered
    return factor


def left_of_rate(
    replied: bool,
    moderated: bool,
    held: bool,
    after_reply: float,
    after_moderation: float,
    after_holding_reply: float,
) -> float:
    """Return which part of the rate at which a post draws others is left."""
    left = 1.0
    if replied:
        left = min(left, after_reply)
    if moderated:
        left = min(left, after_moderation)
    if held:
        left = min(left, after_holding_reply)
    return left


def spared_share(deflection: float, fresh: int, at_most: float) -> float:
    """Return the share of customers whom some fresh public answers spare the question."""
    return min(1.0 - math.pow(1.0 - deflection, float(fresh)), at_most)


def expected_wait(ahead: int, mean_seconds: float, agents: int) -> float:
    """Return the wait that a caller is told: calls ahead x handle time / agents, in seconds."""
    return ahead * mean_seconds / agents if agents else math.inf


def new_patience_end(leave_at: float, now: float, factor: float) -> float:
    """Return when patience ends after a holding reply: the rest of it times a factor.

    Unchanged to the last bit by a factor of 1.
    """
    return leave_at + (leave_at - now) * (factor - 1.0)


def work_left(end: float, now: float, seconds: float) -> float:
    """Return which share of a task's work is left that would take some seconds until its end.

    Reading in comes first and is no work.
    """
    return min(end - now, seconds) / seconds if seconds > 0 else 0.0
