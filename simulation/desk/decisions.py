"""The decisions of the desk: small pure functions of numbers and flat arrays.

Whatever drives the simulation calls these, so that a rule of routing stands in one place.
"""

import math
from collections.abc import Sequence

TOLERANCE = 1e-9  # of a case, so that cap x handled = 11.000000000000002 counts as 11


def share_margin(variance: float, margin_z: float, slope: float) -> float:
    """Return the hostile cases kept in reserve for what is not known of a share.

    The least of z^2 / (2 l) + l V / 2 over exponents l up to ``slope``: z standard deviations,
    while what is handed out decides; where V is small, what harmless cases still to come may
    turn out to be, however many they are (Chernoff's bound, with Lundberg's exponent; Asmussen
    & Albrecher 2010, "Ruin Probabilities", theorem IV.5.2). An infinite ``slope`` says that
    labels miss nothing, 0 that harmless cases alone exceed the share.
    """
    deviation = math.sqrt(max(variance, 0.0))
    if math.isinf(slope) or deviation * slope >= margin_z:
        return margin_z * deviation
    if slope <= 0.0:
        return math.inf
    return margin_z * margin_z / (2.0 * slope) + slope * max(variance, 0.0) / 2.0


def share_holds(
    expected: float,
    variance: float,
    handed: float,
    cap_share: float,
    burst: float,
    margin_z: float,
    slope: float,
) -> bool:
    """Whether an exposure is within the share, the margin counted."""
    margin = share_margin(variance, margin_z, slope)
    return expected + margin <= cap_share * handed + burst + TOLERANCE


def quota_holds(
    expected: float,
    variance: float,
    handed: int,
    cap_share: float,
    burst: float,
    margin_z: float,
    ahead: float = 0.0,
    ahead_chance: float = 0.0,
    slope: float = math.inf,
) -> bool:
    """Whether an agent's exposure is within the share now, or will be when the window ends.

    ``expected`` is the sum of the chances that the cases handed out in the window are hostile,
    ``variance`` the sum of chance x (1 - chance), ``handed`` their number. ``ahead`` cases are
    expected still to come, each hostile with ``ahead_chance`` w. Their number is Poisson, so what
    they leave of the share c, the sum of c - 1 or c over them, has the mean (c - w) ahead and the
    variance (c^2 - 2 c w + w) ahead (compound Poisson; Feller 1971, "An Introduction to
    Probability Theory", vol. 2, section VI.4). One margin covers that and the labels.
    """
    if share_holds(expected, variance, float(handed), cap_share, burst, margin_z, slope):
        return True
    if ahead <= 0.0:
        return False
    square = cap_share * cap_share - 2.0 * cap_share * ahead_chance + ahead_chance
    return share_holds(
        expected + ahead_chance * ahead,
        variance + square * ahead,
        handed + ahead,
        cap_share,
        burst,
        margin_z,
        slope,
    )


def amount_holds(
    expected: float, variance: float, third: float, margin_z: float, limit: float
) -> bool:
    """Whether hostile contacts or minutes are within a limit, the margin counted.

    The margin is ``margin_z`` standard deviations, and more where what is not known is skew
    towards more, as few rare leaks and long cases are; ``third`` is the third central moment
    (Cornish & Fisher 1938, first term).
    """
    margin = margin_z * math.sqrt(max(variance, 0.0))
    if margin_z > 1.0 and variance > TOLERANCE and third > 0.0:
        margin += (margin_z * margin_z - 1.0) / 6.0 * third / variance
    return expected + margin <= limit + TOLERANCE


def uncertainty(chance: float, mean: float, square: float) -> float:
    """Return the variance of an amount that comes with a chance.

    Of the amount, where it comes, mean and mean square.
    """
    return chance * square - (chance * mean) ** 2


def skewness(chance: float, mean: float, square: float, cube: float) -> float:
    """Return the third central moment of an amount that comes with a chance.

    Of the amount, where it comes, mean, mean square and mean cube.
    """
    first = chance * mean
    return chance * cube - 3.0 * first * chance * square + 2.0 * first**3


def part_inside(start: float, end: float, begin: float, until: float) -> float:
    """Return the part of a span of time, such as a shift, that lies inside a window."""
    return max(min(end, until) - max(start, begin), 0.0) / (end - start)


def cases_ahead(cases_per_hour: float, work_seconds: float) -> float:
    """Return how many cases an agent can expect in the working time still ahead."""
    return cases_per_hour * work_seconds / 3600.0


def exposure_share(expected: float, handed: int, limit: float = 1.0) -> float:
    """Return an agent's expected hostile share in the window over the own limit, if there is one.

    0 without cases.
    """
    if not handed:
        return 0.0
    return expected / handed if math.isinf(limit) else expected / handed / limit


def exposure_rank(share: float, in_hand: int, stamp: int) -> tuple[float, int, int]:
    """Return by what a free agent is asked where the exposure counts, the lowest first.

    The least exposed; of these who has nothing in hand, then who has been so longest, by
    ``stamp``.
    """
    return share, in_hand, stamp


def idle_rank(in_debt: bool, in_hand: int, stamp: int) -> tuple[float, int, int]:
    """Return by what a free agent is asked, the lowest first.

    Who is in debt of harmless work; then who has nothing in hand; then who has been so longest.
    """
    return 0.0 if in_debt else 1.0, in_hand, stamp


def is_free(present: bool, cool_until: float, now: float, in_hand: int, most: int) -> bool:
    """Whether an agent may take a case of the channel in hand, or any if none is in hand.

    ``most`` is the concurrency of the channel in hand (any positive number if none is).
    """
    return present and cool_until <= now and (in_hand == 0 or in_hand < most)


def is_released(due: float, slack: float, now: float) -> bool:
    """Whether a deferrable case is due so soon that no reserve holds it back."""
    return now >= due - slack


def reserve_allows(off_deferrable: int, itself: bool, needed: int) -> bool:
    """Whether enough others of a reserve are on duty and not in deferrable work.

    ``off_deferrable`` counts all such agents, ``itself`` says whether the candidate is among
    them.
    """
    return off_deferrable - itself >= needed


def comes_first(
    rank: float,
    arrival: float,
    case: int,
    best_rank: float,
    best_arrival: float,
    best_case: int,
) -> bool:
    """Whether a waiting case is served before the best so far: by rank, then by arrival."""
    if best_case < 0 or rank != best_rank:
        return best_case < 0 or rank < best_rank
    return arrival < best_arrival or (arrival == best_arrival and case < best_case)


def handling_seconds(handle: float, slowdown: float, in_hand: int) -> float:
    """Return how long a case takes that is the ``in_hand``-th at once when it starts."""
    return handle * (1.0 + slowdown * (in_hand - 1))


def segment_span(start: float, end: float, latest: float, now: float) -> tuple[float, float]:
    """Return begin and end of a rostered segment that can begin now; it is over if they meet.

    Nothing begins before it is rostered. What starts late keeps its length but ends at its
    ``latest`` at the latest: work as rostered, so that a late start shortens it, to nothing at
    worst; a pause with the work around it; a break at any time (infinity).
    """
    begin = max(now, start)
    if begin != start:
        end = begin + (end - start)
    return begin, min(end, latest)


def next_segment(
    starts: Sequence[float],
    ends: Sequence[float],
    latest: Sequence[float],
    place: int,
    last: int,
    now: float,
) -> tuple[int, float, float]:
    """Return (place, begin, end) of an agent's next segment from ``place`` on, before ``last``.

    Without a further segment the answer is (last, infinity, infinity).
    """
    while place < last:
        begin, end = segment_span(starts[place], ends[place], latest[place], now)
        if end > begin:
            return place, begin, end
        place += 1
    return last, math.inf, math.inf
