"""The tables of a plan on the terminal: their title tells what was promised and held."""

from dataclasses import replace

from reports.terminal.verdict_table import plan_tables
from tests.reports.make_plan import make_plan


def test_a_plan_without_a_promise_is_not_called_met() -> None:
    plan = make_plan()
    bare = replace(plan, verdict=replace(plan.verdict, promises=()))
    assert ": nothing promised (" in plan_tables(bare)[0].title
    assert "nothing promised" not in plan_tables(plan)[0].title


def test_a_table_of_ways_of_routing_without_figures_is_left_out() -> None:
    plan = make_plan()
    channels = tuple(replace(one, service_level=None) for one in plan.outcome.channels)
    bare = replace(plan, outcome=replace(plan.outcome, channels=channels, cap=None))
    assert not [one for one in plan_tables(bare) if one.title.startswith("Ways of routing")]
    assert [one for one in plan_tables(plan) if one.title.startswith("Ways of routing")]
