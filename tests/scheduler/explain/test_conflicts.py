"""Conflicts in words, and heads on duty against what keeps people away, by brute force."""

from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.scenario import Scenario
from scheduler.explain import conflicts, find_conflicts
from scheduler.explain.heads_conflicts import reasons_of, shorts_of
from scheduler.explain.sources import rules_from
from scheduler.explain.together import Team, clash_of
from scheduler.explain.who_could import WhoCould
from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import Pattern, TourRules
from scheduler.requirement import HeadCount
from scheduler.roster_model.people import hard_only
from tests.scheduler.people import brute
from tests.scheduler.random_rules import calendars
from tests.scheduler.random_rules import tour_rules as random_rules
from tests.scheduler.small_teams import small

DAY = {"day": {"starts": ["09:00"], "length_minutes": 480}}
LATE = {"late": {"starts": ["14:00"], "length_minutes": 480}}
LAWFUL = {
    "day": {
        "starts": ["09:00"],
        "length_minutes": 510,
        "breaks": [{"minutes": 30, "earliest_after_minutes": 240}],
    }
}
ABSENT_MONDAY = [{"first": "2026-11-23", "last": "2026-11-23"}]
ANY = {"hours_per_week": 20.0, "flexibility_hours": 20.0, "max_days_per_week": 7}


def test_a_conflict_names_sections_absences_and_what_giving_way_takes():
    scenario = small(
        shifts=LAWFUL,
        contract={"hours_per_week": 48.0, "max_days_per_week": 7},
        agents=[{"id": "A7", "absences": [{"first": "2026-11-24", "last": "2026-11-24"}]}],
        rules={"preset": "de-arbzg"},
    )
    (said,) = conflicts(scenario)
    assert said == (
        "A7: these cannot all be kept: contract c asks for at least 48.0 h in the week from "
        "2026-11-23 [price: 8.0 h less, EUR 240 if paid]; the absence of A7 on Tuesday 2026-11-24 "
        "[price: 1 shift in it]; no work on Sundays (ArbZG §9, §10, §13) [price: 1 shift]; days of "
        "an absence count as no hours unless credited_hours_per_day says how many"
    )
    credited = scenario.model_dump(mode="json")
    credited["team"]["agents"][0]["absences"][0]["credited_hours_per_day"] = 0.5
    (said,) = conflicts(type(scenario).model_validate(credited))
    assert "credited_hours_per_day" not in said


def test_hours_of_the_whole_horizon_and_those_of_whom_the_same_is_true():
    scenario = small(
        shifts={"late": {**LATE["late"], "days": "mon"}, "early": {**DAY["day"], "days": "tue"}},
        contract={"hours_per_week": 16.0, "flexibility_hours": None, "hourly_cost": 0.0},
        agents=[{"id": "a"}, {"id": "b"}],
        horizon={"weeks": 2},
        rules={"daily_rest_hours": 12.0},
    )
    (said,) = conflicts(scenario)
    assert said == (
        "a: these cannot all be kept: contract c asks for at least 32.0 h over the whole horizon "
        "[price: 16.0 h less]; 12 h of daily rest (scenario) [price: 2 rests too short] "
        "(likewise b)"
    )


def test_shifts_alone_may_be_too_few():
    scenario = small(shifts=DAY, contract={"hours_per_week": 80.0, "max_days_per_week": 7})
    (said,) = conflicts(scenario)
    assert said.startswith("a: no shifts can give this: contract c asks for at least 80.0 h")
    assert "[price: 24.0 h less" in said


def test_where_two_things_clash_at_once_neither_is_enough_alone():
    scenario = small(
        shifts={"day": {**DAY["day"], "days": "mon"}},
        agents=[{"id": "a", "absences": ABSENT_MONDAY, "availability": {"tue": "09:00-17:00"}}],
    )
    (clash,) = find_conflicts(scenario)
    assert [part.way is None for part in clash.parts] == [False, True]


def german(
    agents: list[dict[str, Any]], wanted: int, more: dict[str, Any] | None = None, **changes: Any
) -> Scenario:
    """Return a team of which so many with a skill must be there on Saturday evening."""
    scenario = small(shifts={**LATE, **(more or {})}, contract=ANY, agents=agents, **changes)
    team = scenario.team.model_dump()
    team["on_duty"] = {
        "late": {"skill": "posts", "agents": wanted, "hours": {"sat": "18:00-20:00"}}
    }
    return scenario.replace(team=team)


def test_heads_that_absences_and_hours_leave_too_few():
    agents = [
        {"id": "A7", "absences": [{"first": "2026-11-28", "last": "2026-11-28"}]},
        {"id": "A8"},
        {"id": "A9"},
        {"id": "B1", "skills": ["phone"]},
    ]
    assert conflicts(german(agents, 2)) == ()
    assert conflicts(german(agents, 3)) == (
        "Saturday 2026-11-28 18:00-20:00: these cannot all be kept: 3 with skill posts must be "
        "there and 3 are contracted [price: 1 fewer, 2.0 agent-hours, EUR 200 as a missing hour "
        "is priced]; the absence of A7 on Saturday 2026-11-28 [price: 1 shift in it]; that makes "
        "it 2",
    )


def test_only_as_many_absences_are_named_as_it_takes():
    absent = [{"first": "2026-11-28", "last": "2026-11-28"}]
    agents = [{"id": f"A{n}", "absences": absent} for n in range(3)] + [{"id": "A8"}, {"id": "A9"}]
    (said,) = conflicts(german(agents, 4))
    assert said.count("the absence of") == 2
    assert said.count("alone it is not enough") == 2
    assert said.endswith("that makes it 3 (and all that keeps people away then makes it 2)")


def test_too_few_are_contracted_at_all():
    (said,) = conflicts(german([{"id": "A7"}, {"id": "B1", "skills": ["phone"]}], 2))
    assert "no shifts can give this: 2 with skill posts must be there and 1 is contracted" in said


def test_enough_people_but_not_all_at_once():
    """Late on Saturday and early on Sunday: with rest between them one person cannot do both."""
    early = {"early": {"starts": ["06:00"], "length_minutes": 480}}
    scenario = german([{"id": "A7"}], 1, rules={"daily_rest_hours": 11.0}, more=early)
    team = scenario.team.model_dump()
    team["on_duty"]["early"] = {"skill": "posts", "hours": {"sun": "08:00-10:00"}}
    (said,) = conflicts(scenario.replace(team=team))
    assert "1 with skill posts on Saturday 2026-11-28" in said
    assert "1 with skill posts on Sunday 2026-11-29" in said
    assert "A7: 11 h of daily rest (scenario) [price: 1 rest too short]" in said


def test_nobody_alone_is_a_part_of_a_conflict():
    scenario = small(
        shifts={"day": {**DAY["day"], "days": "mon"}},
        agents=[
            {"id": "a", "fixed": [{"date": "2026-11-23", "shift": "day"}]},
            {"id": "b", "absences": ABSENT_MONDAY},
        ],
        contract=ANY,
    )
    assert conflicts(scenario) == ()
    alone = scenario.replace(team={**scenario.team.model_dump(), "no_lone_worker": True})
    (said,) = conflicts(alone)
    assert said.startswith("heads on duty: these cannot all be kept: nobody alone [")
    assert "the fixed shift day of a on Monday 2026-11-23 [price: 1 day on which" in said
    assert "the absence of b on Monday 2026-11-23 [price: 1 shift in it]" in said


SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


@st.composite
def counts(draw: Any, calendar: Calendar) -> HeadCount:
    """Return a hard count of early shifts by day, or of everybody by the hour."""
    days, slots = calendar.days.stop, calendar.timeline.intervals
    names = tuple(agent.id for agent in calendar.agents)
    by_day = draw(st.booleans())
    wanted = np.zeros(days if by_day else slots, dtype=np.int64)
    for day in draw(st.lists(st.integers(0, days - 1), min_size=1, max_size=3)):
        wanted[day if by_day else 24 * day + draw(st.sampled_from([6, 13, 23]))] = draw(
            st.integers(1, 2)
        )
    template = "early" if by_day else None
    return HeadCount("somebody", names, wanted, None, np.zeros(len(wanted)), template)


def heads_by_tour(calendar: Calendar, rules: TourRules, count: HeadCount) -> set[tuple[bool, ...]]:
    """Return in which wanted slots one agent is there, for every lawful tour."""
    found = set()
    for tour in brute.all_tours(rules, calendar.duties):
        if brute.price_of(rules, calendar.duties, tour) is None:
            continue
        duties = {d: calendar.duties[d][c - 1] for d, c in tour.items() if c}
        found.add(tuple(_there(count, slot, duties) for slot in np.flatnonzero(count.wanted)))
    return found


def _there(count: HeadCount, slot: int, duties: dict[int, Any]) -> bool:
    if count.template_id is not None:
        return slot in duties and duties[slot].template == count.template_id
    return any(
        not duty.on_call and duty.start_minute <= 60 * slot and 60 * slot + 60 <= duty.end_minute
        for duty in duties.values()
    )


def possible(team: Team, count: HeadCount, slots, people) -> bool:
    """Whether tours under some sources meet a count in some slots, by brute force."""
    wanted = np.zeros(len(count.wanted), dtype=np.int64)
    for one in slots:
        wanted[one.first : one.last] = count.wanted[one.first : one.last]
    needed = wanted[np.flatnonzero(count.wanted)]
    signs = []
    for agent in team.agents:
        kept = {own.source for own in people if own.agent == agent}
        pieces = [p for p in team.pieces[agent] if p.source in kept or not p.source.may_give_way]
        rules = rules_from(pieces, team.hard[agent].last_end)
        signs.append(heads_by_tour(team.calendar, rules, count))
    return any((np.sum(one, axis=0) >= needed).all() for one in product(*signs))


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_clash_of_heads_is_one_and_none_without_any_part_of_it(data):
    calendar = data.draw(calendars(agents=2))
    rules = [data.draw(random_rules(calendar)) for _ in calendar.agents]
    count = data.draw(counts(calendar))
    team = Team(calendar, rules, (count,))
    clash = clash_of(team)
    assert (clash is None) == possible(team, count, team.days, team.people)
    if clash is None:
        return
    slots, people = clash
    assert not possible(team, count, slots, people)
    for one in slots:
        assert possible(team, count, [s for s in slots if s != one], people)
    for own in people:
        assert possible(team, count, slots, [o for o in people if o != own])


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_what_keeps_people_away_is_told_and_no_more(data):
    calendar = data.draw(calendars(agents=3))
    names = st.sampled_from(["closed", "started", "rotation"])
    rules = [
        TourRules(Pattern(), bars=tuple(replace(b, rule=data.draw(names)) for b in own.bars))
        for own in hard_only([data.draw(random_rules(calendar)) for _ in calendar.agents])
    ]
    count = data.draw(counts(calendar))
    who = WhoCould(calendar, rules)
    for short in shorts_of(who, count):
        reasons, choices = reasons_of(who, short), who.choices_at(count, short.first)

        def there(kept, choices=choices) -> int:
            return sum(
                who.could(agent, choices, {s for a, s in kept if a == agent})
                for agent in range(len(rules))
            )

        assert there(reasons) < short.wanted
        for one in reasons:
            assert there([other for other in reasons if other != one]) >= short.wanted


def test_of_very_many_conflicts_people_are_only_named():
    """Everybody misses two other days, so that no two conflicts are the same."""
    pairs = list(combinations(range(23, 30), 2))[:15]
    agents = [
        {
            "id": f"B{number:02}",
            "absences": [{"first": f"2026-11-{d}", "last": f"2026-11-{d}"} for d in days],
        }
        for number, days in enumerate(pairs)
    ]
    scenario = small(
        shifts=DAY,
        contract={"hours_per_week": 56.0, "max_days_per_week": 7},
        agents=agents,
    )
    *told, last = conflicts(scenario)
    assert len(told) == 12
    assert last == "B12, B13 and B14: no lawful tour either, not looked into"
