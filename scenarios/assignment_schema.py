"""JSON Schema of fairshift's own rules file, from the same declaration that reads it."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from scenarios.assignment import AssignmentRules
from scenarios.assignment_file import VERSION


@cache
def rules_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a rules file of the version known here."""
    schema = TypeAdapter(AssignmentRules).json_schema(mode="validation")
    schema["properties"]["version"] = {"const": VERSION, "title": "Version"}
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        **schema,
        "title": "fairshift rules",
    }
