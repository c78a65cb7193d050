"""The notes beside an export: what a vendor's system does not do, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 100


@dataclass(frozen=True)
class Notes:
    """What is to be said of an export, in the order of how much it matters."""

    vendor: str
    page: str  # of the documentation, with how to load the files
    not_done: Sequence[str]  # what the rules say and the files cannot
    by_hand: Sequence[str]  # what the application or the callback has to do
    nearly: Sequence[str]  # where the vendor's system differs a little from the simulation


def notes_file(notes: Notes) -> bytes:
    """Return notes as a page of Markdown."""
    parts = [f"# {notes.vendor}: what these files say, and what they cannot\n"]
    nothing = ["Nothing: all that the rules say is in these files."]
    for title, sentences in (
        ("What the rules say and these files do not", notes.not_done or nothing),
        ("What your application or the assignment callback does", notes.by_hand),
        ("Where the system differs a little from the simulation", notes.nearly),
    ):
        if sentences:
            parts.append(f"## {title}\n")
            parts.append("\n".join(f"- {sentence}" for sentence in sentences) + "\n")
    parts.append(f"How to load the files: {notes.page} of fairshift's documentation.\n")
    return "\n".join(parts).encode()
