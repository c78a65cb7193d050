"""What a roster costs in the terms of a synthetic instance, and what it breaks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from benchmarks.rosters.bare import day_of
from benchmarks.rosters.problem import Broken, Score
from benchmarks.rosters.synthetic_file import Kind, Person, Staffing
from scenarios.roster import Roster

Work = tuple[int, Kind]  # day, kind


def score_roster(staffing: Staffing, roster: Roster) -> Score:
    """Return the score of a roster whose shifts have a kind's name before the @ of their shape."""
    kinds = {kind.id: kind for kind in staffing.kinds}
    worked: dict[str, list[Work]] = defaultdict(list)
    for shift in roster.shifts:
        kind = kinds[shift.shape_id.partition("@")[0]]
        worked[shift.agent_id].append((day_of(shift.date), kind))
    return score_work(staffing, worked)


def score_work(staffing: Staffing, worked: dict[str, list[Work]]) -> Score:
    """Return cost and broken rules of who works what on which day."""
    broken = []
    for name in worked.keys() - {person.id for person in staffing.people}:
        broken.append(Broken("agent", name, f"{name} is not of the instance"))
    for person in staffing.people:
        work = sorted(worked.get(person.id, []), key=lambda one: (one[0], one[1].start_minute))
        broken.extend(_broken(staffing, person, work))
    return Score(_cost(staffing, worked), tuple(broken))


def _cost(staffing: Staffing, worked: dict[str, list[Work]]) -> float:
    slots = [len(day) for day in staffing.required]
    there = [[0] * count for count in slots]
    for works in worked.values():
        for day, kind in works:
            if 0 <= day < staffing.days:
                for slot in intervals_at_work(staffing, kind):
                    there[day][slot] += 1
    cost = 0.0
    for wanted, have in zip(staffing.required, there, strict=True):
        for want, heads in zip(wanted, have, strict=True):
            cost += staffing.short_cost * max(0, want - heads)
            cost += staffing.over_cost * max(0, heads - want)
    return cost


def intervals_at_work(staffing: Staffing, kind: Kind) -> list[int]:
    """Return the intervals of the day in which somebody works all through."""
    step = staffing.interval_minutes
    slots = range(kind.start_minute // step, kind.end_minute // step)
    if kind.break_start_minute is None:
        return list(slots)
    pause = range(
        kind.break_start_minute // step, (kind.break_start_minute + kind.break_minutes) // step
    )
    return [slot for slot in slots if slot not in pause]


def _broken(staffing: Staffing, person: Person, work: Sequence[Work]) -> Iterator[Broken]:
    def broken(rule: str, words: str) -> Broken:
        return Broken(rule, person.id, f"{person.id}: {words}")

    for day, _ in work:
        if not 0 <= day < staffing.days:
            yield broken("horizon", f"works on day {day}")
        if day in person.days_off:
            yield broken("absences", f"works on day {day}, a day off")
    for rule, words in (*_rest(staffing, work), *_hours(staffing, person, work)):
        yield broken(rule, words)


def _rest(staffing: Staffing, work: Sequence[Work]) -> Iterator[tuple[str, str]]:
    for (day, kind), (other_day, other) in pairwise(work):
        if day == other_day:
            yield "one_shift_a_day", f"two shifts on day {day}"
        rest = 1440 * (other_day - day) + other.start_minute - kind.end_minute
        if rest < 60 * staffing.rest_hours:
            yield "daily_rest_hours", f"{rest / 60:g} h of rest before day {other_day}"


def _hours(staffing: Staffing, person: Person, work: Sequence[Work]) -> Iterator[tuple[str, str]]:
    for week in range(staffing.days // 7):
        own = [kind for day, kind in work if day // 7 == week]
        if len(own) > staffing.max_days_per_week:
            yield "max_days_per_week", f"{len(own)} days in week {week}"
        hours = sum(kind.paid_hours for kind in own)
        if abs(hours - person.hours_per_week) > staffing.week_tolerance_hours:
            yield "contract_hours", f"{hours:g} h in week {week}"
    hours = sum(kind.paid_hours for _, kind in work)
    if abs(hours - person.hours_per_week * staffing.days / 7) > staffing.horizon_tolerance_hours:
        yield "contract_hours", f"{hours:g} h in all weeks"
