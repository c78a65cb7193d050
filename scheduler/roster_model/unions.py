"""Unions: which joint demands must be covered so that nobody is counted twice."""

from collections.abc import Sequence
from dataclasses import dataclass

_MOST = 2000


@dataclass(frozen=True)
class Union:
    """Demands that only these groups can meet, together."""

    groups: frozenset[int]
    demands: tuple[int, ...]  # indexes of the demands whose groups lie within


def unions_of(served_by: Sequence[frozenset[int]]) -> tuple[Union, ...]:
    """Return the unions whose coverage is enough for a split of the groups over all demands.

    By Hall (1935) and max-flow min-cut, demands can be met together if and only if every set of
    demands fits into the groups that serve any of it. Sets that fall apart into parts without a
    common group follow from their parts, so only linked ones are returned: one row each, and no
    variable for who serves what. Raises ValueError if there are too many to write down.
    """
    found = {groups for groups in served_by if groups}
    fresh = set(found)
    while fresh:
        joined = {one | other for one in fresh for other in served_by if one & other}
        fresh = joined - found
        found |= fresh
        if len(found) > _MOST:
            raise ValueError(
                f"skills and languages overlap in more than {_MOST} ways; give agents "
                "fewer different combinations of skills"
            )
    ordered = sorted(found, key=lambda groups: (len(groups), sorted(groups)))
    return tuple(
        Union(
            groups,
            tuple(i for i, own in enumerate(served_by) if own and own <= groups),
        )
        for groups in ordered
    )
