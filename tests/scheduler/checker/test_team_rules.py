"""Rules on the team: enough of a skill on duty in its hours, and nobody alone."""

from typing import Any

import pytest

from scenarios.scenario import Scenario
from tests.scheduler.checker.by_hand import broken, joined, only, roster, scene

LEAD = {"skill": "lead", "hours": {"mon": "09:00-21:00"}}


def two(on_duty: dict[str, Any], **team: Any) -> Scenario:
    agents = [{"id": "a", "skills": ["phone", "lead"]}, {"id": "b", "skills": ["phone"]}]
    return scene(agents=agents, team={"on_duty": on_duty, **team})


def test_somebody_with_the_skill_is_at_work_in_all_hours_or_it_is_said_when_not():
    scenario = two({"lead": LEAD})
    assert broken(scenario, roster(scenario, "mon 09:00-21:00")) == []
    others = roster(scenario, "mon 09:00-21:00", agent_id="b")
    gap = joined(roster(scenario, "mon 09:00-21:00/12:00-12:30"), others)
    violation = only(scenario, gap)
    assert (violation.rule, violation.agent_id, violation.priced) == ("on_duty", "", False)
    assert violation.message == (
        "lead: 0 with lead at work from Mon 2026-11-23 12:00 to 12:30, 1 wanted"
    )


def test_a_priced_least_number_costs_each_hour_of_each_one_missing():
    scenario = two({"lead": {**LEAD, "agents": 2, "hourly_cost": 30.0}})
    lead = roster(scenario, "mon 09:00-17:00")
    prices = [
        (one.priced, one.price)
        for one in sorted(_violations(scenario, lead), key=lambda one: one.message)
    ]
    assert prices == [(True, 4 * 2 * 30.0), (True, 8 * 30.0)]


def _violations(scenario, planned):
    from scheduler.checker import check_roster

    return check_roster(scenario, planned)


def test_without_hours_it_holds_in_the_opening_hours_but_not_on_closed_days():
    agents = [{"id": "a", "skills": ["phone", "lead"]}]
    horizon = {
        "start": "2026-12-21",
        "opening": {"fri-sat": "09:00-17:00"},
        "holidays": {"closed": True},
    }
    scenario = scene(agents=agents, team={"on_duty": {"lead": {"skill": "lead"}}}, horizon=horizon)
    # Friday and Saturday are the two days of Christmas.
    assert broken(scenario, roster(scenario)) == []
    week_before = scene(
        agents=agents,
        team={"on_duty": {"lead": {"skill": "lead"}}},
        horizon={**horizon, "start": "2026-12-14"},
    )
    assert broken(week_before, roster(week_before, "fri day", "sat day")) == []
    assert broken(week_before, roster(week_before, "fri day")) == ["on_duty"]


def test_on_call_is_not_on_duty():
    scenario = two({"lead": {**LEAD, "hours": {"mon": "18:00-22:00"}}})
    assert broken(scenario, roster(scenario, "mon call")) == ["on_duty"]


def test_nobody_is_alone_at_work():
    scenario = two({}, no_lone_worker=True)
    lead = roster(scenario, "mon 09:00-17:00")
    assert broken(scenario, joined(lead, roster(scenario, "mon day", agent_id="b"))) == []
    late = roster(scenario, "mon 09:00-17:30", agent_id="b")
    violation = only(scenario, joined(lead, late))
    assert violation.rule == "no_lone_worker"
    assert violation.message == "b is alone at work from Mon 2026-11-23 17:00 to 17:30"


@pytest.mark.parametrize("on_break", ["a", "b"])
def test_who_works_while_the_other_has_a_break_is_alone(on_break):
    scenario = two({}, no_lone_worker=True)
    times = {"a": "mon 09:00-17:00", "b": "mon 09:00-17:00"}
    times[on_break] += "/12:00-12:30"
    planned = joined(*(roster(scenario, times[name], agent_id=name) for name in times))
    other = "b" if on_break == "a" else "a"
    assert f"{other} is alone" in only(scenario, planned).message
