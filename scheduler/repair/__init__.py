"""Repair: when the day goes wrong, the rest planned anew with the fewest changes."""

from scheduler.repair.changes import Change
from scheduler.repair.expectation import Away, Expectation, NothingToScaleError
from scheduler.repair.repair import Missing, Repair, repair
from scheduler.repair.standing import TwoShiftsError

__all__ = [
    "Away",
    "Change",
    "Expectation",
    "Missing",
    "NothingToScaleError",
    "Repair",
    "TwoShiftsError",
    "repair",
]
