"""How long the planner waits for help and for a check, beside a Python that does nothing."""

import statistics
import subprocess
import sys
import time

REPEATS = 9
COMMANDS = (["--help"], ["plan", "--help"], ["check", "team-of-12"])


def median_seconds(program: str) -> float:
    """Return the median wall time of fresh interpreters that run a program."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    bare = median_seconds("pass")
    print(f"bare interpreter: {bare:.3f} s")
    for arguments in COMMANDS:
        seconds = median_seconds(f"import cli; cli.main({arguments!r})")
        print(f"fairshift {' '.join(arguments)}: {seconds:.3f} s, ratio {seconds / bare:.1f}")


if __name__ == "__main__":
    main()
