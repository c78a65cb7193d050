"""What is known of a person's time before the horizon, from what was carried over.

Day -1 is the eve of the horizon. Who is known to have worked on it gets no other shift on it, and
runs of days are counted on from the horizon's first day. Who is known to have been off may still
be given a shift on its evening, so that runs are counted on from day -2.
"""

import datetime as dt
from enum import Enum

from scenarios.limits import Limits
from scenarios.pledges import CarryOver
from scenarios.timeline import Timeline

EVE = -1


class OnEve(Enum):
    """What is known of a person's day before the horizon."""

    WORKED = "worked"
    OFF = "off, unless the tour has a shift on its evening"
    UNKNOWN = "unknown"


def last_end(timeline: Timeline, carry: CarryOver) -> int | None:
    """Return the elapsed minute at which the last shift ended, or None."""
    return None if carry.last_shift_end is None else elapsed(timeline, carry.last_shift_end)


def last_day(timeline: Timeline, carry: CarryOver) -> int | None:
    """Return the day on which the last shift began, or None where it is not known."""
    if carry.last_shift_start is not None:
        return timeline.day_index(carry.last_shift_start.date())
    if carry.days_in_row or carry.nights_in_row or carry.days_off_in_row == 0:
        return EVE
    if carry.days_off_in_row:
        return EVE - carry.days_off_in_row
    end = last_end(timeline, carry)
    return EVE if end is not None and end > 0 else None


def on_eve(timeline: Timeline, carry: CarryOver) -> OnEve:
    """Return what is known of the day before the horizon."""
    last = last_day(timeline, carry)
    if last == EVE:
        return OnEve.WORKED
    return OnEve.OFF if last is not None or carry.days_in_row == 0 else OnEve.UNKNOWN


def work_run(timeline: Timeline, carry: CarryOver) -> int | None:
    """Return the working days in a row before runs are counted, or None."""
    last = last_day(timeline, carry)
    if last == EVE:
        return carry.days_in_row or None
    return 0 if last is not None and last < EVE - 1 else None


def off_run(timeline: Timeline, carry: CarryOver) -> int | None:
    """Return the days off in a row before runs are counted, or None."""
    last = last_day(timeline, carry)
    if last is None:
        return None
    return 0 if last == EVE else EVE - 1 - last


def night_run(timeline: Timeline, carry: CarryOver) -> int | None:
    """Return the night shifts in a row before runs are counted, or None."""
    return carry.nights_in_row if last_day(timeline, carry) == EVE else None


def unknown_to(limits: Limits, carry: CarryOver) -> tuple[str, ...]:
    """Return the names of rules in force that need a past of which nothing is known."""
    said = (carry.last_shift_start, carry.days_in_row, carry.days_off_in_row)
    row = any(one is not None for one in said)
    needs = {
        "daily_rest_hours": carry.last_shift_end is not None,
        "weekly_rest_hours": carry.last_shift_end is not None,
        "average_week_hours": bool(carry.week_hours),
        "max_consecutive_days": row,
        "min_consecutive_days": row,
        "min_consecutive_days_off": row,
        "forbidden_successions": carry.last_shift is not None,
        "forward_rotation": carry.last_shift_start is not None,
    }
    return tuple(rule for rule, known in needs.items() if getattr(limits, rule) and not known)


def elapsed(timeline: Timeline, local: dt.datetime) -> int:
    """Return the elapsed minute of a local time."""
    return timeline.minute(timeline.day_index(local.date()), local.hour * 60 + local.minute)
