"""Assignment rules as JSON: written for exports, read back for simulation."""

import json
from collections.abc import Iterator
from functools import cache

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from scenarios.assignment import AssignmentRules
from scenarios.assignment_fields import known_fields
from scenarios.json_lines import JsonLines
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem, ScenarioError, field_name
from scenarios.rule_periods import wrong_ids, wrong_intervals
from scenarios.rules_fit import misfits
from scenarios.scenario import Scenario
from scenarios.wording import message_of

VERSION = 2
_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")


@cache
def _adapter() -> TypeAdapter[AssignmentRules]:
    return TypeAdapter(AssignmentRules)


def rules_to_json(rules: AssignmentRules) -> str:
    """Return rules as JSON text with a line break at the end."""
    data = _adapter().dump_python(rules, mode="json")
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def rules_from_json(
    text: str, *, file: str = "rules.json", scenario: Scenario | None = None
) -> AssignmentRules:
    """Return the rules in a JSON text, held against a scenario if there is one to fit.

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
        wrong = [(details["loc"], _message(details)) for details in error.errors(include_url=False)]
        raise ScenarioError(_at_lines(text, file, wrong)) from None
    wrong = list(_contradictions(rules))
    if scenario is not None:
        wrong.extend(misfits(scenario, rules))
    if wrong:
        raise ScenarioError(_at_lines(text, file, wrong))
    return rules


def _contradictions(rules: AssignmentRules) -> Iterator[tuple[FieldPath, str]]:
    """Yield what is wrong with rules whose fields are right one by one."""
    if rules.version != VERSION:
        yield ("version",), f"{rules.version} is no version known here; write {VERSION}"
    for place, message in wrong_ids([one.id for one in rules.periods]):
        yield ("periods", place, "id"), message
    for place, message in wrong_intervals([one.intervals for one in rules.periods]):
        yield ("periods", place, "intervals"), message


def _at_lines(text: str, file: str, wrong: list[tuple[FieldPath, str]]) -> Iterator[Problem]:
    lines = JsonLines(text)
    for path, message in wrong:
        yield Problem(file, lines.line(path), field_name(path), message)


def _message(details: ErrorDetails) -> str:
    """Return what is wrong with a field, and what would be right."""
    if details["type"] in _UNKNOWN:
        *above, name = details["loc"]
        known = known_names(str(name), known_fields(tuple(above)))
        return f"is no field here; correct the name or leave it out ({known})"
    return message_of(details, details["loc"])
