"""Write the tables of limits of rules.md from the nouns and presets: python -m docs.rule_table."""

from pathlib import Path
from typing import Any

from docs.field_table import with_part
from scenarios.limits import PRICEABLE, Limits
from scenarios.working_time_presets import PRESETS, PROTECTION_SOURCES, PROTECTIONS, SOURCES

PAGE = Path(__file__).with_name("rules.md")
GROUPS: dict[str, tuple[str, ...]] = {
    "Rest": ("daily_rest_hours", "weekly_rest_hours"),
    "Hours and days": (
        "max_day_hours",
        "max_span_hours",
        "max_week_hours",
        "average_week_hours",
        "average_weeks",
        "max_days_per_week",
        "max_consecutive_days",
        "min_consecutive_days",
        "min_consecutive_days_off",
        "work_window",
    ),
    "Breaks": (
        "break_minutes_over_4_5_hours",
        "break_minutes_over_6_hours",
        "break_minutes_over_9_hours",
        "min_break_block_minutes",
        "max_hours_without_break",
    ),
    "Kinds of shifts": ("max_shifts", "forbidden_successions", "forward_rotation"),
    "Nights": (
        "night_from",
        "night_to",
        "night_shift_minutes",
        "max_night_shift_hours",
        "night_average_week_hours",
        "max_consecutive_nights",
        "max_nights",
        "min_days_off_after_nights",
    ),
    "Saturdays, Sundays, holidays": (
        "saturday_work",
        "sunday_work",
        "holiday_work",
        "free_sundays_per_year",
        "sunday_substitute_weeks",
        "holiday_substitute_weeks",
        "complete_weekends",
        "max_weekends",
    ),
    "Changes": ("notice_days",),
}
# What a price is for; a rule that may be priced and is not here is priced by the hour.
UNITS = {
    "daily_rest_hours": "rest too short",
    "weekly_rest_hours": "week without",
    "max_days_per_week": "day",
    "max_consecutive_days": "day",
    "min_consecutive_days": "day missing",
    "min_consecutive_days_off": "day missing",
    "max_shifts": "shift",
    "forbidden_successions": "pair of days",
    "forward_rotation": "pair of days",
    "max_consecutive_nights": "night",
    "max_nights": "night",
    "min_days_off_after_nights": "shift too soon",
    "complete_weekends": "weekend",
    "max_weekends": "weekend",
    "sunday_work": "shift",
    "holiday_work": "shift",
}


def page_with_rules(page: str) -> str:
    """Return the page with its two tables made anew; raises ValueError without their marks."""
    page = with_part(page, "rules", limits_tables())
    return with_part(page, "protection", protection_table())


def limits_tables() -> str:
    """Return one table for each group of limits."""
    parts = []
    for title, fields in GROUPS.items():
        rows = [_row(field) for field in fields]
        head = ("| rule | what it says | `de-arbzg` | `eu-wtd` | from | price of a |",)
        parts.append("\n".join((f"### {title}", "", *head, "|---|---|---|---|---|---|", *rows, "")))
    return "\n".join(parts)


def _row(field: str) -> str:
    meaning = str(Limits.model_fields[field].description).replace("|", "\\|")
    values = [_written(PRESETS[preset].get(field)) for preset in ("de-arbzg", "eu-wtd")]
    sources = [SOURCES[preset].get(field) for preset in ("de-arbzg", "eu-wtd")]
    price = UNITS.get(field, "hour") if field in PRICEABLE else ""
    source = "; ".join(one for one in sources if one)
    return "| " + " | ".join((f"`{field}`", meaning, *values, source, price)) + " |"


def protection_table() -> str:
    """Return the limits of protected people."""
    rows = ["| who | rule | `de-arbzg` | from |", "|---|---|---|---|"]
    shields = PROTECTIONS["de-arbzg"]
    for who, protected in (("minors", "minor"), ("expecting", "expecting")):
        for field, value in shields[who].items():
            source = PROTECTION_SOURCES[protected]["de-arbzg"][field]
            rows.append(f"| `{who}` | `{field}` | {_written(value)} | {source} |")
    return "\n".join([*rows, ""])


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else f"{value:g}"


if __name__ == "__main__":
    PAGE.write_text(page_with_rules(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
