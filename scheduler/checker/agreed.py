"""Rules on what is agreed with a person: fixed shifts, and the pattern of a rotation."""

from collections.abc import Iterator

from scenarios.wall import format_wall_time, parse_weekdays
from scheduler.checker.clocks import DAY
from scheduler.checker.person import Person
from scheduler.checker.violation import Violation


def check_fixed(person: Person) -> Iterator[Violation]:
    """Yield fixed shifts that are not worked as agreed."""
    for fixed in person.agent.fixed:
        if not person.first_day <= fixed.date <= person.last_day:
            continue
        own = [one for one in person.shifts if one.date == fixed.date]
        right = [
            one
            for one in own
            if one.template == fixed.shift
            and (fixed.start is None or 60 * one.starts.hour + one.starts.minute == fixed.start)
        ]
        if not right:
            at = "" if fixed.start is None else f" at {format_wall_time(fixed.start)}"
            found = ", ".join(one.template or one.words for one in own) or "nothing"
            words = f"{fixed.shift}{at} is agreed, {found} is planned"
            yield person.broken("fixed", fixed.date, words, source="scenario")


def check_rotation(person: Person) -> Iterator[Violation]:
    """Yield shifts that the pattern of the agent's rotation does not name for their weekday."""
    if person.agent.rotation is None:
        return
    weeks = person.scenario.team.rotations[person.agent.rotation].weeks
    for one in person.shifts:
        number, weekday = divmod((one.date - person.first_day) // DAY, 7)
        week = weeks[(person.agent.rotation_week + number) % len(weeks)]
        named = [kinds for days, kinds in week.items() if weekday in parse_weekdays(days)]
        if named and one.template not in named[0]:
            wanted = " or ".join(named[0]) or "a day off"
            words = f"{one.template or one.words} where the rotation has {wanted}"
            yield person.broken("rotation", one.date, words, source="scenario")
