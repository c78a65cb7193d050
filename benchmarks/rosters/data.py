"""Where the public instances lie; a clone without them has nothing to measure."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("FAIRSHIFT_SHARED_DATA", _ROOT.parent / "shared" / "data"))


def instances(folder: str, pattern: str) -> tuple[Path, ...]:
    """Return the files of a folder of the data that match a pattern, in order of their numbers."""
    found = (FOLDER / folder).glob(pattern)
    return tuple(sorted(found, key=lambda path: (_number(path.stem), path.stem)))


def chosen(named: list[str], known: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the files that are named: by path, by stem or by number; all where none is named.

    Raises ValueError for a name that fits no file.
    """
    return tuple(_find(name, known) for name in named) if named else known


def _find(name: str, known: tuple[Path, ...]) -> Path:
    if Path(name).is_file():
        return Path(name)
    fitting = [path for path in known if name in (path.stem, str(_number(path.stem)))]
    if len(fitting) != 1:
        there = ", ".join(path.stem for path in known) or f"none in {FOLDER}"
        raise ValueError(f'there is no instance "{name}"; known are: {there}')
    return fitting[0]


def _number(stem: str) -> int:
    digits = "".join(letter for letter in stem if letter.isdigit())
    return int(digits) if digits else 0
