"""Prices in the whole numbers that the solver needs."""

MINUTES_PER_HOUR = 60
CENTS = 100
# The objective counts cent-minutes: cents an hour times minutes, exact for whole cents.
UNITS_PER_CURRENCY = CENTS * MINUTES_PER_HOUR


def cents(price: float) -> int:
    """Return a price an hour in whole cents."""
    return round(price * CENTS)
