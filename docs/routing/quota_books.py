"""Books of what each worker has met, and whether one more hostile task fits into the quota.

Pure functions: settings, a book and a moment go in, an answer or a new book comes out. The gates
are those that fairshift simulates: share, contacts a shift, minutes a paid hour and run.
"""

import math
from dataclasses import dataclass, replace

from quota_gates import amount_holds, quota_holds, ruin_exponent, share_holds
from quota_moments import NOTHING, ONE, Moments, negative, powers_of, together, uncertain
from quota_settings import (
    Attributes,
    Settings,
    cases_ahead,
    said_of_group,
    shift_at,
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
    times: tuple[float, float, float]  # handling minutes if hostile: mean, mean square, mean cube
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
    contacts: Moments = NOTHING  # hostile ones of the shift
    minutes: Moments = NOTHING  # hostile ones of the window
    hostile_run: int = 0  # hostile tasks completed in a row, for the cool-down
    entries: tuple[Entry, ...] = ()


def up_to_date(settings: Settings, agent: str, book: Book, now: float) -> Book:
    """Return the book as it stands now: a new window or shift starts from nothing."""
    shift = shift_at(settings, agent, now)
    window = window_at(settings, shift, now)
    if shift != book.shift:
        book = replace(book, shift=shift, contacts=NOTHING)
    if window != book.window:
        book = replace(
            book,
            window=window,
            handled=0,
            labelled=0,
            expected=0.0,
            variance=0.0,
            minutes=NOTHING,
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
    chance, times = _of_queue(quota, queue)
    variance, z = chance * (1.0 - chance), quota["margin_z"]
    if worker["cap"] is not None and not quota_holds(
        book.expected + chance,
        book.variance + variance,
        book.handled + more,
        worker["cap"],
        quota["burst"],
        z,
        ruin_exponent(worker["cap"], settings.missed[settings.groups[agent]]),
        cases_ahead(settings, agent, now),
        said_of_group(settings, "sure_chance", agent),
    ):
        return "hostile share"
    hours = work_ahead_seconds(settings, agent, now) / 3600.0
    if worker["contacts_per_shift"] is not None:
        leak = hours * said_of_group(settings, "leak_per_hour", agent)
        contacts = together(book.contacts, uncertain(chance, ONE), (leak, leak, leak))
        if not amount_holds(contacts, z, worker["contacts_per_shift"]):
            return "hostile contacts"
    if worker["minutes_per_paid_hour"] is not None:
        leaking = leaking_minutes(settings, agent, hours)
        minutes = together(book.minutes, uncertain(chance, times), leaking)
        limit = worker["minutes_per_paid_hour"] * paid_hours(settings, agent, book, now)
        if not amount_holds(minutes, z, limit):
            return "hostile minutes"
    if worker["longest_run"] and _run(book, now) + more > worker["longest_run"]:
        return "run of hostile contacts"
    return None


def leaking_minutes(settings: Settings, agent: str, hours: float) -> Moments:
    """Return the hostile minutes that harmless tasks may still bring in some hours.

    A compound Poisson sum: rate x moments of one, with the most uncertain time of any queue.
    """
    rate = said_of_group(settings, "leak_per_hour", agent)
    mean = said_of_group(settings, "leak_minutes_per_hour", agent)
    if not rate or settings.quota is None:
        return hours * mean, 0.0, 0.0
    spread = max(settings.quota["hostile_minutes_cv"].values(), default=0.0)
    one, square, cube = powers_of(mean / rate, spread)
    return hours * rate * one, hours * rate * square, hours * rate * cube


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
    chance, times = float(labelled), NOTHING
    if settings.quota is not None:
        chance, times = _of_queue(settings.quota, queue)
    entry = Entry(task, now, labelled, chance, times, book.window, book.shift)
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
        counted = negative(uncertain(entry.chance, entry.times))
        book = replace(
            book,
            expected=book.expected + known - entry.chance,
            variance=book.variance + settled,
            minutes=together(book.minutes, uncertain(known, powers_of(spent, 0.0)), counted),
        )
    if entry.shift == book.shift:
        counted = negative(uncertain(entry.chance, ONE))
        book = replace(book, contacts=together(book.contacts, uncertain(known, ONE), counted))
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
    minutes, contacts = uncertain(entry.chance, entry.times), uncertain(entry.chance, ONE)
    if times < 0:
        minutes, contacts = negative(minutes), negative(contacts)
    if entry.window == book.window:
        book = replace(
            book,
            handled=book.handled + times,
            labelled=book.labelled + times * entry.seen,
            expected=book.expected + times * entry.chance,
            variance=book.variance + times * entry.chance * (1.0 - entry.chance),
            minutes=together(book.minutes, minutes),
        )
    if entry.shift == book.shift:
        book = replace(book, contacts=together(book.contacts, contacts))
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


def _of_queue(quota: Attributes, queue: str | None) -> tuple[float, Moments]:
    """Return the chance that a queue's task is hostile, and mean powers of its minutes then."""
    if queue is None:
        return 0.0, NOTHING
    minutes = quota["hostile_minutes"].get(queue, 0.0)
    spread = quota["hostile_minutes_cv"].get(queue, 0.0)
    return quota["hostile_chance"].get(queue, 0.0), powers_of(minutes, spread)
