"""What is expected now that was not when the roster was published: absences, more or less work."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenarios.backlash import Event
from scenarios.roster import Roster, Shift
from scenarios.scenario import Scenario
from scenarios.team import Absence, Agent
from scenarios.timeline import Timeline
from scheduler.repair.standing import goes

_EVENT = "expected-now"
_DAY = dt.timedelta(days=1)


class NothingToScaleError(ValueError):
    """Volume that is only replayed, which no factor changes."""


@dataclass(frozen=True)
class Away:
    """Days on which an agent does not come."""

    agent_id: str
    first: dt.date
    last: dt.date  # included


@dataclass(frozen=True)
class Expectation:
    """What a repair has to reckon with."""

    away: tuple[Away, ...] = ()
    volume_scale: float = 1.0
    volume_from: dt.date | None = None  # left out, what is frozen ends there
    freeze_until: dt.datetime | None = None  # local; shifts that start before it stay

    def frozen_to(self, timeline: Timeline) -> int | None:
        """Return the elapsed minute before which shifts stay as they are, or None."""
        return None if self.freeze_until is None else timeline.minute_of_local(self.freeze_until)

    def notice_from(self, timeline: Timeline) -> dt.date:
        """Return the day from which notice counts: of the freeze, or the horizon's first."""
        return timeline.date(0) if self.freeze_until is None else self.freeze_until.date()


def expected_scenario(scenario: Scenario, published: Roster, said: Expectation) -> Scenario:
    """Return the scenario as it is expected now.

    Each day away counts for the hours that the published roster had on it, so that contracts are
    neither missed nor passed; what was agreed for such a day no longer holds. A factor on volume
    is an event from its day (or from what is frozen) to the end of the horizon. Raises
    NothingToScaleError where all volume is replayed.
    """
    agents = tuple(_agent(scenario, published, said, one) for one in scenario.team.agents)
    changes: dict[str, object] = {"team": scenario.team.model_copy(update={"agents": agents})}
    if said.volume_scale != 1:
        changes["events"] = {**scenario.events, _free_key(scenario): _event(scenario, said)}
    return scenario.replace(**changes)


def weeks_touched(scenario: Scenario, said: Expectation) -> tuple[int, ...]:
    """Return the weeks of the horizon in which something is other than planned, absences first."""
    timeline = Timeline(scenario.horizon)
    days = {timeline.day_index(date) for dates in days_away(said).values() for date in dates}
    weeks = range(scenario.horizon.weeks)
    away = [week for week in weeks if any(day // 7 == week for day in days)]
    if away and said.volume_scale == 1:
        return tuple(away)
    since = said.freeze_until.date() if said.freeze_until is not None else timeline.date(0)
    since = said.volume_from or since
    later = [week for week in weeks if timeline.date(7 * week + 6) >= since]
    return tuple(dict.fromkeys([*away, *later]))


def days_away(said: Expectation) -> dict[str, frozenset[dt.date]]:
    """Return the days on which agents do not come, by id."""
    found: dict[str, frozenset[dt.date]] = {}
    for one in said.away:
        days = frozenset(_dates(one.first, one.last))
        found[one.agent_id] = found.get(one.agent_id, frozenset()) | days
    return found


def _agent(scenario: Scenario, published: Roster, said: Expectation, agent: Agent) -> Agent:
    away = days_away(said).get(agent.id)
    if not away:
        return agent
    absent = {date for one in agent.absences for date in _dates(one.first, one.last)}
    days = sorted(away - absent)
    hours = _lost_hours(scenario, published.of(agent.id), said, days)
    new = [Absence(first=d, last=d, credited_hours_per_day=hours.get(d, 0.0)) for d in days]
    return agent.model_copy(
        update={
            "absences": (*agent.absences, *new),
            "fixed": tuple(one for one in agent.fixed if one.date not in days),
        }
    )


def _dates(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    date = first
    while date <= last:
        yield date
        date += _DAY


def _lost_hours(
    scenario: Scenario, shifts: Sequence[Shift], said: Expectation, days: Sequence[dt.date]
) -> dict[dt.date, float]:
    """Return the hours of work that each day away takes.

    A shift of the evening before counts on the first day of those that it runs into.
    """
    timeline = Timeline(scenario.horizon)
    frozen, hours = said.frozen_to(timeline), dict.fromkeys(days, 0.0)
    for shift in shifts:
        if goes(timeline, shift, days, frozen):
            day = shift.date if shift.date in hours else shift.date + _DAY
            hours[day] += shift.work_minutes / 60
    return hours


def _free_key(scenario: Scenario) -> str:
    key, number = _EVENT, 1
    while key in scenario.events:
        number += 1
        key = f"{_EVENT}-{number}"
    return key


def _event(scenario: Scenario, said: Expectation) -> Event:
    timeline = Timeline(scenario.horizon)
    drawn = tuple(name for name, one in scenario.channels.items() if one.replay is None)
    if not drawn:
        raise NothingToScaleError("all channels are replayed, so their volume is what it is")
    midnight = dt.time()
    begin = dt.datetime.combine(timeline.date(0), midnight)
    if said.volume_from is not None:
        begin = max(begin, dt.datetime.combine(said.volume_from, midnight))
    elif said.freeze_until is not None:
        begin = max(begin, said.freeze_until)
    end = dt.datetime.combine(timeline.date(scenario.horizon.days), midnight)
    everything = len(drawn) == len(scenario.channels)
    return Event(
        from_local=begin,
        to_local=end,
        channels=() if everything else drawn,
        volume_factor=said.volume_scale,
    )
