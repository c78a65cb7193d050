"""An outcome as CSV: every figure with its interval, times in local time, empty where none."""

import csv
import io

import numpy as np
import pytest

from reports.run.outcome_tables import outcome_tables, replications_csv
from scheduler.plan import Plan
from simulation.figures import ReplicationTable
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import AUTUMN_MONDAY, Recipe

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(Recipe(start=AUTUMN_MONDAY, weeks=2, many_channels=True))


@pytest.fixture(scope="module")
def tables(plan: Plan) -> dict[str, Rows]:
    written = outcome_tables(plan.scenario, plan.outcome)
    return {name: rows_of(content) for name, content in written.items()}


def rows_of(content: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_channels_have_their_figures_with_bounds(plan: Plan, tables: dict[str, Rows]) -> None:
    row = next(row for row in tables["channels.csv"] if row["channel_id"] == "posts")
    posts = plan.outcome.channels[0]
    assert posts.service_level is not None
    assert float(row["service_level"]) == posts.service_level.mean
    assert float(row["service_level_high"]) == posts.service_level.high
    assert float(row["backlog_highest"]) == posts.backlog.highest.mean
    assert float(row["resolution_p90_seconds_low"]) == posts.resolution.p90_seconds.low


def test_there_is_a_row_for_each_agent_queue_stage_and_group(
    plan: Plan, tables: dict[str, Rows]
) -> None:
    assert [row["agent_id"] for row in tables["agents.csv"]] == [
        agent.id for agent in plan.scenario.team.agents
    ]
    assert len(tables["queues.csv"]) == len(plan.outcome.queues)
    assert len(tables["stages.csv"]) == len(plan.outcome.stages)
    assert len(tables["groups.csv"]) == len(plan.outcome.groups)
    assert "relief.csv" not in tables


def test_tables_by_time_are_in_local_time(plan: Plan, tables: dict[str, Rows]) -> None:
    days = [row["start_local"] for row in tables["by_day.csv"] if row["channel_id"] == "posts"]
    assert len(days) == 14
    assert days[6] == "2026-10-25T00:00:00+02:00"  # the clocks go back in this night
    assert days[7] == "2026-10-26T00:00:00+01:00"
    assert len(tables["by_week_people.csv"]) == 2
    intervals = len(plan.outcome.intervals.working.mean)
    assert len(tables["by_interval_people.csv"]) == intervals
    assert len(tables["by_interval.csv"]) == intervals * len(plan.scenario.channels)


def test_early_warning_has_a_row_an_hour_and_nothing_where_nothing_was(
    plan: Plan, tables: dict[str, Rows]
) -> None:
    rows = tables["early_warning.csv"]
    assert len(rows) == len(plan.outcome.warning.frt_seconds.mean)
    assert rows[0]["frt_seconds"] == ""
    assert float(rows[5]["frt_seconds_p90"]) == plan.outcome.warning.frt_seconds.p90[5]


def test_each_form_of_the_cap_has_a_row_of_plain_cells(plan: Plan, tables: dict[str, Rows]) -> None:
    assert plan.outcome.cap is not None
    forms = tables["cap_forms.csv"]
    assert [row["form"] for row in forms] == [one.form.value for one in plan.outcome.cap.forms]
    assert float(forms[0]["highest"]) == plan.outcome.cap.forms[0].highest
    written = [cell for rows in tables.values() for row in rows for cell in row.values()]
    assert not [cell for cell in written if "(" in cell]


def test_replications_read_back_exactly() -> None:
    table = ReplicationTable(1, (5, 6), {"x": (0.1 + 0.2, np.nan), "y": (1e-17, 3.0)})
    rows = rows_of(replications_csv(table))
    assert [row["replication"] for row in rows] == ["5", "6"]
    assert [row["x"] for row in rows] == [repr(0.1 + 0.2), ""]
    assert float(rows[0]["y"]) == 1e-17
