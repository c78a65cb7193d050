"""Working-time rules: the limits of a preset, who is protected by others, and their sources."""

from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import field_validator, model_validator

from scenarios.limits import Limits
from scenarios.working_time_presets import PRESETS, PROTECTION_SOURCES, PROTECTIONS, SOURCES


class Protected(StrEnum):
    """People for whom the law has limits of their own."""

    MINOR = "minor"
    EXPECTING = "expecting"


class WorkingTimeRules(Limits):
    """Working-time limits: a preset's, each of which may be changed or switched off with null."""

    preset: str = "de-arbzg"
    """de-arbzg, eu-wtd or none. Limits are defaults to be checked by the planner, not advice."""
    minors: Limits | None = None
    """Limits of agents who are protected as minors: the preset's, changed by what stands here."""
    expecting: Limits | None = None
    """Limits of agents who are pregnant or nursing: the preset's, changed likewise."""

    @model_validator(mode="before")
    @classmethod
    def _fill_from_preset(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        preset = data.get("preset", "de-arbzg")
        known = preset if isinstance(preset, str) and preset in PRESETS else "none"
        filled = {**PRESETS[known], **PROTECTIONS[known], **data, "preset": preset}
        for name, limits in PROTECTIONS[known].items():
            if isinstance(data.get(name), dict):
                filled[name] = {**limits, **data[name]}
        return filled

    @field_validator("preset")
    @classmethod
    def _known_preset(cls, preset: str) -> str:
        if preset not in PRESETS:
            known = ", ".join(PRESETS)
            raise ValueError(f'there is no preset "{preset}"; write one of {known}')
        return preset

    def limits_of(self, protected: Protected) -> Limits | None:
        """Return the limits of protected people; None where neither preset nor file has any."""
        return self.minors if protected is Protected.MINOR else self.expecting

    def source(self, field: str, protected: Protected | None = None) -> str:
        """Return the section a limit comes from, or "scenario" where the planner changed it.

        With ``protected`` it is the limit for protected people; the two "minors" and "expecting"
        are fields as well. See ``limit_layers`` for limits that contracts and agents change.
        """
        mine: Any = self if protected is None else self.limits_of(protected)
        preset: Any = _unchanged(self.preset)
        preset = preset if protected is None else preset.limits_of(protected)
        if preset is None or getattr(preset, field, None) != getattr(mine, field, None):
            return "scenario"
        sources = SOURCES if protected is None else PROTECTION_SOURCES.get(protected.value, {})
        return sources.get(self.preset, {}).get(field, "scenario")


@cache
def _unchanged(preset: str) -> WorkingTimeRules:
    return WorkingTimeRules(preset=preset)
