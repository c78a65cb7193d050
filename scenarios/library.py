"""The library: ready scenarios that come with fairshift."""

from pathlib import Path

FOLDER = Path(__file__).parent / "library"


def names() -> tuple[str, ...]:
    """Return the names of the ready scenarios, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def find(name: str) -> Path:
    """Return the file of a ready scenario; raises KeyError with the known names."""
    if name not in names():
        known = ", ".join(names())
        raise KeyError(f'there is no ready scenario "{name}"; write one of {known}')
    return FOLDER / f"{name}.yaml"


def files(name: str) -> tuple[Path, ...]:
    """Return all files of a ready scenario, the scenario first; raises KeyError as ``find``."""
    return find(name), *sorted(FOLDER.glob(f"{name}-*.csv"))


def locate(text: str) -> Path:
    """Return the file that a planner means: a ready scenario's name, or else a path."""
    return find(text) if text in names() else Path(text)
