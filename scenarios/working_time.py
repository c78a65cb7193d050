"""Working-time rules: limits, presets and where each limit comes from."""

from typing import Any, Self

from pydantic import field_validator, model_validator

from scenarios.base import Count, Noun, Positive, PositiveCount

SOURCES: dict[str, dict[str, str]] = {
    "de-arbzg": {
        "daily_rest_hours": "ArbZG §5(1)",
        "max_day_hours": "ArbZG §3",
        "max_week_hours": "ArbZG §3 (6 x 8 h as a weekly limit)",
        "max_consecutive_days": "ArbZG §9 with §11(3)",
        "break_minutes_over_6_hours": "ArbZG §4",
        "break_minutes_over_9_hours": "ArbZG §4",
        "min_break_block_minutes": "ArbZG §4",
        "max_hours_without_break": "ArbZG §4",
        "sunday_work": "ArbZG §9, §10, §13",
        "holiday_work": "ArbZG §9, §10, §13",
    },
    "eu-wtd": {
        "daily_rest_hours": "Directive 2003/88/EC art. 3",
        "max_week_hours": "Directive 2003/88/EC art. 6",
        "max_consecutive_days": "Directive 2003/88/EC art. 5",
        "break_minutes_over_6_hours": "Directive 2003/88/EC art. 4 (length left to the states)",
        "max_hours_without_break": "Directive 2003/88/EC art. 4",
    },
    "none": {},
}

PRESETS: dict[str, dict[str, Any]] = {
    "de-arbzg": {
        "daily_rest_hours": 11.0,
        "max_day_hours": 10.0,
        "max_week_hours": 48.0,
        "max_consecutive_days": 6,
        "break_minutes_over_6_hours": 30,
        "break_minutes_over_9_hours": 45,
        "min_break_block_minutes": 15,
        "max_hours_without_break": 6.0,
        "sunday_work": False,
        "holiday_work": False,
    },
    "eu-wtd": {
        "daily_rest_hours": 11.0,
        "max_week_hours": 48.0,
        "max_consecutive_days": 6,
        "break_minutes_over_6_hours": 15,
        "max_hours_without_break": 6.0,
    },
    "none": {},
}


class WorkingTimeRules(Noun):
    """Working-time limits: a preset's, each of which may be changed or switched off with null."""

    preset: str = "de-arbzg"
    """de-arbzg, eu-wtd or none. Limits are defaults to be checked by the planner, not advice."""
    daily_rest_hours: Positive | None = None
    """Least rest between two shifts."""
    max_day_hours: Positive | None = None
    """Most working time, breaks excluded, in one shift."""
    max_week_hours: Positive | None = None
    """Most working time, breaks excluded, in a calendar week."""
    max_consecutive_days: PositiveCount | None = None
    """Most working days in a row."""
    break_minutes_over_6_hours: Count | None = None
    """Least break in a shift with more than six hours of work."""
    break_minutes_over_9_hours: Count | None = None
    """Least break in a shift with more than nine hours of work."""
    min_break_block_minutes: Count | None = None
    """Shortest block that counts as a break."""
    max_hours_without_break: Positive | None = None
    """Longest stretch of work without a break."""
    sunday_work: bool = True
    """Whether Sundays may be worked; with de-arbzg say true only with a permit (§13)."""
    holiday_work: bool = True
    """Whether public holidays may be worked; with de-arbzg say true only with a permit (§13)."""

    @model_validator(mode="before")
    @classmethod
    def _fill_from_preset(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        preset = data.get("preset", "de-arbzg")
        limits = PRESETS.get(preset, {}) if isinstance(preset, str) else {}
        return {**limits, **data, "preset": preset}

    @field_validator("preset")
    @classmethod
    def _known_preset(cls, preset: str) -> str:
        if preset not in PRESETS:
            known = ", ".join(PRESETS)
            raise ValueError(f'there is no preset "{preset}"; write one of {known}')
        return preset

    @model_validator(mode="after")
    def _longer_shift_longer_break(self) -> Self:
        over_6, over_9 = self.break_minutes_over_6_hours, self.break_minutes_over_9_hours
        if over_6 is not None and over_9 is not None and over_9 < over_6:
            raise ValueError("the break over nine hours is shorter than that over six; swap them")
        return self

    def source(self, field: str) -> str:
        """Return the section a limit comes from, or "scenario" where the planner changed it."""
        if PRESETS[self.preset].get(field) != getattr(self, field):
            return "scenario"
        return SOURCES[self.preset].get(field, "scenario")
