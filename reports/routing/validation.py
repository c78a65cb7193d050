"""Exported files held against what a vendor documents, before anything is written."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from scenarios.problems import Problem, ScenarioError, field_name

SCHEMAS = ("twilio", "connect", "zendesk")


@cache
def schema_of(vendor: str) -> dict[str, Any]:
    """Return what is recorded of a vendor's formats: a JSON Schema with one definition a file."""
    text = (files("reports.routing") / "schemas" / f"{vendor}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def problems_of(
    schema: dict[str, Any], definition: str | None, data: object, file: str
) -> list[Problem]:
    """Return where data break a schema, or one definition of it."""
    whole = schema if definition is None else {**schema, "$ref": f"#/$defs/{definition}"}
    found = Draft202012Validator(whole).iter_errors(data)
    return [
        Problem(file, None, field_name(tuple(error.absolute_path)), _short(error.message))
        for error in sorted(found, key=lambda error: [str(part) for part in error.absolute_path])
    ]


def checked(vendor: str, documents: dict[str, object], more: list[Problem]) -> dict[str, bytes]:
    """Return documents as files, by name; each is held against the definition of its name.

    ``more`` are problems found before. Raises ScenarioError with all of them.
    """
    schema = schema_of(vendor)
    problems = list(more)
    for name, data in documents.items():
        definition = name.removesuffix(".json")
        problems.extend(problems_of(schema, definition, data, f"{vendor}/{name}"))
    if problems:
        raise ScenarioError(problems)
    return {name: as_json(data) for name, data in documents.items()}


def as_json(data: object) -> bytes:
    """Return data as JSON with a line break at the end."""
    return (json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def too_much(
    file: str, field: str, what: str, number: int, most: int, remedy: str
) -> list[Problem]:
    """Return the problem that something is more than a vendor takes; nothing if it is not."""
    if number <= most:
        return []
    message = f"{number:,} {what}, and the most is {most:,}; {remedy}"
    return [Problem(file, None, field, message)]


def _short(message: str) -> str:
    return message if len(message) <= 200 else f"{message[:197]}..."
