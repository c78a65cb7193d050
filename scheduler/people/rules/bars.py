"""Bars by day, from a mask over the duties of all days."""

from collections.abc import Iterator

from scheduler.people.duty_table import DutyTable
from scheduler.people.tour_rules import Bar, Bools


def bars(rule: str, table: DutyTable, barred: Bools, price: int | None = None) -> Iterator[Bar]:
    """Yield a bar for every day on which a duty is barred; ``barred`` has shape (duties,)."""
    if barred.any():
        for day, choices in table.choices(barred).items():
            if choices.any():
                yield Bar(rule, day, choices, price)
