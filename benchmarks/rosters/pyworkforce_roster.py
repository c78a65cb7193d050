"""The same demand through pyworkforce: its scheduling class for counts, its rostering for people.

Its scheduling classes find how many work each shift on each day, its ``MinHoursRoster`` gives
shifts to people. What its classes cannot be told is left out: hours by the week, days in the
week, hours that differ by contract. The rest between shifts is left out as well: its constraint
on sequences forbids a shift altogether as soon as two others may not follow it.
"""

from importlib.util import find_spec
from typing import Any

from benchmarks.rosters.synthetic_file import Staffing
from benchmarks.rosters.synthetic_score import Work, intervals_at_work

SCHEDULERS = ("MinAbsDifference", "MinRequiredResources")
_COUNTS_PART = 0.5  # of the time; the rest is for people


def installed() -> bool:
    """Whether pyworkforce is there."""
    return find_spec("pyworkforce") is not None


def solve_with(scheduler: str, staffing: Staffing, seconds: float) -> dict[str, list[Work]] | None:
    """Return who works what on which day, or None where no roster is found in the time.

    ``scheduler`` is the name of one of pyworkforce's scheduling classes.
    """
    counts = _counts(scheduler, staffing, _COUNTS_PART * seconds)
    if counts is None:
        return None
    return _people(staffing, counts, (1 - _COUNTS_PART) * seconds)


def _counts(scheduler: str, staffing: Staffing, seconds: float) -> dict[str, list[int]] | None:
    """Return how many work each kind on each day."""
    from pyworkforce import scheduling

    periods = len(staffing.required[0])
    covered = {
        kind.id: [int(slot in intervals_at_work(staffing, kind)) for slot in range(periods)]
        for kind in staffing.kinds
    }
    made: Any = getattr(scheduling, scheduler)(
        num_days=staffing.days,
        periods=periods,
        shifts_coverage=covered,
        required_resources=[list(day) for day in staffing.required],
        max_period_concurrency=len(staffing.people),
        max_shift_concurrency=len(staffing.people),
        max_search_time=float(seconds),
    )
    found: dict[str, Any] = made.solve()
    if found["cost"] < 0:
        return None
    counts = {kind.id: [0] * staffing.days for kind in staffing.kinds}
    for one in found["resources_shifts"]:
        counts[one["shift"]][one["day"]] = one["resources"]
    return counts


def _people(
    staffing: Staffing, counts: dict[str, list[int]], seconds: float
) -> dict[str, list[Work]] | None:
    from pyworkforce.rostering import MinHoursRoster

    kinds = {kind.id: kind for kind in staffing.kinds}
    fewest = min(person.hours_per_week for person in staffing.people) * staffing.days / 7
    made: Any = MinHoursRoster(
        num_days=staffing.days,
        resources=[person.id for person in staffing.people],
        shifts=list(kinds),
        shifts_hours=[int(kind.paid_hours) for kind in staffing.kinds],
        min_working_hours=int(fewest - staffing.horizon_tolerance_hours),
        banned_shifts=[
            {"resource": person.id, "shift": kind, "day": day}
            for person in staffing.people
            for day in person.days_off
            for kind in kinds
        ],
        max_resting=staffing.days,
        required_resources=counts,
        max_search_time=float(seconds),
    )
    found: dict[str, Any] = made.solve()
    if found["cost"] < 0:
        return None
    worked: dict[str, list[Work]] = {person.id: [] for person in staffing.people}
    for one in found["resource_shifts"]:
        worked[one["resource"]].append((one["day"], kinds[one["shift"]]))
    return worked
