"""The words in which a workflow says what assignment rules say."""

QUOTA_GATE = "worker.hostile_left > 0"
"""On a target: only agents whom the quota allows one more hostile case."""

BY_EXPOSURE = "worker.hostile_share ASC, worker.hostile_count ASC"
"""Order of a hostile target: the least exposed first, then who has met the fewest."""

BY_DEBT = "worker.in_debt DESC"
"""Order of a harmless target where the quota looks ahead: whoever relies on it first."""

SKIP_AT_ONCE = "1 == 1"
"""A target that is passed over at once where nobody of it is free."""

MODERATION = "moderation"
"""Task queue without workers, from which moderation takes hostile posts."""

COUNTERS = ("hostile_left", "hostile_share", "hostile_count", "handled_count", "in_debt")
"""Attributes of a worker that change with every task, kept by the assignment callback."""

UNLIMITED = 1_000_000
"""What hostile_left is where the quota limits nothing."""


def desk_queue(desk_id: str) -> str:
    """Return the name of the task queue from which an external desk takes hostile cases."""
    return f"desk_{desk_id}"
