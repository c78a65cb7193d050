"""A whole plan as JSON text, and back."""

import dataclasses
import json
import math
from enum import Enum
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.plan import Plan, RosterSolution, Round
from scheduler.requirement import (
    DeferrableRequirement,
    LineVolume,
    LiveRequirement,
    Requirement,
)
from simulation.measures.outcome import Outcome, Verdict

FORMAT = 1


class UnreadablePlanError(ValueError):
    """A text that holds no plan, or one of another version."""


def plan_to_json(plan: Plan) -> str:
    """Return a plan as JSON text that reads back equal."""
    parts = {
        field.name: getattr(plan, field.name)
        for field in dataclasses.fields(plan)
        if field.name != "scenario"
    }
    # The roster stands in the plan once; the solution's is the same.
    parts["solution"] = dataclasses.replace(plan.solution, roster=None)
    written = {"format": FORMAT, "scenario": plan.scenario.model_dump(mode="json")}
    text = json.dumps(written | _plain(parts), ensure_ascii=False, allow_nan=False)
    return text + "\n"


def plan_from_json(text: str) -> Plan:
    """Return the plan of a JSON text; raises UnreadablePlanError if it holds none."""
    try:
        tree = json.loads(text)
        if tree["format"] != FORMAT:
            raise UnreadablePlanError(
                f"the plan has format {tree['format']}, this version reads format {FORMAT}; "
                "plan again"
            )
        roster = _read(Roster, tree["roster"])
        return Plan(
            scenario=Scenario.model_validate(tree["scenario"]),
            requirement=_read_requirement(tree["requirement"]),
            solution=dataclasses.replace(_read(RosterSolution, tree["solution"]), roster=roster),
            roster=roster,
            rules=_read(AssignmentRules, tree["rules"]),
            outcome=_read(Outcome, tree["outcome"]),
            baseline=_read(Outcome, tree["baseline"]),
            verdict=_read(Verdict, tree["verdict"]),
            rounds=_read(tuple[Round, ...], tree["rounds"]),
            shortfalls=_read(tuple[str, ...], tree["shortfalls"]),
        )
    except UnreadablePlanError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadablePlanError(f"holds no whole plan: {error}") from error


def _plain(value: Any) -> Any:
    """Return a value in JSON's own types; numbers that JSON lacks become text."""
    if dataclasses.is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def _read(kind: Any, tree: Any) -> Any:
    return TypeAdapter(kind).validate_python(tree)


def _read_requirement(tree: dict[str, Any]) -> Requirement:
    return Requirement(
        live=tuple(_with_arrays(LiveRequirement, one) for one in tree["live"]),
        deferrable=tuple(_with_arrays(DeferrableRequirement, one) for one in tree["deferrable"]),
        bucket_ends=np.array(tree["bucket_ends"], dtype=np.int64),
        volumes=tuple(_with_arrays(LineVolume, one) for one in tree["volumes"]),
    )


def _with_arrays(kind: Any, tree: dict[str, Any]) -> Any:
    """Build a noun of ids and arrays: lists of text are ids, lists of numbers are arrays."""
    made: dict[str, Any] = {}
    for name, value in tree.items():
        if not isinstance(value, list):
            made[name] = value
        elif value and isinstance(value[0], str):
            made[name] = tuple(value)
        else:
            whole = all(isinstance(one, int) for one in value)
            made[name] = np.array(value, dtype=np.int64 if whole else np.float64)
    return kind(**made)
