"""What the quota costs in service with and without counting on work still to come.

The team of twelve on a roster made without the solver, everybody from 09:00 to 17:30 on weekdays,
under the same random numbers. Prints the phone service level as a ratio to that of the same rules
without a quota, and the horizons in which somebody passed the cap: for the scenario's labels, where
the margin weighs most, and for perfect ones. The ratios are of this roster; a plan's differ.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scenarios.library import find
from scenarios.reader import read_scenario
from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.division import divide_work
from scheduler.requirement import Requirement
from scheduler.rules import RuleSettings, plan_rules
from simulation.arrivals.volume import workload_of
from simulation.measures.outcome import Outcome
from simulation.replications import simulate

REPLICATIONS = range(30)
LOOK_AHEADS = (0.0, 0.25, 0.5, 0.75)
PERFECT = "perfect-labels"
CHANNEL = "phone"


def office_roster(scenario: Scenario) -> Roster:
    """Return a roster with everybody there from 09:00 to 17:30, Monday to Friday."""
    return Roster(tuple(_office_shifts(scenario)))


def _office_shifts(scenario: Scenario) -> Iterator[Shift]:
    timeline = Timeline(scenario.horizon)
    for day in (day for day in range(scenario.horizon.days) if day % 7 < 5):
        for number, agent in enumerate(scenario.team.agents):
            pause = 12 * 60 + 30 * (number % 3)
            bounds = [timeline.minute(day, at) for at in (540, pause, pause + 30, 1050)]
            work, rest = Activity.WORK, Activity.BREAK
            segments = tuple(
                Segment(begin, end, activity)
                for begin, end, activity in zip(
                    bounds[:-1], bounds[1:], (work, rest, work), strict=True
                )
            )
            date = scenario.horizon.start + dt.timedelta(days=day)
            yield Shift(f"{agent.id}-{day}", agent.id, date, "", segments, 480)


def outcomes(scenario: Scenario) -> Iterator[tuple[str, Outcome]]:
    """Yield the outcome without a quota, then with one for each look-ahead."""
    roster = office_roster(scenario)
    workload = workload_of(scenario, seed=scenario.planning.seed)
    division = divide_work(scenario, workload, roster)
    nothing = Requirement((), (), np.zeros(0, dtype=np.int64))
    assert scenario.cap is not None
    for look_ahead in (None, *LOOK_AHEADS):
        cap = scenario.cap.model_copy(update={"look_ahead": look_ahead or 0.0})
        said = scenario.model_copy(update={"cap": cap})
        rules = plan_rules(said, nothing, division, RuleSettings((), 0.0))
        if look_ahead is None:
            rules = replace(rules, quota=None)
        name = "no quota" if look_ahead is None else f"look_ahead {look_ahead:g}"
        seed = scenario.planning.seed
        yield name, simulate(said, roster, rules, seed=seed, replications=REPLICATIONS)


def level_of(outcome: Outcome) -> float:
    """Return the mean service level of the channel that is looked at."""
    (level,) = (c.service_level for c in outcome.channels if c.channel_id == CHANNEL)
    assert level is not None
    return level.mean


def main() -> None:
    for overrides in ((), (PERFECT,)):
        scenario = read_scenario(find("team-of-12"), overrides=overrides)
        print(overrides[0] if overrides else "labels of the scenario")
        free = 0.0
        for name, outcome in outcomes(scenario):
            level = level_of(outcome)
            free = free or level
            assert outcome.cap is not None
            passed = outcome.cap.replications_with_breach
            print(
                f"  {name}: {CHANNEL} {level:.3f}, ratio {level / free:.3f}, "
                f"cap passed in {passed} of {len(REPLICATIONS)}"
            )


if __name__ == "__main__":
    main()
