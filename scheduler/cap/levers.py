"""All levers of a plan, and where more people bring most."""

from collections.abc import Callable

from scenarios.scenario import Scenario
from scheduler.cap.lever import Lever
from scheduler.cap.measured import measure
from scheduler.cap.ranking import aim_of
from scheduler.cap.relief_levers import opening_levers, relief_levers
from scheduler.cap.rule_levers import rule_levers
from scheduler.cap.team_levers import people_levers, training_levers
from scheduler.sensitivity import Gain, gain_replications, gains
from scheduler.trials import Trial
from simulation.engine import Engine

Told = Callable[[str, int, int], None]

_FEW = 8


def hour_gains(
    base: Trial, *, processes: int, engine: Engine = Engine.AUTO, on_done: Told | None = None
) -> tuple[Gain, ...]:
    """Return what one more agent brings in each block of the week, for what is missed.

    Where nothing is missed it is for all promises; without a promise to customers, nothing.
    """
    (before,) = measure([base], replications=range(_FEW), processes=processes, engine=engine)
    aimed = aim_of(before).promises
    if not aimed:
        return ()
    replications = range(gain_replications(base.scenario, aimed))
    (few,) = measure([base], replications=replications, processes=processes, engine=engine)
    return gains(
        base,
        few.outcome,
        aimed,
        replications=replications,
        processes=processes,
        engine=engine,
        on_done=lambda done, total: on_done("more people", done, total) if on_done else None,
    )


def levers_of(base: Trial, found: tuple[Gain, ...]) -> tuple[Lever, ...]:
    """Return the levers of a plan; ``found`` says where more people bring most."""
    return (
        *people_levers(base, found),
        *without_people(base.scenario),
    )


def without_people(scenario: Scenario) -> tuple[Lever, ...]:
    """Return the levers of a scenario that leave its roster as it is."""
    return (
        *training_levers(scenario),
        *relief_levers(scenario),
        *opening_levers(scenario),
        *rule_levers(scenario),
    )
