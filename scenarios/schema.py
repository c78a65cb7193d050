"""JSON Schema of scenario files, so that editors complete and check fields."""

from copy import deepcopy
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from scenarios.scenario import Scenario

_EXTENDS = {
    "title": "Extends",
    "type": "string",
    "minLength": 1,
    "description": "Base: a YAML file in the scenario's folder, or a ready scenario's name.",
}
_AGENTS_FILE = {
    "title": "Agents File",
    "type": ["string", "null"],
    "description": "CSV file with the people, in place of agents.",
}
_OVERRIDES = {
    "title": "Overrides",
    "type": "object",
    "description": "Named blocks of changed fields, chosen with --override.",
    "additionalProperties": {"type": "object"},
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file.

    It has the reader's own fields as well: ``extends``, ``overrides`` and ``team.agents_file``.
    A file with a base may leave anything out, so only a file without one must be complete.
    """
    return deepcopy(_built())


@cache
def _built() -> dict[str, Any]:
    schema = Scenario.model_json_schema(mode="validation")
    required = schema.pop("required")
    schema["$schema"] = GenerateJsonSchema.schema_dialect
    schema["title"] = "fairshift scenario"
    schema["properties"] = {"extends": _EXTENDS, **schema["properties"], "overrides": _OVERRIDES}
    team = schema["$defs"]["Team"]
    team["properties"]["agents_file"] = _AGENTS_FILE
    team.pop("required")
    whole_team = {
        "required": ["contracts"],
        "oneOf": [{"required": ["agents"]}, {"required": ["agents_file"]}],
    }
    schema["anyOf"] = [
        {"required": ["extends"]},
        {"required": required, "properties": {"team": whole_team}},
    ]
    return schema
