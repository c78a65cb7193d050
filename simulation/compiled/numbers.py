"""Ragged lists of numbers, laid out one after the other in one array."""

from collections.abc import Iterable


class Numbers:
    """The numbers of all lists, and the levels: places of lists that are asked in turn."""

    def __init__(self) -> None:
        """Start without a list."""
        self.numbers: list[int] = []
        self.levels: list[tuple[int, int]] = []

    def add(self, numbers: Iterable[int]) -> tuple[int, int]:
        """Add a list; return where it begins and ends."""
        first = len(self.numbers)
        self.numbers.extend(numbers)
        return first, len(self.numbers)

    def add_levels(self, levels: Iterable[Iterable[int]]) -> tuple[int, int]:
        """Add lists that are asked in turn; return where their levels begin and end."""
        first = len(self.levels)
        self.levels.extend(self.add(level) for level in levels)
        return first, len(self.levels)
