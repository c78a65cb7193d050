"""Curtois and Qu's shift scheduling instances, solved as a plan is, beside the best known.

The mark: instances 1 to 4 optimal, 5 to 8 within 1 % of the best known, in five minutes each.
"""

import sys
from collections.abc import Sequence

from benchmarks.rosters.curtois_file import read_instance
from benchmarks.rosters.curtois_nouns import problem_of
from benchmarks.rosters.data import FOLDER, chosen, instances
from benchmarks.rosters.measure import arguments_of, report, titles

SECONDS = 300.0
BEST_KNOWN = {
    "Instance1": 607.0,
    "Instance2": 828.0,
    "Instance3": 1001.0,
    "Instance4": 1716.0,
    "Instance5": 1143.0,
    "Instance6": 1950.0,
    "Instance7": 1056.0,
    "Instance8": 1300.0,
}
OPTIMAL = ("Instance1", "Instance2", "Instance3", "Instance4")


def mark_of(name: str) -> float | None:
    """Return the cost that is asked for, or None where nothing is."""
    best = BEST_KNOWN.get(name)
    return best if best is None or name in OPTIMAL else 1.01 * best


def main(arguments: Sequence[str] | None = None) -> int:
    said = arguments_of(__doc__, f"{SECONDS:.0f}").parse_args(arguments)
    known = instances("curtois", "Instance*.txt")
    try:
        paths = chosen(said.instances, known)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not paths:
        print(f"no instances in {FOLDER / 'curtois'}; nothing measured")
        return 0
    print(titles(), flush=True)
    for path in paths:
        problem = problem_of(read_instance(path), BEST_KNOWN.get(path.stem))
        for one in report(problem, said.seconds or SECONDS, said.turns, mark_of(path.stem)):
            print(one, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
