"""What no plan can keep."""


class Impossible(Exception):
    """No plan can keep the promises, whatever the roster."""

    def __init__(
        self, reason: str, lowest_cap: float | None = None, remedies: tuple[str, ...] = ()
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lowest_cap = lowest_cap
        self.remedies = remedies  # lines on what would make it possible, as far as computed
