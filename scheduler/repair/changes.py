"""What a repair changed: each agent-day, with its notice and its price."""

import datetime as dt
from dataclasses import dataclass, replace

from scenarios.roster import Roster, Shift
from scheduler.people.calendar import Calendar
from scheduler.repair.kept import Kept
from scheduler.repair.prices import Notice, price_of_change
from scheduler.repair.standing import Place


@dataclass(frozen=True)
class Change:
    """An agent-day whose shift starts or ends otherwise than published."""

    agent_id: str
    date: dt.date
    before: Shift | None  # None: off
    after: Shift | None
    absent: bool  # an absence took the shift: nobody chose this change, so it has no price
    notice_days: int
    short_notice: bool
    price: float  # in the scenario's currency


def repaired_roster(kept: Kept, found: Roster) -> Roster:
    """Return a search's roster with the published shifts as they were published.

    A shift that takes the place of another has its id, and a new one gets one that nobody has.
    """
    calendar = kept.calendar
    places = _by_place(calendar, found)
    standing = kept.standing
    ids = {one.id for one in (*standing.shifts.values(), *standing.gone.values())}
    shifts = []
    for (agent, day), shift in sorted(places.items()):
        published = kept.published(agent, day, shift.shape_id)
        if published is None:
            published = _named(shift, standing.shifts.get((agent, day)), ids)
        ids.add(published.id)
        shifts.append(published)
    return Roster(tuple(sorted(shifts, key=lambda one: (one.start_minute, one.agent_id))))


def changes_of(kept: Kept, repaired: Roster, notice: Notice) -> tuple[Change, ...]:
    """Return the changes from what was published, by date, those by absence first."""
    after = _by_place(kept.calendar, repaired)
    gone = kept.standing.gone
    before = {**kept.standing.shifts, **gone}
    found = [
        _change(kept, place, before.get(place), after.get(place), notice)
        for place in sorted({*before, *after})
        if not _same(before.get(place), after.get(place))
    ]
    return tuple(sorted(found, key=lambda one: (one.date, not one.absent)))


def _change(
    kept: Kept, place: Place, before: Shift | None, after: Shift | None, notice: Notice
) -> Change:
    agent, day = place
    date = kept.calendar.timeline.date(day)
    absent = place in kept.standing.gone
    return Change(
        agent_id=kept.calendar.agents[agent].id,
        date=date,
        before=before,
        after=after,
        absent=absent,
        notice_days=notice.days(date),
        short_notice=not absent and notice.is_short(date, kept.calendar.limits[agent].notice_days),
        price=0.0 if absent else price_of_change(kept, agent, day, notice),
    )


def _same(one: Shift | None, other: Shift | None) -> bool:
    if one is None or other is None:
        return one is other
    return _ends(one) == _ends(other)


def _ends(shift: Shift) -> tuple[int, int, bool]:
    return shift.start_minute, shift.end_minute, shift.is_on_call


def _by_place(calendar: Calendar, roster: Roster) -> dict[Place, Shift]:
    place_of = {agent.id: number for number, agent in enumerate(calendar.agents)}
    day_of = calendar.timeline.day_index
    return {(place_of[one.agent_id], day_of(one.date)): one for one in roster.shifts}


def _named(shift: Shift, published: Shift | None, taken: set[str]) -> Shift:
    """Return a shift under the id of the published one whose place it takes, or a new id."""
    named, number = shift.id, 1
    while published is None and named in taken:
        number += 1
        named = f"{shift.id}-{number}"
    return replace(shift, id=named if published is None else published.id)
