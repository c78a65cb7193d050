"""The choice of engine: the same outcome by each, told in time that it has to be compiled."""

import subprocess
import sys

import pytest

from simulation.engine import Engine, needs_compiling, prepare
from simulation.replications import simulate
from tests.simulation.scenes import agent, around_the_clock, channel, rules, scenario


@pytest.mark.parametrize("engine", [Engine.AUTO, Engine.COMPILED])
def test_every_engine_leads_to_the_same_outcome(engine: Engine) -> None:
    said = scenario({"phone": channel(workflow="six-stages")}, [agent("a0", "phone")])
    way = {"seed": 7, "replications": range(2)}
    reference = simulate(said, around_the_clock(said), rules(said), engine=Engine.SIMPY, **way)
    outcome = simulate(said, around_the_clock(said), rules(said), engine=engine, **way)
    assert repr(outcome) == repr(reference)


def test_worker_processes_run_the_chosen_engine() -> None:
    said = scenario({"phone": channel()}, [agent("a0", "phone")])
    outcomes = [
        simulate(
            said,
            around_the_clock(said),
            rules(said),
            seed=7,
            replications=range(4),
            processes=2,
            engine=engine,
        )
        for engine in (Engine.SIMPY, Engine.COMPILED)
    ]
    assert repr(outcomes[0]) == repr(outcomes[1])


@pytest.mark.parametrize("engine", list(Engine))
def test_nothing_is_compiled_twice(engine: Engine) -> None:
    prepare(engine)
    assert not needs_compiling(engine)


def test_machine_code_that_is_not_on_disk_is_missed(tmp_path: object) -> None:
    words = (
        "from simulation.engine import Engine, needs_compiling, prepare\n"
        "first = needs_compiling(Engine.SIMPY)\n"
        "prepare(Engine.SIMPY)\n"
        "print(first, needs_compiling(Engine.SIMPY), needs_compiling(Engine.COMPILED))"
    )
    environment = {"NUMBA_CACHE_DIR": str(tmp_path), "PATH": ""}
    for expected in ("True False True", "False False True"):
        made = subprocess.run(
            [sys.executable, "-c", words], env=environment, capture_output=True, text=True
        )
        assert made.stdout.split("\n")[0] == expected, made.stderr


def test_the_engines_are_loaded_only_when_something_is_simulated() -> None:
    words = (
        "import sys, cli, simulation.replications, scheduler.plan\n"
        "print([one for one in ('numba', 'llvmlite') if one in sys.modules])"
    )
    made = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True)
    assert made.stdout.strip() == "[]", made.stderr
