"""The independent checker: rules and costs recomputed from a roster, without the model."""

from scheduler.checker.costs import costs_of
from scheduler.checker.roster import check_roster
from scheduler.checker.violation import Violation

__all__ = ["Violation", "check_roster", "costs_of"]
