"""Assignment rules as JSON: written for exports, read back for simulation."""

import json
from functools import cache

from pydantic import TypeAdapter, ValidationError

from scenarios.assignment import AssignmentRules
from scenarios.problems import Problem, ScenarioError, field_name

VERSION = 2


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
            Problem(file, None, field_name(details["loc"]), f"{details['msg']}; correct the value")
            for details in error.errors(include_url=False)
        ) from None
    if rules.version != VERSION:
        message = f"{rules.version} is no version known here; write {VERSION}"
        raise ScenarioError([Problem(file, None, "version", message)])
    return rules
