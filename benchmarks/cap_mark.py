"""The mark of the cap: a certified plan for a team of a hundred, and how long it takes.

A hundred people, seven days (``--weeks 4``: twenty-eight), posts, messages, e-mail, chat and phone,
15 % of them hostile, a hard cap of 20 % a week, recall .85 and precision .75, 80 % of posts in 60
minutes and 80 % of calls in 20 seconds: the ready scenario team-of-100 with those figures. Prints
seconds by stage of the loop (wall, and processor of this process alone), the verdict, the rounds,
and in how many of 200 further replications anybody passed the cap.
"""

import argparse
import datetime as dt
import time
from collections import defaultdict

from scenarios.library import find
from scenarios.reader import read_scenario
from scenarios.scenario import Scenario
from scheduler.loop import plan
from scheduler.plan import Plan
from scheduler.progress import Progress
from simulation.replications import simulate

FRESH = range(500_000, 500_200)
SETTINGS = (
    "cap.hostile=0.20",
    "channels.phone.sla.within_seconds=20",
    "channels.posts.hostility.share=0.208",  # with the others 15.0 % of all contacts
    "channels.messages.hostility.share=0.06",
    "channels.email.hostility.share=0.06",
    "channels.chat.hostility.share=0.06",
)


def scenario_of(weeks: int, settings: list[str]) -> Scenario:
    """Return the scenario of the mark: the first weeks, with the wishes that lie in them."""
    whole = read_scenario(find("team-of-100"), settings=(*SETTINGS, *settings))
    horizon = whole.horizon.model_copy(update={"weeks": weeks})
    end = horizon.start + dt.timedelta(days=horizon.days)
    agents = tuple(
        agent.model_copy(
            update={"wishes": tuple(w for w in agent.wishes if (w.last or w.first) < end)}
        )
        for agent in whole.team.agents
    )
    team = whole.team.model_copy(update={"agents": agents})
    return whole.model_copy(update={"horizon": horizon, "team": team})


class Watch:
    """Seconds by stage, as the loop tells them."""

    def __init__(self) -> None:
        self.wall, self.own = time.perf_counter(), time.process_time()
        self.seconds: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    def listen(self, progress: Progress) -> None:
        """Book the time since the last word on the stage that speaks."""
        wall, own = time.perf_counter(), time.process_time()
        booked = self.seconds[progress.stage]
        booked[0] += wall - self.wall
        booked[1] += own - self.own
        self.wall, self.own = wall, own

    def tell(self) -> None:
        """Print the stages in order."""
        for stage, (wall, own) in self.seconds.items():
            print(f"  {stage:52} {wall:7.1f} s, processor {own:7.1f} s")
        print(f"  all {sum(wall for wall, _ in self.seconds.values()):.1f} s")


def tell(made: Plan, watch: Watch) -> None:
    """Print what the plan keeps and how it was reached."""
    watch.tell()
    for one in made.rounds:
        levels = ", ".join(f"{name} {level.mean:.3f}" for name, level in one.service_levels.items())
        print(f"  round {one.number}: cost {one.objective:,.0f}, {levels}, missed {one.missed}")
    print(f"  verdict: {made.verdict.status}, {len(made.outcome.replications)} replications")
    for promise in made.verdict.promises:
        estimate = promise.estimate
        print(
            f"    {promise.promise}: {promise.status}, {estimate.mean:.4f} "
            f"({estimate.low:.4f} to {estimate.high:.4f})"
        )
    for place, outcome in (("longest idle", made.longest_idle), ("plan", made.outcome)):
        assert outcome.cap is not None
        print(
            f"  {place}: cap passed in {outcome.cap.replications_with_breach} of "
            f"{outcome.cap.replications}, highest share {outcome.cap.max_share:.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--set", action="append", default=[], dest="settings")
    said = parser.parse_args()
    scenario, watch = scenario_of(said.weeks, said.settings), Watch()
    made = plan(scenario, processes=said.processes, on_progress=watch.listen)
    print(f"team of {len(scenario.team.agents)}, {said.weeks} weeks, {said.processes} processes")
    tell(made, watch)
    fresh = simulate(
        scenario,
        made.roster,
        made.rules,
        seed=scenario.planning.seed,
        replications=FRESH,
        processes=said.processes,
    )
    assert fresh.cap is not None
    passed = fresh.cap.replications_with_breach
    print(f"  cap passed in {passed} of {len(FRESH)} further replications")
    print(f"  ratio of seconds to five minutes a week: {total(watch) / (300 * said.weeks):.2f}")


def total(watch: Watch) -> float:
    """Return the wall seconds of all stages."""
    return sum(wall for wall, _ in watch.seconds.values())


if __name__ == "__main__":
    main()
