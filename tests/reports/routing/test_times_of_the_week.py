"""Rules by time of week in exports: what is otherwise when, where a vendor can say it."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reports.routing import connect, zendesk
from reports.routing.connect import connect_files
from reports.routing.rules_csv import periods_to_csv
from reports.routing.zendesk import zendesk_files
from scenarios.assignment import AssignmentRules, RulePeriod
from scenarios.problems import ScenarioError
from scenarios.scenario import Scenario
from scheduler.rules import default_rules
from tests.scheduler.two_groups import two_groups
from tests.simulation.scenes import quota_of, rules

Files = dict[str, bytes]
Make = Callable[[Scenario, AssignmentRules], Files]
A_DAY = 96  # intervals of 15 minutes
LATE = tuple(day * A_DAY + place for day in range(5) for place in range(64, A_DAY))
SATURDAY = tuple(range(5 * A_DAY, 6 * A_DAY))
HOURS = ["hours of period late", "hours of period saturday"]
SCENARIO = two_groups()


def regular() -> AssignmentRules:
    """Posts are for g2 first, then for g1; g1 serves calls before posts."""
    return rules(
        SCENARIO,
        priority={"phone": 0, "posts": 1},
        preference={"g2": 0, "g1": 1},
        quota=quota_of(SCENARIO, 0.25),
    )


def with_periods() -> AssignmentRules:
    """Late, g1 is asked for posts first; on Saturday g2 serves nothing."""
    made = regular()
    late = tuple(
        replace(one, preference=1 - one.preference) if one.queue_id.startswith("posts") else one
        for one in made.group_rules
    )
    saturday = tuple(one for one in made.group_rules if one.group_id == "g1")
    periods = (RulePeriod("late", LATE, late), RulePeriod("saturday", SATURDAY, saturday))
    return replace(made, periods=periods)


def data_of(make: Make, name: str, made: AssignmentRules | None = None) -> Any:
    return json.loads(make(SCENARIO, made or with_periods())[name])


def test_periods_are_listed_by_weekday_and_local_time() -> None:
    rows = list(csv.reader(io.StringIO(periods_to_csv(SCENARIO, with_periods()).decode())))
    assert rows[0] == ["period", "weekday", "start_local", "end_local"]
    assert rows[1] == ["late", "mon", "16:00", "24:00"]
    assert rows[-1] == ["saturday", "sat", "00:00", "24:00"]
    assert len(rows) == 1 + 5 + 1


@pytest.mark.parametrize("make", [connect_files, zendesk_files])
def test_the_notes_say_what_to_do_at_which_times(make: Make) -> None:
    notes = make(SCENARIO, with_periods())["notes.md"].decode()
    assert "late is mon-fri 16:00-24:00; saturday is sat 00:00-24:00" in notes
    assert "Rules by time of week" not in make(SCENARIO, regular())["notes.md"].decode()


class TestConnect:
    """Hours of operation and profiles for each time of the week."""

    def profiles(self, made: AssignmentRules | None = None) -> dict[str, Any]:
        found = data_of(connect_files, "routing_profiles.json", made)["CreateRoutingProfile"]
        return {one["Name"]: one for one in found}

    def test_each_period_has_hours_of_operation(self) -> None:
        listed = data_of(connect_files, "hours_of_operation.json")["CreateHoursOfOperation"]
        hours = {one["Name"]: one for one in listed}
        assert set(hours) == {"hours of the team", *HOURS}
        late = hours["hours of period late"]
        assert late["TimeZone"] == "Europe/Berlin"
        assert [one["Day"] for one in late["Config"]] == [
            "MONDAY",
            "TUESDAY",
            "WEDNESDAY",
            "THURSDAY",
            "FRIDAY",
        ]
        assert late["Config"][0]["StartTime"] == {"Hours": 16, "Minutes": 0}
        assert late["Config"][0]["EndTime"] == {"Hours": 0, "Minutes": 0}

    def test_each_period_has_profiles_with_its_own_order(self) -> None:
        profiles = self.profiles()
        delays = {
            name: {
                one["QueueReference"]["QueueId"]: one["Delay"]
                for one in profiles[name]["QueueConfigs"]
            }
            for name in ("g1 hostile on", "g1 hostile on at late", "g2 hostile off at late")
        }
        assert delays["g1 hostile on"]["posts any hostile"] == 1
        assert delays["g1 hostile on at late"]["posts any hostile"] == 0
        assert delays["g2 hostile off at late"] == {"posts any harmless": 1}

    def test_the_regular_profiles_are_those_of_rules_without_periods(self) -> None:
        profiles = self.profiles()
        alone = self.profiles(regular())
        assert {name: one for name, one in profiles.items() if " at " not in name} == alone
        assert len(profiles) == 3 * len(alone)

    def test_who_serves_nothing_then_has_a_profile_without_queues(self) -> None:
        none = self.profiles()["g2 hostile on at saturday"]
        assert "QueueConfigs" not in none
        assert none["MediaConcurrencies"]

    def test_every_agent_has_the_profiles_of_each_time(self) -> None:
        flips = data_of(connect_files, "flip_rules.json")
        assert flips["when_hours_begin_or_end"]["hours"] == HOURS
        own = {one["agent_id"]: one for one in flips["agents"]}["S1"]
        assert own["in_hours"]["hours of period late"] == {
            "on": "g2 hostile on at late",
            "off": "g2 hostile off at late",
        }
        named = {
            name
            for one in flips["agents"]
            for pair in (one, *one["in_hours"].values())
            for name in (pair["on"], pair["off"])
        }
        assert named == set(self.profiles())


class TestZendesk:
    """Schedules, and queues of their own where a time of the week is otherwise."""

    def queues(self) -> list[dict[str, Any]]:
        return [one["queue"] for one in data_of(zendesk_files, "queues.json")["queues"]]

    def test_each_period_is_a_schedule_in_minutes_since_sunday(self) -> None:
        late, saturday = data_of(zendesk_files, "schedules.json")["schedules"]
        assert late["schedule"] == {"name": "fairshift late", "time_zone": "Europe/Berlin"}
        assert late["workweek"]["intervals"][0] == {"start_time": 2400, "end_time": 2880}
        assert len(late["workweek"]["intervals"]) == 5
        assert saturday["workweek"]["intervals"] == [{"start_time": 8640, "end_time": 10080}]
        assert "schedules.json" not in zendesk_files(SCENARIO, regular())

    def test_a_sunday_comes_first(self) -> None:
        sunday = RulePeriod("weekend", tuple(range(5 * A_DAY, 7 * A_DAY)), regular().group_rules)
        made = replace(regular(), periods=(sunday,))
        (one,) = data_of(zendesk_files, "schedules.json", made)["schedules"]
        assert [span["start_time"] for span in one["workweek"]["intervals"]] == [0, 8640]

    def test_what_is_otherwise_has_a_queue_of_its_own_before_the_others(self) -> None:
        queues = self.queues()
        names = [one["name"] for one in queues]
        assert [one["order"] for one in queues] == list(range(1, len(names) + 1))
        posts = [name for name in names if name.startswith("posts_any_hostile")]
        assert posts == [
            "posts_any_hostile at late",
            "posts_any_hostile at saturday",
            "posts_any_hostile",
        ]
        late = queues[names.index("posts_any_hostile at late")]
        assert late["primary_groups"]["groups"] == [{"name": "g1 hostile"}]
        assert late["secondary_groups"]["groups"] == [{"name": "g2 hostile"}]
        tags = {one["value"]: one["operator"] for one in late["definition"]["all"]}
        assert tags["fairshift_period_late"] == "includes"
        notes = zendesk_files(SCENARIO, with_periods())["notes.md"].decode()
        assert "fairshift_period_late within fairshift late" in notes

    def test_names_that_differ_in_capitals_have_tags_of_their_own(self) -> None:
        """Zendesk knows no capitals in tags, so two queues would take the same tickets."""
        posts = SCENARIO.channels["posts"]
        said = SCENARIO.model_copy(update={"channels": {**SCENARIO.channels, "Posts": posts}})
        made = default_rules(said)
        later = tuple(replace(one, preference=1) for one in made.group_rules)
        periods = (RulePeriod("Late", LATE, later), RulePeriod("late", SATURDAY, later[:-1]))
        files = zendesk_files(said, replace(made, periods=periods))
        taken = [
            frozenset(
                (one["value"], one["operator"]) for one in queue["queue"]["definition"]["all"]
            )
            for queue in json.loads(files["queues.json"])["queues"]
        ]
        assert len(taken) == len(set(taken)) > 6
        tags = {value for one in taken for value, _ in one}
        assert {"fairshift_channel_posts_2", "fairshift_period_late_2"} <= tags
        assert all(tag == tag.lower() for tag in tags)

    def test_what_is_as_ever_has_one_queue(self) -> None:
        phone = [one["name"] for one in self.queues() if one["name"].startswith("phone")]
        assert sorted(phone) == ["phone_any_harmless", "phone_any_hostile"]

    def test_what_nobody_serves_at_a_time_is_told(self) -> None:
        made = with_periods()
        late, saturday = made.periods
        calls = tuple(one for one in saturday.group_rules if not one.queue_id.startswith("posts"))
        made = replace(made, periods=(late, replace(saturday, group_rules=calls)))
        notes = zendesk_files(SCENARIO, made)["notes.md"].decode()
        assert "Nobody serves posts/any/harmless, posts/any/hostile at saturday" in notes
        assert "Nobody serves" not in zendesk_files(SCENARIO, with_periods())["notes.md"].decode()


@pytest.mark.parametrize(
    ("module", "limit", "most", "make", "words"),
    [
        (connect, "MOST_PROFILES", 11, connect_files, "12 routing profiles, and the most is 11"),
        (connect, "MOST_HOURS", 2, connect_files, "3 hours of operation, and the most is 2"),
        (connect, "MOST_QUEUES_IN_PROFILE", 3, connect_files, "g1 hostile on at late: 4 queues"),
        (zendesk, "MOST_QUEUES", 7, zendesk_files, "8 custom queues, and the most is 7"),
    ],
)
def test_limits_count_every_time_of_the_week(
    module: Any,
    limit: str,
    most: int,
    make: Make,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, limit, most)
    with pytest.raises(ScenarioError) as error:
        make(SCENARIO, with_periods())
    assert words in str(error.value)
