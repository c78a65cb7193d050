"""Books of what each worker has met, and whether one more hostile task fits into the quota.

Pure functions: settings, a book and a moment go in, an answer or a new book comes out. The gates
are those that fairshift simulates: share, contacts a shift, minutes a paid hour and run, with the
margin for wrong labels and the look-ahead over the rest of the shift.
"""

import math
from dataclasses import dataclass, replace

from quota_settings import (
    TOLERANCE,
    Attributes,
    Settings,
    said_of_group,
    shift_at,
    sure_cases,
    window_at,
    work_ahead_seconds,
)

UNLIMITED = 1_000_000  # hostile_left where nothing is limited
MOST_LEFT = 50  # hostile_left is counted no further
PARTS = 1_000_000_000  # hostile_share is a whole number of these, as TaskRouter orders by those
MOST_KEPT = 100  # closed tasks that a book remembers, for runs


@dataclass(frozen=True)
class Entry:
    """A task that was handed out, as it was counted."""

    task: str
    start: float
    seen: bool  # counts as hostile in a row
    chance: float
    minutes: float  # of handling, if it is hostile
    square: float
    window: int
    shift: int
    is_open: bool = True


@dataclass(frozen=True)
class Book:
    """What a worker has met in the window and the shift under way."""

    window: int = 0
    shift: int = -1
    handled: int = 0
    labelled: int = 0  # of these, labelled hostile
    expected: float = 0.0
    variance: float = 0.0
    contacts: float = 0.0  # of the shift, expected
    contacts_variance: float = 0.0
    minutes: float = 0.0
    minutes_variance: float = 0.0
    hostile_run: int = 0  # hostile tasks completed in a row, for the cool-down
    entries: tuple[Entry, ...] = ()


def up_to_date(settings: Settings, agent: str, book: Book, now: float) -> Book:
    """Return the book as it stands now: a new window or shift starts from nothing."""
    shift = shift_at(settings, agent, now)
    window = window_at(settings, shift, now)
    if shift != book.shift:
        book = replace(book, shift=shift, contacts=0.0, contacts_variance=0.0)
    if window != book.window:
        book = replace(
            book,
            window=window,
            handled=0,
            labelled=0,
            expected=0.0,
            variance=0.0,
            minutes=0.0,
            minutes_variance=0.0,
        )
    return book


def exceeded(
    settings: Settings, worker: Attributes, book: Book, now: float, queue: str | None = None
) -> str | None:
    """Return the first form that does not hold, None where all do.

    As things are, or with one more task of a queue. ``worker`` holds the limits.
    """
    quota, agent = settings.quota, worker["agent_id"]
    if quota is None:
        return None
    more = int(queue is not None)
    chance, minutes, square = _of_queue(quota, queue)
    variance, z = chance * (1.0 - chance), quota["margin_z"]
    if worker["cap"] is not None:
        sure, missed = (
            sure_cases(settings, agent, now),
            said_of_group(settings, "sure_chance", agent),
        )
        if not share_holds(
            book.expected + chance + missed * sure,
            book.variance + variance + missed * (1.0 - missed) * sure,
            book.handled + more + sure,
            worker["cap"],
            quota["burst"],
            z,
            ruin_exponent(worker["cap"], settings.missed[settings.groups[agent]]),
        ):
            return "hostile share"
    hours = work_ahead_seconds(settings, agent, now) / 3600.0
    leak = said_of_group(settings, "leak_per_hour", agent)
    if worker["contacts_per_shift"] is not None:
        spread = book.contacts_variance + variance + leak * hours
        expected = book.contacts + chance + leak * hours
        if not amount_holds(expected, spread, z, worker["contacts_per_shift"]):
            return "hostile contacts"
    if worker["minutes_per_paid_hour"] is not None:
        leaking = said_of_group(settings, "leak_minutes_per_hour", agent)
        spread = book.minutes_variance + _uncertainty(chance, minutes, square)
        spread += leaking * leaking / leak * hours if leak else 0.0
        expected = book.minutes + chance * minutes + leaking * hours
        limit = worker["minutes_per_paid_hour"] * paid_hours(settings, agent, book, now)
        if not amount_holds(expected, spread, z, limit):
            return "hostile minutes"
    if worker["longest_run"] and _run(book, now) + more > worker["longest_run"]:
        return "run of hostile contacts"
    return None


def share_holds(
    expected: float,
    variance: float,
    handled: int,
    share: float,
    burst: float,
    margin_z: float,
    exponent: float,
) -> bool:
    """Whether hostile tasks, with the margin for wrong labels, are within a share."""
    deviation = math.sqrt(max(variance, 0.0))
    if math.isinf(exponent) or deviation * exponent >= margin_z:
        margin = margin_z * deviation
    elif exponent <= 0.0:
        margin = math.inf
    else:
        margin = margin_z**2 / (2.0 * exponent) + exponent * max(variance, 0.0) / 2.0
    return expected + margin <= share * handled + burst + TOLERANCE


def amount_holds(expected: float, variance: float, margin_z: float, limit: float) -> bool:
    """Whether contacts or minutes, with the margin for wrong labels, are within a limit."""
    return expected + margin_z * math.sqrt(max(variance, 0.0)) <= limit + TOLERANCE


def ruin_exponent(share: float, missed: float) -> float:
    """Return how fast it becomes unlikely that harmless tasks alone lead over a share.

    The root l > 0 of w e^(l (1 - c)) + (1 - w) e^(-l c) = 1 (Lundberg's equation) for the share c
    and the chance w that a task labelled harmless is hostile.
    """
    if share >= 1.0 or missed == 0.0:
        return math.inf
    if missed >= share:
        return 0.0

    def above(exponent: float) -> bool:
        up = missed * math.exp(exponent * (1.0 - share))
        return up + (1.0 - missed) * math.exp(-exponent * share) > 1.0

    high = 1.0
    while not above(high):
        high *= 2.0
    low = 0.0
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (low, middle) if above(middle) else (middle, high)
    return low


def paid_hours(settings: Settings, agent: str, book: Book, now: float) -> float:
    """Return the paid hours in the window of shifts that have begun."""
    window = settings.quota["window"] if settings.quota is not None else "horizon"
    shifts = settings.shifts[agent][: book.shift + 1]
    if window == "shift":
        return shifts[-1].paid_hours if shifts else 0.0
    begin, until = -math.inf, math.inf
    if window == "week":
        begin = max([one for one in settings.week_starts[1:] if one <= now], default=begin)
        until = min([one for one in settings.week_starts[1:] if one > now], default=until)
    return sum(
        one.paid_hours
        * max(min(one.end, until) - max(one.start, begin), 0.0)
        / (one.end - one.start)
        for one in shifts
    )


def hand_out(settings: Settings, book: Book, task: str, queue: str, now: float) -> Book:
    """Return the book with one more task; it must be up to date."""
    labelled = settings.queues[queue]["hostile"]
    chance, minutes, square = float(labelled), 0.0, 0.0
    if settings.quota is not None:
        chance, minutes, square = _of_queue(settings.quota, queue)
    entry = Entry(task, now, labelled, chance, minutes, square, book.window, book.shift)
    return replace(_added(book, entry, 1), entries=(*_needed(book.entries), entry))


def take_back(book: Book, task: str) -> Book:
    """Return the book without a task that did not come to its worker after all."""
    entry = _entry(book, task)
    if entry is None:
        return book
    left = tuple(one for one in book.entries if one is not entry)
    return replace(_added(book, entry, -1), entries=left)


def close(settings: Settings, book: Book, task: str, hostile: bool | None, now: float) -> Book:
    """Return the book after a task has ended: its length is known, and its truth if marked.

    ``hostile`` is what the agent says of it; None counts as what the label says.
    """
    entry = _entry(book, task)
    if entry is None:
        return book
    marked = settings.quota is not None and settings.quota["known_at_close"]
    told = marked and hostile is not None
    known = float(hostile) if told and hostile is not None else entry.chance
    seen = hostile if told and hostile is not None else entry.seen
    settled = known * (1.0 - known) - entry.chance * (1.0 - entry.chance)
    if entry.window == book.window:
        spent = (now - entry.start) / 60.0
        uncertain = _uncertainty(entry.chance, entry.minutes, entry.square)
        book = replace(
            book,
            expected=book.expected + known - entry.chance,
            variance=book.variance + settled,
            minutes=book.minutes + known * spent - entry.chance * entry.minutes,
            minutes_variance=book.minutes_variance
            + _uncertainty(known, spent, spent * spent)
            - uncertain,
        )
    if entry.shift == book.shift:
        book = replace(
            book,
            contacts=book.contacts + known - entry.chance,
            contacts_variance=book.contacts_variance + settled,
        )
    met = hostile if hostile is not None else entry.seen
    ended = replace(entry, seen=seen, is_open=False)
    entries = tuple(ended if one is entry else one for one in book.entries)
    return replace(book, entries=entries, hostile_run=book.hostile_run + 1 if met else 0)


def hostile_left(settings: Settings, worker: Attributes, book: Book, now: float) -> int:
    """Return how many hostile tasks the worker could be handed one after the other now.

    Of the queue with the smallest chance; the gate before each task asks for the task's own.
    """
    forms = ("cap", "contacts_per_shift", "minutes_per_paid_hour", "longest_run")
    if settings.quota is None or all(worker[form] is None for form in forms):
        return UNLIMITED
    chances = settings.quota["hostile_chance"]
    hostile = [queue for queue, said in settings.queues.items() if said["hostile"]]
    queue = min(hostile, key=lambda one: float(chances[one]))
    left = 0
    while left < MOST_LEFT and exceeded(settings, worker, book, now, queue) is None:
        book = hand_out(settings, book, f"after {left}", queue, now)
        left += 1
    return left


def counters(settings: Settings, worker: Attributes, book: Book, now: float) -> dict[str, int]:
    """Return the attributes by which the workflow chooses workers."""
    share = book.expected / book.handled if book.handled else 0.0
    cap = worker["cap"]
    return {
        "handled_count": book.handled,
        "hostile_count": book.labelled,
        "hostile_share": round(PARTS * (share / cap if cap is not None else share)),
        "hostile_left": hostile_left(settings, worker, book, now),
        "in_debt": int(_in_debt(settings, worker, book)),
    }


def _in_debt(settings: Settings, worker: Attributes, book: Book) -> bool:
    """Whether a worker is beyond the share but for what is counted on; nobody starts so."""
    quota = settings.quota
    if (
        quota is None
        or not book.handled
        or worker["cap"] is None
        or not any(quota["sure_cases_per_hour"].values())
    ):
        return False
    missed = settings.missed[settings.groups[worker["agent_id"]]]
    exponent = ruin_exponent(worker["cap"], missed)
    sums = (book.expected, book.variance, book.handled, worker["cap"])
    return not share_holds(*sums, quota["burst"], quota["margin_z"], exponent)


def _added(book: Book, entry: Entry, times: int) -> Book:
    """Return the book with an entry's sums added, or taken off with ``times`` -1."""
    variance = times * entry.chance * (1.0 - entry.chance)
    if entry.window == book.window:
        uncertain = _uncertainty(entry.chance, entry.minutes, entry.square)
        book = replace(
            book,
            handled=book.handled + times,
            labelled=book.labelled + times * entry.seen,
            expected=book.expected + times * entry.chance,
            variance=book.variance + variance,
            minutes=book.minutes + times * entry.chance * entry.minutes,
            minutes_variance=book.minutes_variance + times * uncertain,
        )
    if entry.shift == book.shift:
        book = replace(
            book,
            contacts=book.contacts + times * entry.chance,
            contacts_variance=book.contacts_variance + variance,
        )
    return book


def _entry(book: Book, task: str) -> Entry | None:
    return next((one for one in book.entries if one.is_open and one.task == task), None)


def _needed(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries that may still be asked for: open ones, and the last ones for runs."""
    return tuple(one for one in entries[:-MOST_KEPT] if one.is_open) + entries[-MOST_KEPT:]


def _run(book: Book, now: float) -> int:
    """Return how many hostile tasks in a row there may have been.

    What was begun at one instant has no order, so the worst one counts.
    """
    run, place = 0, len(book.entries) - 1
    while place >= 0:
        start, broken = book.entries[place].start, False
        while place >= 0 and book.entries[place].start == start:
            run += book.entries[place].seen
            broken = broken or (not book.entries[place].seen and start < now)
            place -= 1
        if broken:
            break
    return run


def _of_queue(quota: Attributes, queue: str | None) -> tuple[float, float, float]:
    """Return chance, mean minutes and their mean square of a queue's hostile tasks."""
    if queue is None:
        return 0.0, 0.0, 0.0
    minutes = quota["hostile_minutes"].get(queue, 0.0)
    spread = quota["hostile_minutes_cv"].get(queue, 0.0)
    return quota["hostile_chance"].get(queue, 0.0), minutes, minutes**2 * (1.0 + spread**2)


def _uncertainty(chance: float, mean: float, square: float) -> float:
    """Return the variance of an amount that comes with a chance."""
    return chance * square - (chance * mean) ** 2
