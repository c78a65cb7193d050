"""Tables printed line by line, so that a long run shows what it has."""

from collections.abc import Sequence

_FIRST, _OTHERS = 30, 10


def head(*titles: str) -> str:
    """Return the first line of a table."""
    return line(titles)


def line(cells: Sequence[str]) -> str:
    """Return a line: the first cell at the left, the others at the right of their columns."""
    return cells[0].ljust(_FIRST) + "".join(f" {cell:>{_OTHERS}}" for cell in cells[1:])


def number(value: float | None, digits: int = 0) -> str:
    """Return a number, or a dash for none."""
    return "-" if value is None else f"{value:,.{digits}f}"


def percent(share: float | None) -> str:
    """Return a share in percent, or a dash for none."""
    return "-" if share is None else f"{100 * share:.2f}%"
