"""Outcomes with nothing in them, for tests that look at a single figure."""

import dataclasses
import math
import types
import typing
from typing import Any, TypeVar

from simulation.measures.outcome import Estimate

Kind = TypeVar("Kind")
NOTHING = Estimate(math.nan, math.nan, math.nan, 0, 0.95)


def blank(kind: type[Kind], **given: Any) -> Kind:
    """Return an outcome in which every figure that is not given is an empty estimate.

    Numbers are 0, texts and tuples empty, and what may be missing is missing.
    """
    hints = typing.get_type_hints(kind)
    fields = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: given.get(name, _empty(hints[name])) for name in fields})


def _empty(hint: Any) -> Any:
    if isinstance(hint, types.UnionType):
        return None
    if hint is Estimate:
        return NOTHING
    if typing.get_origin(hint) is tuple or hint in (int, float, str):
        return (typing.get_origin(hint) or hint)()
    return blank(hint)
