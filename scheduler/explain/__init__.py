"""Explanation: why there is no roster, why it is as it is, and what giving way would bring."""

from scheduler.explain.choices import Choice, ExplainedDay
from scheduler.explain.conflict import Conflict
from scheduler.explain.conflicts import conflicts, find_conflicts
from scheduler.explain.run import Explanation, explain_days, explain_roster
from scheduler.explain.shortage import shortages
from scheduler.explain.standing import UnknownShiftError

__all__ = [
    "Choice",
    "Conflict",
    "ExplainedDay",
    "Explanation",
    "UnknownShiftError",
    "conflicts",
    "explain_days",
    "explain_roster",
    "find_conflicts",
    "shortages",
]
