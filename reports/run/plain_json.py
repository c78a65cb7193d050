"""Nouns as plain JSON trees, and back."""

import dataclasses
import json
import math
from collections.abc import Mapping
from enum import Enum
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from scenarios.base import Noun


def plain(value: Any) -> Any:
    """Return a value in JSON's own types; numbers that JSON lacks become text."""
    if dataclasses.is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Noun):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def noun_of(kind: Any, tree: Any) -> Any:
    """Return the noun of a kind that a plain tree stands for; raises ValueError if it does not."""
    return TypeAdapter(kind).validate_python(tree)


def as_text(tree: Mapping[str, Any]) -> str:
    """Return a plain tree as JSON text with a line break at its end."""
    return json.dumps(tree, ensure_ascii=False, allow_nan=False) + "\n"
