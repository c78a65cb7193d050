"""The engines: the same model in SimPy and compiled, and which of them runs a replication."""

from enum import StrEnum

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from simulation.arrivals.volume import draw_cases
from simulation.desk.absence import draw_absences
from simulation.desk.desk import run_cases
from simulation.records import Records
from simulation.world import World

COMPILING = "Compiling the simulation for this machine, once; later runs start at once."


class Engine(StrEnum):
    """What runs a replication. Both engines write the same records, bit for bit."""

    AUTO = "auto"  # the compiled one, which knows every feature of a scenario
    COMPILED = "compiled"
    SIMPY = "simpy"


def run_replication(
    world: World,
    roster: Roster,
    rules: AssignmentRules,
    seed: int,
    replication: int,
    engine: Engine = Engine.AUTO,
) -> Records:
    """Return what happens in one replication, the same whatever the engine.

    A function of its arguments alone. Raises ValueError where roster or rules do not fit the
    world.
    """
    cases = draw_cases(world, seed, replication)
    absent = draw_absences(world, roster, seed, replication)
    if engine is Engine.SIMPY:
        return run_cases(
            world, roster, rules, cases, absent=absent, seed=seed, replication=replication
        )
    from simulation.compiled.engine import run_cases_compiled

    return run_cases_compiled(
        world, roster, rules, cases, absent=absent, seed=seed, replication=replication
    )


def needs_compiling(engine: Engine) -> bool:
    """Whether an engine has to be compiled first, which takes about a minute."""
    from simulation.compiled.prepare import is_prepared

    return not is_prepared(whole=engine is not Engine.SIMPY)


def prepare(engine: Engine) -> None:
    """Compile what an engine needs, so that no worker process has to."""
    from simulation.compiled.prepare import compile_all

    compile_all(whole=engine is not Engine.SIMPY)
