"""The examples of two pages of docs/ are scenarios: each reads, alone or over its base."""

import re
from pathlib import Path

import pytest

from scenarios.channels import Channel
from scenarios.durations import Distribution
from scenarios.reader import read_scenario
from scenarios.scenario import Scenario
from scenarios.staffed_roster import staffed_roster
from scheduler.staffed_rules import staffed_rules
from simulation.records import Records, TaskOutcome
from simulation.world import compile_world
from tests.simulation.desk_run import run_replication

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "scenario-file.md", DOCS / "rules.md"]
BLOCK = re.compile(
    r"<!-- reads(?: over (?P<base>[\w-]+))? -->\n+```yaml\n(?P<text>.*?)\n```", re.DOTALL
)
EXAMPLES = [
    (one["base"], one["text"]) for page in PAGES for one in BLOCK.finditer(page.read_text("utf-8"))
]
MENTIONS = """\
received_at,brand,sentiment,retweets
2015-02-17T08:00:36-08:00,United,negative,3
2015-02-18T23:59:59-08:00,United,positive,0
2015-02-18T12:00:00-08:00,Southwest,negative,0
"""


def _read(folder: Path, base: str | None, text: str) -> Scenario:
    (folder / "mentions.csv").write_text(MENTIONS)
    path = folder / "scenario.yaml"
    path.write_text(text if base is None else f"extends: {base}\n{text}", encoding="utf-8")
    return read_scenario(path)


def test_every_part_of_the_world_has_an_example() -> None:
    written = "\n".join(text for _, text in EXAMPLES)
    parts = {
        name
        for name, field in {**Channel.model_fields, **Scenario.model_fields}.items()
        if not field.is_required() and name not in ("shifts", "planning", "rules", "volume")
    }
    old = {"skill", "shape", "busyness_cv", "languages", "concurrency", "concurrency_slowdown"}
    old |= {"opening", "currency", "cap", "classifier"}
    assert [name for name in sorted(parts - old) if f"{name}:" not in written] == []


@pytest.mark.parametrize(("base", "text"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_reads_and_changes_something(
    base: str | None, text: str, tmp_path: Path
) -> None:
    scenario = _read(tmp_path, base, text)
    if base is not None:
        assert scenario != _read(tmp_path, None, f"extends: {base}")


def _call_centre(folder: Path) -> Scenario:
    (text,) = [text for base, text in EXAMPLES if base is None]
    return _read(folder, None, text)


def _simulated(scenario: Scenario) -> Records:
    world = compile_world(scenario)
    return run_replication(world, staffed_roster(scenario), staffed_rules(scenario), 1, 0)


def test_the_call_centre_is_one_day_that_starts_empty(tmp_path: Path) -> None:
    scenario = _call_centre(tmp_path)
    sales = scenario.channels["sales"]
    assert sales.handle_time.distribution is Distribution.EXPONENTIAL
    assert sales.weekly_cases == 510
    assert {shift.date for shift in staffed_roster(scenario).shifts} == {scenario.horizon.start}
    tasks = _simulated(scenario).tasks
    assert 8 * 3600 <= tasks.arrival_seconds.min() < tasks.arrival_seconds.max() < 12 * 3600


def test_a_service_call_goes_to_a_generalist_only_when_all_experts_are_busy(
    tmp_path: Path,
) -> None:
    scenario = _call_centre(tmp_path)
    tasks = _simulated(scenario).tasks
    experts = {n for n, one in enumerate(scenario.team.agents) if one.group == "experts"}
    numbers = (5, 7, 8, 9, 9, 9, 7, 6)
    service = [2, 3]  # queues go by channel: harmless, hostile
    answered = tasks.outcome == TaskOutcome.ANSWERED
    by_generalist = [
        n
        for n in range(len(tasks.queue))
        if answered[n] and tasks.queue[n] in service and int(tasks.agent[n]) not in experts
    ]
    assert by_generalist
    for n in by_generalist:
        at = float(tasks.start_seconds[n])
        busy = {
            int(agent)
            for agent, start, end in zip(
                tasks.agent, tasks.start_seconds, tasks.end_seconds, strict=True
            )
            if int(agent) in experts and start <= at < end
        }
        assert len(busy) >= numbers[int(at - 8 * 3600) // 1800]
