"""Bad input: every problem on a line of its own, exit code 2, nothing written."""

import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from scenarios import library
from tests.cli.conftest import TINY, Run


def files_below(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.yaml"
    path.write_text(
        TINY.replace("volume_per_week: 60", "volume_per_week: -60")
        .replace("hostile: 0.9", "hostile: 1.7")
        .replace("start: 2027-02-01", "start: 2027-02-02"),
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("command", ["check", "plan", "volume"])
def test_every_problem_is_told_and_nothing_written(
    run: Run, broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = files_below(tmp_path)
    ended = run(command, broken)
    assert ended.code == 2
    assert ended.out == ""
    lines = ended.err.splitlines()
    for field in ("channels.posts.volume_per_week", "cap.hostile", "horizon.start"):
        assert any(line.startswith(f"{broken}:") and f": {field}: " in line for line in lines)
    assert files_below(tmp_path) == before


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    ended = run("check", tmp_path / "no-such.yaml")
    assert ended.code == 2
    assert "no-such.yaml" in ended.err
    assert "Traceback" not in ended.err


def test_a_setting_that_no_field_takes(run: Run, tiny: Path) -> None:
    ended = run("check", tiny, "--set", "cap.hostil=0.2")
    assert ended.code == 2
    assert "hostil" in ended.err


def test_settings_overrides_and_seed_reach_the_scenario(run: Run, tiny: Path) -> None:
    tiny.write_text(TINY + "overrides: {double: {volume: {scale: 2}}}\n", encoding="utf-8")
    plain, doubled = (
        run("check", tiny, "--json"),
        run("check", tiny, "--override", "double", "--json"),
    )
    set_by_hand = run("check", tiny, "--set", "volume.scale=2.0", "--json")
    digests = [json.loads(one.out)[-1]["value"] for one in (plain, doubled, set_by_hand)]
    assert digests[1] == digests[2] != digests[0]


@pytest.mark.parametrize("name", library.names())
def test_ready_scenarios_are_sound(run: Run, name: str) -> None:
    ended = run("check", name)
    assert ended.code == 0
    assert "nothing wrong" in ended.out
    assert ended.err == ""


def test_check_names_what_makes_cases_by_itself(run: Run) -> None:
    said = run("check", "storm-of-12", "--set", "channels.messages.workflow=six-stages", "--json")
    rows = {row["field"]: row["value"] for row in json.loads(said.out)}
    assert rows["backlash posts"] == "branching ratio 0.07; 0.0735 with all that comes back"
    assert rows["storm saturday-night"] == "120 cases on posts from 2027-03-13 20:00"
    assert rows["stages messages"].startswith("acknowledge, ask")
    assert "stages posts" not in rows


@pytest.mark.parametrize("name", library.names())
def test_ready_scenarios_fit_the_schema(run: Run, name: str) -> None:
    schema = json.loads(run("schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    data = YAML(typ="safe").load(library.find(name))
    text = json.dumps(data, default=str)
    jsonschema.validate(json.loads(text), schema)


def test_the_schema_sees_a_mistake(run: Run) -> None:
    schema = json.loads(run("schema").out)
    data = json.loads(json.dumps(YAML(typ="safe").load(TINY), default=str))
    jsonschema.validate(data, schema)
    data["cap"]["hostile"] = 1.7
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)


def test_an_unexpected_error_says_where_to_report(
    run: Run, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_reader(*_: object, **__: object) -> None:
        raise RuntimeError("the moon is in the way")

    monkeypatch.setattr("scenarios.reader.read_scenario", broken_reader)
    ended = run("check", tiny)
    assert ended.code == 70
    assert "the moon is in the way" in ended.err
    assert f"fairshift --debug check {tiny}" in ended.err
    assert "Traceback" not in ended.err


def test_debug_raises_the_unexpected_error(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import cli

    def broken_reader(*_: object, **__: object) -> None:
        raise RuntimeError("the moon is in the way")

    monkeypatch.setattr("scenarios.reader.read_scenario", broken_reader)
    with pytest.raises(RuntimeError, match="moon"):
        cli.main(["--debug", "check", str(tiny)])
