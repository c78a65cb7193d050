"""Rosters and scenarios written by hand, for tests of the checker."""

import datetime as dt
from typing import Any

from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker import Violation, check_roster
from tests.scheduler.small_teams import small

TEMPLATES: dict[str, Any] = {
    "early": {"starts": ["06:00"], "length_minutes": 480},
    "day": {"starts": ["09:00"], "length_minutes": 480},
    "late": {"starts": ["14:00"], "length_minutes": 480},
    "night": {"starts": ["22:00"], "length_minutes": 480},
    "long": {"starts": ["08:00"], "length_minutes": 720},
    "call": {"starts": ["18:00"], "length_minutes": 240, "on_call_paid_share": 0.25},
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def scene(
    *,
    rules: dict[str, Any] | None = None,
    agent: dict[str, Any] | None = None,
    contract: dict[str, Any] | None = None,
    agents: list[dict[str, Any]] | None = None,
    team: dict[str, Any] | None = None,
    **changes: Any,
) -> Scenario:
    """Return a scenario of one agent, a, with a contract that allows any hours."""
    lax = {"hours_per_week": 20.0, "flexibility_hours": 200.0, "max_days_per_week": 7}
    made = small(
        shifts=changes.pop("shifts", TEMPLATES),
        contract={**lax, **(contract or {})},
        agents=agents or [{"id": "a", **(agent or {})}],
        rules=rules,
        **changes,
    )
    if team is None:
        return made
    said = {**made.team.model_dump(mode="json"), **team}
    return made.replace(team=type(made.team).model_validate_json(_json(said)))


def _json(value: Any) -> str:
    import json

    return json.dumps(value)


def shift(scenario: Scenario, day: int, kind: str, agent_id: str = "a") -> Shift:
    """Return a shift of a template, with the breaks at their earliest, named as edited by hand.

    ``kind`` is a template, or times such as "09:00-17:00/12:00-12:30" with breaks after slashes.
    """
    timeline = Timeline(scenario.horizon)
    if kind in scenario.shifts:
        template = scenario.shifts[kind]
        start = template.start_times[0]
        length = template.lengths[0]
        breaks = [
            (start + one.earliest_after_minutes, start + one.earliest_after_minutes + one.minutes)
            for one in template.breaks_of(length)
        ]
        end, share = start + length, template.on_call_paid_share
    else:
        (start, end), *breaks = [_times(text) for text in kind.split("/")]
        share = None
    edges = [timeline.minute(day, at) for at in (start, *sum(breaks, ()), end)]
    kinds = (Activity.WORK, Activity.BREAK) if share is None else (Activity.ON_CALL,)
    parts = tuple(
        Segment(edges[k], edges[k + 1], kinds[k % len(kinds)]) for k in range(len(edges) - 1)
    )
    work = sum(part.minutes for part in parts if part.activity is Activity.WORK)
    paid = work if share is None else round(share * (edges[-1] - edges[0]))
    return Shift(f"{agent_id}-{day}-{kind}", agent_id, timeline.date(day), "", parts, paid)


def _times(text: str) -> tuple[int, int]:
    first, last = (60 * int(at[:2]) + int(at[3:]) for at in text.split("-"))
    return first, last if last > first else last + 1440


def roster(scenario: Scenario, *planned: str, agent_id: str = "a") -> Roster:
    """Return a roster of words such as "mon day", "sun-1 night" or "tue2 09:00-17:00".

    A number after the weekday is the week, 1 being the first; "sun-1" is the evening before.
    """
    return Roster(tuple(shift(scenario, *_parsed(words), agent_id) for words in planned))


def _parsed(words: str) -> tuple[int, str]:
    day, kind = words.split(" ")
    if day == "sun-1":
        return -1, kind
    week = int(day[3:] or 1) - 1
    return 7 * week + DAYS.index(day[:3]), kind


def joined(*rosters: Roster) -> Roster:
    """Return the shifts of several rosters as one."""
    return Roster(tuple(one for part in rosters for one in part.shifts))


def broken(scenario: Scenario, planned: Roster) -> list[str]:
    """Return the names of the rules that a roster breaks, one for each violation."""
    return [violation.rule for violation in check_roster(scenario, planned)]


def only(scenario: Scenario, planned: Roster) -> Violation:
    """Return the one violation of a roster."""
    (violation,) = check_roster(scenario, planned)
    return violation


def monday(week: int = 1) -> dt.date:
    """Return the first day of a week."""
    return dt.date(2026, 11, 23) + dt.timedelta(days=7 * (week - 1))


TWO_WEEKS = {"horizon": {"weeks": 2}}
NIGHT = {"night_from": "23:00", "night_to": "06:00"}
CHRISTMAS = {"start": "2026-12-21", "holidays": {"closed": False}}
WEEKDAYS = [f"{day} day" for day in ("mon", "tue", "wed", "thu", "fri")]


def rules(**limits: Any) -> dict[str, Any]:
    """Return limits of a scenario."""
    return {"rules": limits}


def nights(**limits: Any) -> dict[str, Any]:
    """Return limits of a scenario in which the night lasts from 23 to 6."""
    return {"rules": {**NIGHT, **limits}}


def agent(**said: Any) -> dict[str, Any]:
    """Return what is said of the one agent."""
    return {"agent": said}
