"""Reading what is right in data in which other things may be wrong."""

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from scenarios.wall import WeekWindows, WindowsByWeekday

T = TypeVar("T")
_WINDOWS: TypeAdapter[WindowsByWeekday] = TypeAdapter(WeekWindows)


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def valid(noun: type[T], value: Any) -> T | None:
    """Return a value as a noun, or None where it is not one."""
    try:
        return TypeAdapter(noun).validate_python(value)
    except ValidationError:
        return None


def windows(value: Any) -> WindowsByWeekday | None:
    """Return weekly windows, or None where there are none or they are wrong."""
    try:
        return None if value is None else _WINDOWS.validate_python(value)
    except ValidationError:
        return None
