"""Exports for other systems: they say what the rules say, and hold to what vendors document."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reports.routing import connect, taskrouter_limits, zendesk
from reports.routing.connect import connect_files
from reports.routing.own_json import rules_json_files
from reports.routing.taskrouter import taskrouter_files
from reports.routing.validation import SCHEMAS, problems_of, schema_of
from reports.routing.zendesk import zendesk_files
from scenarios.assignment import AssignmentRules, RoutingPolicy
from scenarios.assignment_file import rules_from_json
from scenarios.assignment_schema import rules_schema
from scenarios.library import find, names
from scenarios.problems import ScenarioError
from scenarios.reader import read_scenario
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.rules import default_rules
from tests.scheduler.two_groups import two_groups
from tests.simulation.scenes import quota_of, rules

Files = dict[str, bytes]
PROFILES = "CreateRoutingProfile"


def said() -> Scenario:
    return two_groups()


def by(scenario: Scenario) -> AssignmentRules:
    return rules(
        scenario,
        priority={"phone": 0, "posts": 1},
        preference={"g2": 0, "g1": 1},
        quota=quota_of(scenario, 0.25),
    )


def twilio_files(scenario: Scenario, rules_: AssignmentRules) -> Files:
    return taskrouter_files(scenario, rules_, Roster(()))


MAKERS = [twilio_files, connect_files, zendesk_files]


def data_of(files: Files, name: str) -> Any:
    return json.loads(files[name])


@pytest.mark.parametrize("vendor", SCHEMAS)
def test_the_recorded_schemas_are_schemas_and_name_their_sources(vendor: str) -> None:
    schema = schema_of(vendor)
    Draft202012Validator.check_schema(schema)
    assert all(one["page"].startswith("https://") and one["read"] for one in schema["x-sources"])


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("name", names())
def test_every_ready_scenario_can_be_exported(
    name: str, make: Callable[[Scenario, AssignmentRules], Files]
) -> None:
    scenario = read_scenario(find(name))
    files = make(scenario, default_rules(scenario))
    assert "notes.md" in files
    assert all(files.values())


@pytest.mark.parametrize(
    ("vendor", "name", "path", "value"),
    [
        ("twilio", "workflow", ("task_routing", "filters", 0, "expression"), "a-b == 1"),
        ("twilio", "workflow", ("task_routing", "filters", 0, "targets", 0, "timeout"), 0),
        ("twilio", "workflow", ("task_routing", "filters", 0, "targets"), []),
        ("twilio", "workflow", ("task_routing", "filters", 0, "targets", 0, "order_by"), "age"),
        ("twilio", "workers", ("workers", 0, "attributes", "hostile_left"), 0.5),
        ("twilio", "workers", ("workers", 0, "attributes", "group"), "a-b"),
        ("twilio", "task_queues", ("task_queues", 0, "task_order"), "RANDOM"),
        ("connect", "queues", ("CreateQueue", 0, "Name"), "x" * 128),
        (
            "connect",
            "routing_profiles",
            ("CreateRoutingProfile", 0, "QueueConfigs", 0, "Priority"),
            0,
        ),
        ("connect", "routing_profiles", (PROFILES, 0, "MediaConcurrencies"), []),
        ("connect", "hours_of_operation", ("CreateHoursOfOperation", 0, "Config", 0, "Day"), "mon"),
        ("zendesk", "queues", ("queues", 0, "queue", "priority"), 101),
        ("zendesk", "queues", ("queues", 0, "queue", "primary_groups", "groups"), []),
        ("zendesk", "capacity_rules", ("capacity_rules", 0, "capacities", "support"), -1),
    ],
)
def test_what_a_vendor_does_not_take_is_told(
    vendor: str, name: str, path: tuple[str | int, ...], value: object
) -> None:
    make = dict(zip(SCHEMAS, MAKERS, strict=True))[vendor]
    data = data_of(make(said(), by(said())), f"{name}.json")
    assert problems_of(schema_of(vendor), name, data, name) == []
    node = data
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    assert problems_of(schema_of(vendor), name, data, name)


LIMITS: list[tuple[Any, str, int, Callable[..., Any], str]] = [
    (taskrouter_limits, "MOST_WORKFLOW_BYTES", 999, twilio_files, "bytes, and the most is 999"),
    (taskrouter_limits, "MOST_TASK_QUEUES", 2, twilio_files, "task queues, and the most is 2"),
    (taskrouter_limits, "MOST_WORKERS", 3, twilio_files, "4 workers, and the most is 3"),
    (taskrouter_limits, "MOST_TASK_CHANNELS", 2, twilio_files, "3 task channels"),
    (taskrouter_limits, "MOST_ATTRIBUTES_CHARACTERS", 99, twilio_files, "characters of attributes"),
    (taskrouter_limits, "MOST_ACTIVITIES", 3, twilio_files, "4 activities"),
    (taskrouter_limits, "MOST_CAPACITY", 0, twilio_files, "1 tasks of phone at once"),
    (connect, "MOST_QUEUES", 3, connect_files, "4 queues, and the most is 3; ask AWS"),
    (connect, "MOST_QUEUES_IN_PROFILE", 3, connect_files, "g1 hostile on: 4 queues in a profile"),
    (connect, "MOST_PROFILES", 3, connect_files, "4 routing profiles"),
    (connect, "MOST_HOURS", 0, connect_files, "1 hours of operation"),
    (connect, "MOST_USERS", 3, connect_files, "4 users"),
    (zendesk, "MOST_QUEUES", 3, zendesk_files, "4 custom queues"),
    (zendesk, "MOST_PRIORITY", 1, zendesk_files, "2 different priorities"),
]


@pytest.mark.parametrize(("module", "limit", "most", "make", "words"), LIMITS)
def test_too_much_for_a_vendor_is_told_with_what_and_how_many(
    module: Any,
    limit: str,
    most: int,
    make: Callable[[Scenario, AssignmentRules], Files],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, limit, most)
    with pytest.raises(ScenarioError) as error:
        make(said(), by(said()))
    assert words in str(error.value)


def test_ranks_are_counted_from_the_first_whatever_their_numbers() -> None:
    scenario = two_groups()
    sparse = rules(
        scenario,
        priority={"phone": 3, "posts": 7},
        preference={"g2": 1, "g1": 2},
        quota=quota_of(scenario, 0.25),
    )
    profiles = data_of(connect_files(scenario, sparse), "routing_profiles.json")[PROFILES]
    configs = {c["QueueReference"]["QueueId"]: c["Priority"] for c in profiles[0]["QueueConfigs"]}
    assert configs["phone any hostile"] == configs["phone any harmless"] == 1
    assert configs["posts any hostile"] == configs["posts any harmless"] == 2
    queues = [
        one["queue"] for one in data_of(zendesk_files(scenario, sparse), "queues.json")["queues"]
    ]
    posts = [one for one in queues if "posts" in one["name"]]
    assert [one["priority"] for one in queues if "phone" in one["name"]] == [1, 1]
    assert [one["priority"] for one in posts] == [2, 2]
    for one in posts:  # those with the lowest preference are asked first, be it 1
        assert [group["name"][:2] for group in one["primary_groups"]["groups"]] == ["g2"]
        assert [group["name"][:2] for group in one["secondary_groups"]["groups"]] == ["g1"]


def test_whoever_has_used_up_the_quota_has_a_profile_without_hostile_queues() -> None:
    scenario = two_groups()
    made = data_of(connect_files(scenario, by(scenario)), "routing_profiles.json")[PROFILES]
    queues = {
        one["Name"]: {config["QueueReference"]["QueueId"] for config in one["QueueConfigs"]}
        for one in made
    }
    assert queues["g2 hostile on"] == {"posts any harmless", "posts any hostile"}
    assert queues["g2 hostile off"] == {"posts any harmless"}


def test_of_channels_that_are_one_to_a_vendor_the_smallest_number_at_once_holds() -> None:
    chats = {"channels.phone.medium": "chat", "channels.phone.concurrency": 3}
    scenario = two_groups(chats | {"channels.posts.medium": "message"})
    (capacity,) = data_of(zendesk_files(scenario, by(scenario)), "capacity_rules.json")[
        "capacity_rules"
    ]
    assert capacity["capacities"] == {"messaging": 1}
    both = scenario.model_copy(
        update={"channels": scenario.channels | {"more": scenario.channels["phone"]}}
    )
    several = both.channels["more"].model_copy(update={"concurrency": 2})
    both = both.model_copy(update={"channels": both.channels | {"more": several}})
    assert connect.at_once_by_channel(both, {"phone", "more", "posts"}) == {"CHAT": 2, "TASK": 1}
    assert connect.at_once_by_channel(both, {"phone"}) == {"CHAT": 3}


def test_a_routing_without_a_workflow_is_told() -> None:
    scenario = said()
    for policy in (RoutingPolicy.SKILL_PRIORITY, RoutingPolicy.LEAST_EXPOSED):
        with pytest.raises(ScenarioError, match="has no workflow"):
            twilio_files(scenario, replace(by(scenario), policy=policy))


def test_names_stay_out_unless_asked_for() -> None:
    scenario = two_groups({"team.agents.0.name": "Anna-Lena Quellwasser"})
    rules_ = by(scenario)
    shared = [make(scenario, rules_) for make in MAKERS]
    assert not any(b"Quellwasser" in content for files in shared for content in files.values())
    asked = taskrouter_files(scenario, rules_, Roster(()), names=True)
    assert data_of(asked, "workers.json")["workers"][0]["friendly_name"] == "Anna-Lena Quellwasser"
    assert b"Quellwasser" in zendesk_files(scenario, rules_, names=True)["groups.json"]


class TestConnect:
    """Queues, hours and profiles of Amazon Connect."""

    def profiles(self) -> dict[str, list[dict[str, Any]]]:
        made = data_of(connect_files(said(), by(said())), "routing_profiles.json")
        return {one["Name"]: one["QueueConfigs"] for one in made["CreateRoutingProfile"]}

    def test_hostile_queues_are_in_one_of_two_profiles(self) -> None:
        named = {
            name: {one["QueueReference"]["QueueId"] for one in configs}
            for name, configs in self.profiles().items()
        }
        assert named["g1 hostile on"] - named["g1 hostile off"] == {
            "posts any hostile",
            "phone any hostile",
        }
        assert named["g2 hostile off"] == {"posts any harmless"}

    def test_priority_and_delay_say_who_serves_what_when(self) -> None:
        configs = {
            one["QueueReference"]["QueueId"]: one for one in self.profiles()["g1 hostile on"]
        }
        assert configs["phone any harmless"]["Priority"] < configs["posts any harmless"]["Priority"]
        assert configs["posts any harmless"]["Delay"] == 1
        assert self.profiles()["g2 hostile on"][0]["Delay"] == 0
        assert configs["phone any hostile"]["QueueReference"]["Channel"] == "VOICE"

    def test_more_than_ten_queues_are_split_over_requests(self) -> None:
        scenario = read_scenario(find("team-of-60"))
        made = data_of(connect_files(scenario, default_rules(scenario)), "routing_profiles.json")
        assert max(len(one["QueueConfigs"]) for one in made["CreateRoutingProfile"]) == 10
        assert made["AssociateRoutingProfileQueues"]

    def test_every_agent_has_a_rule_for_flipping(self) -> None:
        flips = data_of(connect_files(said(), by(said())), "flip_rules.json")["agents"]
        assert [(one["agent_id"], one["off"]) for one in flips][-1] == ("S1", "g2 hostile off")
        assert {one["limits"]["cap"] for one in flips} == {0.25}

    def test_a_day_ends_at_its_midnight(self) -> None:
        scenario = two_groups({"horizon.opening": "24/7"})
        hours = data_of(connect_files(scenario, by(scenario)), "hours_of_operation.json")
        monday = hours["CreateHoursOfOperation"][0]["Config"][0]
        assert monday["EndTime"] == {"Hours": 0, "Minutes": 0}


class TestZendesk:
    """Queues, groups, skills and capacity of Zendesk."""

    def test_hostile_queues_go_to_groups_of_their_own(self) -> None:
        queues = {
            one["queue"]["name"]: one["queue"]
            for one in data_of(zendesk_files(said(), by(said())), "queues.json")["queues"]
        }
        hostile = queues["posts_any_hostile"]
        assert hostile["primary_groups"]["groups"] == [{"name": "g2 hostile"}]
        assert hostile["secondary_groups"]["groups"] == [{"name": "g1 hostile"}]
        assert queues["phone_any_harmless"]["priority"] < queues["posts_any_harmless"]["priority"]
        tags = {one["value"]: one["operator"] for one in hostile["definition"]["all"]}
        assert tags == {"fairshift_channel_posts": "includes", "fairshift_hostile": "includes"}

    def test_skills_and_capacity(self) -> None:
        files = zendesk_files(said(), by(said()))
        (skills,) = data_of(files, "routing_attributes.json")["attributes"]
        own = {one["attribute_value"]["name"]: one["agents"] for one in skills["attribute_values"]}
        assert own == {"social": ["B1", "B2", "B3", "S1"], "voice": ["B1", "B2", "B3"]}
        (rule,) = data_of(files, "capacity_rules.json")["capacity_rules"]
        assert rule["capacities"] == {"support": 1}


class TestOwnJson:
    """The rules file and its published schema."""

    @pytest.mark.parametrize("name", names())
    def test_the_schema_takes_what_is_written(self, name: str) -> None:
        rules_ = default_rules(read_scenario(find(name)))
        files = rules_json_files(rules_)
        assert rules_from_json(files["rules.json"].decode()) == rules_
        assert json.loads(files["rules.schema.json"]) == rules_schema()
        Draft202012Validator.check_schema(rules_schema())

    @pytest.mark.parametrize(
        ("field", "value"), [("version", 1), ("policy", "random"), ("colour", "red"), ("quota", 3)]
    )
    def test_the_schema_refuses_what_cannot_be_read(self, field: str, value: object) -> None:
        data = data_of(rules_json_files(by(said())), "rules.json") | {field: value}
        assert not Draft202012Validator(rules_schema()).is_valid(data)


def test_the_notes_name_what_is_missing() -> None:
    scenario = said()
    notes = {make.__name__: make(scenario, by(scenario))["notes.md"].decode() for make in MAKERS}
    assert "Nothing: all that the rules say" in notes["twilio_files"]
    for name in ("connect_files", "zendesk_files"):
        assert "Least exposed first" in notes[name]
        assert "Order by due time" in notes[name]
    assert all("The quota" in one for one in notes.values())
