"""What changed from one publication to the next: shifts, breaks and rules, in words."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest

from reports.publish.publication import Changes, Publication
from reports.repair_words import change_words
from reports.wording import counted
from scenarios.limit_layers import limit_of
from scenarios.roster import Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.repair import Change

_DAY = dt.timedelta(days=1)
Days = Collection[dt.date]


def changes_between(
    scenario: Scenario, before: Roster, after: Roster, days: Days, counted_from: dt.date
) -> tuple[Change, ...]:
    """Return the agent-days whose shifts start or end otherwise, by date, then agent.

    Only the given days are compared; notice is counted from ``counted_from``. An agent-day that
    the scenario calls absent now is one that nobody chose.
    """
    old, new = _by_place(before, days), _by_place(after, days)
    return tuple(
        _change(scenario, place, one, other, counted_from)
        for place in sorted({*old, *new})
        for one, other in _pairs(old.get(place, ()), new.get(place, ()))
    )


def days_in_common(scenario: Scenario, previous: Publication) -> Days:
    """Return the days that a scenario and a publication both cover, the evening before included."""
    timeline = Timeline(scenario.horizon)
    first, last = timeline.date(0), timeline.date(scenario.horizon.days - 1)
    begin = max(first, previous.first_day)
    end = min(last, previous.last_day)
    if begin > end:
        return ()
    if first == previous.first_day:
        begin -= _DAY
    return tuple(begin + number * _DAY for number in range((end - begin).days + 1))


def changes_in_words(
    scenario: Scenario,
    previous: Publication | None,
    before: Roster | None,
    after: Roster,
    rules: Sequence[str],
    found: Sequence[Change],
) -> Changes:
    """Return what differs from the publication before; nothing for a first one."""
    if previous is None or before is None:
        return Changes(None)
    days = days_in_common(scenario, previous)
    lines = [change_words(scenario, one) for one in found]
    if not days:
        span = f"{previous.first_day} to {previous.last_day}"
        lines = [f"publication {previous.number} was of other days ({span})"]
    moved = _moved_breaks(before, after, days)
    if moved:
        breaks = counted(moved, "shift keeps its", "shifts keep their")
        lines.append(f"{breaks} start and end, with other breaks")
    return Changes(previous.number, tuple(lines), _rules(previous.rules, rules))


def _rules(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    gone = [f"no longer: {one}" for one in before if one not in after]
    return (*gone, *(f"new: {one}" for one in after if one not in before))


def _by_place(roster: Roster, days: Days) -> dict[tuple[dt.date, str], tuple[Shift, ...]]:
    places: dict[tuple[dt.date, str], tuple[Shift, ...]] = {}
    for shift in sorted(roster.shifts, key=lambda one: one.start_minute):
        if shift.date in days:
            place = (shift.date, shift.agent_id)
            places[place] = (*places.get(place, ()), shift)
    return places


def _pairs(
    before: Sequence[Shift], after: Sequence[Shift]
) -> Iterator[tuple[Shift | None, Shift | None]]:
    """Yield what took the place of what, without the shifts that stay."""
    stays = {_ends(one) for one in before} & {_ends(one) for one in after}
    gone = [one for one in before if _ends(one) not in stays]
    come = [one for one in after if _ends(one) not in stays]
    yield from zip_longest(gone, come)


def _ends(shift: Shift) -> tuple[int, int, bool]:
    return shift.start_minute, shift.end_minute, shift.is_on_call


def _change(
    scenario: Scenario,
    place: tuple[dt.date, str],
    before: Shift | None,
    after: Shift | None,
    counted_from: dt.date,
) -> Change:
    date, agent_id = place
    agent = next((one for one in scenario.team.agents if one.id == agent_id), None)
    absent = (
        agent is not None
        and after is None
        and any(one.first <= date <= one.last for one in agent.absences)
    )
    asked = None if agent is None else limit_of(scenario, agent, "notice_days")
    notice = (date - counted_from).days
    short = not absent and asked is not None and notice < asked
    return Change(agent_id, date, before, after, absent, notice, short, 0.0)


def _moved_breaks(before: Roster, after: Roster, days: Days) -> int:
    old = {(one.agent_id, _ends(one)): one.segments for one in before.shifts if one.date in days}
    return sum(
        old.get((one.agent_id, _ends(one)), one.segments) != one.segments for one in after.shifts
    )
