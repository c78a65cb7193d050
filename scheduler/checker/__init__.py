"""The independent checker: rules and costs recomputed from a roster, without the model."""

from scheduler.checker.burdens import Burden, burdens_of
from scheduler.checker.costs import costs_of
from scheduler.checker.heads import check_heads
from scheduler.checker.roster import check_roster
from scheduler.checker.violation import Violation
from scheduler.checker.wishes import NotGranted, wishes_not_granted

__all__ = [
    "Burden",
    "NotGranted",
    "Violation",
    "burdens_of",
    "check_heads",
    "check_roster",
    "costs_of",
    "wishes_not_granted",
]
