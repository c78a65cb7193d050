"""Run every benchmark: python -m benchmarks [NAME ...].

A benchmark is a module in this folder that can be run alone (``python -m benchmarks.NAME``) and
prints figures with a ratio of two things measured on the same machine: seconds cannot be set
against those of another machine, ratios can. Each runs in an interpreter of its own.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def known() -> tuple[str, ...]:
    """Return the names of the benchmarks, sorted."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.py") if not p.stem.startswith("_")))


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks, or all, and return the exit code of the last that failed."""
    unknown = sorted(set(wanted) - set(known()))
    if unknown:
        sys.stderr.write(f"no benchmark {', '.join(unknown)}; there are {', '.join(known())}\n")
        return 2
    code = 0
    for name in wanted or known():
        print(f"== {name}", flush=True)
        ended = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
        code = ended.returncode or code
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
