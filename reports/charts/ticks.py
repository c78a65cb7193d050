"""Marks of an axis at round figures: shares, lengths of time, plain numbers."""

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

_ROUND = (1, 2, 2.5, 5, 10)
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# Distances between marks, in seconds, that a clock knows.
_CLOCK = (
    *(0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30),
    *(_MINUTE * one for one in (1, 2, 5, 10, 15, 20, 30)),
    *(_HOUR * one for one in (1, 2, 3, 4, 6, 8, 12)),
    *(_DAY * one for one in (1, 2, 4, 7)),
)
MOST_MARKS = 5


def number_ticks(axis: Axis, most: int = MOST_MARKS) -> None:
    """Mark plain numbers, thousands set off."""
    axis.set_major_locator(MaxNLocator(most, steps=_ROUND))
    axis.set_major_formatter(FuncFormatter(lambda value, _: number_text(value)))


def share_ticks(axis: Axis, most: int = MOST_MARKS) -> None:
    """Mark shares as percentages, written as in tables."""
    axis.set_major_locator(MaxNLocator(most, steps=_ROUND))
    axis.set_major_formatter(FuncFormatter(lambda share, _: share_text(share)))


def duration_ticks(axis: Axis, most: int = MOST_MARKS) -> None:
    """Mark lengths of time, in seconds, at whole seconds, minutes or hours; all in one unit.

    Give it an axis that starts at nought and has its limits already.
    """
    _, highest = axis.get_view_interval()
    step = next((one for one in _CLOCK if highest <= most * one), _CLOCK[-1])
    while highest > most * step:
        step *= 2
    axis.set_major_locator(MultipleLocator(step))
    size, unit = _unit(step)
    axis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{_plain(seconds / size)} {unit}"))


def share_text(share: float) -> str:
    """Return a share as a percentage without needless decimals."""
    return f"{_plain(100 * share)} %"


def number_text(value: float) -> str:
    """Return a number with thousands set off, without needless decimals."""
    return f"{value:,.0f}" if abs(value) >= 1000 else _plain(value)


def _unit(step: float) -> tuple[int, str]:
    """Return the largest unit that a distance is a whole number of."""
    if step % _HOUR == 0:
        return _HOUR, "h"
    return (_MINUTE, "min") if step % _MINUTE == 0 else (1, "s")


def _plain(value: float) -> str:
    return f"{round(value, 4) + 0.0:g}"
