"""A whole plan as JSON text, and back."""

import dataclasses
import json
from typing import Any

import numpy as np

from reports.run.plain_json import as_text, noun_of, plain
from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.plan import LeverLook, LoopEnd, Plan, RosterSolution, Round
from scheduler.requirement import (
    DeferrableRequirement,
    HeadCount,
    LineVolume,
    LiveRequirement,
    Requirement,
    RoomRow,
)
from simulation.figures import ReplicationTable
from simulation.measures.outcome import Outcome, Verdict

FORMAT = 5


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
    return as_text(written | plain(parts))


def plan_from_json(text: str) -> Plan:
    """Return the plan of a JSON text; raises UnreadablePlanError if it holds none."""
    try:
        tree = json.loads(text)
        if tree["format"] != FORMAT:
            raise UnreadablePlanError(
                f"the plan has format {tree['format']}, this version reads format {FORMAT}; "
                "plan again"
            )
        roster = noun_of(Roster, tree["roster"])
        return Plan(
            scenario=Scenario.model_validate(tree["scenario"]),
            requirement=_read_requirement(tree["requirement"]),
            solution=dataclasses.replace(noun_of(RosterSolution, tree["solution"]), roster=roster),
            roster=roster,
            rules=noun_of(AssignmentRules, tree["rules"]),
            outcome=noun_of(Outcome, tree["outcome"]),
            baselines=noun_of(tuple[Outcome, ...], tree["baselines"]),
            verdict=noun_of(Verdict, tree["verdict"]),
            table=noun_of(ReplicationTable, tree["table"]),
            rounds=noun_of(tuple[Round, ...], tree["rounds"]),
            ended=noun_of(LoopEnd, tree["ended"]),
            shortfalls=noun_of(tuple[str, ...], tree["shortfalls"]),
            levers=noun_of(LeverLook | None, tree["levers"]),
        )
    except UnreadablePlanError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadablePlanError(f"holds no whole plan: {error}") from error


def _read_requirement(tree: dict[str, Any]) -> Requirement:
    return Requirement(
        live=tuple(_with_arrays(LiveRequirement, one) for one in tree["live"]),
        deferrable=tuple(_with_arrays(DeferrableRequirement, one) for one in tree["deferrable"]),
        bucket_ends=np.array(tree["bucket_ends"], dtype=np.int64),
        volumes=tuple(_with_arrays(LineVolume, one) for one in tree["volumes"]),
        heads=tuple(_read_heads(one) for one in tree["heads"]),
        rooms=noun_of(tuple[RoomRow, ...], tree["rooms"]),
        repeats=tree["repeats"],
    )


def _read_heads(tree: dict[str, Any]) -> HeadCount:
    short = tree["short_cost"]
    return HeadCount(
        name=tree["name"],
        agent_ids=tuple(tree["agent_ids"]),
        wanted=np.array(tree["wanted"], dtype=np.int64),
        short_cost=None if short is None else np.array(short, dtype=np.float64),
        over_cost=np.array(tree["over_cost"], dtype=np.float64),
        template_id=tree["template_id"],
        never_alone=tree["never_alone"],
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
