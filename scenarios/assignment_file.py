"""Assignment rules as JSON: written for exports, read back for simulation."""

import json
from functools import cache

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from scenarios.assignment import AssignmentRules
from scenarios.assignment_fields import known_fields
from scenarios.nearest import known_names
from scenarios.problems import Problem, ScenarioError, field_name

VERSION = 2
_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")


@cache
def _adapter() -> TypeAdapter[AssignmentRules]:
    return TypeAdapter(AssignmentRules)


def rules_to_json(rules: AssignmentRules) -> str:
    """Return rules as JSON text with a line break at the end."""
    data = _adapter().dump_python(rules, mode="json")
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def rules_from_json(text: str, *, file: str = "rules.json") -> AssignmentRules:
    """Return the rules in a JSON text.

    ``file`` is named in the problems. Raises ScenarioError with everything that is wrong.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"is no valid JSON: {error.msg}; export the rules again or correct the line"
        raise ScenarioError([Problem(file, error.lineno, "", message)]) from None
    try:
        rules = _adapter().validate_python(data)
    except ValidationError as error:
        raise ScenarioError(
            Problem(file, None, field_name(details["loc"]), _message(details))
            for details in error.errors(include_url=False)
        ) from None
    if rules.version != VERSION:
        message = f"{rules.version} is no version known here; write {VERSION}"
        raise ScenarioError([Problem(file, None, "version", message)])
    return rules


def _message(details: ErrorDetails) -> str:
    """Return what is wrong with a field, and what would be right."""
    if details["type"] in _UNKNOWN:
        *above, name = details["loc"]
        known = known_names(str(name), known_fields(tuple(above)))
        return f"is no field here; correct the name or leave it out ({known})"
    return f"{details['msg']}; correct the value"
