"""What limits a person's tour: the few forms into which every rule is put.

A tour is one choice for every day: 0 is a day off, k the k-th duty of the day. Days run from -1
(shifts that begin on the evening before the horizon) to the last. A day is worked if its duty is
work and not on call. Every rule becomes some of the forms below; the searches know the forms
only, never the rules. Prices are in the model's units
(see ``people/prices.py``); a price of None makes a form hard.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

OFF = 0


@dataclass(frozen=True)
class Bar:
    """Choices of a day that a person may not take, or takes at a price."""

    rule: str  # name of the rule, as limits and prices name it
    day: int
    choices: Bools  # shape (choices of the day,); True is barred
    price: int | None = None


@dataclass(frozen=True)
class Charge:
    """What choices of a day cost: wages, wishes; never a matter of law."""

    name: str  # "wages", "wish", ...
    day: int
    prices: Ints  # shape (choices of the day,)


@dataclass(frozen=True)
class Follow:
    """Duties that may not come after others: on the next day, or after one day off.

    ``pairs[day, ahead]`` has shape (choices of day, choices of day + ahead), ahead 1 or 2; True
    is forbidden. With ahead 2 it holds where the day between is off. Row and column 0 are False.
    """

    rule: str
    pairs: Mapping[tuple[int, int], Bools]
    price: int | None = None


@dataclass(frozen=True)
class Together:
    """Two neighbouring days that are both worked or both off."""

    rule: str
    first: int  # the other is the day after
    price: int | None = None


@dataclass(frozen=True)
class Run:
    """How many days in a row may have a choice of some kind: at least, or at most.

    A run that reaches the end of the horizon may still grow, so ``least`` does not hold for it.
    Days are counted from the first that ``kind`` has, -1 or 0, and all after it are there.
    Exactly one of ``least`` and ``most`` is given. A price is for each day missing or too many.
    """

    rule: str
    kind: Mapping[int, Bools]  # by day: choices of the kind, shape (choices,)
    least: int | None = None
    most: int | None = None
    price: int | None = None


@dataclass(frozen=True)
class Rest:
    """A time without work of at least so many minutes in a span of days.

    It is found at a day off (choice 0) within the span: from the end of the duty before, on call
    or not, to the start of the next. Before the horizon the person's ``last_end`` counts; what
    else lies outside the horizon is taken as free. A price is for a span without.
    """

    rule: str
    first: int
    last: int  # not included
    minutes: int
    price: int | None = None


@dataclass(frozen=True)
class Counter:
    """What a tour adds up over a span of days, kept within limits, or priced.

    The total is ``start`` plus the weights of the choices plus 1 for every pair of neighbouring
    days with work on one of them or both. It must lie in [least, most]; with prices it may be
    below or above at so much a unit. ``rising`` prices the n-th unit of the total, the start
    included, at n times itself (half units of a fractional start are rounded by who makes it).
    """

    rule: str
    first: int
    last: int  # not included
    weights: Mapping[int, Ints]  # by day, shape (choices,); never negative; days may be left out
    pairs: tuple[int, ...] = ()  # first days of pairs
    start: int = 0
    least: int = 0
    most: int | None = None
    price_below: int | None = None
    price_above: int | None = None
    rising: int = 0

    def cost(self, total: int) -> int | None:
        """Return the price of a total, or None where it is forbidden."""
        price = self.rising * total * (total + 1) // 2
        if total < self.least:
            if self.price_below is None:
                return None
            price += self.price_below * (self.least - total)
        if self.most is not None and total > self.most:
            if self.price_above is None:
                return None
            price += self.price_above * (total - self.most)
        return price


@dataclass(frozen=True)
class Pattern:
    """What holds alike for everybody under the same limits."""

    follows: tuple[Follow, ...] = ()
    together: tuple[Together, ...] = ()
    runs: tuple[Run, ...] = ()
    rests: tuple[Rest, ...] = ()


@dataclass(frozen=True)
class TourRules:
    """Everything that limits or prices the tour of one person."""

    pattern: Pattern  # the same object for everybody for whom it says the same
    bars: tuple[Bar, ...] = ()
    charges: tuple[Charge, ...] = ()
    counters: tuple[Counter, ...] = ()
    # Length of each of the pattern's runs just before the first day that the run has; None: not
    # known, so that a run which goes on from there is never too short, and is counted from there.
    before: tuple[int | None, ...] = ()
    last_end: int | None = None  # elapsed minute at which the last shift before the horizon ended
    unknown: tuple[str, ...] = field(default=())  # rules that need a past that is not known
