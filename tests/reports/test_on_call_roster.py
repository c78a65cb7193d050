"""A shift on call is called so in every file of a roster."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reports.roster.roster_csv import roster_to_csv
from reports.roster.roster_ics import roster_to_ics
from reports.roster.roster_xlsx import roster_to_xlsx
from scenarios.roster import Activity, Roster, Segment
from scenarios.roster_file import read_roster
from scheduler.plan import Plan
from tests.reports.make_plan import make_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan whose first shift is on call, paid at a quarter."""
    made = make_plan()
    first, *others = made.roster.shifts
    segments = (Segment(first.start_minute, first.end_minute, Activity.ON_CALL),)
    first = replace(first, segments=segments, paid_minutes=segments[0].minutes // 4)
    return replace(made, roster=Roster((first, *others)))


def test_the_csv_reads_back(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(roster_to_csv(plan.scenario, plan.roster))
    assert path.read_text(encoding="utf-8").count(",on_call,") == 1
    again = read_roster(path, plan.scenario).shifts[0]
    first = plan.roster.shifts[0]
    assert (again.segments, again.paid_minutes) == (first.segments, first.paid_minutes)


def test_the_calendar_says_it(plan: Plan) -> None:
    agent_id = plan.roster.shifts[0].agent_id
    calendar = roster_to_ics(plan.scenario, plan.roster, agent_id)
    assert calendar is not None
    assert calendar.count(b"SUMMARY:On call: ") == 1
    assert calendar.count(b"SUMMARY:Shift: ") == len(plan.roster.of(agent_id)) - 1


def test_the_grid_says_it(plan: Plan) -> None:
    book = load_workbook(io.BytesIO(roster_to_xlsx(plan)))
    cells = [str(cell.value) for row in book["Roster"].iter_rows() for cell in row]
    assert sum("on call" in text for text in cells) == 1
