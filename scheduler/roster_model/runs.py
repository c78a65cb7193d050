"""Form Run: days in a row with choices of some kind, no fewer or no more than so many."""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from scheduler.people.tour_rules import Run
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.kinds import of_kind
from scheduler.roster_model.linear import Literal, total


def add_runs(ground: Ground, runs: Sequence[Run], agents: Sequence[int]) -> None:
    """Keep runs within their lengths, or pay for each day missing or too many."""
    for place, run in enumerate(runs):
        for agent in agents:
            days = [of_kind(ground, agent, day, run.kind[day]) for day in sorted(run.kind)]
            known = ground.rules[agent].before
            before = known[place] if known else None
            if run.most is not None:
                _add_most(ground, days, before or 0, run.most, run.price)
            if run.least is not None:
                _add_least(ground, days, before, run.least, run.price)


def _add_most(
    ground: Ground, days: list[Literal], before: int, most: int, price: int | None
) -> None:
    """In every window of one day more than the most, some day is not of the kind.

    A window may begin before the first day, where ``before`` days in a row were of the kind.
    Windows and days too many come to the same: a run of most + n days fills n windows.
    """
    for end in range(1, len(days) + 1):
        start = end - most - 1
        if start < -before:
            continue
        window = days[max(start, 0) : end]
        if price is None:
            ground.model.add_bool_or([day.negated() for day in window])
        else:
            over = ground.model.new_bool_var("")
            ground.model.add(total(window) <= len(window) - 1 + over)
            ground.pay(price, over)


def _add_least(
    ground: Ground,
    days: list[Literal],
    before: int | None,
    least: int,
    price: int | None,
) -> None:
    """A run that begins goes on for the least number of days, or to the end of the horizon.

    What began before the first day goes on likewise if it is known how long it was.
    """
    never = ground.model.new_constant(0)
    always = ground.model.new_constant(1)
    if before and before < least:
        _go_on(ground, [always, never], days, least - before, price)
    for first in range(len(days)):
        if first == 0 and before is None:
            continue
        last = days[first - 1] if first else (always if before else never)
        _go_on(ground, [days[first], last], days[first + 1 :], least - 1, price)


def _go_on(
    ground: Ground,
    start: list[Literal],
    following: list[Literal],
    count: int,
    price: int | None,
) -> None:
    """If the first of ``start`` holds without the second, so do as many as follow, or pay for each.

    A day after the first that is missing is missing too, whatever it holds, and so are those
    after the end of the horizon: a run that has ended grows no more.
    """
    holds, unless = start
    missing: cp_model.IntVar | None = None
    for day in following[:count]:
        if price is None:
            ground.model.add_bool_or([holds.negated(), unless, day])
            continue
        more = ground.model.new_bool_var("")
        ground.model.add(holds - unless - day <= more)
        if missing is not None:
            ground.model.add(missing <= more)
        ground.pay(price, more)
        missing = more
    if price is not None and missing is not None and count > len(following):
        ground.pay(price * (count - len(following)), missing)
