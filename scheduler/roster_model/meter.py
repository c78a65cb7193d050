"""What a search has spent: seconds, or a count of its work where plans are to be repeatable."""

from scenarios.planning import Planning


class Meter:
    """What has been spent: seconds, or in deterministic plans a count of the work."""

    def __init__(self, planning: Planning) -> None:
        self.deterministic = planning.deterministic
        self.spent = 0.0

    def add_seconds(self, seconds: float) -> None:
        """Count time by the clock."""
        if not self.deterministic:
            self.spent += seconds

    def add_work(self, work: float) -> None:
        """Count work where the clock does not count."""
        if self.deterministic:
            self.spent += work
