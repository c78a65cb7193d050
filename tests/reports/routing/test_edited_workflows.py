"""A workflow edited by hand routes otherwise, or says why the simulation cannot."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scenarios.assignment import AssignmentRules, RoutingPolicy, RulePeriod
from scenarios.problems import ScenarioError
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from tests.reports.routing.round_trip import read_again, records_of, same
from tests.scheduler.two_groups import two_groups
from tests.simulation.scenes import around_the_clock, quota_of, rules

Change = Callable[[Any], None]


def said() -> Scenario:
    """Enough work that some of it always waits."""
    busy = {"channels.posts.volume_per_week": 2500.0, "channels.phone.volume_per_week": 2500.0}
    return two_groups(busy)


def by(scenario: Scenario) -> AssignmentRules:
    """Calls first; posts go first to those who cannot take calls; a quota with look-ahead."""
    return rules(
        scenario,
        priority={"phone": 0, "posts": 1},
        preference={"g2": 0, "g1": 1},
        quota=quota_of(scenario, 0.15, sure=(2.0, 0.0)),
    )


def filters(workflow: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workflow["task_routing"]["filters"]
    return found


def swap_priorities(workflow: Any) -> None:
    for one in filters(workflow):
        for target in one["targets"]:
            target["priority"] = 1 - target["priority"]


def take_first_target_out(workflow: Any) -> None:
    for one in filters(workflow):
        del one["targets"][:-1]


def take_a_filter_out(workflow: Any) -> None:
    del filters(workflow)[0]


def take_quota_out(workflow: Any) -> None:
    for one in filters(workflow):
        for target in one["targets"]:
            target.pop("expression", None)


def keep_calls_from_the_broad_group(queues: Any) -> None:
    for queue in queues["task_queues"]:
        queue["target_workers"] = queue["target_workers"].replace("'g1', ", "")


def tighten_one_cap(workers: Any) -> None:
    workers["workers"][0]["attributes"]["cap"] = 0.01


def serve_the_oldest(tasks: Any) -> None:
    tasks["order"] = "arrival"


EDITS: dict[str, tuple[str, Change]] = {
    "priorities swapped": ("workflow", swap_priorities),
    "first target removed": ("workflow", take_first_target_out),
    "filter removed": ("workflow", take_a_filter_out),
    "quota removed": ("workflow", take_quota_out),
    "task queue narrowed": ("task_queues", keep_calls_from_the_broad_group),
    "cap of one worker": ("workers", tighten_one_cap),
}


@pytest.mark.parametrize("name", [name for name in EDITS if name != "cap of one worker"])
def test_an_edit_changes_the_routing(name: str, tmp_path: Path) -> None:
    scenario = said()
    plan = around_the_clock(scenario)
    as_exported = read_again(tmp_path / "a", scenario, by(scenario), plan)
    file, change = EDITS[name]
    edited = read_again(tmp_path / "b", scenario, by(scenario), plan, **{file: change})
    assert edited != as_exported
    assert not same(records_of(scenario, plan, as_exported), records_of(scenario, plan, edited))


def test_the_limit_of_a_worker_is_that_of_the_agent(tmp_path: Path) -> None:
    scenario = said()
    file, change = EDITS["cap of one worker"]
    edited = read_again(tmp_path, scenario, by(scenario), Roster(()), **{file: change})
    assert edited.quota is not None
    assert [edited.quota.limits[one].hostile for one in ("B1", "B2")] == [0.01, 0.15]


def test_tasks_in_the_order_of_arrival(tmp_path: Path) -> None:
    scenario = said()
    edited = read_again(tmp_path, scenario, by(scenario), Roster(()), tasks=serve_the_oldest)
    assert edited.first_come


def test_without_orders_and_quota_it_is_longest_idle(tmp_path: Path) -> None:
    def plain(workflow: Any) -> None:
        take_first_target_out(workflow)
        take_quota_out(workflow)
        for one in filters(workflow):
            one["targets"][0].pop("order_by", None)

    scenario = said()
    edited = read_again(tmp_path, scenario, by(scenario), Roster(()), workflow=plain)
    assert edited.policy is RoutingPolicy.LONGEST_IDLE
    assert edited.quota is None


def test_filters_may_be_written_otherwise(tmp_path: Path) -> None:
    """IN, OR, parentheses, numbers as texts, one filter for two queues, attributes of one's own."""

    def merge(workflow: Any) -> None:
        first, second = filters(workflow)[0], filters(workflow)[2]
        first["expression"] = "(channel IN ['posts'] OR channel == \"phone\") AND hostile == false"
        for target in first["targets"]:
            target["priority"] = str(target["priority"])
            target["queue"] = "all"
            target["expression"] = "worker.trained == true AND task.channel != 'letters'"
        first["targets"] = first["targets"][:1]
        first["targets"][0].pop("skip_if", None)
        filters(workflow).remove(second)

    def everybody(queues: Any) -> None:
        queues["task_queues"].append({"friendly_name": "all", "target_workers": "1 == 1"})

    def train(workers: Any) -> None:
        for worker in workers["workers"]:
            worker["attributes"]["trained"] = True

    scenario = said()
    edited = read_again(
        tmp_path,
        scenario,
        by(scenario),
        Roster(()),
        workflow=merge,
        task_queues=everybody,
        workers=train,
    )
    harmless = {rule.queue_id: [] for rule in edited.group_rules}  # type: ignore[var-annotated]
    for rule in edited.group_rules:
        harmless[rule.queue_id].append(rule.group_id)
    assert harmless["posts/any/harmless"] == harmless["phone/any/harmless"] == ["g1", "g2"]


def first_target(field: str, value: Any, place: int = 0, number: int = -1) -> Change:
    def change(workflow: Any) -> None:
        filters(workflow)[place]["targets"][number][field] = value

    return change


def condition(value: str) -> Change:
    def change(workflow: Any) -> None:
        filters(workflow)[0]["expression"] = value

    return change


HOSTILE = 1  # place of the filter of hostile posts
WRONG: list[tuple[str, Change, str]] = [
    (
        "workflow",
        condition("channel == 'posts"),
        "filters.0.expression: column 12: the text has no",
    ),
    ("workflow", condition("colour == 'red'"), "colour is no attribute of the tasks"),
    ("workflow", first_target("queue", "nowhere"), 'targets.1.queue: "nowhere" is no task queue'),
    ("workflow", first_target("timeout", 30), "ends the task when it is over"),
    ("workflow", first_target("priority", 7), "keeps a task's priority"),
    ("workflow", first_target("skip_if", "workers.available == 0", 0, 0), "write 1 == 1"),
    ("workflow", first_target("order_by", "worker.age DESC"), "order_by: the simulation knows"),
    ("workflow", first_target("order_by", "worker.hostile_count ASC", HOSTILE), "hostile_share"),
    ("workflow", first_target("known_worker_sid", "task.x"), "can act on; take it out"),
    ("workflow", first_target("expression", "level > 2"), "level needs worker. or task. before"),
    (
        "workflow",
        first_target("expression", "worker.hostile_left > 2", HOSTILE),
        "in a way that the simulation does not know",
    ),
    (
        "workflow",
        first_target("expression", "worker.agent_id == 'B1'"),
        "takes 1 of the 3 workers of group g1",
    ),
    (
        "workflow",
        first_target("expression", "worker.group == 'g1'"),
        "does not reach g2, who were asked before",
    ),
    ("workflow", first_target("expression", "worker.level > 2"), "reaches nobody"),
    (
        "task_queues",
        lambda queues: queues["task_queues"][0].update(task_order="LIFO"),
        "task_queues.0.task_order: is LIFO",
    ),
    (
        "task_queues",
        lambda queues: queues["task_queues"][0].update(max_reserved_workers=2),
        "one worker at a time",
    ),
    (
        "task_queues",
        lambda queues: queues["task_queues"][0].update(target_workers="hostile_left > 0"),
        "ask for it in a target instead",
    ),
    (
        "task_queues",
        lambda queues: queues["task_queues"][1].update(
            friendly_name=queues["task_queues"][0]["friendly_name"]
        ),
        "comes twice",
    ),
    (
        "workers",
        lambda workers: workers["workers"][0]["attributes"].update(agent_id="B9"),
        '"B9" is no agent here',
    ),
    ("workers", lambda workers: workers["workers"].pop(), 'has nobody with agent_id "S1"'),
    (
        "workers",
        lambda workers: workers["workers"].append(workers["workers"][0]),
        '"B1" comes twice',
    ),
    ("callback", lambda settings: settings.update(quota=None), "though targets ask for hostile"),
    (
        "callback",
        lambda settings: settings["quota"].update(window="year"),
        'quota.window: "year" is not known here; write one of shift, week, horizon',
    ),
    (
        "tasks",
        lambda tasks: tasks.update(order="random"),
        'order: "random" is not known here; write one of due, arrival',
    ),
]


@pytest.mark.parametrize(("file", "change", "words"), WRONG)
def test_what_the_simulation_cannot_do_is_told_with_file_and_place(
    file: str, change: Change, words: str, tmp_path: Path
) -> None:
    scenario = said()
    with pytest.raises(ScenarioError) as error:
        read_again(tmp_path, scenario, by(scenario), Roster(()), **{file: change})
    assert words in str(error.value)
    assert f"{file}.json" in str(error.value)


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    def twice(workflow: Any) -> None:
        condition("channel = 'posts'")(workflow)
        filters(workflow)[2]["targets"][0]["order_by"] = "worker.age ASC"

    scenario = said()
    with pytest.raises(ScenarioError) as error:
        read_again(tmp_path, scenario, by(scenario), Roster(()), workflow=twice)
    assert "a single =" in str(error.value)
    assert "filters.2.targets.0.order_by" in str(error.value)


def test_hostile_queues_are_treated_alike(tmp_path: Path) -> None:
    def one_without(workflow: Any) -> None:
        for target in filters(workflow)[HOSTILE]["targets"]:
            target.pop("expression")

    scenario = said()
    with pytest.raises(ScenarioError, match="differs from other hostile queues"):
        read_again(tmp_path, scenario, by(scenario), Roster(()), workflow=one_without)


def test_times_of_the_week_keep_apart_in_name_and_time(tmp_path: Path) -> None:
    def muddled(tasks: Any) -> None:
        late, early = tasks["periods"]
        early["id"], late["id"] = late["id"], "regular"
        early["spans"].append(["tue", "17:00", "17:30"])

    scenario = said()
    made = by(scenario)
    late, early = range(64, 4 * 96, 96), range(32, 40)
    periods = (
        RulePeriod("late", (*late, 164, 165), made.group_rules),
        RulePeriod("early", tuple(early), made.group_rules),
    )
    with pytest.raises(ScenarioError) as error:
        read_again(tmp_path, scenario, replace(made, periods=periods), Roster(()), tasks=muddled)
    told = [(one.field, one.message) for one in error.value.problems]
    assert told == [
        ("periods.0.id", '"regular" stands for all times that no period names; name it otherwise'),
        (
            "periods.1.spans",
            "tue 17:00 17:15 is named in period 0 as well, and 1 more are not alone; "
            "leave each to one period",
        ),
    ]


def test_a_broken_json_names_its_line(tmp_path: Path) -> None:
    from scenarios.taskrouter.file import read_taskrouter
    from tests.reports.routing.round_trip import written

    scenario = said()
    folder = written(tmp_path, scenario, by(scenario), Roster(()))
    (folder / "workflow.json").write_text('{\n"task_routing": }', encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"workflow\.json:2: is no valid JSON"):
        read_taskrouter(folder, scenario)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("queue", "nowhere", '"nowhere" is no task queue; '),
        ("priority", "high", '"high" is not a whole number; write a whole number without quotes'),
    ],
)
def test_a_mistake_is_told_once_with_its_line_and_in_plain_words(
    field: str, value: str, words: str, tmp_path: Path
) -> None:
    from scenarios.taskrouter.file import read_taskrouter
    from tests.reports.routing.round_trip import written

    scenario = said()
    folder = written(tmp_path, scenario, by(scenario), Roster(()))
    workflow = json.loads((folder / "workflow.json").read_text(encoding="utf-8"))
    workflow["task_routing"]["filters"][1]["targets"][0][field] = value
    text = json.dumps(workflow, indent=1)
    (folder / "workflow.json").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        read_taskrouter(folder, scenario)
    (problem,) = error.value.problems
    assert problem.message.startswith(words)
    assert problem.line is not None
    assert text.splitlines()[problem.line - 1].strip().startswith(f'"{field}": "{value}"')
