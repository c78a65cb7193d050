"""Replay: arrivals taken from a file of messages instead of drawn."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from scenarios.base import Count, Day, Noun, Share


class FileClock(StrEnum):
    """How the times of a file are read."""

    ZONED = "zoned"
    AS_WRITTEN = "as_written"


class Message(Noun):
    """One message of a replay."""

    second: float
    """Seconds after the first local midnight of the horizon."""
    hostile: bool | None = None
    """Truth, if the file says so; otherwise drawn like that of any case."""
    language: str | None = None
    """Language, if the file says so; otherwise drawn."""
    audience: Annotated[float, Field(ge=0)] | None = None
    """Size of the audience over the mean, if the file says so; otherwise drawn."""
    author: str | None = None
    """Who wrote it, if the file says so: a pseudonym, the same for equal values."""


class Replay(Noun):
    """Where a channel's messages come from, and what its columns mean."""

    file: str
    """CSV file with one message a row, in the scenario's folder or below."""
    time_column: str = "received_at"
    """When the message was received."""
    clock: FileClock = FileClock.ZONED
    """zoned: times with an offset, shown in the horizon's zone; as_written: wall-clock times."""
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Only rows with one of these values in each of these columns."""
    hostile: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Rows with one of these values in each of these columns are hostile; left out, drawn."""
    language_column: str | None = None
    """Language of the message."""
    audience_column: str | None = None
    """Size of the audience, such as retweets; scaled to mean 1 (each value plus one)."""
    author_column: str | None = None
    """Who wrote it; equal values are one person."""
    needs_answer: Share = 1.0
    """Share of messages that need an answer; which ones is drawn."""
    first_day: Day | None = None
    """Day of the file that becomes the horizon's first day; left out, dates stay as they are."""
    messages: tuple[Message, ...] = ()
    """Filled in from the file, in order of time; those within the horizon."""
    outside: Count = 0
    """Messages of the file that lie outside the horizon; filled in."""
