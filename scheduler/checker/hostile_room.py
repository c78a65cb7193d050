"""Hostile cases for which the shifts of some span have no room, as hours of usual shifts."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog

from scenarios.roster import Roster
from scheduler.requirement import RoomRow


def hours_without_room(rows: Sequence[RoomRow], roster: Roster) -> float:
    """Return the least hours that must be missed on days so that no row of any block lacks more.

    A linear programme over blocks and days: what the days of a row's span miss is at least the
    cases of the row less the room of the shifts that touch it, in hours.
    """
    places = {key: at for at, key in enumerate(sorted({k for row in rows for k in _days(row)}))}
    covers, lacking = [], []
    for row in rows:
        lack = (row.cases - _room(row, roster)) * row.hours_per_case
        if lack > 0:
            covers.append(np.zeros(len(places)))
            covers[-1][[places[key] for key in _days(row)]] = -1.0
            lacking.append(-lack)
    if not lacking:
        return 0.0
    found = linprog(np.ones(len(places)), np.array(covers), lacking, method="highs")
    if found.status != 0 or found.fun is None:
        raise RuntimeError(f"what is missing of room could not be reckoned: {found.message}")
    return float(found.fun)


def _days(row: RoomRow) -> list[tuple[int, int]]:
    return [(row.block, day) for day in range(row.first_day, row.last_day + 1)]


def _room(row: RoomRow, roster: Roster) -> float:
    """Return the cases that shifts which touch a row's span may take."""
    there = 0.0
    for shift in roster.shifts:
        room = next((one for one in row.rooms if shift.agent_id in one.agent_ids), None)
        touches = shift.start_minute < row.end_minute and row.start_minute < shift.end_minute
        if room is None or not touches or shift.is_on_call:
            continue
        by_hours = room.per_paid_hour
        limits = (room.per_shift, None if by_hours is None else by_hours * shift.paid_minutes / 60)
        there += min(limit for limit in limits if limit is not None)
    return there
