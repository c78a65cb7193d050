"""Time for a search: seconds, or in deterministic plans a count of its work."""

import time


class Timer:
    """What is left of the time; in deterministic plans steps are counted instead of seconds."""

    def __init__(self, seconds: float, *, deterministic: bool) -> None:
        self.seconds, self.deterministic = seconds, deterministic
        self.worked = 0.0
        self.started = time.perf_counter()

    @property
    def spent(self) -> float:
        """Seconds that are gone, or the work done."""
        return self.worked if self.deterministic else time.perf_counter() - self.started

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.seconds - self.spent

    def pardon(self, seconds: float) -> None:
        """Take seconds as not spent: compiling is not searching."""
        self.started += seconds

    def work(self, amount: float) -> None:
        """Count work where the clock does not count."""
        self.worked += amount
