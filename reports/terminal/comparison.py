"""Two runs side by side, with the differences and how sure they are."""

from collections.abc import Iterable, Iterator

from reports.runs import Run
from reports.terminal.tables import Cell, TextTable
from reports.wording import counted, joined, percent
from scheduler.plan import Plan
from simulation.comparison import Difference, differences, unlike

COLUMNS = ("figure", "unit", "a", "b", "difference", "low", "high", "saved")
Row = tuple[Cell, ...]
Measure = tuple[str, str, float | None]  # figure, unit, value

# Figures of exposure in reading order; the rest of the cap's are no exposure.
_EXPOSURE = {
    "cap.max_share": "largest hostile share, any window",
    "cap.agents_over_cap": "agents over the cap",
    "cap.replications_with_breach": "horizons with a breach",
    "team.max_share": "largest hostile share, horizon",
    "team.gini": "Gini of hostile shares",
    "team.jain": "Jain of hostile shares",
}
_SHARES = {"share", "rate", "level", "breach", "drop"}


def comparison(a: Run, b: Run) -> TextTable:
    """Return the figures of two runs, b less a, and the interval of the difference.

    Figures of the simulation are means over replications of each one's own figure, compared in
    pairs where both runs met the same customers, see ``comparison_words``; costs and hours are
    plain numbers. A figure that only one of them has is empty for the other; what never happens
    in either is left out.
    """
    verdicts: Row = ("verdict", "", a.verdict.status.value, b.verdict.status.value, *("",) * 4)
    rows = [verdicts, *_simulated(a, b), *_plain(a, b)]
    return TextTable(f"{a.scenario.name} | {b.scenario.name}", COLUMNS, tuple(rows), 2)


def comparison_words(a: Run, b: Run) -> str:
    """Return how two runs were compared, in a sentence."""
    confidence = percent(a.scenario.planning.confidence, 0)
    reasons = unlike(a.table, b.table)
    if reasons:
        return (
            f"Not compared in pairs: {joined(reasons)}. Low and high are the {confidence} "
            "interval of Welch for independent runs; with the same --seed and --replications it "
            "would be narrower."
        )
    return (
        f"Compared in pairs on the same {counted(len(a.table.replications), 'replication')} of "
        f"seed {a.table.seed}: low and high are the {confidence} interval of the paired "
        "difference, saved is the share of its variance that the pairs took away."
    )


def _simulated(a: Run, b: Run) -> Iterator[Row]:
    found = differences(a.table, b.table, a.scenario.planning.confidence)
    channels = dict.fromkeys((*a.scenario.channels, *b.scenario.channels))
    for name in dict.fromkeys((*a.table.figures, *b.table.figures)):
        words = _words(name, channels)
        if words is not None and any(_happens(run, name) for run in (a, b)):
            yield _row(words, name, a, b, found.get(name))


def _words(name: str, channels: Iterable[str]) -> str | None:
    """Return what a figure of the table is called; None for one that is not compared.

    Of the three service levels of a channel its own one stands for all.
    """
    for channel_id in channels:
        start = f"channels.{channel_id}."
        if name.startswith(start) and not name.startswith(f"{start}levels."):
            rest = name.removeprefix(start).removesuffix("_seconds")
            return f"{channel_id}: {rest.replace('.', ' ').replace('_', ' ')}"
    return _EXPOSURE.get(name)


def _happens(run: Run, name: str) -> bool:
    """Whether a figure is anything but 0 in some replication."""
    return any(value != 0 for value in run.table.figures.get(name, ()) if value == value)


def _row(words: str, name: str, a: Run, b: Run, found: Difference | None) -> Row:
    unit, factor = _unit(name)
    if found is None:
        ours, theirs = (_mean(run, name) for run in (a, b))
        sides = tuple(None if one is None else factor * one for one in (ours, theirs))
        return (words, unit, *sides, None, None, None, None)
    one = found.difference
    values = (found.a, found.b, one.mean, one.low, one.high)
    cells = (None if value != value else factor * value for value in values)
    return (words, unit, *cells, found.variance_saved)


def _mean(run: Run, name: str) -> float | None:
    values = [value for value in run.table.figures.get(name, ()) if value == value]
    return sum(values) / len(values) if values else None


def _unit(name: str) -> tuple[str, float]:
    last = name.rsplit(".", 1)[-1]
    if last.endswith("_seconds"):
        return "s", 1.0
    return ("%", 100.0) if _SHARES & set(last.split("_")) else ("", 1.0)


def _plain(a: Run, b: Run) -> Iterator[Row]:
    ours, theirs = dict(_keyed(a)), dict(_keyed(b))
    for key in dict.fromkeys((*ours, *theirs)):
        one, other = ours.get(key), theirs.get(key)
        difference = None if one is None or other is None else other - one
        yield (*key, one, other, difference, None, None, None)


def _keyed(run: Run) -> Iterator[tuple[tuple[str, str], float]]:
    for figure, unit, value in _measures(run):
        if value is not None:
            yield (figure, unit), float(value)


def _measures(run: Run) -> Iterator[Measure]:
    for channel_id, channel in run.scenario.channels.items():
        if channel.sla is not None:
            within = f"within {channel.sla.within_seconds:g} s"
            yield f"{channel_id}: target {within}", "%", 100 * channel.sla.share
    if run.outcome.cap is not None:
        yield "cap on the hostile share", "%", 100 * run.outcome.cap.cap_share
    yield "paid hours", "h", run.roster.paid_minutes / 60
    yield "shifts", "", len(run.roster.shifts)
    if isinstance(run, Plan):
        yield from _cost_measures(run)


def _cost_measures(plan: Plan) -> Iterator[Measure]:
    solution, currency = plan.solution, plan.scenario.currency
    if solution.costs is not None:
        yield "wages", currency, solution.costs.wages
        yield "agent-hours short", "h", solution.costs.short_hours
        yield "cost, missing hours priced in", currency, solution.costs.total
    yield "gap", "%", None if solution.gap is None else 100 * solution.gap
