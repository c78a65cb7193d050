"""Our roster beside the plain CP-SAT model and pyworkforce, on the same demand in one run.

The plain model has a boolean for every agent, day and shift and every rule of the instance.
pyworkforce plans in its two steps, counts of shifts and then people, and cannot be told all rules:
what its rosters break is counted. Costs are those of the instance, by one judge for all.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

from benchmarks.rosters.measure import arguments_of, solve
from benchmarks.rosters.naive_model import solve_naively
from benchmarks.rosters.problem import Score
from benchmarks.rosters.pyworkforce_roster import SCHEDULERS, installed, solve_with
from benchmarks.rosters.synthetic_file import Staffing
from benchmarks.rosters.synthetic_nouns import problem_of
from benchmarks.rosters.synthetic_score import Work, score_work
from benchmarks.rosters.table import head, line, number
from benchmarks.synthetic_rosters import staffing_of

SECONDS = 60.0
INSTANCES = ("50-seed-1",)
Contestant = Callable[[int], Score | None]  # by seed


def contestants(staffing: Staffing, seconds: float) -> dict[str, Contestant]:
    """Return who takes part, ours first."""
    found: dict[str, Contestant] = {
        "fairshift": partial(_ours, staffing, seconds),
        "plain CP-SAT": lambda seed: _score(staffing, solve_naively(staffing, seconds, seed)),
    }
    if installed():
        for name in SCHEDULERS:
            found[f"pyworkforce {name.removeprefix('Min')}"] = partial(
                _pyworkforce, staffing, seconds, name
            )
    return found


def _ours(staffing: Staffing, seconds: float, seed: int) -> Score | None:
    return solve(problem_of(staffing), seconds, seed).score


def _pyworkforce(staffing: Staffing, seconds: float, name: str, _seed: int) -> Score | None:
    return _score(staffing, solve_with(name, staffing, seconds))


def _score(staffing: Staffing, worked: dict[str, list[Work]] | None) -> Score | None:
    return None if worked is None else score_work(staffing, worked)


def compare(staffing: Staffing, seconds: float, turns: int) -> None:
    """Print costs, ratios to ours, broken rules and times on one instance."""
    print(f"{staffing.name}, {seconds:.0f} s each, medians of {turns}")
    print(head("", "cost", "ratio", "broken", "took"), flush=True)
    ours: float | None = None
    for name, contestant in contestants(staffing, seconds).items():
        scores, times = [], []
        for seed in range(1, turns + 1):
            began = time.perf_counter()
            scores.append(contestant(seed))
            times.append(time.perf_counter() - began)
        found = [score for score in scores if score is not None]
        cost = statistics.median(score.cost for score in found) if len(found) == turns else None
        ours = cost if name == "fairshift" else ours
        ratio = cost / ours if cost is not None and ours else None
        broken = number(max(len(score.broken) for score in found)) if found else "-"
        took = number(statistics.median(times), 1)
        cells = (name, "none" if cost is None else number(cost), number(ratio, 3), broken, took)
        print(line(cells), flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    said = arguments_of(__doc__, f"{SECONDS:.0f}").parse_args(arguments)
    try:
        chosen = [staffing_of(name) for name in said.instances or INSTANCES]
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not installed():
        print("pyworkforce is left out: it is not installed (pip install 'fairshift[bench]')")
    for staffing in chosen:
        compare(staffing, said.seconds or SECONDS, said.turns)
    return 0


if __name__ == "__main__":
    sys.exit(main())
