"""What the planner is told while a plan is being made."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """A step of the plan loop: how much of a stage is done."""

    stage: str
    done: int
    total: int
    note: str = ""


Listener = Callable[[Progress], None]


def tell_nobody(sentence: str) -> None:
    """Hear a sentence without doing anything."""


def say_nothing(progress: Progress) -> None:
    """Listen to progress without doing anything."""
