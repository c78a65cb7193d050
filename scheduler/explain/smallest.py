"""The smallest part of a conflict: of what cannot hold together, what is needed for that.

The result is smallest in that nothing of it can be left out; there may be others of other sizes.
Junker, U. (2004): QUICKXPLAIN, AAAI-04, figure 1: of n parts it finds k that clash with about
2 k log2(n / k) + 2 k questions.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

Part = TypeVar("Part")


def smallest_conflict(
    parts: Sequence[Part], can_hold: Callable[[Sequence[Part]], bool]
) -> tuple[Part, ...]:
    """Return parts that cannot hold together, and can as soon as any of them is left out.

    ``can_hold`` says of some of the parts whether they can hold together; whatever can still
    can with fewer. All parts together cannot; nothing is returned where none of them can help.
    Those at the end are left out first.
    """
    return _needed((), True, tuple(parts), can_hold)


def _needed(
    held: tuple[Part, ...],
    grew: bool,
    parts: tuple[Part, ...],
    can_hold: Callable[[Sequence[Part]], bool],
) -> tuple[Part, ...]:
    """Return what of ``parts`` is needed for a conflict with what is ``held`` in any case."""
    if grew and not can_hold(held):
        return ()
    if len(parts) <= 1:
        return parts
    half = len(parts) // 2
    front, back = parts[:half], parts[half:]
    of_back = _needed(held + front, bool(front), back, can_hold)
    of_front = _needed(held + of_back, bool(of_back), front, can_hold)
    return of_front + of_back
