"""Rules on a shift, on presence, on rest and on days in a row: kept to the edge, and broken."""

from typing import Any

import pytest

from tests.scheduler.checker.by_hand import (
    TWO_WEEKS,
    WEEKDAYS,
    agent,
    broken,
    nights,
    roster,
    rules,
    scene,
)

# rule, scenario, a roster that keeps it, a roster that breaks it
PAIRS: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    ("max_day_hours", rules(max_day_hours=8.0), ["mon day"], ["mon 09:00-17:15"]),
    (
        "max_span_hours",
        rules(max_span_hours=9.0),
        ["mon 09:00-18:00/12:00-14:00"],
        ["mon 09:00-18:15/12:00-14:15"],
    ),
    (
        "max_night_shift_hours",
        nights(max_night_shift_hours=8.0),
        ["mon 21:00-05:00", "wed 16:00-01:00"],
        ["mon 20:00-05:00"],
    ),
    (
        "work_window",
        rules(work_window="06:00-20:00"),
        ["mon 06:00-14:00", "tue 12:00-20:00", "wed call"],
        ["mon 12:00-20:15"],
    ),
    ("work_window", rules(work_window="06:00-20:00"), ["mon day"], ["mon 22:00-04:00"]),
    (
        "break_minutes_over_4_5_hours",
        rules(break_minutes_over_4_5_hours=30),
        ["mon 09:00-13:30", "tue 09:00-14:15/12:00-12:30"],
        ["mon 09:00-14:15/12:00-12:15"],
    ),
    (
        "break_minutes_over_6_hours",
        rules(break_minutes_over_6_hours=30),
        ["mon 09:00-15:00", "tue 09:00-17:00/12:00-12:30"],
        ["mon 09:00-17:00/12:00-12:15"],
    ),
    (
        "break_minutes_over_9_hours",
        rules(break_minutes_over_9_hours=45),
        ["mon 09:00-18:30/12:00-12:30", "wed 09:00-19:00/12:00-12:45"],
        ["mon 09:00-19:00/12:00-12:30"],
    ),
    (
        "break_minutes_over_6_hours",
        rules(break_minutes_over_6_hours=30, min_break_block_minutes=15),
        ["mon 09:00-17:00/11:00-11:15/13:00-13:15"],
        ["mon 09:00-17:00/11:00-11:10/12:00-12:10/13:00-13:10"],
    ),
    (
        "max_hours_without_break",
        rules(max_hours_without_break=6.0),
        ["mon 09:00-17:00/15:00-15:15"],
        ["mon 09:00-17:00/15:15-15:30"],
    ),
    ("started", agent(started="2026-11-24"), ["tue day"], ["mon day"]),
    (
        "absences",
        agent(absences=[{"first": "2026-11-24", "last": "2026-11-25"}]),
        ["mon day", "thu day"],
        ["mon night"],
    ),
    (
        "availability",
        agent(availability={"mon": ["09:00-12:00", "12:00-24:00"], "tue": "00:00-06:00"}),
        ["mon night"],
        ["mon 22:00-06:15"],
    ),
    (
        "unavailable",
        agent(unavailable=[{"from_local": "2026-11-24 17:00", "to_local": "2026-11-24 18:00"}]),
        ["tue day"],
        ["tue 09:00-17:15"],
    ),
    (
        "closed",
        {"horizon": {"start": "2026-12-21", "holidays": {"closed": True}}},
        ["thu 16:00-24:00", "sun day"],
        ["thu 18:00-02:00"],
    ),
    ("overlap", {}, ["mon night", "tue 06:00-14:00"], ["mon 22:00-06:15", "tue 06:00-14:00"]),
    ("overlap", {}, ["mon call", "tue day"], ["mon 18:00-10:00", "tue day"]),
    ("one_shift_a_day", {}, ["mon early"], ["mon early", "mon late"]),
    (
        "daily_rest_hours",
        rules(daily_rest_hours=8.0),
        ["mon late", "tue early"],
        ["mon late", "tue 05:45-14:00"],
    ),
    (
        "daily_rest_hours",
        {
            **rules(daily_rest_hours=11.0),
            **agent(carry_over={"last_shift_end": "2026-11-22 19:00"}),
        },
        ["mon early"],
        ["mon 05:45-14:00"],
    ),
    (
        "weekly_rest_hours",
        rules(weekly_rest_hours=35.0),
        [*WEEKDAYS, "sat 06:00-14:00"],
        [*WEEKDAYS, "sat day", "sun day"],
    ),
    (
        "weekly_rest_hours",
        {**rules(weekly_rest_hours=35.0), **TWO_WEEKS},
        [*WEEKDAYS, "sat 14:00-22:00", "mon2 09:00-17:00"],
        [*WEEKDAYS, "sat 14:15-22:15", "mon2 09:00-17:00"],
    ),
    (
        "max_consecutive_days",
        rules(max_consecutive_days=5),
        [*WEEKDAYS, "sun day"],
        [*WEEKDAYS, "sat day"],
    ),
    (
        "max_consecutive_days",
        {**rules(max_consecutive_days=5), **agent(carry_over={"days_in_row": 4})},
        ["mon day", "wed day"],
        ["mon day", "tue day"],
    ),
    (
        "max_consecutive_days",
        {
            **rules(max_consecutive_days=1),
            **agent(carry_over={"last_shift_start": "2026-11-22 09:00"}),
        },
        ["tue day"],
        ["mon day"],
    ),
    (
        "min_consecutive_days",
        rules(min_consecutive_days=2),
        ["mon day", "wed day", "thu day", "sun day"],
        ["wed day"],
    ),
    (
        "min_consecutive_days",
        {**rules(min_consecutive_days=3), **agent(carry_over={"days_in_row": 1})},
        ["mon day", "tue day"],
        ["mon day"],
    ),
    (
        "min_consecutive_days_off",
        rules(min_consecutive_days_off=2),
        ["tue day", "fri day", "sat day"],
        ["tue day", "thu day"],
    ),
    (
        "min_consecutive_days_off",
        {**rules(min_consecutive_days_off=2), **agent(carry_over={"days_off_in_row": 1})},
        ["tue day"],
        ["mon day"],
    ),
]


@pytest.mark.parametrize(
    ("rule", "said", "kept", "spoilt"),
    PAIRS,
    ids=[f"{pair[0]}-{number}" for number, pair in enumerate(PAIRS)],
)
def test_a_rule_holds_to_its_edge_and_not_beyond(rule, said, kept, spoilt):
    scenario = scene(**said)
    assert broken(scenario, roster(scenario, *kept)) == []
    assert broken(scenario, roster(scenario, *spoilt)) == [rule]
