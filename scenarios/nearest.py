"""The nearest known name to one that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_LISTED = 12


def known_names(name: str, known: Iterable[str]) -> str:
    """Return advice: the nearest known name, or else the known names."""
    names = tuple(known)
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    if not names:
        return "none is known"
    shown = ", ".join(names[:MOST_LISTED]) + (", ..." if len(names) > MOST_LISTED else "")
    return f"known: {shown}"
