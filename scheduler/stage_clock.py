"""Wall seconds of a round, by stage."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class StageClock:
    """Adds up how long the stages of a round take."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time in the block towards a stage."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            taken = time.perf_counter() - begin
            self._seconds[name] = self._seconds.get(name, 0.0) + taken

    def take(self) -> dict[str, float]:
        """Return the seconds by stage so far, and start again at nothing."""
        taken, self._seconds = self._seconds, {}
        return taken
