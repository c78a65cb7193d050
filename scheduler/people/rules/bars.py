"""Bars by day, from a mask over the duties of all days."""

from collections.abc import Iterator

import numpy as np

from scheduler.people.duty_table import DutyTable
from scheduler.people.tour_rules import Bar, Bools


def bars(rule: str, table: DutyTable, barred: Bools, price: int | None = None) -> Iterator[Bar]:
    """Yield a bar for every day on which a duty is barred; ``barred`` has shape (duties,)."""
    for day in np.unique(table.day[barred]).tolist():
        choices = np.concatenate(([False], barred[table.rows(day)]))
        yield Bar(rule, day, choices, price)
