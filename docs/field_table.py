"""Write the field tables of scenario-file.md from the JSON Schema: python -m docs.field_table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scenarios.schema import json_schema

PAGE = Path(__file__).with_name("scenario-file.md")
WALL_TIME = r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"
TOP = "top level"
_LONG = 20  # fields


def page_with_tables(page: str) -> str:
    """Return the page with its tables made anew; raises ValueError without the two marks."""
    return with_part(page, "fields", tables(json_schema()))


def with_part(page: str, name: str, text: str) -> str:
    """Return a page with what stands between two marks made anew; ValueError without them."""
    before, begin, rest = page.partition(f"<!-- {name}: made by python -m docs.")
    maker, _, rest = rest.partition("\n")
    end = f"<!-- end of {name} -->"
    _, found, after = rest.partition(end)
    if not begin or not found:
        raise ValueError(f"the page lacks the marks of {name}")
    return f"{before}{begin}{maker}\n\n{text}\n{end}{after}"


def tables(schema: dict[str, Any]) -> str:
    """Return one section with a table for each mapping of a scenario file.

    A long table is not written twice: where its mapping comes again, the section says so.
    """
    first: dict[str, str] = {}
    sections = []
    for path, part in _mappings(_file(schema), schema, TOP):
        known = first.setdefault(str(part.get("title")), path)
        if known != path and len(part["properties"]) > _LONG:
            same = f"The fields are those of `{known}`."
            sections.append(f"### `{path}`\n\n{part['description']} {same}\n")
        else:
            sections.append(_section(path, part, schema))
    return "\n".join(sections)


def _section(path: str, part: dict[str, Any], schema: dict[str, Any]) -> str:
    title = path if path == TOP else f"`{path}`"
    required = dict.fromkeys(part.get("required", ()), "needed")
    required |= dict.fromkeys(_needed_with_people(path, schema), "needed without `staffing`")
    lines = [
        f"### {title}",
        "",
        part.get("description", ""),
        "",
        "| field | value | default | meaning |",
        "|---|---|---|---|",
    ]
    for name, field in part["properties"].items():
        default = _default(name, field, required)
        cells = (f"`{name}`", _kind(field, schema), default, field.get("description", ""))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, ""])


def _file(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a whole file's mapping, with the fields that only a file with a base has as well."""
    (whole,), (partial,) = (_alternatives(schema[way], schema) for way in ("else", "then"))
    only = {name: one for name, one in partial["properties"].items() if name == "extends"}
    return {**whole, "properties": {**only, **whole["properties"]}}


def _needed_with_people(path: str, schema: dict[str, Any]) -> list[str]:
    """Return the fields of a mapping that a file without a staffing must have."""
    part = _alternatives(schema["else"], schema)[0]["else"]
    for name in () if path == TOP else path.split("."):
        part = part.get("properties", {}).get(name, {})
    return list(part.get("required", ()))


def _mappings(
    part: dict[str, Any], schema: dict[str, Any], path: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every mapping with named fields and its path, the outer before the inner."""
    yield path, part
    prefix = "" if path == TOP else f"{path}."
    for name, field in part["properties"].items():
        if name == "overrides":  # they hold the same fields again
            continue
        for inner, ending in _inner(field, schema):
            yield from _mappings(inner, schema, f"{prefix}{name}{ending}")


def _inner(field: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the mappings that a field's value may be, or may hold."""
    for one in _alternatives(field, schema):
        if "properties" in one:
            yield one, ""
        elif isinstance(one.get("items"), dict):
            yield from ((inner, "[]" + end) for inner, end in _inner(one["items"], schema))
        for held in (one.get("additionalProperties"), *one.get("patternProperties", {}).values()):
            if isinstance(held, dict) and "properties" not in one:
                yield from ((inner, ".ID" + end) for inner, end in _inner(held, schema))


def _alternatives(field: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    if "$ref" in field:
        return _alternatives(schema["$defs"][field["$ref"].rsplit("/", 1)[-1]], schema)
    if "anyOf" in field and "properties" not in field:
        return [one for part in field["anyOf"] for one in _alternatives(part, schema)]
    return [field]


def _default(name: str, field: dict[str, Any], required: dict[str, str]) -> str:
    if name in required:
        return required[name]
    default = field.get("default")
    if default is None or isinstance(default, dict | list):
        return ""
    return (
        f"`{str(default).lower() if isinstance(default, bool) else default}`"
        if default != ""
        else ""
    )


def _kind(field: dict[str, Any], schema: dict[str, Any]) -> str:
    ways = _alternatives(field, schema)
    if any(one.get("const") == "24/7" for one in ways):
        return 'hours by weekday, or "24/7"'
    kinds = [_one_kind(one, schema) for one in ways]
    return " or ".join(dict.fromkeys(kind for kind in kinds if kind))


def _one_kind(one: dict[str, Any], schema: dict[str, Any]) -> str:
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"])
    if "const" in one:
        return f"`{one['const']}`"
    if "properties" in one:
        return "fields, see below"
    kind = one.get("type")
    if isinstance(kind, list):
        return " or ".join(_text_kind({}, each) for each in kind)
    if kind == "array":
        return _list_kind(one, schema)
    if kind == "object":
        return _mapping_kind(one, schema)
    if kind in ("number", "integer"):
        return _number_kind(one, "whole number" if kind == "integer" else "number")
    return _text_kind(one, str(kind))


def _list_kind(one: dict[str, Any], schema: dict[str, Any]) -> str:
    item = _kind(one.get("items", {}), schema)
    least, most = one.get("minItems"), one.get("maxItems")
    return f"list of {most}: {item}" if least and least == most else f"list of {item}"


def _mapping_kind(one: dict[str, Any], schema: dict[str, Any]) -> str:
    held = [one.get("additionalProperties"), *one.get("patternProperties", {}).values()]
    kinds = [_kind(inner, schema) for inner in held if isinstance(inner, dict)]
    return f"mapping of {kinds[0]}" if kinds and kinds[0] else "mapping"


def _number_kind(one: dict[str, Any], kind: str) -> str:
    bounds = [
        f"{sign} {one[key]:g}"
        for key, sign in (
            ("minimum", "≥"),
            ("exclusiveMinimum", ">"),
            ("maximum", "≤"),
            ("exclusiveMaximum", "<"),
        )
        if key in one
    ]
    return " ".join([kind, ", ".join(bounds)]).strip()


def _text_kind(one: dict[str, Any], kind: str) -> str:
    if one.get("format") == "date":
        return "date"
    if one.get("pattern") == WALL_TIME:
        return '"HH:MM"'
    return {"string": "text", "boolean": "true or false", "null": "null"}.get(kind, "anything")


if __name__ == "__main__":
    PAGE.write_text(page_with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
