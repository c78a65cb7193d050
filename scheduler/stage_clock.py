"""Wall seconds of a round, by stage."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class StageClock:
    """Adds up how long the stages of a round take, or keeps silent."""

    def __init__(self, *, silent: bool = False) -> None:
        """Start at nothing; a silent clock says nothing, as equal plans are to be equal."""
        self.silent = silent
        self._seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time in the block towards a stage."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            taken = time.perf_counter() - begin
            if not self.silent:
                self._seconds[name] = self._seconds.get(name, 0.0) + taken

    def take(self) -> dict[str, float]:
        """Return the seconds by stage so far, and start again at nothing."""
        taken, self._seconds = self._seconds, {}
        return taken
