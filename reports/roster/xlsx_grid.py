"""The grid sheet of the workbook: agents by days, made to be printed week by week."""

from dataclasses import dataclass
from typing import Any

from reports import style
from reports.roster.clock import clock_range, template_of
from reports.roster.weeks import day_shade, first_day, is_absent, template_colours, week_hours
from reports.roster.xlsx_formats import Formats
from scenarios.roster import Activity, Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline

A4 = 9
_TITLE, _WEEK, _HEAD, _FIRST = 0, 1, 2, 3  # rows
_LEFT = 2  # columns before the first day: agent, contract


@dataclass(frozen=True)
class _Grid:
    """Where things stand: each week has its days and then a column of hours."""

    first_day: int
    weeks: int

    def column_of_day(self, day: int) -> int:
        """Column of a day; the evening before the horizon comes before the first week."""
        return _LEFT + (day - self.first_day) + max(day, 0) // 7

    def column_of_hours(self, week: int) -> int:
        """Column of a week's hours."""
        return self.column_of_day(7 * week + 6) + 1


def write_grid(
    book: Any, formats: Formats, scenario: Scenario, roster: Roster, *, names: bool
) -> None:
    """Add the sheet Roster: one row per agent, one column per day, hours against contract."""
    sheet = book.add_worksheet("Roster")
    timeline = Timeline(scenario.horizon)
    grid = _Grid(first_day(scenario, roster), scenario.horizon.weeks)
    _write_head(sheet, formats, scenario, timeline, grid)
    _write_people(sheet, formats, scenario, timeline, grid, roster, names=names)
    _write_legend(sheet, formats, scenario, _FIRST + len(scenario.team.agents) + 1)
    _set_up(sheet, grid)


def _write_head(
    sheet: Any, formats: Formats, scenario: Scenario, timeline: Timeline, grid: _Grid
) -> None:
    last = timeline.date(scenario.horizon.days - 1)
    title = f"{scenario.name}: {scenario.horizon.start} to {last} ({scenario.horizon.zone})"
    sheet.write_string(_TITLE, 0, title, formats.title)
    head = formats.day(style.PAPER)
    sheet.write_string(_HEAD, 0, "agent", head)
    sheet.write_string(_HEAD, 1, "contract", head)
    for day in range(grid.first_day, scenario.horizon.days):
        date = timeline.date(day)
        text = f"{date:%a}\n{date.day} {date:%b}"
        sheet.write_string(
            _HEAD, grid.column_of_day(day), text, formats.day(day_shade(timeline, day))
        )
    for week in range(grid.weeks):
        number = timeline.date(7 * week).isocalendar().week
        sheet.write_string(_WEEK, grid.column_of_day(7 * week), f"Week {number}", formats.plain)
        sheet.write_string(_HEAD, grid.column_of_hours(week), "hours", head)


def _write_people(
    sheet: Any,
    formats: Formats,
    scenario: Scenario,
    timeline: Timeline,
    grid: _Grid,
    roster: Roster,
    *,
    names: bool,
) -> None:
    colours = template_colours(scenario.shifts)
    for line, agent in enumerate(scenario.team.agents, start=_FIRST):
        contract = scenario.team.contract_of(agent)
        label = f"{agent.name}\n{agent.id}" if names and agent.name else agent.id
        sheet.write_string(line, 0, label, formats.agent)
        sheet.write_number(line, 1, contract.hours_per_week, formats.number)
        sheet.set_row(line, 30)
        for day in range(grid.first_day, scenario.horizon.days):
            shade = formats.filled(day_shade(timeline, day))
            sheet.write_blank(line, grid.column_of_day(day), None, shade)
            if is_absent(timeline, agent, day):
                sheet.write_string(line, grid.column_of_day(day), "absent", formats.absent)
        for day, shifts in _by_day(timeline, roster.of(agent.id)).items():
            colour = colours.get(template_of(shifts[0].shape_id), style.EDITED)
            text = "\n".join(_cell_text(timeline, shift) for shift in shifts)
            sheet.write_string(line, grid.column_of_day(day), text, formats.filled(colour))
        for week, hours in enumerate(week_hours(timeline, roster, agent)):
            band = contract.flexibility_hours
            off = band is not None and abs(hours - contract.hours_per_week) > band + 1e-6
            shown = formats.off_contract if off else formats.number
            sheet.write_number(line, grid.column_of_hours(week), hours, shown)


def _by_day(timeline: Timeline, shifts: tuple[Shift, ...]) -> dict[int, list[Shift]]:
    days: dict[int, list[Shift]] = {}
    for shift in shifts:
        days.setdefault(timeline.day_index(shift.date), []).append(shift)
    return days


def _cell_text(timeline: Timeline, shift: Shift) -> str:
    breaks = [
        clock_range(timeline, segment.start_minute, segment.end_minute)
        for segment in shift.segments
        if segment.activity is Activity.BREAK
    ]
    times = clock_range(timeline, shift.start_minute, shift.end_minute)
    times += "\non call" if shift.is_on_call else ""
    return times + (f"\nbreak {', '.join(breaks)}" if breaks else "")


def _write_legend(sheet: Any, formats: Formats, scenario: Scenario, line: int) -> None:
    for template, colour in template_colours(scenario.shifts).items():
        sheet.write_string(line, 0, template, formats.filled(colour))
        line += 1
    sheet.write_string(line, 0, "weekend", formats.filled(style.SHADE))
    sheet.write_string(line + 1, 0, "holiday", formats.filled(style.HOLIDAY))
    notes = (
        "Hours are paid hours and those credited for absence, of shifts that start in the week; "
        "red: outside the contract's band. Break times are unpaid."
    )
    sheet.write_string(line + 2, 0, notes, formats.plain)


def _set_up(sheet: Any, grid: _Grid) -> None:
    sheet.set_column(0, 0, 13)
    sheet.set_column(1, 1, 9)
    sheet.set_column(_LEFT, grid.column_of_hours(grid.weeks - 1), 15)
    for week in range(grid.weeks):
        sheet.set_column(grid.column_of_hours(week), grid.column_of_hours(week), 8)
    sheet.set_row(_HEAD, 30)
    sheet.freeze_panes(_FIRST, _LEFT)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_print_scale(90)
    sheet.repeat_rows(_TITLE, _HEAD)
    sheet.repeat_columns(0, _LEFT - 1)
    sheet.set_v_pagebreaks([grid.column_of_hours(week) + 1 for week in range(grid.weeks - 1)])
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.hide_gridlines(2)
