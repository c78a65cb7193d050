"""Each hard rule with a pair: with the rule there is no roster, without it there is one.

The roster of the lax scenario is shown to the checker under the strict one, so that model and
checker are held against each other rule by rule.
"""

from typing import Any

import pytest

from scenarios.scenario import Scenario
from scheduler.checker import check_roster
from scheduler.explain import conflicts
from scheduler.plan import SolveStatus
from scheduler.roster_model import solve_roster
from tests.scheduler.small_teams import nothing_required, small


def day_shift(days: str = "mon-sun", start: str = "09:00", minutes: int = 480) -> dict[str, Any]:
    return {"starts": [start], "length_minutes": minutes, "days": days}


LATE_THEN_EARLY = {"late": day_shift("mon", "14:00"), "early": day_shift("tue", "06:00")}
# The clocks go back on Sunday 2026-10-25: from Saturday 20:00 to Sunday 06:00 are 11 hours.
AUTUMN = {"late": day_shift("sat", "12:00"), "early": day_shift("sun", "06:00")}
# The clocks go forward on Sunday 2027-03-28: from Saturday 20:00 to Sunday 07:00 are 10 hours.
SPRING = {"late": day_shift("sat", "12:00"), "early": day_shift("sun", "07:00")}
DAYS = {"day": day_shift()}

# rule, shifts, hours of contract, horizon, lax, strict: the last two change rules, contract, agent
PAIRS: list[tuple[str, dict[str, Any], float, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (
        "daily_rest_hours",
        LATE_THEN_EARLY,
        16,
        {},
        {"daily_rest_hours": 8.0},
        {"daily_rest_hours": 8.5},
    ),
    (
        "daily_rest_hours",
        AUTUMN,
        16,
        {"start": "2026-10-19"},
        {"daily_rest_hours": 11.0},
        {"daily_rest_hours": 11.5},
    ),
    (
        "daily_rest_hours",
        SPRING,
        16,
        {"start": "2027-03-22"},
        {"daily_rest_hours": 10.0},
        {"daily_rest_hours": 11.0},
    ),
    ("max_week_hours", DAYS, 40, {}, {"max_week_hours": 40.0}, {"max_week_hours": 39.0}),
    (
        "max_consecutive_days",
        DAYS,
        56,
        {},
        {"max_consecutive_days": 7},
        {"max_consecutive_days": 6},
    ),
    ("sunday_work", DAYS, 56, {}, {"sunday_work": True}, {"sunday_work": False}),
    (
        "holiday_work",
        DAYS,
        56,
        {"start": "2026-12-21", "holidays": {"closed": False}},
        {"holiday_work": True},
        {"holiday_work": False},
    ),
    (
        "max_days_per_week",
        DAYS,
        48,
        {},
        {"contract": {"max_days_per_week": 6}},
        {"contract": {"max_days_per_week": 5}},
    ),
    (
        "availability",
        DAYS,
        40,
        {},
        {"agent": {"availability": {"mon-fri": "09:00-17:00"}}},
        {"agent": {"availability": {"mon-thu": "09:00-17:00", "fri": "09:00-16:00"}}},
    ),
    (
        "absences",
        DAYS,
        56,
        {},
        {"agent": {}},
        {"agent": {"absences": [{"first": "2026-11-25", "last": "2026-11-25"}]}},
    ),
    ("started", DAYS, 56, {}, {"agent": {}}, {"agent": {"started": "2026-11-25"}}),
    (
        "unavailable",
        DAYS,
        56,
        {},
        {
            "agent": {
                "unavailable": [{"from_local": "2026-11-25 17:00", "to_local": "2026-11-25 18:00"}]
            }
        },
        {
            "agent": {
                "unavailable": [{"from_local": "2026-11-25 16:59", "to_local": "2026-11-25 18:00"}]
            }
        },
    ),
]


def scenario_of(
    shifts: dict[str, Any], hours: float, horizon: dict[str, Any], changes: dict[str, Any]
) -> Scenario:
    contract = {"hours_per_week": float(hours), "max_days_per_week": 7}
    rules = {k: v for k, v in changes.items() if k not in ("contract", "agent")}
    return small(
        shifts=shifts,
        horizon=horizon,
        contract={**contract, **changes.get("contract", {})},
        agents=[{"id": "a", **changes.get("agent", {})}],
        rules=rules,
    )


@pytest.mark.parametrize(
    ("rule", "shifts", "hours", "horizon", "lax", "strict"),
    PAIRS,
    ids=[f"{pair[0]}-{number}" for number, pair in enumerate(PAIRS)],
)
def test_a_rule_binds_in_the_model_and_in_the_checker(rule, shifts, hours, horizon, lax, strict):
    allowed = scenario_of(shifts, hours, horizon, lax)
    solution = solve_roster(allowed, nothing_required(allowed), (), seconds=2.0)
    assert solution.status is SolveStatus.OPTIMAL
    assert solution.roster is not None
    assert check_roster(allowed, solution.roster) == ()
    assert conflicts(allowed) == ()

    forbidden = scenario_of(shifts, hours, horizon, strict)
    refused = solve_roster(forbidden, nothing_required(forbidden), (), seconds=2.0)
    assert refused.status is SolveStatus.INFEASIBLE
    assert refused.roster is None
    assert refused.costs is None
    broken = check_roster(forbidden, solution.roster)
    assert rule in {violation.rule for violation in broken}
    assert all(violation.agent_id == "a" for violation in broken)


def test_weekly_and_horizon_bands_hold_apart():
    contract = {"hours_per_week": 12.0, "flexibility_hours": 4.0}
    scenario = small(shifts=DAYS, contract=contract, horizon={"weeks": 2})
    solution = solve_roster(scenario, nothing_required(scenario), (), seconds=2.0)
    assert solution.roster is not None
    # Each week 8 to 16 h, both together 20 to 28: one week has 8 h and the other 16.
    assert solution.roster.paid_minutes == 24 * 60
    assert check_roster(scenario, solution.roster) == ()
    longer = small(
        shifts=DAYS,
        contract={"hours_per_week": 16.0, "flexibility_hours": 4.0},
        horizon={"weeks": 2},
    )
    broken = check_roster(longer, solution.roster)
    assert {one.rule for one in broken} == {"contract_hours"}
    assert len(broken) == 2  # the week of 8 h, and both together


def test_leave_and_closed_holidays_are_credited():
    leave = [{"first": "2026-12-21", "last": "2026-12-22", "credited_hours_per_day": 8.0}]
    scenario = small(
        shifts={"day": day_shift("mon-fri")},
        contract={"hours_per_week": 40.0},
        agents=[{"id": "a", "absences": leave}],
        horizon={"start": "2026-12-21", "holidays": {"closed": True}},
    )
    solution = solve_roster(scenario, nothing_required(scenario), (), seconds=2.0)
    assert solution.roster is not None
    # Friday 25 December is a holiday and counts a fifth of 40 h; Wednesday and Thursday remain.
    assert [shift.date.day for shift in solution.roster.shifts] == [23, 24]
    assert check_roster(scenario, solution.roster) == ()


@pytest.mark.parametrize(("started", "days"), [("2026-11-25", [25, 26, 27]), ("2026-11-30", [])])
def test_people_work_from_their_first_day_on_and_owe_no_hours_before(started, days):
    scenario = small(
        shifts={"day": day_shift("mon-fri")},
        contract={"hours_per_week": 40.0},
        agents=[{"id": "a", "started": started}],
    )
    solution = solve_roster(scenario, nothing_required(scenario), (), seconds=2.0)
    assert solution.roster is not None
    assert [shift.date.day for shift in solution.roster.shifts] == days
    assert check_roster(scenario, solution.roster) == ()
