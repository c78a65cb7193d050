"""What would help where a promise is missed, in words."""

from scheduler.plan import LeverLook


def help_words(look: LeverLook) -> str:
    """Return how the levers were looked at, and that none helps where it is so."""
    how = f"{look.levers} small changes, each simulated with this roster and its chance"
    if look.best:
        horizons = f"the figures are from {look.replications} horizons"
        return f"Of {how}, these would help most for their cost ({horizons}):"
    return (
        f"Of {how}, none is seen to help. Two at once, or a larger one, may; plan with what you "
        "would change."
    )
