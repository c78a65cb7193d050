"""Cuts: what a simulation taught the optimiser about hours that need more people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CutBlock:
    """A span of time and some groups, weighted by what an agent-hour there brings."""

    start_minute: int  # elapsed minutes, half-open
    end_minute: int
    group_ids: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Cut:
    """sum over blocks of weight x agent-hours of work inside the block must reach ``least``."""

    blocks: tuple[CutBlock, ...]
    least: float
    channel_id: str  # whose promise asks for it
    part: str | None  # of the channel: stage id or resolution; None for first contacts
    reason: str  # in the planner's words
