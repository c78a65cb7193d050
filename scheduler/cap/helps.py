"""What would help a plan that misses a promise: a quick look at the levers, the best in words."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.cap.levers import without_people
from scheduler.cap.measured import is_seen
from scheduler.cap.missed_hours import missed_hours
from scheduler.cap.ranking import Aim, Looks, RankedLever, Ranking, rank_levers
from scheduler.cap.refit import Fitter
from scheduler.cap.team_levers import people_lever
from scheduler.line_promise import Promised
from scheduler.plan import Help, LeverLook, Plan
from scheduler.progress import Listener, Progress, say_nothing
from scheduler.trials import Trial
from simulation.engine import Engine
from simulation.measures.outcome import Estimate, Verdict, VerdictStatus

_QUICK = Looks(first=4, second=12, twice=5)
_MOST_BLOCKS = 3  # of more people
_MOST_TOLD = 3
_POINTS = 100.0
_NOTHING = 0.5  # of the currency: a cost that rounds to none


def with_helps(
    made: Plan,
    *,
    processes: int = 1,
    engine: Engine = Engine.AUTO,
    on_progress: Listener = say_nothing,
) -> Plan:
    """Return the plan with the levers that would help most; the same plan where all is met.

    The levers are those of ``fairshift cap``, looked at in few horizons: a first look at all, a
    second one, on other horizons, at the best. One of each kind is told at most, and only what
    the second look has seen to help. More people are tried in the hours in which most is missed.
    ``planning.levers`` switches the look off.
    """
    if made.verdict.status is VerdictStatus.MET or not made.scenario.planning.levers:
        return made
    aim = _aim_of(made.verdict)
    fitter = Fitter(Trial(made.scenario, made.roster, made.rules))
    on_progress(Progress("what would help", 0, 1))
    hours = missed_hours(made.scenario, made.outcome, aim.promises, _MOST_BLOCKS)
    people = (people_lever(fitter.plain, group, block) for group, block in hours)
    levers = (*people, *without_people(made.scenario))
    ranking = rank_levers(
        fitter,
        levers,
        looks=_QUICK,
        aim=aim,
        processes=processes,
        engine=engine,
        on_done=lambda stage, done, total: on_progress(
            Progress(f"what would help: {stage}", done, total)
        ),
    )
    best = tuple(_help(one, aim, made.scenario.currency) for one in _told(ranking))
    return replace(made, levers=LeverLook(len(levers), _QUICK.second, best))


def _aim_of(verdict: Verdict) -> Aim:
    """Return what a verdict leaves open or missed."""
    short = [one for one in verdict.promises if one.status is not VerdictStatus.MET]
    promises = tuple(
        Promised(one.channel_id, one.part) for one in short if one.channel_id is not None
    )
    return Aim(promises, any(one.channel_id is None for one in short), missed=True)


def _told(ranking: Ranking) -> Sequence[RankedLever]:
    """Return the best of each kind among the levers seen to help at a second look."""
    found: dict[str, RankedLever] = {}
    for one in ranking.levers:
        if one.twice and one.helps:
            found.setdefault(one.lever.kind, one)
    return list(found.values())[:_MOST_TOLD]


def _help(one: RankedLever, aim: Aim, currency: str) -> Help:
    changes = [
        f"{promised.name} {points(one.service_level[promised])}"
        for promised in aim.promises
        if promised in one.service_level and is_seen(one.service_level[promised])
    ]
    if aim.cap and is_seen(one.breach_share):
        changes.append(f"horizons over the cap {points(one.breach_share)}")
    after = "with it every promise is kept on average" if one.kept else "not enough by itself"
    lost = f", and {', '.join(p.name for p in one.lost)} would be missed" if one.lost else ""
    brings = ", ".join(changes) or f"{points(one.gain)} in all"
    sentence = f"{one.lever.words}: {brings}; {_cost_words(one, currency)}; {after}{lost}"
    return Help(
        kind=one.lever.kind.value,
        words=one.lever.words,
        gain=one.gain,
        cost=one.cost,
        cost_source=one.lever.cost_source,
        all_kept=one.kept,
        sentence=sentence,
    )


def points(one: Estimate) -> str:
    """Return a change of a share in points, with its interval."""
    mean, low, high = (round(_POINTS * share, 1) + 0.0 for share in (one.mean, one.low, one.high))
    return f"{mean:+.1f} points ({low:+.1f} to {high:+.1f})"


def _cost_words(one: RankedLever, currency: str) -> str:
    source = one.lever.cost_source
    if one.cost is None:
        return f"cost not known ({source})"
    if abs(one.cost) < _NOTHING:
        return "at no cost"
    saves = "saves " if one.cost < 0 else ""
    return f"{saves}{currency} {abs(one.cost):,.0f} over the horizon, {source}"
