"""The presets of working-time rules, with the section each limit comes from.

Limits are defaults for the planner to check, not legal advice. Sources marked "not checked" were
written down from memory or an old text.
"""

from typing import Any

PRESETS: dict[str, dict[str, Any]] = {
    "de-arbzg": {
        "daily_rest_hours": 11.0,
        "weekly_rest_hours": 35.0,
        "max_day_hours": 10.0,
        "max_week_hours": 60.0,
        "average_week_hours": 48.0,
        "average_weeks": 24,
        "max_consecutive_days": 6,
        "break_minutes_over_6_hours": 30,
        "break_minutes_over_9_hours": 45,
        "min_break_block_minutes": 15,
        "max_hours_without_break": 6.0,
        "night_from": "23:00",
        "night_to": "06:00",
        "night_shift_minutes": 120,
        "max_night_shift_hours": 10.0,
        "night_average_week_hours": 48.0,
        "sunday_work": False,
        "holiday_work": False,
        "free_sundays_per_year": 15,
        "sunday_substitute_weeks": 2,
        "holiday_substitute_weeks": 8,
        "notice_days": 4,
    },
    "eu-wtd": {
        "daily_rest_hours": 11.0,
        "weekly_rest_hours": 35.0,
        "average_week_hours": 48.0,
        "average_weeks": 17,
        "max_consecutive_days": 6,
        "break_minutes_over_6_hours": 15,
        "max_hours_without_break": 6.0,
        "night_from": "00:00",
        "night_to": "05:00",
        "night_shift_minutes": 180,
        "max_night_shift_hours": 8.0,
    },
    "none": {},
}

SOURCES: dict[str, dict[str, str]] = {
    "de-arbzg": {
        "daily_rest_hours": "ArbZG §5(1)",
        "weekly_rest_hours": "ArbZG §9 with §11(4)",
        "max_day_hours": "ArbZG §3",
        "max_week_hours": "ArbZG §3 (6 x 10 h)",
        "average_week_hours": "ArbZG §3 (6 x 8 h on average of 24 weeks)",
        "average_weeks": "ArbZG §3",
        "max_consecutive_days": "ArbZG §9 with §11(3)",
        "break_minutes_over_6_hours": "ArbZG §4",
        "break_minutes_over_9_hours": "ArbZG §4",
        "min_break_block_minutes": "ArbZG §4",
        "max_hours_without_break": "ArbZG §4",
        "night_from": "ArbZG §2(3)",
        "night_to": "ArbZG §2(3)",
        "night_shift_minutes": "ArbZG §2(4)",
        "max_night_shift_hours": "ArbZG §6(2)",
        "night_average_week_hours": "ArbZG §6(2)",
        "sunday_work": "ArbZG §9, §10, §13",
        "holiday_work": "ArbZG §9, §10, §13",
        "free_sundays_per_year": "ArbZG §11(1)",
        "sunday_substitute_weeks": "ArbZG §11(3)",
        "holiday_substitute_weeks": "ArbZG §11(3)",
        "notice_days": "TzBfG §12(3), for work on call; here for all",
        "minors": "JArbSchG §8, §11-17",
        "expecting": "MuSchG §4-6 (not checked)",
    },
    "eu-wtd": {
        "daily_rest_hours": "Directive 2003/88/EC art. 3 (not checked)",
        "weekly_rest_hours": "Directive 2003/88/EC art. 5 with art. 3 (not checked)",
        "average_week_hours": "Directive 2003/88/EC art. 6 and 16 (not checked)",
        "average_weeks": "Directive 2003/88/EC art. 16, four months (not checked)",
        "max_consecutive_days": "Directive 2003/88/EC art. 5 (not checked)",
        "break_minutes_over_6_hours": (
            "Directive 2003/88/EC art. 4, length left to the states (not checked)"
        ),
        "max_hours_without_break": "Directive 2003/88/EC art. 4 (not checked)",
        "night_from": "Directive 2003/88/EC art. 2 (not checked)",
        "night_to": "Directive 2003/88/EC art. 2 (not checked)",
        "night_shift_minutes": "Directive 2003/88/EC art. 2 (not checked)",
        "max_night_shift_hours": "Directive 2003/88/EC art. 8 (not checked)",
    },
    "none": {},
}

PROTECTIONS: dict[str, dict[str, dict[str, Any]]] = {
    "de-arbzg": {
        "minors": {
            "max_day_hours": 8.0,
            "max_week_hours": 40.0,
            "max_days_per_week": 5,
            "max_span_hours": 10.0,
            "daily_rest_hours": 12.0,
            "break_minutes_over_4_5_hours": 30,
            "break_minutes_over_6_hours": 60,
            "break_minutes_over_9_hours": 60,
            "max_hours_without_break": 4.5,
            "work_window": "06:00-20:00",
            "saturday_work": False,
            "sunday_work": False,
            "holiday_work": False,
        },
        "expecting": {
            "max_day_hours": 8.5,
            "daily_rest_hours": 11.0,
            "max_week_hours": 45.0,
            "work_window": "06:00-20:00",
            "sunday_work": False,
            "holiday_work": False,
        },
    },
    "eu-wtd": {},
    "none": {},
}

PROTECTION_SOURCES: dict[str, dict[str, dict[str, str]]] = {
    "minor": {
        "de-arbzg": {
            "max_day_hours": "JArbSchG §8",
            "max_week_hours": "JArbSchG §8",
            "max_days_per_week": "JArbSchG §15",
            "max_span_hours": "JArbSchG §12",
            "daily_rest_hours": "JArbSchG §13",
            "break_minutes_over_4_5_hours": "JArbSchG §11",
            "break_minutes_over_6_hours": "JArbSchG §11",
            "break_minutes_over_9_hours": "JArbSchG §11",
            "max_hours_without_break": "JArbSchG §11",
            "work_window": "JArbSchG §14",
            "saturday_work": "JArbSchG §16",
            "sunday_work": "JArbSchG §17",
            "holiday_work": "JArbSchG §18 (not checked)",
        }
    },
    "expecting": {
        "de-arbzg": {
            "max_day_hours": "MuSchG §4 (not checked)",
            "max_week_hours": "MuSchG §4, half of 90 h in two weeks (not checked)",
            "daily_rest_hours": "MuSchG §4 (not checked)",
            "work_window": "MuSchG §5 (not checked)",
            "sunday_work": "MuSchG §6 (not checked)",
            "holiday_work": "MuSchG §6 (not checked)",
        }
    },
}
