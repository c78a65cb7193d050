"""Which fields a rules file knows, from the nouns themselves."""

import dataclasses
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from scenarios.assignment import AssignmentRules
from scenarios.base import Noun
from scenarios.problems import FieldPath


def known_fields(path: FieldPath) -> tuple[str, ...]:
    """Return the field names that rules know at a path of their file; empty if there are none."""
    kind: Any = AssignmentRules
    for part in path:
        kind = _inside(kind, part)
    return tuple(_hints(kind))


def _inside(kind: Any, part: str | int) -> Any:
    """Return the kind of what stands under a field, a key or a place."""
    hints = _hints(kind)
    if hints:
        return _without_none(hints.get(str(part)))
    arguments = get_args(kind)
    return _without_none(arguments[-1 if get_origin(kind) is dict else 0]) if arguments else None


def _hints(kind: Any) -> dict[str, Any]:
    if isinstance(kind, type) and issubclass(kind, Noun):
        return {name: field.annotation for name, field in kind.model_fields.items()}
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return {field.name: hints[field.name] for field in dataclasses.fields(kind)}
    return {}


def _without_none(kind: Any) -> Any:
    kinds = [one for one in get_args(kind) if one is not NoneType]
    return kinds[0] if len(kinds) == 1 and NoneType in get_args(kind) else kind
