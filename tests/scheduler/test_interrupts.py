"""Solving leaves Ctrl-C to Python, whose handler the solver would otherwise take away."""

import signal
from pathlib import Path

import pytest

from scheduler.explain import conflicts
from scheduler.roster_model import solve_roster
from scheduler.staffing import compute_requirement
from simulation.arrivals.volume import workload_of
from tests.scheduler.two_groups import two_groups

STATUS = Path("/proc/self/status")
SIGINT_BIT = 1 << 1


def caught() -> bool:
    """Whether the process, not only Python, has a handler for SIGINT."""
    (line,) = [x for x in STATUS.read_text().splitlines() if x.startswith("SigCgt:")]
    return bool(int(line.split()[1], 16) & SIGINT_BIT)


@pytest.mark.skipif(not STATUS.exists(), reason="the handlers of a process are read from /proc")
def test_the_handler_of_interrupts_is_still_there_after_solving() -> None:
    scenario = two_groups()
    requirement = compute_requirement(scenario, workload_of(scenario, seed=1, replications=2))
    # Other tests may have solved with a solver of their own, which takes the handler away.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    assert caught()
    solve_roster(scenario, requirement, (), seconds=2.0)
    assert caught()
    conflicts(scenario)
    assert caught()
