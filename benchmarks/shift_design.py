"""Minimum shift design instances, solved as a plan is, beside the best known.

The mark: all optimal in a minute each. The week repeats, so that Sunday's night is Monday's.
"""

import sys
from collections.abc import Sequence

from benchmarks.rosters.data import FOLDER, chosen, instances
from benchmarks.rosters.measure import arguments_of, report, titles
from benchmarks.rosters.shift_design_file import read_design
from benchmarks.rosters.shift_design_nouns import problem_of

SECONDS = 60.0
BEST_KNOWN = {"RandomExample1": 480.0, "RandomExample2": 300.0, "RandomExample3": 600.0}


def main(arguments: Sequence[str] | None = None) -> int:
    said = arguments_of(__doc__, f"{SECONDS:.0f}").parse_args(arguments)
    known = instances("shift_design", "*.dzn")
    try:
        paths = chosen(said.instances, known)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not paths:
        print(f"no instances in {FOLDER / 'shift_design'}; nothing measured")
        return 0
    print(titles(), flush=True)
    for path in paths:
        best = BEST_KNOWN.get(path.stem)
        problem = problem_of(read_design(path), best)
        for one in report(problem, said.seconds or SECONDS, said.turns, best):
            print(one, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
