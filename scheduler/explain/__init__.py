"""Explanation: why there is no roster, why it is as it is, and what giving way would bring."""

from scheduler.explain.conflicts import conflicts, find_conflicts

__all__ = ["conflicts", "find_conflicts"]
