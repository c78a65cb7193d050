"""How long the planner waits for help, beside a Python that does nothing."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.ratio import Ratio

REPEATS = 9


def measure() -> Iterator[Ratio]:
    """Yield the start-up of help, of a command's help and of check, over a bare interpreter's."""
    bare = _median_seconds("pass")
    for arguments in (["--help"], ["plan", "--help"], ["check", "team-of-12"]):
        seconds = _median_seconds(f"import cli; cli.main({arguments!r})")
        yield Ratio(f"fairshift {' '.join(arguments)}", seconds, bare, "s", "bare interpreter")


def _median_seconds(program: str) -> float:
    """Return the median wall time of fresh interpreters that run a program."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)
