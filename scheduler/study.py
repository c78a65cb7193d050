"""What-if studies: a grid of scenario changes and the plans they lead to."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass

from scenarios.scenario import Scenario
from scheduler.impossible import Impossible
from scheduler.loop import NoRosterInTime, plan
from scheduler.plan import Plan
from simulation.engine import Engine, prepare
from simulation.local_processes import local_processes

Row = dict[str, str | float | int | None]


@dataclass(frozen=True)
class Point:
    """One point of the grid: the settings that make its scenario."""

    settings: tuple[tuple[str, str], ...]  # (field, value as written)

    @property
    def key(self) -> str:
        """Readable key, e.g. cap.hostile=0.2,volume.scale=1.2."""
        return ",".join(f"{field}={value}" for field, value in self.settings)

    def as_set_options(self) -> tuple[str, ...]:
        """Return the settings in the form that reading a scenario takes."""
        return tuple(f"{field}={value}" for field, value in self.settings)


def grid(variations: Mapping[str, Sequence[str]]) -> tuple[Point, ...]:
    """Return every combination of the given values, the last field varying fastest."""
    fields = list(variations)
    combinations = itertools.product(*(variations[field] for field in fields))
    return tuple(Point(tuple(zip(fields, values, strict=True))) for values in combinations)


def run_study(
    scenarios: Mapping[Point, Scenario], *, processes: int = 1
) -> Iterator[tuple[Point, Row]]:
    """Plan every point and yield its row as soon as it is finished, in no fixed order.

    All points share the seed and so meet the same cases as far as their volumes agree. Points
    run side by side on local processes, one process each.
    """
    if processes == 1:
        for point, scenario in scenarios.items():
            yield point, study_row(point, scenario)
        return
    prepare(Engine.AUTO)
    with local_processes(processes) as pool:
        waiting = {pool.submit(study_row, point, s): point for point, s in scenarios.items()}
        for future in as_completed(waiting):
            yield waiting[future], future.result()


def study_row(point: Point, scenario: Scenario) -> Row:
    """Plan one point and return its row: settings, verdict, cost, cap and service levels."""
    row: Row = dict(point.settings)
    try:
        made = plan(_without_looks(scenario))
    except Impossible as no:
        return row | {"verdict": "impossible", "lowest_cap": no.lowest_cap, "note": no.reason}
    except NoRosterInTime as no:
        return row | {"verdict": "no roster in time", "note": str(no)}
    return row | _figures(made)


def _without_looks(scenario: Scenario) -> Scenario:
    """Return a scenario in which nobody looks for levers, as no row has a place for them."""
    planning = scenario.planning.model_copy(update={"levers": False})
    return scenario.model_copy(update={"planning": planning})


def _figures(made: Plan) -> Row:
    solution, cap = made.solution, made.outcome.cap
    row: Row = {
        "verdict": str(made.verdict.status),
        "wages": solution.costs.wages if solution.costs else None,
        "short_hours": solution.costs.short_hours if solution.costs else None,
        "gap": solution.gap,
        "paid_hours": made.roster.paid_minutes / 60,
        "cap_compliance_low": cap.compliance_low if cap else None,
        "max_hostile_share": cap.max_share if cap else None,
    }
    for channel in made.outcome.channels:
        if channel.service_level is not None:
            row[f"sl_{channel.channel_id}"] = channel.service_level.mean
    return row
