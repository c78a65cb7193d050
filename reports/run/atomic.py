"""Files and folders that are written whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE_MODE = 0o644  # mkstemp makes files private; a roster is meant to be passed on
FOLDER_MODE = 0o755


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old content or the new one, never a part.

    The bytes go to a temporary file in the same folder, reach the disk, and take the place of
    ``path`` in one step. On any failure the temporary file is removed and ``path`` is as before.
    Raises OSError where the folder does not exist or cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(FILE_MODE)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


@contextmanager
def folder_written_whole(folder: Path) -> Iterator[Path]:
    """Give a temporary folder that becomes ``folder`` when the block ends without an error.

    Parents are made where they are missing. An existing ``folder`` is replaced as a whole, so
    the caller decides beforehand whether it may be. On any failure the temporary folder is
    removed and ``folder`` is as before.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{folder.name}."
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=prefix, suffix=".part"))
    try:
        yield temporary
        temporary.chmod(FOLDER_MODE)
        _sync_tree(temporary)
        _put_in_place(temporary, folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    _sync_folder(folder.parent)


def _put_in_place(temporary: Path, folder: Path) -> None:
    """Rename, moving an existing folder aside first and back again if the rename fails."""
    if not folder.exists():
        temporary.rename(folder)
        return
    aside = temporary.with_suffix(".old")
    folder.rename(aside)
    try:
        temporary.rename(folder)
    except BaseException:
        aside.rename(folder)
        raise
    shutil.rmtree(aside)


def _sync_tree(root: Path) -> None:
    """Make every file and folder beneath ``root`` reach the disk before it is renamed."""
    for place, _, names in os.walk(root):
        for name in names:
            _sync_file(Path(place) / name)
        _sync_folder(Path(place))


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename reach the disk; systems that cannot open a folder (Windows) do it alone."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
