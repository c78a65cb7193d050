"""The roster as a workbook: a grid to pin up, the long rows, and the verdict."""

import datetime as dt
import io
from typing import Any

import xlsxwriter

from reports.help_words import help_words
from reports.roster.roster_csv import long_cells
from reports.roster.roster_rows import roster_rows
from reports.roster.xlsx_formats import Formats
from reports.roster.xlsx_grid import write_grid
from reports.runs import Run
from reports.verdict_rows import key_figures, verdict_rows, verdict_sentence
from scenarios.roster import Roster
from scenarios.roster_file import ROSTER_COLUMNS
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.plan import Plan

Workbook = Any
A4 = 9

# XlsxWriter would otherwise read data such as "=1+1" as a formula and stamp the hour of writing.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def roster_to_xlsx(run: Run, *, names: bool = False) -> bytes:
    """Return a workbook of a run's roster with the sheets Roster, Segments and Summary.

    Agents are shown by id, with ``names`` by name and id. The sheets hold no formulas; the same
    run gives the same bytes.
    """
    return _workbook(run.scenario, run.roster, run, names=names)


def shifts_to_xlsx(scenario: Scenario, roster: Roster, *, names: bool = False) -> bytes:
    """Return the same of a roster that no run speaks of, without the sheet Summary."""
    return _workbook(scenario, roster, None, names=names)


def _workbook(scenario: Scenario, roster: Roster, run: Run | None, *, names: bool) -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, _OPTIONS)
    book.set_properties({"created": _created(scenario), "title": "Roster"})
    formats = Formats(book)
    write_grid(book, formats, scenario, roster, names=names)
    _write_segments(book, formats, scenario, roster)
    if run is not None:
        _write_summary(book, formats, run)
    book.close()
    return sink.getvalue()


def _created(scenario: Scenario) -> dt.datetime:
    """First day of the plan stands in for the hour of writing, so that bytes repeat."""
    return dt.datetime.combine(scenario.horizon.start, dt.time())


def _write_segments(book: Workbook, formats: Formats, scenario: Scenario, roster: Roster) -> None:
    sheet = book.add_worksheet("Segments")
    sheet.write_row(0, 0, ROSTER_COLUMNS, formats.heading)
    timeline = Timeline(scenario.horizon)
    rows = roster_rows(scenario, roster)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(long_cells(timeline, row)):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(ROSTER_COLUMNS) - 1)
    for column, width in enumerate((12, 20, 9, 21, 21, 26, 26, 16, 12, 10)):
        sheet.set_column(column, column, width)
    _print_on_a4(sheet)


def _write_summary(book: Workbook, formats: Formats, run: Run) -> None:
    solution = run.solution if isinstance(run, Plan) else None
    sheet = book.add_worksheet("Summary")
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 4, 20)
    sheet.write_string(0, 0, run.scenario.name, formats.title)
    sheet.merge_range(1, 0, 1, 4, "", formats.wrapped)
    sheet.write_string(1, 0, verdict_sentence(run), formats.wrapped)
    sheet.set_row(1, 32)
    sheet.write_row(3, 0, ("Promise", "Target", "Reached", "Interval", "Status"), formats.heading)
    line = 4
    for row in verdict_rows(run.verdict):
        texts = (row.promise, row.target_text, row.reached_text, row.interval_text)
        for column, text in enumerate(texts):
            sheet.write_string(line, column, text)
        sheet.write_string(line, 4, row.status_text, formats.status(row.status))
        line += 1
    line += 1
    for figure in key_figures(run.scenario.currency, run.outcome, solution):
        for column, text in enumerate((figure.label, figure.limit, figure.text, figure.note)):
            sheet.write_string(line, column, text)
        line += 1
    line += 1
    for sentence in _sentences(run):
        sheet.merge_range(line, 0, line, 4, "", formats.wrapped)
        sheet.write_string(line, 0, sentence, formats.wrapped)
        sheet.set_row(line, 32)
        line += 1
    sheet.hide_gridlines(2)
    _print_on_a4(sheet)


def _sentences(run: Run) -> tuple[str, ...]:
    """Return what fell short and what would help."""
    if not isinstance(run, Plan):
        return ()
    if run.levers is None:
        return run.shortfalls
    helps = (one.sentence for one in run.levers.best)
    return (*run.shortfalls, help_words(run.levers), *helps)


def _print_on_a4(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.repeat_rows(0)
