"""Whatever stands in a file, it is read or answered with problems; nothing else happens."""

import io
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from scenarios.problems import Origin, Problem, ScenarioError
from scenarios.reader import read_scenario
from scenarios.yaml_source import parse_yaml
from tests.scenarios.broken import problems_of
from tests.scenarios.good import GOOD
from tests.scenarios.pledged import PLEDGED
from tests.scenarios.staffed import STAFFED
from tests.scenarios.world import MENTIONS, WORLD

DATA: Any = parse_yaml(GOOD, Origin("good", 1)).data
WORLD_DATA: Any = parse_yaml(WORLD, Origin("world", 1)).data
PLEDGED_DATA: Any = parse_yaml(PLEDGED, Origin("pledged", 1)).data
STAFFED_DATA: Any = parse_yaml(STAFFED, Origin("staffed", 1)).data
JUNK: tuple[Any, ...] = (
    *(None, True, -1, 0, 1, 2.5, 1e300, float("nan"), float("inf"), 10**30),
    *("", "x", "mon", "09:00", "2027-03-28 02:30", "99999-01-01", "../x", "0001-01-01"),
    *([], [None], [[]], {}, {"x": None}, {"mon": "closed"}),
)


def _paths(data: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for key, value in entries:
        found.append((*before, key))
        if isinstance(value, dict | list):
            found.extend(_paths(value, (*before, key)))
    return found


def _text(data: Any) -> str:
    text = io.StringIO()
    YAML(typ="safe", pure=True).dump(data, text)
    return text.getvalue()


def _problems(file: Path) -> tuple[Problem, ...]:
    try:
        read_scenario(file)
    except ScenarioError as error:
        return error.problems or (Problem("no problem was told", None, "", ""),)
    return ()


Changes = list[tuple[tuple[Any, ...], Any]]


def _changes(data: Any) -> st.SearchStrategy[Changes]:
    one = st.tuples(st.sampled_from(_paths(data)), st.sampled_from(JUNK))
    return st.lists(one, max_size=4)


def _changed(data: Any, changes: Changes) -> Any:
    data = deepcopy(data)
    for path, junk in changes:
        here = data
        try:
            for part in path[:-1]:
                here = here[part]
            here[path[-1]] = deepcopy(junk)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change has taken the place away
    return data


def _is_answered(data: Any, folder: Path) -> None:
    file = folder / "scenario.yaml"
    file.write_text(_text(data))
    mentions = folder / "mentions.csv"
    mentions.write_text(MENTIONS)
    problems = _problems(file)
    assert {problem.file for problem in problems} <= {str(file), str(mentions)}
    assert all(problem.message for problem in problems)
    assert all(problem.line for problem in problems if problem.file == str(file))


FEW = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@FEW
@given(changes=_changes(DATA))
def test_junk_in_places_of_a_good_file(changes: Changes, tmp_path: Path) -> None:
    _is_answered(_changed(DATA, changes), tmp_path)


@FEW
@given(changes=_changes(WORLD_DATA))
def test_junk_in_places_of_a_whole_world(changes: Changes, tmp_path: Path) -> None:
    _is_answered(_changed(WORLD_DATA, changes), tmp_path)


@FEW
@given(changes=_changes(PLEDGED_DATA))
def test_junk_in_places_of_what_is_agreed_with_people(changes: Changes, tmp_path: Path) -> None:
    _is_answered(_changed(PLEDGED_DATA, changes), tmp_path)


@FEW
@given(changes=_changes(STAFFED_DATA))
def test_junk_in_places_of_a_staffing(changes: Changes, tmp_path: Path) -> None:
    _is_answered(_changed(STAFFED_DATA, changes), tmp_path)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=st.binary(max_size=200))
def test_any_bytes(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_bytes(content)
    assert problems_of(file)
