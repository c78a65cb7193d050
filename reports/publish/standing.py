"""What stands in a folder of publications: the last one, unchanged, and all before it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from reports.publish.publication import (
    PUBLICATION,
    Publication,
    UnreadablePublicationError,
    publication_from_json,
)
from reports.run.run_parts import ROSTER
from scenarios.problems import Problem, ScenarioError

# What is kept of a publication once another one takes its place.
KEPT = (ROSTER, "rules.json", "annex.html", "annex.md")
EARLIER = "earlier"


@dataclass(frozen=True)
class Standing:
    """The last publication of a folder."""

    folder: Path
    last: Publication

    @property
    def roster_file(self) -> Path:
        """Its roster."""
        return self.folder / ROSTER

    def others(self) -> tuple[Path, ...]:
        """Return the files that are not the last publication's own, relative to the folder."""
        own = {PUBLICATION, *self.last.files_sha256}
        files = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        paths = (path.relative_to(self.folder) for path in files)
        return tuple(path for path in paths if path.as_posix() not in own)


def standing_in(folder: Path) -> Standing | None:
    """Return what is published in a folder; None where there is no such folder or it is empty.

    Raises ScenarioError for a folder that holds something else, or files that were changed
    after they were published.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    if not (folder / PUBLICATION).is_file():
        message = f"holds something else: there is no {PUBLICATION} in it; name another folder"
        raise ScenarioError([Problem(f"--to {folder}", None, "", message)])
    try:
        last = publication_from_json((folder / PUBLICATION).read_text(encoding="utf-8"))
    except (UnreadablePublicationError, UnicodeDecodeError) as error:
        raise ScenarioError([Problem(str(folder / PUBLICATION), None, "", str(error))]) from error
    problems = [
        Problem(str(folder / path), None, "", _CHANGED)
        for path, digest in last.files_sha256.items()
        if _digest(folder / path) != digest
    ]
    if problems:
        raise ScenarioError(problems)
    return Standing(folder, last)


_CHANGED = "is not as it was published; put it back, or publish to another folder"


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
