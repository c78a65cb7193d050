"""What a line-up costs in the terms of a Curtois instance, and what it breaks.

Knows the instance and who works which type on which day; nothing of scenarios or models.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby

from benchmarks.rosters.bare import day_of
from benchmarks.rosters.curtois_file import Employee, Instance
from benchmarks.rosters.problem import Broken, Score
from scenarios.roster import Roster

Line = dict[int, str]  # type by day of one employee


def score_roster(instance: Instance, roster: Roster) -> Score:
    """Return the score of a roster whose shifts have a type's name before the @ of their shape."""
    lines: dict[str, Line] = defaultdict(dict)
    twice = []
    for shift in roster.shifts:
        day = day_of(shift.date)
        if day in lines[shift.agent_id]:
            words = f"{shift.agent_id} has two shifts on day {day}"
            twice.append(Broken("one_shift_a_day", shift.agent_id, words))
        lines[shift.agent_id][day] = shift.shape_id.partition("@")[0]
    score = score_lines(instance, lines)
    return Score(score.cost, (*twice, *score.broken))


def score_lines(instance: Instance, lines: Mapping[str, Line]) -> Score:
    """Return cost and broken rules of who works which type on which day."""
    known = {employee.id for employee in instance.employees}
    types = {kind.id for kind in instance.types}
    broken = []
    for name, line in lines.items():
        if name not in known:
            broken.append(Broken("agent", name, f"{name} is not of the instance"))
        for day, shift in line.items():
            if shift not in types or not 0 <= day < instance.days:
                broken.append(Broken("shift", name, f"{name} cannot work {shift} on day {day}"))
    if broken:
        return Score(float("inf"), tuple(broken))
    for employee in instance.employees:
        broken.extend(_broken(instance, employee, lines.get(employee.id, {})))
    return Score(float(_cost(instance, lines)), tuple(broken))


def _cost(instance: Instance, lines: Mapping[str, Line]) -> int:
    cost = 0
    for wish in instance.on:
        if lines.get(wish.employee, {}).get(wish.day) != wish.shift:
            cost += wish.weight
    for wish in instance.off:
        if lines.get(wish.employee, {}).get(wish.day) == wish.shift:
            cost += wish.weight
    there = Counter((day, shift) for line in lines.values() for day, shift in line.items())
    for need in instance.cover:
        heads = there[need.day, need.shift]
        cost += need.short_weight * max(0, need.wanted - heads)
        cost += need.over_weight * max(0, heads - need.wanted)
    return cost


def _broken(instance: Instance, employee: Employee, line: Line) -> Iterator[Broken]:
    def broken(rule: str, words: str) -> Broken:
        return Broken(rule, employee.id, f"{employee.id}: {words}")

    for day in sorted(employee.days_off & line.keys()):
        yield broken("absences", f"works on day {day}, a day off")
    barred = {kind.id: kind.not_before for kind in instance.types}
    for day in (day for day, shift in line.items() if line.get(day + 1) in barred[shift]):
        yield broken("forbidden_successions", f"{line[day + 1]} on day {day + 1}")
    counts = Counter(line.values())
    for shift, most in employee.max_shifts:
        if counts[shift] > most:
            yield broken("max_shifts", f"{counts[shift]} of {shift}, at most {most}")
    minutes = sum(counts[kind.id] * kind.minutes for kind in instance.types)
    if not employee.min_minutes <= minutes <= employee.max_minutes:
        yield broken("contract_hours", f"{minutes} minutes")
    saturdays = range(5, instance.days, 7)
    weekends = sum(day in line or day + 1 in line for day in saturdays)
    if weekends > employee.max_weekends:
        yield broken("max_weekends", f"{weekends} weekends, at most {employee.max_weekends}")
    for rule, first, last in _blocks(instance.days, employee, line):
        yield broken(rule, f"days {first} to {last}")


def _blocks(days: int, employee: Employee, line: Line) -> Iterator[tuple[str, int, int]]:
    """Yield the blocks that are too long or too short, with the rule they break."""
    for works, block in groupby(range(days), key=lambda day: day in line):
        listed = list(block)
        first, last = listed[0], listed[-1]
        inside = first > 0 and last < days - 1
        if works and len(listed) > employee.max_consecutive:
            yield "max_consecutive_days", first, last
        if works and inside and len(listed) < employee.min_consecutive:
            yield "min_consecutive_days", first, last
        if not works and inside and len(listed) < employee.min_days_off:
            yield "min_consecutive_days_off", first, last
