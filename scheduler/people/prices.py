"""Prices in the whole numbers that the searches need."""

MINUTES_PER_HOUR = 60
CENTS = 100
# Objectives count cent-minutes: cents an hour times minutes, exact for whole cents.
UNITS_PER_CURRENCY = CENTS * MINUTES_PER_HOUR


def cents(price: float) -> int:
    """Return a price an hour in whole cents, which are units a minute."""
    return round(price * CENTS)


def units(price: float) -> int:
    """Return an amount of the scenario's currency in units."""
    return round(price * UNITS_PER_CURRENCY)
