"""Two runs side by side, with the differences and how sure they are."""

import textwrap
from collections.abc import Sequence
from pathlib import Path

from reports.runs import Run
from reports.sections.section import number
from reports.terminal.compared import COUNT, HOURS, INDEX, SECONDS, SHARE, Compared, compared
from reports.terminal.tables import Cell, TextTable
from reports.wording import counted, duration, joined, money, percent
from simulation.comparison import unlike

COLUMNS = ("figure", "unit", "a", "b", "difference", "low", "high", "saved")
WIDEST_NAME = 12
WIDEST_LINE = 100
SURE = "*"


def comparison(a: Run, b: Run) -> TextTable:
    """Return the figures of two runs as numbers, b less a, and the interval of the difference.

    Figures of the simulation are means over replications of each one's own figure, compared in
    pairs where both runs met the same customers, see ``comparison_words``; costs and hours are
    plain numbers. A figure that only one of them has is empty for the other; what never happens
    in either is left out. Shares are percentages.
    """
    verdicts = ("verdict", "", a.verdict.status.value, b.verdict.status.value, *("",) * 4)
    rows = [verdicts, *map(_numbers, compared(a, b))]
    return TextTable(f"{a.scenario.name} | {b.scenario.name}", COLUMNS, tuple(rows), 2)


def _numbers(one: Compared) -> tuple[Cell, ...]:
    values = (one.a, one.b, one.difference, one.low, one.high)
    factor = 100.0 if one.unit == SHARE else 1.0
    cells = (None if value is None else factor * value for value in values)
    return (one.figure, "" if one.unit == INDEX else one.unit, *cells, one.saved)


def comparison_table(a: Run, b: Run, folders: tuple[Path, Path], *, everything: bool) -> TextTable:
    """Return two runs for reading: the figures that decide and differ, or everything.

    Figures carry their units; a star marks differences whose interval leaves out 0.
    """
    confidence = percent(a.scenario.planning.confidence, 0)
    columns = ("figure", *_names(folders), "difference", f"{confidence} interval", "")
    verdicts = ("verdict", a.verdict.status.value, b.verdict.status.value, "", "", "")
    shown = [one for one in compared(a, b) if everything or _is_told(one)]
    titles = dict.fromkeys((a.scenario.name, b.scenario.name))
    rows = (verdicts, *map(_texts, shown))
    return TextTable(" | ".join(titles), columns, rows, figures=columns[1:5])


def comparison_words(a: Run, b: Run, *, everything: bool) -> tuple[str, ...]:
    """Return how two runs were compared, and what the table leaves out, in lines."""
    confidence = percent(a.scenario.planning.confidence, 0)
    reasons = unlike(a.table, b.table)
    if reasons:
        how = (
            f"Not compared in pairs: {joined(reasons)}. The interval is the {confidence} one "
            "of Welch for independent runs; with the same --seed and --replications it would be "
            "narrower."
        )
    else:
        how = (
            f"Compared in pairs on the same {counted(len(a.table.replications), 'replication')} "
            f"of seed {a.table.seed}, with the {confidence} interval of the paired difference."
        )
    lines = textwrap.wrap(f"{how} {SURE}: the interval leaves out 0.", WIDEST_LINE)
    return (*lines, *(() if everything else _left_out(compared(a, b))))


def _left_out(rows: Sequence[Compared]) -> tuple[str, ...]:
    hidden = [one for one in rows if not _is_told(one)]
    same = sum(map(_same, hidden))
    told = f"{counted(len(hidden), 'row')} not shown, {same} of them alike; --all shows them."
    return (told,) if hidden else ()


def _is_told(one: Compared) -> bool:
    return one.decides and not _same(one)


def _same(one: Compared) -> bool:
    """Whether the difference, as it would be shown, is nothing."""
    if one.difference is None:
        return one.a == one.b
    return not set("123456789") & set(_signed(one.unit, one.difference))


def _names(folders: tuple[Path, Path]) -> tuple[str, str]:
    """Return what tells two folders apart, wrapped for the head of a column."""
    short, other = (folder.resolve().name for folder in folders)
    if short == other:
        short, other = map(str, folders)
    if short == other:
        short, other = f"a: {short}", f"b: {other}"
    wrapped = ("\n".join(textwrap.wrap(name, WIDEST_NAME)) for name in (short, other))
    return next(wrapped), next(wrapped)


def _texts(one: Compared) -> tuple[Cell, ...]:
    apart, span = "", ""
    if one.difference is not None:
        points = " points" if one.unit == SHARE else ""
        apart = f"{_signed(one.unit, one.difference)}{points}"
    if one.low is not None and one.high is not None:
        span = f"{_signed(one.unit, one.low)} to {_signed(one.unit, one.high)}"
    values = _value(one.unit, one.a), _value(one.unit, one.b)
    return (one.figure, *values, apart, span, SURE if one.is_sure else "")


def _value(unit: str, value: float | None) -> str:
    """Return a figure with its unit, as in the tables of a simulation."""
    if value is None:
        return ""
    if unit == SHARE:
        return percent(value)
    if unit == SECONDS:
        return duration(value)
    if unit == INDEX:
        return f"{value:.3f}"
    if unit in (COUNT, HOURS):
        return f"{number(value)} {unit}".rstrip()
    return money(value, unit)


def _signed(unit: str, value: float) -> str:
    """Return a difference with its sign; of shares in percentage points, of money without unit."""
    sign, size = "-" if value < 0 else "+", abs(value)
    if unit == SHARE:
        return f"{sign}{100 * size:.1f}"
    plain = unit in (SECONDS, INDEX, COUNT, HOURS)
    return sign + (_value(unit, size) if plain else f"{size:,.0f}")
