"""JSON Schema of scenario files, so that editors complete and check fields."""

from copy import deepcopy
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from scenarios.scenario import Scenario

_REFERENCE = "#/$defs/"
_PARTIAL = "Partial"  # definitions in which anything may be left out, for layers
_AGENTS_FILE = {
    "title": "Agents File",
    "type": ["string", "null"],
    "description": "CSV file with the people, in place of agents.",
}
_LAST_ROSTER = {
    "title": "Last Roster",
    "type": ["string", "null"],
    "description": "Roster CSV, or run folder, of the weeks before; fills in carry_over.",
}
_MESSAGES_FILE = {
    "title": "Messages File",
    "type": ["string", "null"],
    "description": "CSV file of a run folder with the messages themselves; file is not read then.",
}
_IS_STAFFED = {"properties": {"staffing": {"type": "object"}}, "required": ["staffing"]}
_WITH_PEOPLE: dict[str, Any] = {
    "required": ["team", "shifts"],
    "properties": {
        "team": {
            "required": ["contracts"],
            "oneOf": [{"required": ["agents"]}, {"required": ["agents_file"]}],
        }
    },
}
_EXTENDS = {
    "title": "Extends",
    "type": "string",
    "minLength": 1,
    "description": "Base: a YAML file in the scenario's folder, or a ready scenario's name.",
}
_OVERRIDES = {
    "title": "Overrides",
    "type": "object",
    "description": "Named blocks of changed fields, chosen with --override.",
    "additionalProperties": {"$ref": f"{_REFERENCE}{_PARTIAL}Scenario"},
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file.

    It has the reader's own fields as well: ``extends``, ``overrides``, ``team.agents_file``,
    ``team.last_roster`` and ``messages_file`` of a replay. A file without a base must be complete,
    with people and shifts unless it has a staffing; one with a base, and an override, may leave
    anything out and clear named entries with null.
    """
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "fairshift scenario",
        "description": "A team, its channels, its volume and its promises over a horizon.",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": f"{_REFERENCE}{_PARTIAL}File"},
        "else": {"$ref": f"{_REFERENCE}File"},
        "$defs": deepcopy(definitions()),
    }


@cache
def definitions() -> dict[str, Any]:
    """Return the definitions by name: the nouns, whole and partial, and whole files."""
    scenario = Scenario.model_json_schema(mode="validation")
    whole = scenario.pop("$defs")
    _with_reader_fields(scenario, whole)
    whole["Scenario"] = scenario
    partial = {f"{_PARTIAL}{name}": _partial(noun) for name, noun in whole.items()}
    files = {
        "File": _file(scenario, {"overrides": _OVERRIDES})
        | {"if": _IS_STAFFED, "else": _WITH_PEOPLE},
        f"{_PARTIAL}File": _file(
            partial[f"{_PARTIAL}Scenario"], {"extends": _EXTENDS, "overrides": _OVERRIDES}
        ),
    }
    return {**whole, **partial, **files}


def _with_reader_fields(scenario: dict[str, Any], whole: dict[str, Any]) -> None:
    """Put in what only files have, and take out what only the reader fills in."""
    for name in _WITH_PEOPLE["required"]:
        scenario["required"].remove(name)
    team, replay = whole["Team"], whole["Replay"]
    team["properties"]["agents_file"] = _AGENTS_FILE
    team["properties"]["last_roster"] = _LAST_ROSTER
    del team["required"]
    del replay["properties"]["messages"], whole["Message"]
    replay["properties"]["messages_file"] = _MESSAGES_FILE


def _file(scenario: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    return {**scenario, "properties": {**fields, **scenario["properties"]}}


def _partial(schema: Any) -> Any:
    """Return a schema in which nothing is required and named entries may be null."""
    if isinstance(schema, list):
        return [_partial(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if key in ("required", "minProperties"):
            continue
        if key == "$ref":
            result[key] = value.replace(_REFERENCE, _REFERENCE + _PARTIAL)
        elif key == "patternProperties":
            result[key] = {pattern: _or_null(_partial(one)) for pattern, one in value.items()}
        elif key == "additionalProperties" and isinstance(value, dict):
            result[key] = _or_null(_partial(value))
        elif key == "properties":
            result[key] = {name: _partial(one) for name, one in value.items()}
        else:
            result[key] = _partial(value)
    return result


def _or_null(schema: Any) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
