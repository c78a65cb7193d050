from typing import Any

import jsonschema
import pytest

from scenarios import library
from scenarios.problems import Origin
from scenarios.reader import read_scenario
from scenarios.scenario import Scenario
from scenarios.schema import json_schema
from scenarios.writer import scenario_to_yaml
from scenarios.yaml_source import parse_yaml, read_yaml


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _data(text: str) -> Any:
    return parse_yaml(text, Origin("test", 1)).data


@pytest.mark.parametrize("name", library.names())
def test_ready_scenarios_are_valid_and_so_is_what_the_writer_makes_of_them(
    name: str, validator: jsonschema.Draft202012Validator
) -> None:
    path = library.find(name)
    validator.validate(read_yaml(path).data)
    validator.validate(_data(scenario_to_yaml(read_scenario(path))))


@pytest.mark.parametrize(
    "text",
    [
        "extends: team-of-12\ncap: {window: shift}",
        "extends: team-of-12\nchannels: {chat: null}",
        "extends: team-of-12\nteam: {agents_file: null}",
        "extends: team-of-12\noverrides: {small: {channels: {phone: {volume_per_week: 9}}}}",
    ],
)
def test_a_file_with_a_base_may_leave_things_out(
    text: str, validator: jsonschema.Draft202012Validator
) -> None:
    validator.validate(_data(text))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("fairshift: 1", "name"),
        ("extends: team-of-12\ncap: {hostle: 0.2}", "hostle"),
        ("extends: team-of-12\noverrides: {a: {volume: {scale: -1}}}", "-1"),
        ("extends: team-of-12\nhorizon: {opening: 24/8}", "24/8"),
    ],
)
def test_a_wrong_file_is_refused(
    text: str, field: str, validator: jsonschema.Draft202012Validator
) -> None:
    with pytest.raises(jsonschema.ValidationError) as caught:
        validator.validate(_data(text))
    assert field in caught.value.message


def test_every_field_of_every_noun_is_described() -> None:
    schema = json_schema()
    bare = [
        f"{name}.{field}"
        for name, noun in schema["$defs"].items()
        for field, shown in noun.get("properties", {}).items()
        if "description" not in shown
    ]
    assert bare == []


def test_the_schema_has_the_fields_of_the_noun_and_of_the_reader() -> None:
    properties = json_schema()["$defs"]["PartialFile"]["properties"]
    assert set(properties) == {*Scenario.model_fields, "extends", "overrides"}
    assert "agents_file" in json_schema()["$defs"]["Team"]["properties"]
