"""Working-time rules: the limits of a preset, who is protected by others, and their sources."""

from enum import StrEnum
from typing import Any

from pydantic import field_validator, model_validator

from scenarios.limits import Limits
from scenarios.working_time_presets import PRESETS, PROTECTIONS, SOURCES


class Protected(StrEnum):
    """People for whom the law has limits of their own."""

    MINOR = "minor"
    EXPECTING = "expecting"


class WorkingTimeRules(Limits):
    """Working-time limits: a preset's, each of which may be changed or switched off with null."""

    preset: str = "de-arbzg"
    """de-arbzg, eu-wtd or none. Limits are defaults to be checked by the planner, not advice."""
    minors: Limits | None = None
    """Limits changed for agents who are protected as minors; left out, the preset's."""
    expecting: Limits | None = None
    """Limits changed for agents who are pregnant or nursing; left out, the preset's."""

    @model_validator(mode="before")
    @classmethod
    def _fill_from_preset(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        preset = data.get("preset", "de-arbzg")
        known = preset if isinstance(preset, str) and preset in PRESETS else "none"
        return {**PRESETS[known], **PROTECTIONS[known], **data, "preset": preset}

    @field_validator("preset")
    @classmethod
    def _known_preset(cls, preset: str) -> str:
        if preset not in PRESETS:
            known = ", ".join(PRESETS)
            raise ValueError(f'there is no preset "{preset}"; write one of {known}')
        return preset

    def source(self, field: str) -> str:
        """Return the section a limit comes from, or "scenario" where the planner changed it."""
        if PRESETS[self.preset].get(field) != getattr(self, field, None):
            return "scenario"
        return SOURCES[self.preset].get(field, "scenario")
