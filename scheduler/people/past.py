"""What is known of a person's time before the horizon, from what was carried over.

Day -1 is the day before the horizon. A person who worked on it is settled there: its shifts are
past, whatever a tour says, and runs of days are counted on from the horizon's first day. Anybody
else may still be given a shift on its evening, so that runs are counted on from day -2.
"""

import datetime as dt

from scenarios.pledges import CarryOver
from scenarios.team import Agent
from scenarios.timeline import Timeline

EVE = -1


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


def is_settled(timeline: Timeline, agent: Agent) -> bool:
    """Whether it is known that the person worked on the day before the horizon."""
    return last_day(timeline, agent.carry_over) == EVE


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


def elapsed(timeline: Timeline, local: dt.datetime) -> int:
    """Return the elapsed minute of a local time."""
    return timeline.minute(timeline.day_index(local.date()), local.hour * 60 + local.minute)
