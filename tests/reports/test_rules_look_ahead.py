"""What the quota counts on, as columns of the exported rules."""

import csv
import io

from reports.routing.rules_csv import rules_to_csv
from scheduler.division import Division
from scheduler.requirement import Requirement
from scheduler.rules import RuleSettings, default_rules, plan_rules
from tests.scheduler.test_rules import division, requirement
from tests.scheduler.two_groups import two_groups


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_hostile_queues_say_what_each_group_counts_on() -> None:
    need: Requirement = requirement()
    split: Division = division(0.25)
    scenario = two_groups()
    rules = plan_rules(scenario, need, split, RuleSettings((1.0,) * len(need.live), 0.5))
    for row in rows_of(rules_to_csv(scenario, rules)):
        cells = (row["sure_cases_per_hour"], row["sure_chance"])
        if row["queue"].endswith("/hostile"):
            # 4 and 2 cases an hour, all of them counted on.
            assert cells == {"g1": ("4.0000", "0.0500"), "g2": ("2.0000", "0.0000")}[row["group"]]
        else:
            assert cells == ("", "")


def test_rules_that_count_on_nothing_say_so() -> None:
    scenario = two_groups()
    rows = rows_of(rules_to_csv(scenario, default_rules(scenario)))
    hostile = [row for row in rows if row["queue"].endswith("/hostile")]
    assert {row["sure_cases_per_hour"] for row in hostile} == {"0.0000"}
