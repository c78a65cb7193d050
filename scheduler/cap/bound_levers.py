"""Before solving: which single changes would make a cap possible, by the same linear programme."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenarios.queues import Group, groups_of, lines_of, serves
from scenarios.scenario import Scenario
from scheduler.cap.lever import LeverKind
from scheduler.cap.levers import without_people
from scheduler.cap.obstacles import outlook
from simulation.arrivals.volume import workload_of
from simulation.arrivals.workload import Workload

# What can move the bound. A bot takes harmless cases away, and the router's settings are not in it.
_KINDS = (
    LeverKind.TRAINING,
    LeverKind.MODERATION,
    LeverKind.AGENCY,
    LeverKind.HOURS,
    LeverKind.LABELS,
)
_DRAWS = 2  # of the workload's spread, which nobody looks at here
_HAIR = 1e-9
_EXTRA = "extra-agent"


@dataclass(frozen=True)
class BoundLever:
    """A change, and what is proved of the cap with it."""

    kind: LeverKind
    words: str
    lowest_cap: float | None  # that can hold then, by bound; None if none can
    opens: bool  # whether nothing is proved to stand against the cap any more

    @property
    def sentence(self) -> str:
        """In the planner's words."""
        if self.lowest_cap is None:
            return f"{self.words}: even so no cap can hold"
        return f"{self.words}: the lowest cap that can hold is then {self.lowest_cap:.1%}"


def bound_levers(scenario: Scenario, workload: Workload) -> tuple[BoundLever, ...]:
    """Return the changes that make the cap possible or bring it nearer, those that do so first.

    As the bound is in the team's favour, what opens here may still fail in simulation; what does
    not open here opens for no roster.
    """
    now = outlook(scenario, workload).lowest_cap
    found = [*_of_levers(scenario, workload), *_of_people(scenario, workload)]
    moved = [one for one in found if one.opens or _is_lower(one.lowest_cap, now)]
    return tuple(sorted(moved, key=lambda one: (not one.opens, _place(one.lowest_cap), one.words)))


def _of_levers(scenario: Scenario, workload: Workload) -> Iterator[BoundLever]:
    for lever in without_people(scenario):
        if lever.kind in _KINDS:
            work = workload
            if lever.kind is LeverKind.HOURS:
                seed = scenario.planning.seed
                work = workload_of(lever.scenario, seed=seed, replications=_DRAWS)
            yield _tried(lever.kind, lever.words, lever.scenario, work)


def _of_people(scenario: Scenario, workload: Workload) -> Iterator[BoundLever]:
    """Yield the fewest more people of each group with whom nothing stands against the cap."""
    most = len(scenario.team.agents)
    for group in groups_of(scenario):
        if not any(serves(group, line) for line in lines_of(scenario)):
            continue

        def tried(count: int, group: Group = group) -> BoundLever:
            who = "one more agent" if count == 1 else f"{count} more agents"
            more = _with_more(scenario, group, count)
            return _tried(LeverKind.PEOPLE, f"{who} of {group.id}", more, workload)

        best = tried(most)
        if not best.opens:
            continue
        none, enough = 0, most
        while enough - none > 1:
            middle = (none + enough) // 2
            one = tried(middle)
            if one.opens:
                best, enough = one, middle
            else:
                none = middle
        yield best


def _with_more(scenario: Scenario, group: Group, count: int) -> Scenario:
    """Return a scenario with more people like the first of a group."""
    team = scenario.team
    twin = next(agent for agent in team.agents if agent.id == group.agent_ids[0])
    more = tuple(
        twin.model_copy(
            update={"id": f"{_EXTRA}-{number}", "name": "", "absences": (), "group": group.id}
        )
        for number in range(count)
    )
    named = tuple(
        agent.model_copy(update={"group": group.id}) if agent.id in group.agent_ids else agent
        for agent in team.agents
    )
    return scenario.model_copy(update={"team": team.model_copy(update={"agents": (*named, *more)})})


def _tried(kind: LeverKind, words: str, changed: Scenario, workload: Workload) -> BoundLever:
    then = outlook(changed, workload)
    return BoundLever(kind, words, then.lowest_cap, not then.proven)


def _is_lower(one: float | None, now: float | None) -> bool:
    return one is not None and (now is None or one < now - _HAIR)


def _place(cap: float | None) -> float:
    return 2.0 if cap is None else cap


def said_of(levers: Sequence[BoundLever], most: int) -> tuple[str, ...]:
    """Return a few lines on what would make the cap possible; empty where nothing is known to."""
    opening = [one for one in levers if one.opens]
    if opening:
        how = "It could hold with one of these, by the same linear programme"
        return (
            f"{how} (a plan has to show the rest):",
            *(f"- {one.sentence}" for one in opening[:most]),
        )
    if levers:
        how = "No single change would make it possible; these bring it nearest"
        return (f"{how}:", *(f"- {one.sentence}" for one in levers[:most]))
    return ()
