from pathlib import Path

import pytest

from scenarios.layers import override_names
from scenarios.reader import read_scenario
from tests.scenarios.broken import problems_of
from tests.scenarios.good import line_of, write
from tests.scenarios.staffed import write_staffed
from tests.scenarios.world import write_world


def _file(folder: Path, text: str, name: str = "scenario.yaml") -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_a_base_is_merged_field_by_field_and_lists_replace(tmp_path: Path) -> None:
    write(tmp_path, name="base.yaml")
    path = _file(
        tmp_path,
        "extends: base.yaml\nhorizon: {weeks: 2}\nteam: {agents: [{id: cy, contract: full, "
        "skills: [posts, phone], languages: [de, en]}]}\n",
    )
    scenario = read_scenario(path)
    assert scenario.horizon.weeks == 2
    assert scenario.horizon.zone == "Europe/Berlin"
    assert [agent.id for agent in scenario.team.agents] == ["cy"]


def test_a_chain_of_bases_ends_with_the_nearest_word(tmp_path: Path) -> None:
    write(tmp_path, name="a.yaml")
    _file(tmp_path, "extends: a.yaml\nname: B\nhorizon: {weeks: 2}", "b.yaml")
    scenario = read_scenario(_file(tmp_path, "extends: b.yaml\nname: C"))
    assert (scenario.name, scenario.horizon.weeks) == ("C", 2)


def test_a_ready_scenario_may_be_a_base(tmp_path: Path) -> None:
    path = _file(tmp_path, "extends: team-of-60\nname: Mine\nchannels: {chat: null}")
    scenario = read_scenario(path)
    assert scenario.name == "Mine"
    assert "chat" not in scenario.channels
    assert len(scenario.team.agents) == 60


def test_bases_in_a_circle_are_named(tmp_path: Path) -> None:
    _file(tmp_path, "extends: b.yaml", "a.yaml")
    _file(tmp_path, "name: b\nextends: a.yaml", "b.yaml")
    (problem,) = problems_of(tmp_path / "a.yaml")
    assert (problem.file, problem.line, problem.field) == (str(tmp_path / "b.yaml"), 2, "extends")
    assert "a.yaml -> b.yaml -> a.yaml" in problem.message


@pytest.mark.parametrize(
    ("base", "remedy"),
    [
        ("missing.yaml", "correct the name"),
        ("team-of-112", '"team-of-12"'),
        ("../outside.yaml", "copy it into the folder"),
        ("/etc/hosts.yaml", "copy it into the folder"),
        ("link.yaml", "copy it into the folder"),
        ("[a, b]", "name one base"),
    ],
)
def test_a_base_that_cannot_be_is_told_at_its_line(base: str, remedy: str, tmp_path: Path) -> None:
    write(tmp_path, name="outside.yaml")
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    path = _file(folder, f"name: x\nextends: {base}")
    (problem,) = problems_of(path)
    assert (problem.file, problem.line, problem.field) == (str(path), 2, "extends")
    assert remedy in problem.message


def test_a_mistake_in_the_base_is_told_in_the_base(tmp_path: Path) -> None:
    base = write(tmp_path, ("hostile: 0.22", "hostile: 1.7"), name="base.yaml")
    path = _file(tmp_path, "extends: base.yaml\nhorizon:\n  weeks: none")
    cap, weeks = sorted(problems_of(path), key=lambda one: one.field)
    assert (cap.file, cap.line, cap.field) == (str(base), line_of("hostile: 0.22"), "cap.hostile")
    assert (weeks.file, weeks.line, weeks.field) == (str(path), 3, "horizon.weeks")


def test_overrides_apply_in_the_order_given_and_settings_after_them(tmp_path: Path) -> None:
    blocks = (
        "rules: {preset: de-arbzg}",
        "rules: {preset: de-arbzg}\noverrides:\n  busy: {volume: {scale: 1.5}}\n"
        "  calm: {volume: {scale: 0.5}, cap: null}\n",
    )
    path = write(tmp_path, blocks)
    assert override_names(path) == ("busy", "calm")
    assert read_scenario(path).volume.scale == 1
    assert read_scenario(path, overrides=["calm", "busy"]).volume.scale == 1.5
    assert read_scenario(path, overrides=["calm"]).cap is None
    both = read_scenario(path, overrides=["busy"], settings=["volume.scale=2"])
    assert both.volume.scale == 2


def test_a_mistake_in_an_override_is_told_where_it_stands(tmp_path: Path) -> None:
    blocks = (
        "rules: {preset: de-arbzg}",
        "rules: {preset: de-arbzg}\noverrides:\n  busy:\n    volume:\n      scale: -1\n",
    )
    path = write(tmp_path, blocks)
    assert read_scenario(path).volume.scale == 1
    (problem,) = problems_of(path, overrides=["busy"])
    assert (problem.line, problem.field) == (line_of("rules:") + 4, "volume.scale")
    (problem,) = problems_of(path, overrides=["bussy"])
    assert problem.file == "--override bussy"
    assert '"busy"' in problem.message


@pytest.mark.parametrize(
    ("blocks", "field"), [("3", "overrides"), ("{busy: 3, calm: {}}", "overrides.busy")]
)
def test_overrides_that_are_no_blocks_are_told_even_if_not_chosen(
    blocks: str, field: str, tmp_path: Path
) -> None:
    path = write(tmp_path, ("name: Small", f"name: Small\noverrides: {blocks}"))
    for chosen in ([], ["calm"]):
        (problem,) = problems_of(path, overrides=chosen)
        assert (problem.line, problem.field) == (3, field)


@pytest.mark.parametrize(
    ("setting", "field", "remedy"),
    [
        ("cap.hostile=1.7", "cap.hostile", "from 0 to 1"),
        ("cap.hostle=0.1", "cap.hostle", '"hostile"'),
        ("cap.groups.nobody.hostile=0.1", "cap.groups.nobody", "no group"),
        ("team.agents.7.id=x", "team.agents.7", "0 to 1"),
        ("team.agents.0.id=ben", "team.agents.1.id", "of their own"),
        ("cap.hostile", "", "equals sign"),
        ("=3", "", "equals sign"),
        ("cap={hostile: [}", "", "brackets"),
    ],
)
def test_a_mistake_in_a_setting_names_the_setting(
    setting: str, field: str, remedy: str, tmp_path: Path
) -> None:
    path = write(tmp_path)
    (problem,) = problems_of(path, settings=[setting])
    assert problem.field == field
    assert remedy in problem.message
    if field != "team.agents.1.id":
        assert (problem.file, problem.line) == (f"--set {setting}", None)


def test_settings_reach_lists_mappings_and_nothing(tmp_path: Path) -> None:
    settings = ["team.agents.0.id=cy", "cap=null", "volume={scale: 2}", "channels.posts.sla=null"]
    scenario = read_scenario(write(tmp_path), settings=settings)
    assert [agent.id for agent in scenario.team.agents] == ["cy", "ben"]
    assert scenario.cap is None
    assert scenario.volume.scale == 2
    assert scenario.channels["posts"].sla is None


def test_named_entries_of_every_part_are_taken_away_with_null(tmp_path: Path) -> None:
    settings = [
        "events.outage=null",
        "storms={sunday: null}",
        "external_desks.agency=null",
        "start.backlog.messages=null",
        "channels.messages.replay.where.brand=null",
        "team.profiles.voice.handle_time_factor.phone=null",
    ]
    scenario = read_scenario(write_world(tmp_path), settings=settings)
    assert (scenario.events, scenario.storms, scenario.external_desks) == ({}, {}, {})
    assert scenario.start.backlog == {}
    replay = scenario.channels["messages"].replay
    assert replay is not None
    assert (replay.where, len(replay.messages)) == ({}, 5)
    assert scenario.team.profiles["voice"].handle_time_factor == {}
    fewer = ["staffing.groups.ones=null", "staffing.asks.a=null"]
    scenario = read_scenario(write_staffed(tmp_path), settings=fewer)
    assert scenario.staffing is not None
    assert (list(scenario.staffing.groups), scenario.staffing.asks) == (["both"], {})


def test_changing_one_agent_keeps_the_lines_of_the_others(tmp_path: Path) -> None:
    path = write(tmp_path, ("id: ben", "id: ben b"))
    (problem,) = problems_of(path, settings=["team.agents.0.id=cy"])
    assert (problem.file, problem.line) == (str(path), line_of("id: ben"))


def test_what_a_replaced_list_leaves_out_is_told_of_the_layer_that_replaced_it(
    tmp_path: Path,
) -> None:
    everybody = (
        "[{id: cy, contract: full, skills: [posts, phone], languages: [de, en]}, "
        "{id: dan, skills: [posts]}]"
    )
    (problem,) = problems_of(write(tmp_path), settings=[f"team.agents={everybody}"])
    assert problem.file == f"--set team.agents={everybody}"
    assert problem.field == "team.agents.1.contract"
    blocks = ("name: Small", f"name: Small\noverrides:\n  new:\n    team: {{agents: {everybody}}}")
    (problem,) = problems_of(write(tmp_path, blocks), overrides=["new"])
    assert (problem.line, problem.field) == (5, "team.agents.1.contract")


def test_all_problems_of_all_layers_come_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, ("weeks: 4", "weeks: 0"))
    problems = problems_of(path, overrides=["no"], settings=["cap.hostile=2", "nonsense"])
    assert {problem.file for problem in problems} == {
        str(path),
        "--override no",
        "--set cap.hostile=2",
        "--set nonsense",
    }
