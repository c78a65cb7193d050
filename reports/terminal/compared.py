"""What two runs are compared by: figure by figure, with the ones that decide marked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reports.runs import Run
from reports.sections.channel_sections import FLOWS
from scenarios.channels import Channel
from scheduler.plan import Plan
from simulation.comparison import Difference, differences
from simulation.figures import ReplicationTable

SHARE, SECONDS, HOURS, COUNT, INDEX = "%", "s", "h", "", "index"
COST_OF_RELIEF = "relief.cost"


@dataclass(frozen=True)
class Compared:
    """One figure of two runs; None where a run does not have it. Shares lie in [0, 1].

    ``low`` and ``high`` bound the difference; None for plain numbers, which have no interval.
    """

    figure: str
    unit: str  # %, s, h, index, a currency, or nothing for counts
    a: float | None
    b: float | None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    saved: float | None = None  # share of the variance of the difference that pairs took away
    decides: bool = False  # one of the few figures by which a planner chooses

    @property
    def is_sure(self) -> bool:
        """Whether the interval of the difference leaves out 0."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


def compared(a: Run, b: Run) -> tuple[Compared, ...]:
    """Return every figure that at least one of two runs has, those of the simulation first."""
    return (*_simulated(a, b), *_plain(a, b))


# Figures of the whole team in reading order; the rest of the cap's are none of exposure.
_TEAM = {
    "cap.max_share": "worst hostile share, any window",
    "team.max_share": "worst hostile share, horizon",
    "cap.replications_with_breach": "horizons with a breach",
    "cap.agents_over_cap": "agents over the cap",
    "team.jain": "Jain of hostile shares",
    "team.gini": "Gini of hostile shares",
}
_WORDS = {
    "frt_opening_median_seconds": "median reply",
    "frt_opening_p90_seconds": "90 % of replies within",
    "abandonment_share": "left",
    "abandoned": "number who left",
    "backlog.highest": "highest backlog",
    "response_rate_with_automatic": "response rate with bot",
} | {f"flows.{name}": words for name, words in FLOWS.items()}
_ABBREVIATIONS = {"asa": "ASA", "aht": "AHT", "frt": "FRT"}
_DECIDES = (
    "offered",
    "service_level",
    "abandonment_share",
    "hostile_share",
    "flows.reposts",
    "flows.spills",
    "flows.repeats",
    "flows.bot_returns",
    "flows.cascade",
    "backlog.highest",
)
_TEAM_DECIDES = ("cap.replications_with_breach", "team.jain", COST_OF_RELIEF)
_SHARES = {"share", "rate", "level", "breach", "drop"}


@dataclass(frozen=True)
class _Named:
    name: str  # in the table of replications
    figure: str
    unit: str
    decides: bool


def _simulated(a: Run, b: Run) -> Iterator[Compared]:
    tables = _with_relief(a), _with_relief(b)
    found = differences(*tables, a.scenario.planning.confidence)
    for one in _names(a, b, dict.fromkeys(name for table in tables for name in table.figures)):
        if any(_happens(table, one.name) for table in tables):
            yield _row(one, *tables, found.get(one.name))


def _with_relief(run: Run) -> ReplicationTable:
    """Return the table of a run with the cost of all relief together; 0 without any."""
    table = run.table
    costs = [f"relief.{one.id}.cost" for one in run.outcome.relief]
    size = len(table.replications)
    total = tuple(sum(table.figures[name][at] for name in costs) for at in range(size))
    return replace(table, figures={**table.figures, COST_OF_RELIEF: total})


def _names(a: Run, b: Run, known: dict[str, None]) -> Iterator[_Named]:
    """Yield the figures that are compared: by channel, of the team, of relief.

    Of the three service levels of a channel its own one stands for all.
    """
    channels = {**b.scenario.channels, **a.scenario.channels}
    for channel_id in dict.fromkeys((*a.scenario.channels, *b.scenario.channels)):
        start = f"channels.{channel_id}."
        own = (name.removeprefix(start) for name in known if name.startswith(start))
        for rest in own:
            if not rest.startswith("levels."):
                decides = rest in _DECIDES or rest == _speed(channels[channel_id])
                words = f"{channel_id}: {_in_words(rest)}"
                yield _Named(start + rest, words, _unit(rest), decides)
    capped = "cap.max_share" in known
    for name, words in _TEAM.items():
        decides = name in _TEAM_DECIDES or name == f"{'cap' if capped else 'team'}.max_share"
        yield _Named(
            name, words, INDEX if name.endswith(("jain", "gini")) else _unit(name), decides
        )
    if a.scenario.currency == b.scenario.currency:
        currency = a.scenario.currency
        yield _Named(COST_OF_RELIEF, "cost of relief", currency, decides=True)
        for one in dict.fromkeys(one.id for run in (a, b) for one in run.outcome.relief):
            words = f"cost of {one.replace('_', ' ').replace('/', ', ')}"
            yield _Named(f"relief.{one}.cost", words, currency, decides=False)


def _speed(channel: Channel) -> str:
    return "asa_seconds" if channel.realtime else "frt_opening_median_seconds"


def _in_words(rest: str) -> str:
    if rest in _WORDS:
        return _WORDS[rest]
    words = rest.removesuffix("_seconds").replace(".", " ").replace("_", " ").split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def _unit(name: str) -> str:
    last = name.rsplit(".", 1)[-1]
    if last.endswith("_seconds"):
        return SECONDS
    return SHARE if _SHARES & set(last.split("_")) else COUNT


def _happens(table: ReplicationTable, name: str) -> bool:
    """Whether a figure is anything but 0 in some replication."""
    return any(value != 0 for value in table.figures.get(name, ()) if value == value)


def _row(
    one: _Named, a: ReplicationTable, b: ReplicationTable, found: Difference | None
) -> Compared:
    if found is None:
        ours, theirs = _mean(a, one.name), _mean(b, one.name)
        return Compared(one.figure, one.unit, ours, theirs, decides=one.decides)
    estimate = found.difference
    return Compared(
        figure=one.figure,
        unit=one.unit,
        a=_known(found.a),
        b=_known(found.b),
        difference=_known(estimate.mean),
        low=_known(estimate.low),
        high=_known(estimate.high),
        saved=found.variance_saved,
        decides=one.decides,
    )


def _known(value: float) -> float | None:
    return None if value != value else value


def _mean(table: ReplicationTable, name: str) -> float | None:
    values = [value for value in table.figures.get(name, ()) if value == value]
    return sum(values) / len(values) if values else None


def _plain(a: Run, b: Run) -> Iterator[Compared]:
    ours, theirs = ({one[:2]: one for one in _measures(run)} for run in (a, b))
    for key in dict.fromkeys((*ours, *theirs)):
        values = [side[key][2] if key in side else None for side in (ours, theirs)]
        one, other = values
        difference = None if one is None or other is None else other - one
        decides = (ours.get(key) or theirs[key])[3]
        yield Compared(*key, one, other, difference, decides=decides)


def _measures(run: Run) -> Iterator[tuple[str, str, float | None, bool]]:
    """Yield plain figures: words, unit, value, and whether it decides."""
    for channel_id, channel in run.scenario.channels.items():
        if channel.sla is not None:
            within = f"within {channel.sla.within_seconds:g} s"
            yield f"{channel_id}: target {within}", SHARE, channel.sla.share, False
    if run.outcome.cap is not None and run.outcome.cap.cap_share is not None:
        yield "cap on the hostile share", SHARE, run.outcome.cap.cap_share, False
    yield "paid hours", HOURS, run.roster.paid_minutes / 60, True
    yield "shifts", COUNT, float(len(run.roster.shifts)), False
    if isinstance(run, Plan):
        yield from _cost_measures(run)


def _cost_measures(plan: Plan) -> Iterator[tuple[str, str, float | None, bool]]:
    solution, currency = plan.solution, plan.scenario.currency
    if solution.costs is not None:
        yield "wages", currency, solution.costs.wages, True
        yield "agent-hours short", HOURS, solution.costs.short_hours, True
        yield "cost, missing hours priced in", currency, solution.costs.total, True
    yield "gap", SHARE, solution.gap, False
