"""Assignment rules in fairshift's own form, with the JSON Schema that describes it."""

import json

from reports.routing.validation import as_json, problems_of
from scenarios.assignment import AssignmentRules
from scenarios.assignment_file import rules_to_json
from scenarios.assignment_schema import rules_schema
from scenarios.problems import ScenarioError


def rules_json_files(rules: AssignmentRules) -> dict[str, bytes]:
    """Return the rules and their schema by file name.

    Raises ScenarioError where the rules break the schema, such as for a number that is not finite.
    """
    text, schema = rules_to_json(rules), rules_schema()
    problems = problems_of(schema, None, json.loads(text), "rules.json")
    if problems:
        raise ScenarioError(problems)
    return {"rules.json": text.encode(), "rules.schema.json": as_json(schema)}
