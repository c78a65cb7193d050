"""Whether people are told early enough, by their own limits."""

import datetime as dt
from collections.abc import Sequence

from reports.publish.publication import NoticeGiven
from reports.wording import counted
from scenarios.limit_layers import limit_of
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.repair import Change


def notice_of_first(scenario: Scenario, roster: Roster, counted_from: dt.date) -> NoticeGiven:
    """Return the notice of a first publication: to everybody's first shift."""
    firsts = {agent.id: _first(roster, agent.id) for agent in scenario.team.agents}
    short = [
        _words(agent.id, first, (first - counted_from).days, asked)
        for agent in scenario.team.agents
        if (first := firsts[agent.id]) is not None
        and (asked := limit_of(scenario, agent, "notice_days")) is not None
        and (first - counted_from).days < asked
    ]
    return _notice(roster, counted_from, short)


def notice_of_changes(
    scenario: Scenario, roster: Roster, changes: Sequence[Change], counted_from: dt.date
) -> NoticeGiven:
    """Return the notice of a later publication: of what changed for anybody."""
    agents = {agent.id: agent for agent in scenario.team.agents}
    short = [
        _words(
            one.agent_id,
            one.date,
            one.notice_days,
            limit_of(scenario, agents[one.agent_id], "notice_days"),
        )
        for one in changes
        if one.short_notice
    ]
    return _notice(roster, counted_from, short)


def _notice(roster: Roster, counted_from: dt.date, short: Sequence[str]) -> NoticeGiven:
    first = min((shift.date for shift in roster.shifts), default=None)
    days = None if first is None else (first - counted_from).days
    return NoticeGiven(counted_from, first, days, not short, tuple(short))


def _first(roster: Roster, agent_id: str) -> dt.date | None:
    return min((shift.date for shift in roster.of(agent_id)), default=None)


def _words(agent_id: str, date: dt.date, days: int, asked: int) -> str:
    given = counted(days, "day") if days > 0 else "no day"
    return f"{agent_id}, {date:%a} {date.day} {date:%b}: {given} of notice, {asked} asked for"
