"""Rules on kinds of shifts: what may follow what, later starts only, how many of a kind."""

from collections import Counter
from collections.abc import Iterator

from scheduler.checker.clocks import DAY
from scheduler.checker.past import last_working_day
from scheduler.checker.person import Person
from scheduler.checker.violation import Violation


def check_successions(person: Person) -> Iterator[Violation]:
    """Yield templates that follow, on the next day, one that they may not follow."""
    forbidden = person.law.limits.forbidden_successions
    kinds = {one.date: one.template for one in person.work}
    carried = last_working_day(person)
    if carried is not None and person.agent.carry_over.last_shift is not None:
        kinds.setdefault(carried, person.agent.carry_over.last_shift)
    for date, kind in sorted(kinds.items()):
        before = kinds.get(date - DAY, "")
        if kind in forbidden.get(before, ()):
            words = f"{kind} on the day after {before}"
            yield person.broken("forbidden_successions", date, words)


def check_forward_rotation(person: Person) -> Iterator[Violation]:
    """Yield shifts that start earlier by the clock than that of the day before."""
    if not person.law.limits.forward_rotation:
        return
    clock = {one.date: one.starts.time() for one in person.work}
    local = person.agent.carry_over.last_shift_start
    if local is not None:
        clock.setdefault(local.date(), local.time())
    for date, start in sorted(clock.items()):
        before = clock.get(date - DAY)
        if before is not None and start < before:
            words = f"starts at {start:%H:%M}, earlier than the day before ({before:%H:%M})"
            yield person.broken("forward_rotation", date, words)


def check_shift_counts(person: Person) -> Iterator[Violation]:
    """Yield templates that are worked more often than allowed."""
    days = [one for one in person.shifts if one.date >= person.first_day]
    counts = Counter(one.template for one in days)
    for kind, most in person.law.limits.max_shifts.items():
        if counts[kind] > most:
            date = [one.date for one in days if one.template == kind][most]
            words = f"{counts[kind]} shifts {kind} in the horizon, at most {most}"
            units = float(counts[kind] - most)
            yield person.broken("max_shifts", date, words, units=units)
