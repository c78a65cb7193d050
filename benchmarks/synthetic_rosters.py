"""Four weeks of quarter-hours for 50, 200 and 500 people, solved as a plan is.

Instances are files of the data, or made: 200-seed-7 is one for 200 people from seed 7. Each mark
has a time of its own. Best known is what other solvers reached; at 50 people it is optimal.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.rosters.data import FOLDER, chosen, instances
from benchmarks.rosters.measure import arguments_of, report, titles
from benchmarks.rosters.synthetic_file import Staffing, read_staffing
from benchmarks.rosters.synthetic_nouns import problem_of
from benchmarks.rosters.synthetic_seeds import make_staffing

SECONDS = 60.0
BEST_KNOWN = {"synthetic-50": 17_063.0, "synthetic-200": 63_204.0, "synthetic-500": 161_073.0}


@dataclass(frozen=True)
class Mark:
    """What is asked for in a time; infinity asks for any roster that breaks no rule."""

    seconds: float
    cost: float


MARKS = {
    "synthetic-50": (Mark(10.0, 1.005 * 17_063.0), Mark(60.0, 1.0015 * 17_063.0)),
    "synthetic-200": (Mark(30.0, 63_200.0),),
    "synthetic-500": (Mark(5.0, sys.float_info.max), Mark(60.0, 161_000.0)),
}
_MADE = re.compile(r"(?:synthetic-)?(\d+)-seed-(\d+)")


def staffing_of(name: str) -> Staffing:
    """Return an instance that is made from a seed, or one of a file."""
    made = _MADE.fullmatch(name)
    if made is not None:
        return make_staffing(int(made[1]), int(made[2]))
    (path,) = chosen([name], instances("roster", "synthetic-*.json"))
    return read_staffing(path)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = arguments_of(__doc__, "those of the marks")
    said = parser.parse_args(arguments)
    names = said.instances or [path.stem for path in instances("roster", "synthetic-*.json")]
    if not names:
        print(f"no instances in {FOLDER / 'roster'}; one from a seed is measured in their place")
        names = ["50-seed-1"]
    try:
        all_staffing = [staffing_of(name) for name in names]
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    print(titles(), flush=True)
    for staffing in all_staffing:
        problem = problem_of(staffing, BEST_KNOWN.get(staffing.name))
        marks = MARKS.get(staffing.name, ())
        times = [said.seconds] if said.seconds else [mark.seconds for mark in marks] or [SECONDS]
        for seconds in times:
            asked = next((mark.cost for mark in marks if mark.seconds == seconds), None)
            for one in report(problem, seconds, said.turns, asked):
                print(one, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
