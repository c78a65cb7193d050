"""Rules on weeks, nights, Sundays, weekends and agreements: kept to the edge, and broken."""

from typing import Any

import pytest

from tests.scheduler.checker.by_hand import (
    CHRISTMAS,
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
    (
        "contract_hours",
        {
            "contract": {
                "hours_per_week": 16.0,
                "flexibility_hours": 1.0,
                "horizon_flexibility_hours": 4.0,
            },
            **TWO_WEEKS,
            "agent": {
                "absences": [
                    {"first": "2026-11-30", "last": "2026-12-01", "credited_hours_per_day": 8.0}
                ]
            },
        },
        ["mon day", "tue 09:00-18:00"],
        ["mon day", "tue 09:00-18:15"],
    ),
    (
        "contract_hours",
        {
            "contract": {
                "hours_per_week": 8.0,
                "flexibility_hours": None,
                "horizon_flexibility_hours": 0.0,
            },
            **TWO_WEEKS,
        },
        ["mon day", "tue day"],
        ["mon day"],
    ),
    (
        "max_days_per_week",
        {"contract": {"max_days_per_week": 5}},
        WEEKDAYS,
        [*WEEKDAYS, "sat day"],
    ),
    (
        "max_days_per_week",
        {"contract": {"max_days_per_week": 6}, **rules(max_days_per_week=5)},
        [*WEEKDAYS, "sat call"],
        [*WEEKDAYS, "sat day"],
    ),
    ("max_week_hours", rules(max_week_hours=40.0), WEEKDAYS, [*WEEKDAYS, "sat 09:00-09:15"]),
    (
        "average_week_hours",
        {**rules(average_week_hours=20.0, average_weeks=2), **TWO_WEEKS},
        ["mon day", "tue day", "mon2 day", "tue2 day", "wed2 day"],
        ["mon day", "tue day", "wed 09:00-13:00", "mon2 day", "tue2 day", "wed2 day"],
    ),
    (
        "average_week_hours",
        {
            **rules(average_week_hours=20.0, average_weeks=3),
            "agent": {"carry_over": {"week_hours": [99.0, 10.0, 26.0]}},
        },
        ["mon day", "tue day", "wed day"],
        ["mon day", "tue day", "wed 09:00-17:15"],
    ),
    (
        "night_average_week_hours",
        {**nights(night_average_week_hours=20.0), **TWO_WEEKS},
        ["mon day", "mon2 day", "tue2 day", "wed2 day"],
        ["mon day", "tue day", "wed 09:00-13:15"],
    ),
    (
        "max_consecutive_nights",
        nights(max_consecutive_nights=2),
        ["mon night", "tue night", "thu night"],
        ["mon night", "tue night", "wed night"],
    ),
    (
        "max_consecutive_nights",
        {**nights(max_consecutive_nights=2), **agent(carry_over={"nights_in_row": 1})},
        ["mon night"],
        ["mon night", "tue night"],
    ),
    (
        "max_nights",
        nights(max_nights=1),
        ["sun-1 night", "mon night", "wed 16:00-01:00"],
        ["mon night", "wed night"],
    ),
    (
        "min_days_off_after_nights",
        nights(min_days_off_after_nights=2),
        ["mon night", "tue night", "fri day"],
        ["mon night", "wed night"],
    ),
    (
        "min_days_off_after_nights",
        {**nights(min_days_off_after_nights=1), **agent(carry_over={"nights_in_row": 1})},
        ["tue late"],
        ["mon late"],
    ),
    ("saturday_work", rules(saturday_work=False), ["fri 16:00-24:00"], ["fri night"]),
    ("sunday_work", rules(sunday_work=False), ["sat 16:00-24:00", "sun call"], ["sat night"]),
    (
        "holiday_work",
        {**rules(holiday_work=False), "horizon": CHRISTMAS},
        ["thu 16:00-24:00", "sun day"],
        ["fri day"],
    ),
    (
        "free_sundays_per_year",
        {
            **rules(free_sundays_per_year=15),
            **agent(carry_over={"sundays_worked": 36}),
            "horizon": {"weeks": 2},
        },
        ["sun day"],
        ["sun day", "sun2 day"],
    ),
    (
        "sunday_substitute_weeks",
        {**rules(sunday_substitute_weeks=2), **TWO_WEEKS},
        [
            f"{d} day"
            for d in (
                "mon",
                "tue",
                "wed",
                "thu",
                "fri",
                "sun",
                "mon2",
                "tue2",
                "wed2",
                "thu2",
                "fri2",
                "sat2",
            )
        ],
        [
            f"{d} day"
            for d in (
                "mon",
                "tue",
                "wed",
                "thu",
                "fri",
                "sat",
                "sun",
                "mon2",
                "tue2",
                "wed2",
                "thu2",
                "fri2",
                "sat2",
            )
        ],
    ),
    (
        "holiday_substitute_weeks",
        {**rules(holiday_substitute_weeks=1), "horizon": CHRISTMAS},
        ["mon day", "tue day", "wed day", "fri day"],
        ["mon day", "tue day", "wed day", "thu day", "fri day"],
    ),
    (
        "complete_weekends",
        rules(complete_weekends=True),
        ["sat day", "sun day"],
        ["fri day", "sat day"],
    ),
    (
        "max_weekends",
        {**rules(max_weekends=1), **TWO_WEEKS},
        ["sat day", "sun day", "fri2 night"],
        ["sun day", "sat2 day"],
    ),
    (
        "forbidden_successions",
        rules(forbidden_successions={"late": ["early", "day"]}),
        ["mon late", "tue late", "thu early"],
        ["mon late", "tue early"],
    ),
    (
        "forbidden_successions",
        {
            **rules(forbidden_successions={"late": ["early"]}),
            "agent": {"carry_over": {"last_shift": "late", "last_shift_start": "2026-11-22 14:00"}},
        },
        ["mon day"],
        ["mon early"],
    ),
    (
        "forward_rotation",
        rules(forward_rotation=True),
        ["mon early", "tue day", "wed day", "fri early"],
        ["mon day", "tue early"],
    ),
    (
        "forward_rotation",
        {
            **rules(forward_rotation=True),
            "agent": {"carry_over": {"last_shift_start": "2026-11-22 09:00"}},
        },
        ["mon day"],
        ["mon early"],
    ),
    (
        "max_shifts",
        rules(max_shifts={"late": 1, "call": 0}),
        ["mon late", "tue day", "wed day"],
        ["mon late", "wed late"],
    ),
    (
        "fixed",
        agent(fixed=[{"date": "2026-11-24", "shift": "late"}]),
        ["tue late"],
        ["tue day"],
    ),
    ("fixed", agent(fixed=[{"date": "2026-11-24", "shift": "late"}]), ["tue late"], ["mon late"]),
    (
        "fixed",
        agent(fixed=[{"date": "2026-11-24", "shift": "late", "start": "14:00"}]),
        ["tue late"],
        ["tue 15:00-23:00"],
    ),
    (
        "rotation",
        {
            **TWO_WEEKS,
            "team": {
                "rotations": {
                    "r": {"weeks": [{"mon-fri": ["early"], "sat": []}, {"mon": ["late", "day"]}]}
                }
            },
            **agent(rotation="r", rotation_week=1),
        },
        ["mon day", "tue early", "sat day", "mon2 early", "sun2 late"],
        ["mon late", "tue2 late"],
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
