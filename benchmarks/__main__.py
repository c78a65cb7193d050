"""Run every benchmark and print its ratios: python -m benchmarks [NAME ...].

A benchmark is a module ``benchmarks/bench_NAME.py`` with a function ``measure()`` that returns an
iterable of ``Ratio``. Ratios compare two things on one machine, so they can be set against those
of another machine; seconds cannot.
"""

import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent


def known() -> tuple[str, ...]:
    """Return the names of the benchmarks, sorted."""
    return tuple(sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py")))


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks, or all, and return the exit code."""
    unknown = sorted(set(wanted) - set(known()))
    if unknown:
        sys.stderr.write(f"no benchmark {', '.join(unknown)}; there are {', '.join(known())}\n")
        return 2
    for name in wanted or known():
        print(f"== {name}", flush=True)
        for ratio in import_module(f"benchmarks.bench_{name}").measure():
            print(ratio, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
