"""What cannot hold before anything is solved, and what may be hard, in the planner's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from scenarios.cap import Cap, CapWindow
from scenarios.scenario import Scenario
from scheduler.cap.alone import alone_hours
from scheduler.cap.cap_bounds import CapBound, bound_of, programme_of, rounded_up, volume_share
from scheduler.cap.flows import Flows
from scheduler.cap.kinds import Kind
from scheduler.cap.leak_words import leak_warning
from scheduler.cap.run_words import run_warning
from scheduler.cap.shift_flows import weekday_bounds
from simulation.arrivals.workload import Workload

_HAIR = 1e-9
_MOST_NAMED = 3
_FACTOR_STEP = 1e-3
_MOST_FACTOR = 1e6


class ObstacleKind(StrEnum):
    """Why a cap cannot hold, or may not."""

    VOLUME = "volume"
    SKILLS = "skills and hours"
    ALONE = "alone on duty"
    OWN_LIMITS = "own limits"
    CONTACTS = "contacts per shift"
    MINUTES = "minutes per paid hour"
    RUNS = "longest run"
    LEAKS = "wrong labels"


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands against the cap."""

    kind: ObstacleKind
    proven: bool  # else a warning
    sentence: str
    lowest: float | None = None  # least value of the limit in question that could hold


@dataclass(frozen=True)
class Outlook:
    """What is known of a scenario's cap before anything is solved."""

    bound: CapBound
    obstacles: tuple[Obstacle, ...]

    @property
    def proven(self) -> tuple[Obstacle, ...]:
        """What is proved to stand against every roster."""
        return tuple(one for one in self.obstacles if one.proven)

    @property
    def beyond_rules(self) -> tuple[str, ...]:
        """Warnings of what no roster and no rule can change, to be told before anybody waits."""
        beyond = (ObstacleKind.RUNS, ObstacleKind.LEAKS)
        return tuple(one.sentence for one in self.obstacles if one.kind in beyond)

    @property
    def lowest_cap(self) -> float | None:
        """Lowest share that can hold as far as is known, in tenths of a point; None if none."""
        by_shift = [one.lowest for one in self.proven if one.kind is ObstacleKind.ALONE]
        shares = [self.bound.lowest_cap, *by_shift]
        known = [share for share in shares if share is not None]
        return max(known) if len(known) == len(shares) else None


def outlook(scenario: Scenario, workload: Workload) -> Outlook:
    """Return what cannot hold whatever the roster, and what may be hard, with the numbers."""
    flows, kinds = programme_of(scenario, workload)
    bound = bound_of(flows, kinds, volume_share(workload))
    cap = scenario.cap
    if cap is None:
        return Outlook(bound, ())
    found = [*_forms(cap, flows, workload)]
    if cap.hostile is not None or _has_own(flows):
        found += _shares(scenario, bound, flows, kinds)
    if cap.hostile is not None and cap.window is CapWindow.SHIFT:
        found += _by_shift(scenario, workload, kinds, cap.hostile)
    warned = run_warning(scenario, workload)
    if warned is not None:
        found.append(Obstacle(ObstacleKind.RUNS, False, *warned))
    leaked = leak_warning(scenario, workload)
    if leaked is not None:
        found.append(Obstacle(ObstacleKind.LEAKS, False, *leaked))
    found += [
        Obstacle(ObstacleKind.ALONE, False, hours.sentence)
        for hours in alone_hours(scenario, workload, kinds)
    ]
    return Outlook(bound, tuple(found))


def _has_own(flows: Flows) -> bool:
    return bool((~np.isnan(flows.own_share)).any())


def _shares(
    scenario: Scenario, bound: CapBound, flows: Flows, kinds: Sequence[Kind]
) -> Iterator[Obstacle]:
    cap = 1.0 if scenario.cap is None or scenario.cap.hostile is None else scenario.cap.hostile
    lowest = bound.lowest_share
    if lowest is not None and cap >= lowest - _HAIR:
        return
    if not _forms_hold(flows):
        return  # said by the form that cannot hold
    free = replace(flows, own_share=np.full_like(flows.own_share, np.nan)).lowest_cap()
    told = f"a cap of {cap:.1%} cannot hold for any roster"
    carried = f"{bound.volume_share:.1%} of all cases are hostile"
    fits = free is not None and cap >= free - _HAIR
    if fits or lowest is None:
        own = _own_words(flows, kinds)
        if lowest is None:
            sentence = f"{told} with {own}: what they may not take has nowhere to go"
            if free is not None and not fits:
                sentence += f"; without that, the lowest that can hold is {rounded_up(free):.1%}"
        else:
            sentence = (
                f"{told} with {own}: that forces the others over theirs; beside it the lowest cap "
                f"that can hold is {rounded_up(lowest):.1%}"
            )
        yield Obstacle(ObstacleKind.OWN_LIMITS, True, sentence, bound.lowest_cap)
        return
    kind = ObstacleKind.VOLUME if cap < bound.volume_share else ObstacleKind.SKILLS
    if bound.carriers:
        kind = ObstacleKind.SKILLS
        carried += (
            f", and skills and hours leave {_joined(bound.carriers)} more of them, however the "
            "work is divided"
        )
    sentence = f"{told}: {carried}; the lowest cap that can hold is {rounded_up(lowest):.1%}"
    yield Obstacle(kind, True, sentence, bound.lowest_cap)


def _forms_hold(flows: Flows) -> bool:
    return replace(flows, own_share=np.ones_like(flows.own_share)).holds(1.0)


def _own_words(flows: Flows, kinds: Sequence[Kind]) -> str:
    own = [
        f"{kind.name} at most {share:.1%}"
        for kind, share in zip(kinds, flows.own_share, strict=True)
        if not np.isnan(share)
    ]
    return _joined(own)


def _forms(cap: Cap, flows: Flows, workload: Workload) -> Iterator[Obstacle]:
    """Yield forms in which the volume is more than everybody together may take."""
    free = replace(flows, own_share=np.ones_like(flows.own_share))
    nothing = np.full_like(flows.own_share, np.inf)
    hostile = float(workload.hostile_cases.sum())
    contacts = replace(free, most_minutes=nothing)
    if not contacts.holds(1.0):
        factor = _least_factor(contacts, "most_contacts")
        most, who = _taken_within(flows.most_contacts)
        lowest = None if factor is None else _up_to(factor, cap.contacts_per_shift)
        sentence = (
            f"the limits on hostile contacts per shift cannot hold: {hostile:,.0f} hostile "
            f"contacts come in and {who} may take {most:,.0f} in all shifts that their contracts "
            f"allow; {_times_words(factor)}"
        )
        if lowest is not None:
            sentence += f", so {lowest:g} in place of {cap.contacts_per_shift}"
        yield Obstacle(ObstacleKind.CONTACTS, True, sentence, lowest)
    minutes = replace(free, most_contacts=nothing)
    if not minutes.holds(1.0):
        factor = _least_factor(minutes, "most_minutes")
        limit = cap.minutes_per_paid_hour
        share = None if limit is None or factor is None else np.ceil(10 * factor * limit) / 10
        work = float((flows.cases * flows.hostile_chance * flows.hostile_minutes).sum()) / 60
        most, who = _taken_within(flows.most_minutes)
        sentence = (
            f"the limits on hostile minutes per paid hour cannot hold: {work:,.0f} h of hostile "
            f"work come in and {who} may take {most / 60:,.0f} h of it by their contracts; "
            f"{_times_words(factor)}"
        )
        if share is not None:
            sentence += f", so {share:g} in place of {limit:g}"
        yield Obstacle(ObstacleKind.MINUTES, True, sentence, share)


def _taken_within(limits: npt.NDArray[np.float64]) -> tuple[float, str]:
    """Return what those with a limit may take together, and who they are if not everybody."""
    limited = np.isfinite(limits)
    who = "everybody" if limited.all() else "whoever has such a limit"
    return float(limits[limited].sum()), who


def _times_words(factor: float | None) -> str:
    if factor is None:
        return "where such a limit is 0, no multiple of it is enough"
    return f"every such limit would have to be {factor:.2f} times as high"


def _least_factor(flows: Flows, name: str) -> float | None:
    """Return the least factor on a form's limits with which all cases can be taken.

    None where none is enough, as with a limit of nothing.
    """
    limits = getattr(flows, name)

    def holds(factor: float) -> bool:
        return replace(flows, **{name: factor * limits}).holds(1.0)

    low, high = 1.0, 2.0
    while not holds(high):
        low, high = high, 2 * high
        if high > _MOST_FACTOR:
            return None
    while high - low > _FACTOR_STEP:
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _up_to(factor: float, limit: int | None) -> float | None:
    """Return the whole number that a factor makes of a limit; the factor is a hair too high."""
    return None if limit is None else float(np.ceil((factor - _FACTOR_STEP) * limit))


def _by_shift(
    scenario: Scenario, workload: Workload, kinds: Sequence[Kind], cap: float
) -> Iterator[Obstacle]:
    for one in weekday_bounds(scenario, workload, kinds, cap):
        if one.lowest_share is not None and cap >= one.lowest_share - _HAIR:
            continue
        who = _joined(one.carriers)
        told = (
            f"a cap of {cap:.1%} a shift cannot hold on a {one.day}: {who} can meet no better mix"
        )
        lowest = None
        if one.lowest_share is not None:
            lowest = rounded_up(one.lowest_share)
            told += f" than {one.lowest_share:.1%}; the lowest cap that can hold is {lowest:.1%}"
        yield Obstacle(ObstacleKind.ALONE, True, told, lowest)


def _joined(names: Sequence[str]) -> str:
    told = list(names[:_MOST_NAMED])
    more = len(names) - len(told)
    if more:
        told.append(f"{more} more")
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
