"""What is written down of a publication, and read back by the next one."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from reports.run.plain_json import noun_of, plain
from reports.terminal.json_text import json_text
from reports.wording import counted

FORMAT = 1
PUBLICATION = "publication.json"


class UnreadablePublicationError(ValueError):
    """A text that holds no publication, or one of another version."""


@dataclass(frozen=True)
class Approval:
    """Who approved a publication, and when."""

    by: str
    at_local: str  # ISO 8601 with the offset from UTC
    zone: str
    reference: str | None = None  # of a decision, a ticket, an agreement
    note: str | None = None


@dataclass(frozen=True)
class Despite:
    """What spoke against a publication, and why it was published all the same."""

    reason: str
    objections: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """What the run says of the promises."""

    status: str
    sentence: str
    proved_for_this_roster: bool  # a repaired roster goes with the verdict on the planned one


@dataclass(frozen=True)
class NoticeGiven:
    """How long before their shifts people are told."""

    counted_from: dt.date
    first_shift: dt.date | None  # None without a shift
    days: int | None  # from there to the first shift
    kept: bool  # nobody has less notice than the limits ask for
    short: tuple[str, ...] = ()  # whose notice is too short, in words

    @property
    def to_first_shift(self) -> str:
        """How far off the first shift is, in words; it may have been before."""
        if self.days is None:
            return "no shift"
        if self.days < 0:
            return f"the first shift was {counted(-self.days, 'day')} before"
        if self.days == 0:
            return "the first shift is on that day"
        return f"{counted(self.days, 'day')} to the first shift"


@dataclass(frozen=True)
class Changes:
    """What differs from the publication before, in words."""

    against: int | None  # number of that publication; None for a first one
    roster: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Publication:
    """One publication of a roster and its rules."""

    number: int
    scenario: str
    first_day: dt.date
    last_day: dt.date
    approval: Approval
    despite: Despite | None
    verdict: Judged
    notice: NoticeGiven
    changes: Changes
    rules: tuple[str, ...]  # how work is handed out, in words
    digests: dict[str, str]  # SHA-256 of roster, rules and scenario
    versions: dict[str, str]
    files_sha256: dict[str, str] = field(default_factory=dict)  # by path in the folder


def publication_to_json(made: Publication) -> str:
    """Return a publication as JSON text that reads back equal."""
    return json_text(publication_data(made)) + "\n"


def publication_data(made: Publication) -> dict[str, Any]:
    """Return a publication in plain data."""
    return {"format": FORMAT, **plain(made)}


def publication_from_json(text: str) -> Publication:
    """Return the publication of a JSON text; raises UnreadablePublicationError without one."""
    try:
        tree = json.loads(text)
        version = tree.pop("format")
        if version != FORMAT:
            raise UnreadablePublicationError(
                f"the publication has format {version}, this version reads format {FORMAT}; "
                "publish to another folder"
            )
        made: Publication = noun_of(Publication, tree)
    except UnreadablePublicationError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadablePublicationError(
            f"holds no publication: {error}; publish to another folder"
        ) from error
    return made
