"""Amounts that are not known for sure, as their first three moments."""

Moments = tuple[float, float, float]
"""Of an amount that is not known for sure: mean, variance, third central moment."""
NOTHING = (0.0, 0.0, 0.0)
ONE = (1.0, 1.0, 1.0)


def powers_of(mean: float, spread: float) -> Moments:
    """Return mean, mean square and mean cube of a time, as of a gamma distribution."""
    square = 1.0 + spread**2
    return mean, mean**2 * square, mean**3 * square * (1.0 + 2.0 * spread**2)


def uncertain(chance: float, powers: Moments) -> Moments:
    """Return the moments of an amount that comes with a chance, of given mean powers."""
    mean, square, cube = powers
    first = chance * mean
    third = chance * cube - 3.0 * first * chance * square + 2.0 * first**3
    return first, chance * square - first**2, third


def together(*amounts: Moments) -> Moments:
    """Return the moments of independent amounts together."""
    return (
        sum(one[0] for one in amounts),
        sum(one[1] for one in amounts),
        sum(one[2] for one in amounts),
    )


def negative(amount: Moments) -> Moments:
    """Return what takes an amount off again."""
    return -amount[0], -amount[1], -amount[2]
