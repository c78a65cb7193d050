"""Which fields a scenario file knows, and how each is to be written."""

from typing import Any

from scenarios.problems import FieldPath
from scenarios.schema import definitions


def known_fields(path: FieldPath) -> tuple[str, ...]:
    """Return the field names that the mapping at a path knows; empty if it takes any."""
    names: list[str] = []
    for schema in _schemas_at(path):
        names.extend(schema.get("properties", {}))
    return tuple(dict.fromkeys(names))


def description(path: FieldPath) -> str:
    """Return what the field at a path means, or "" if nothing is said."""
    for schema in _schemas_at(path, resolved=False):
        if "description" in schema:
            return str(schema["description"])
    return ""


def _schemas_at(path: FieldPath, *, resolved: bool = True) -> list[dict[str, Any]]:
    found = [definitions()["Scenario"]]
    for part in path:
        inner = []
        for schema in _resolved(found):
            inner.extend(_step(schema, part))
        found = inner
    return _resolved(found) if resolved else found


def _step(schema: dict[str, Any], part: str | int) -> list[dict[str, Any]]:
    if isinstance(part, int):
        items = schema.get("items", {})
        return [items] if isinstance(items, dict) else []
    properties = schema.get("properties", {})
    if part in properties:
        return [properties[part]]
    return [
        value
        for value in (schema.get("additionalProperties"), *_patterns(schema))
        if isinstance(value, dict)
    ]


def _patterns(schema: dict[str, Any]) -> list[Any]:
    return list(schema.get("patternProperties", {}).values())


def _resolved(schemas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the schemas with references followed and alternatives laid open."""
    result: list[dict[str, Any]] = []
    for schema in schemas:
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            result.extend(_resolved([definitions()[name]]))
            continue
        result.append(schema)
        if "properties" not in schema:
            result.extend(_resolved(schema.get("anyOf", []) + schema.get("oneOf", [])))
    return result
