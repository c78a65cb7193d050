"""Whatever stands in a file, it is read or answered with problems; nothing else happens."""

import io
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from scenarios.problems import Origin, Problem, ScenarioError
from scenarios.reader import read_scenario
from scenarios.yaml_source import parse_yaml
from tests.scenarios.good import GOOD

DATA: Any = parse_yaml(GOOD, Origin("good", 1)).data
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


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    changes=st.lists(st.tuples(st.sampled_from(_paths(DATA)), st.sampled_from(JUNK)), max_size=4)
)
def test_junk_in_places_of_a_good_file(
    changes: list[tuple[tuple[Any, ...], Any]], tmp_path: Path
) -> None:
    data = deepcopy(DATA)
    for path, junk in changes:
        here = data
        try:
            for part in path[:-1]:
                here = here[part]
            here[path[-1]] = deepcopy(junk)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change has taken the place away
    file = tmp_path / "scenario.yaml"
    file.write_text(_text(data))
    problems = _problems(file)
    assert {problem.file for problem in problems} <= {str(file)}
    assert all(problem.line and problem.message for problem in problems)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=st.binary(max_size=200))
def test_any_bytes(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(file)
    assert caught.value.problems
