"""The reference callback against the files of an export: what it answers, writes and forgets."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import HTTPServer
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import pytest

from reports.routing.taskrouter import taskrouter_files
from scenarios.assignment import AssignmentRules
from scenarios.cap import CapWindow, Then
from scenarios.timeline import Timeline
from tests.scheduler.two_groups import two_groups
from tests.simulation.scenes import quota_of, roster, rules, shift

SAID = two_groups()
PLAN = roster(shift("B1", (480, 960), name="s1"), shift("B1", (1920, 2400), name="s2"))
HOSTILE, HARMLESS = "posts/any/hostile", "posts/any/harmless"


@dataclass
class Desk:
    """The callback with a clock of its own and what it writes."""

    module: ModuleType
    by: AssignmentRules
    now: float = 0.0
    written: dict[str, dict[str, Any]] = field(default_factory=dict)
    handed: int = 0

    def __post_init__(self) -> None:
        files = taskrouter_files(SAID, self.by, PLAN)
        self.worker = json.loads(files["workers.json"])["workers"][0]["attributes"]
        self.kinds = {
            one["queue_id"]: one["attributes"] for one in json.loads(files["tasks.json"])["tasks"]
        }
        self.now = Timeline(SAID.horizon).origin_utc.timestamp() + 480 * 60
        settings = self.module.read_settings(files["callback.json"].decode())
        self.callback = self.module.Callback(settings, self.write, lambda: self.now)

    def write(self, sid: str, attributes: dict[str, Any]) -> None:
        self.written[sid] = self.worker = attributes

    def form(self, queue: str, task: str, **more: Any) -> dict[str, str]:
        return {
            "WorkerSid": "WK1",
            "WorkerAttributes": json.dumps(self.worker),
            "TaskSid": task,
            "TaskAttributes": json.dumps({**self.kinds[queue], **more}),
            "TaskAge": str(more.get("age", 0)),
        }

    def offer(self, queue: str, **more: Any) -> str:
        self.handed += 1
        answer = self.callback.assignment(self.form(queue, f"WT{self.handed}", **more))
        instruction: str = answer["instruction"]
        return instruction

    def event(self, kind: str, task: str, queue: str = HOSTILE, **more: Any) -> float:
        seconds: float = self.callback.event({**self.form(queue, task, **more), "EventType": kind})
        return seconds


def quota(**more: Any) -> AssignmentRules:
    return rules(SAID, quota=quota_of(SAID, 0.25, **more))


def test_hostile_left_is_kept_within_the_quota(callback: ModuleType) -> None:
    desk = Desk(callback, quota())
    assert [desk.offer(HARMLESS) for _ in range(3)] == ["accept"] * 3
    assert desk.worker["hostile_left"] == 1  # 1 of 4 is a quarter
    assert desk.offer(HOSTILE) == "accept"
    assert desk.worker["hostile_left"] == 0
    assert desk.offer(HOSTILE) == "reject"
    counts = ("handled_count", "hostile_count", "hostile_share")
    assert [desk.worker[one] for one in counts] == [4, 1, 1_000_000_000]


def test_over_a_whole_shift_no_more_than_the_cap_is_accepted(callback: ModuleType) -> None:
    desk = Desk(callback, quota())
    answers = [
        (place % 3 == 0, desk.offer(HOSTILE if place % 3 == 0 else HARMLESS))
        for place in range(200)
    ]
    taken = [hostile for hostile, answer in answers if answer == "accept"]
    assert 0.2 < sum(taken) / len(taken) <= 0.25


def test_the_margin_for_wrong_labels_is_kept(callback: ModuleType) -> None:
    desk = Desk(callback, quota(chance=(0.0, 0.8), margin_z=2.0))
    for _ in range(3):
        desk.offer(HARMLESS)
    assert desk.offer(HOSTILE) == "reject"  # 0.8 + 2 x 0.4 of 4 is more than a quarter
    for _ in range(4):
        desk.offer(HARMLESS)
    assert desk.offer(HOSTILE) == "accept"


def test_the_look_ahead_ends_with_the_shift(callback: ModuleType) -> None:
    desk = Desk(callback, quota(sure=(2.0, 0.0)))
    assert desk.offer(HOSTILE) == "accept"  # 16 harmless ones are counted on
    assert desk.worker["in_debt"] == 1
    desk.now += 7.9 * 3600
    assert desk.offer(HOSTILE) == "reject"


def test_a_new_window_starts_from_nothing(callback: ModuleType) -> None:
    desk = Desk(callback, quota(window=CapWindow.SHIFT))
    for _ in range(3):
        desk.offer(HARMLESS)
    desk.now += 24 * 3600
    assert desk.offer(HOSTILE) == "reject"
    assert desk.worker["handled_count"] == 0


@pytest.mark.parametrize("how", ["canceled", "rejected", "rescinded", "timeout"])
def test_what_did_not_come_to_the_worker_is_taken_back(callback: ModuleType, how: str) -> None:
    desk = Desk(callback, quota())
    for _ in range(3):
        desk.offer(HARMLESS)
    desk.offer(HOSTILE)
    desk.event(f"reservation.{how}", "WT4")
    assert (desk.worker["handled_count"], desk.worker["hostile_left"]) == (3, 1)
    desk.event(f"reservation.{how}", "WT4")
    assert desk.worker["handled_count"] == 3


def test_the_truth_counts_once_the_agent_marks_it(callback: ModuleType) -> None:
    desk = Desk(callback, quota(known_at_close=True, chance=(0.0, 0.7)))
    for _ in range(3):
        desk.offer(HARMLESS)
    desk.offer(HOSTILE)
    desk.event("reservation.completed", "WT4", was_hostile=False)
    assert desk.worker["hostile_share"] == 0
    assert desk.worker["hostile_left"] == 2  # 2 x 0.7 of 6


def test_a_breach_comes_when_it_is_due_and_is_noted(callback: ModuleType) -> None:
    by = quota(when_blocked=Then.BREACH)
    assert by.quota is not None
    step = by.quota.steps[0].model_copy(update={"after_seconds": 600.0})
    desk = Desk(callback, replace(by, quota=replace(by.quota, steps=(step,))))
    assert desk.offer(HOSTILE, age=599) == "reject"
    assert desk.offer(HOSTILE, age=600) == "accept"
    assert desk.callback.breaches == ["WT2"]


def test_the_cool_down_comes_after_a_run(callback: ModuleType) -> None:
    by = rules(SAID, cool_down_seconds=90.0, cool_down_after_run=2)
    desk = Desk(callback, by)
    for _ in range(3):
        desk.offer(HOSTILE)
    told = [desk.event("reservation.completed", f"WT{number}") for number in (1, 2)]
    assert told == [0.0, 90.0]


def test_without_a_quota_everything_is_accepted(callback: ModuleType) -> None:
    desk = Desk(callback, rules(SAID))
    assert {desk.offer(HOSTILE) for _ in range(20)} == {"accept"}
    assert desk.worker["hostile_left"] == 1_000_000


def test_tasks_of_no_queue_are_told(callback: ModuleType) -> None:
    desk = Desk(callback, quota())
    desk.kinds[HOSTILE] = {"channel": "letters"}
    with pytest.raises(LookupError, match="letters"):
        desk.offer(HOSTILE)


def test_sids_take_the_place_of_names(callback: ModuleType) -> None:
    workflow = json.loads(taskrouter_files(SAID, quota(), PLAN)["workflow.json"])
    names = ("posts_any", "phone_any", "unmatched")
    changed = callback.with_sids(workflow, {name: f"WQ{name}" for name in names})
    assert changed["task_routing"]["filters"][0]["targets"][0]["queue"] == "WQposts_any"
    assert changed["task_routing"]["default_filter"]["queue"] == "WQunmatched"


def test_attributes_are_written_through_the_api(callback: ModuleType) -> None:
    request = callback.request_of("WS1", "WK1", {"hostile_left": 2}, "AC1", "token")
    assert request.full_url.endswith("/v1/Workspaces/WS1/Workers/WK1")
    assert request.get_method() == "POST"
    assert request.data == b"Attributes=%7B%22hostile_left%22%3A+2%7D"


@pytest.fixture
def served(callback: ModuleType) -> Iterator[tuple[Desk, str]]:
    desk = Desk(callback, quota())
    server = HTTPServer(("127.0.0.1", 0), callback.handler_of(desk.callback))
    server.RequestHandlerClass.log_message = lambda *_: None  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield desk, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_answers_over_http(served: tuple[Desk, str]) -> None:
    desk, address = served

    def post(path: str, form: dict[str, str]) -> Any:
        with urllib.request.urlopen(address + path, urlencode(form).encode()) as answer:
            return json.load(answer)

    assert post("/assignment", desk.form(HARMLESS, "WT1")) == {"instruction": "accept"}
    assert post("/assignment", desk.form(HOSTILE, "WT2")) == {"instruction": "reject"}
    ended = {**desk.form(HARMLESS, "WT1"), "EventType": "reservation.completed"}
    assert post("/event", ended) == {}
    assert desk.written["WK1"]["handled_count"] == 1
    with pytest.raises(urllib.error.HTTPError, match="404"):
        post("/other", {})
