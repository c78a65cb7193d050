from collections.abc import Callable
from pathlib import Path
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
from tests.scenarios.pledged import PLEDGED
from tests.scenarios.pledged import write as write_pledged
from tests.scenarios.staffed import STAFFED, write_staffed
from tests.scenarios.world import WORLD, write_world


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


@pytest.mark.parametrize("text", [WORLD, STAFFED, PLEDGED], ids=["world", "staffed", "pledged"])
def test_every_part_of_the_world_is_known(
    text: str, validator: jsonschema.Draft202012Validator
) -> None:
    validator.validate(_data(text))


@pytest.mark.parametrize("write", [write_world, write_staffed, write_pledged])
def test_so_is_what_the_writer_makes_of_it(
    write: Callable[[Path], Path], tmp_path: Path, validator: jsonschema.Draft202012Validator
) -> None:
    validator.validate(_data(scenario_to_yaml(read_scenario(write(tmp_path)))))


@pytest.mark.parametrize(
    "text",
    [
        "extends: team-of-12\ncap: {window: shift}",
        "extends: team-of-12\nchannels: {chat: null}",
        "extends: team-of-12\nteam: {agents_file: null}",
        "extends: team-of-12\nteam: {last_roster: runs/last, rotations: {weekly: null}}",
        "extends: team-of-12\nrules: {max_week_hours: null, prices: {max_nights: null}}",
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
        ("extends: team-of-12\nrules: {prices: {max_nites: 2}}", "max_nites"),
        ("extends: team-of-12\nrules: {minors: {max_night: 2}}", "max_night"),
        ("extends: team-of-12\noverrides: {a: {volume: {scale: -1}}}", "-1"),
        ("extends: team-of-12\nhorizon: {opening: 24/8}", "24/8"),
        (STAFFED.replace("staffing:", "staffing: null\nothers:"), "others"),
        (WORLD[: WORLD.index("team:")] + WORLD[WORLD.index("shifts:") :], "team"),
        (WORLD.replace("      file:", "      messages: []\n      file:"), "messages"),
        (WORLD[: WORLD.index("shifts:")], "shifts"),
        (WORLD.replace("  contracts:", "  contract:"), "contract"),
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
    assert "messages_file" in json_schema()["$defs"]["Replay"]["properties"]
    assert "messages" not in json_schema()["$defs"]["Replay"]["properties"]
