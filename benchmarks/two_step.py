"""The joint plan against the two-step way, with the same people.

The two-step way is what most teams do. Erlang A, or C where nobody leaves, tells for each line and
interval on its own how many agents are needed (stationary, independent, period by period); posts
and e-mails too, those of the night spread over the next open day. Shifts are made to cover the sum,
and who has been idle longest is handed the next case. The shifts come from the joint plan's own
search, in as much time as all its rounds had, under the same contracts and rules. Both meet the
same fresh replications.

Two comparisons, each with paid hours, the service level of every promise, how often somebody passed
the cap, and ratios: what each way comes to; and the two-step way with the fewest times its agents
that keep every promise to customers which the joint plan keeps, if the contracts have the hours.
"""

import argparse
import math
import time
from dataclasses import dataclass, replace

import numpy as np

from scenarios.assignment import AssignmentRules
from scenarios.library import find
from scenarios.queues import Line, groups_of, lines_of, serves
from scenarios.reader import read_scenario
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.baselines import longest_idle_rules
from scheduler.gross_up import away_share, mean_pace
from scheduler.heads import heads_of
from scheduler.line_promise import line_promise
from scheduler.live_staffing import Contacts, LivePromise, agents_needed
from scheduler.loop import plan
from scheduler.requirement import Floats, LiveRequirement, Requirement
from scheduler.roster_model import solve_roster
from scheduler.staffing import compute_requirement
from simulation.arrivals.volume import workload_of
from simulation.arrivals.workload import Workload
from simulation.measures.outcome import Outcome
from simulation.measures.verdict import PromisedLevel, promised_levels
from simulation.records import Bools
from simulation.replications import simulate

SCENARIOS = ("team-of-3", "team-of-12", "team-of-60")
SCALES = (0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.6, 2.0)  # of the two-step way's agents


def interval_requirement(scenario: Scenario, workload: Workload) -> Requirement:
    """Return the agents of each line in each interval, and no deferrable work."""
    joint = compute_requirement(scenario, workload)
    return Requirement(
        live=tuple(_agents_of(scenario, workload, line) for line in lines_of(scenario)),
        deferrable=(),
        bucket_ends=joint.bucket_ends,
        volumes=joint.volumes,
        heads=heads_of(scenario),
    )


def _agents_of(scenario: Scenario, workload: Workload, line: Line) -> LiveRequirement:
    timeline = Timeline(scenario.horizon)
    channel = scenario.channels[line.channel_id]
    row = workload.line_ids.index(line.id)
    is_open = open_intervals(timeline, scenario, line)
    cases = in_opening(workload.cases[row], is_open, timeline)
    at_once = channel.concurrency
    pace = (1 + channel.concurrency_slowdown * (at_once - 1)) / at_once
    serving = tuple(group for group in groups_of(scenario) if serves(group, line))
    pace *= mean_pace(scenario, line.channel_id, serving)
    minutes = in_opening(workload.work_minutes[row], is_open, timeline) * pace
    patience = math.inf
    if line.live and channel.patience is not None:
        patience = channel.patience.mean_seconds
    sla = line_promise(scenario, line)
    promise = LivePromise(sla.share, sla.within_seconds) if sla is not None else None
    load = minutes / scenario.horizon.interval_minutes
    agents = agents_needed(
        [Contacts(cases, minutes, patience, 0.0)],
        load,
        promise,
        away_share(scenario.team),
        is_open,
    )
    return LiveRequirement((line.id,), tuple(group.id for group in serving), load, agents)


def open_intervals(timeline: Timeline, scenario: Scenario, line: Line) -> Bools:
    """Return in which intervals a line's channel is open at all."""
    step = timeline.horizon.interval_minutes
    minutes = np.zeros(timeline.total_minutes, dtype=np.bool_)
    for start, end in timeline.open_windows(scenario.channels[line.channel_id].opening):
        minutes[start:end] = True
    parts = minutes[: timeline.intervals * step].reshape(-1, step)
    return np.asarray(parts.any(axis=1), dtype=np.bool_)


def in_opening(volume: Floats, is_open: Bools, timeline: Timeline) -> Floats:
    """Return the volume of open intervals, with what came since the last open day spread evenly."""
    found = np.zeros(len(volume))
    waiting = 0.0
    days = timeline.interval_day
    for day in range(timeline.horizon.days):
        here = days == day
        own = np.where(is_open & here, volume, 0.0)
        waiting += float(volume[here].sum() - own.sum())
        found += own
        if own.any() or (is_open & here).any():
            places = is_open & here
            found[places] += waiting / int(places.sum())
            waiting = 0.0
    return found


@dataclass(frozen=True)
class Way:
    """What one way of planning comes to."""

    paid_hours: float
    levels: dict[str, float]
    breaches: int


def way_of(scenario: Scenario, roster: Roster, outcome: Outcome) -> Way:
    """Return the figures that are compared."""
    levels = {_name(one): one.level.mean for one in promised_levels(scenario, outcome)}
    breaches = outcome.cap.replications_with_breach if outcome.cap is not None else 0
    return Way(paid_hours(roster), levels, breaches)


def paid_hours(roster: Roster) -> float:
    """Return the paid hours of a roster."""
    return sum(shift.paid_minutes for shift in roster.shifts) / 60


@dataclass(frozen=True)
class Bench:
    """A scenario, and on which replications both ways meet."""

    scenario: Scenario
    workload: Workload
    seconds: float  # of one search
    replications: range
    processes: int

    def roster(self, need: Requirement) -> Roster:
        """Return the roster that covers a requirement."""
        solution = solve_roster(self.scenario, need, (), seconds=self.seconds)
        if solution.roster is None:
            raise SystemExit(f"no roster: {solution.status}")
        return solution.roster

    def way(self, roster: Roster, rules: AssignmentRules) -> Way:
        """Simulate a roster under rules."""
        outcome = simulate(
            self.scenario,
            roster,
            rules,
            seed=self.scenario.planning.seed,
            replications=self.replications,
            processes=self.processes,
        )
        return way_of(self.scenario, roster, outcome)

    def two_step(self, scale: float) -> Way:
        """Return the two-step way with so many times its agents."""
        need = interval_requirement(self.scenario, self.workload)
        live = tuple(
            replace(one, agents=np.ceil(scale * one.agents - 1e-9).astype(np.int64))
            for one in need.live
        )
        roster = self.roster(replace(need, live=live))
        return self.way(roster, longest_idle_rules(self.scenario))

    def at_service(self, wanted: dict[str, float]) -> Way | None:
        """Return the two-step way of least scale that serves as wanted; None without."""
        for scale in SCALES:
            found = self.two_step(scale)
            if all(found.levels[one] >= level for one, level in wanted.items()):
                return found
        return None


def compare(name: str, processes: int, settings: list[str]) -> None:
    """Plan a ready scenario both ways and print what each keeps."""
    scenario = read_scenario(find(name), settings=settings)
    begin = time.perf_counter()
    made = plan(scenario, processes=processes)
    seconds = time.perf_counter() - begin
    joint = way_of(scenario, made.roster, made.outcome)
    numbers = made.outcome.replications
    bench = Bench(
        scenario,
        workload_of(scenario, seed=scenario.planning.seed),
        scenario.planning.solve_seconds * len(made.rounds),
        range(numbers[0], numbers[-1] + 1),
        processes,
    )
    print(
        f"{name}: {len(scenario.team.agents)} people, {len(numbers)} replications, "
        f"joint plan {made.verdict.status} in {seconds:.0f} s"
    )
    tell(" each way as it is", joint, bench.two_step(1.0))
    wanted = {
        _name(one): min(one.level.mean, one.sla.share)
        for one in promised_levels(scenario, made.outcome)
    }
    served = bench.at_service(wanted)
    if served is None:
        print(" at equal service: the contracts have no hours for the two-step way to give it")
    else:
        tell(" at equal service: every promise kept that the joint plan keeps", joint, served)


def _name(promised: PromisedLevel) -> str:
    return promised.channel_id + ("" if promised.part is None else f", {promised.part}")


def tell(what: str, joint: Way, two_step: Way) -> None:
    """Print the figures of both ways and their ratios."""
    print(what)
    _line("paid hours", joint.paid_hours, two_step.paid_hours, ".0f")
    for promise, level in joint.levels.items():
        _line(f"{promise}, in time", level, two_step.levels[promise], ".4f")
    print(
        f"  {'replications with the cap passed':34} joint {joint.breaches:>9}  two-step "
        f"{two_step.breaches:>9}",
        flush=True,
    )


def _line(what: str, joint: float, two_step: float, form: str) -> None:
    """Print a figure of both ways and its ratio."""
    ratio = joint / two_step if two_step else math.nan
    print(f"  {what:34} joint {joint:>9{form}}  two-step {two_step:>9{form}}  ratio {ratio:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=SCENARIOS)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--set", action="append", default=[], dest="settings")
    said = parser.parse_args()
    for name in said.names:
        compare(name, said.processes, said.settings)


if __name__ == "__main__":
    main()
