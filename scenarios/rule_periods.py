"""What the periods of rules are called, and what is wrong with their names and times."""

from collections.abc import Callable, Iterator, Sequence

REGULAR = "regular"
"""What all times are called that no period names, wherever rules are written down."""


def wrong_ids(ids: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the place of every id that cannot be a period's, with what is wrong and the remedy."""
    places: dict[str, int] = {}
    for place, one in enumerate(ids):
        if not one.strip():
            yield place, "is empty; give the times a name"
        elif one == REGULAR:
            yield place, f'"{one}" stands for all times that no period names; name it otherwise'
        elif one in places:
            yield place, f'"{one}" is the name of period {places[one]} already; name it otherwise'
        places.setdefault(one, place)


def wrong_intervals(
    periods: Sequence[Sequence[int]], words: Callable[[int], str] = str
) -> Iterator[tuple[int, str]]:
    """Yield the place of every period with times that it or one before names already.

    Times are planning intervals of the week; ``words`` tells one of them to the reader.
    """
    owner: dict[int, int] = {}
    for place, intervals in enumerate(periods):
        again = [one for one in intervals if one in owner or owner.update({one: place})]
        if again:
            where = "twice" if owner[again[0]] == place else f"in period {owner[again[0]]} as well"
            more = f", and {len(again) - 1} more are not alone" if len(again) > 1 else ""
            yield place, f"{words(again[0])} is named {where}{more}; leave each to one period"
