"""Rules that can no longer be kept, because of what is frozen or of an absence, give way.

Who can keep all rules with the published tour, or with another one, is left alone. For everybody
else the tour that breaks the least is found, and the rules that it breaks get a price far above
all others, so that nobody breaks them further than need be. The other rules stay hard.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from ortools.sat.python import cp_model

from scenarios.scenario import Scenario
from scheduler.people.prices import units
from scheduler.people.tour_rules import OFF, Bar, Counter, Follow, Pattern, TourRules
from scheduler.repair.kept import Kept
from scheduler.requirement import HeadCount, Requirement
from scheduler.roster_model.ground import ground_of
from scheduler.roster_model.people import add_people
from scheduler.roster_model.solver import counting_solver
from scheduler.tour_costs import BrokenRuleError, Tour, tour_costs

_LEAST_PRICE = 10_000.0  # of the scenario's currency
_HOURS = 24.0  # no shift brings more
_EFFORT = 20.0  # deterministic time for one person's tour, far more than it needs
_OVERLAP = "overlap"
_IN_PATTERN = ("follows", "together", "runs", "rests")
_BESIDE = ("bars", "counters")
_Noun = TypeVar("_Noun", Pattern, TourRules)


@dataclass(frozen=True)
class Lawful:
    """Rules that somebody can keep, with a tour that keeps them."""

    rules: TourRules
    choices: dict[int, int]  # by day
    given_way: tuple[str, ...] = ()  # names of the rules that could not be kept


def far_above(scenario: Scenario) -> float:
    """Return a price, in the scenario's currency, that breaking a rule never earns.

    It is above twice what the longest shift could bring and what changing it costs.
    """
    planning = scenario.planning
    change = planning.change_cost + planning.short_notice_cost
    return max(2 * (_HOURS * planning.short_hour_cost + change), _LEAST_PRICE)


def lawful_tours(kept: Kept, rules: Sequence[TourRules]) -> tuple[Lawful, ...]:
    """Return for each agent rules that can be kept and the tour nearest to what was published."""
    return tuple(_lawful(kept, rules, agent) for agent in range(len(rules)))


def with_heads_priced(requirement: Requirement, price: float) -> Requirement:
    """Return the requirement with a price on heads that must not be missing."""
    heads = tuple(_priced_heads(count, price) for count in requirement.heads)
    return replace(requirement, heads=heads)


def _priced_heads(count: HeadCount, price: float) -> HeadCount:
    if count.short_cost is not None:
        return count
    return replace(count, short_cost=np.full(len(count.wanted), price))


def _lawful(kept: Kept, rules: Sequence[TourRules], agent: int) -> Lawful:
    own = rules[agent]
    published = {day: kept.choice(agent, day) for day in kept.calendar.days}
    if _keeps(own, Tour(kept.calendar.duties, published)):
        return Lawful(own, published)
    choices = _nearest(kept, rules, agent)
    if choices is not None:
        return Lawful(own, choices)
    soft = _soft(own, units(far_above(kept.calendar.scenario)))
    choices = _nearest(kept, (*rules[:agent], soft, *rules[agent + 1 :]), agent)
    if choices is None:
        raise AssertionError(f"agent {agent} has no tour at all, though all rules may give way")
    tour = Tour(kept.calendar.duties, choices)
    return _with_broken_priced(own, soft, tour)


def _keeps(rules: TourRules, tour: Tour) -> bool:
    try:
        tour_costs(rules, tour)
    except BrokenRuleError:
        return False
    return True


def _nearest(kept: Kept, rules: Sequence[TourRules], agent: int) -> dict[int, int] | None:
    """Return the cheapest tour of an agent alone, or None where there is none."""
    ground = ground_of(kept.calendar, rules, [agent])
    add_people(ground)
    ground.finish()
    solver = counting_solver(kept.calendar.scenario.planning.seed, _EFFORT)
    status = solver.solve(ground.model)
    if status == cp_model.INFEASIBLE:
        return None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise AssertionError(f"the tour of one person should not take so long: {status}")
    chosen = dict.fromkeys(kept.calendar.days, OFF)
    for day in kept.calendar.days:
        for option in ground.options[agent, day]:
            if solver.value(option.chosen):
                chosen[day] = option.choice
    return chosen


def _soft(rules: TourRules, price: int) -> TourRules:
    """Return rules that may all be broken, but for single duties that nobody may work."""
    pattern = rules.pattern
    return replace(
        rules,
        pattern=Pattern(
            follows=tuple(_soft_form(one, price) for one in pattern.follows),
            together=tuple(_soft_form(one, price) for one in pattern.together),
            runs=tuple(_soft_form(one, price) for one in pattern.runs),
            rests=tuple(_soft_form(one, price) for one in pattern.rests),
        ),
        bars=tuple(_soft_form(one, price) for one in rules.bars),
        counters=tuple(_soft_counter(one, price) for one in rules.counters),
    )


def _soft_form(form: Any, price: int) -> Any:
    hard = isinstance(form, Follow) and form.rule == _OVERLAP
    # A bar leaves a day off, unless it asks for a shift that was agreed.
    hard = hard or (isinstance(form, Bar) and not form.choices[OFF])
    return form if hard or form.price is not None else replace(form, price=price)


def _soft_counter(one: Counter, price: int) -> Counter:
    weightiest = max((int(weights.max()) for weights in one.weights.values()), default=1)
    price = price // max(weightiest, 1)
    return replace(
        one,
        price_below=price if one.price_below is None else one.price_below,
        price_above=price if one.price_above is None else one.price_above,
    )


def _with_broken_priced(own: TourRules, soft: TourRules, tour: Tour) -> Lawful:
    """Return rules of which those that a tour breaks are soft and all others as they were."""
    broken = list(_broken(own, tour))
    pattern = own.pattern
    for kind in _IN_PATTERN:
        loose = {place for where, place in broken if where == kind}
        if loose:
            forms = _mixed(getattr(pattern, kind), getattr(soft.pattern, kind), loose)
            pattern = _with(pattern, kind, forms)
    rules = replace(own, pattern=pattern)
    for kind in _BESIDE:
        loose = {place for where, place in broken if where == kind}
        if loose:
            rules = _with(rules, kind, _mixed(getattr(own, kind), getattr(soft, kind), loose))
    names = (_forms(own, kind)[place].rule for kind, place in broken)
    return Lawful(rules, dict(tour.choices), tuple(dict.fromkeys(names)))


def _mixed(hard: Sequence[Any], soft: Sequence[Any], loose: Collection[int]) -> tuple[Any, ...]:
    return tuple(soft[k] if k in loose else one for k, one in enumerate(hard))


def _broken(rules: TourRules, tour: Tour) -> Iterator[tuple[str, int]]:
    """Yield the kind and place of each form that a tour breaks."""
    for kind in (*_IN_PATTERN, *_BESIDE):
        for place in range(len(_forms(rules, kind))):
            if not _keeps(_only(rules, kind, place), tour):
                yield kind, place


def _forms(rules: TourRules, kind: str) -> Sequence[Any]:
    found: Sequence[Any] = getattr(rules.pattern if kind in _IN_PATTERN else rules, kind)
    return found


def _only(rules: TourRules, kind: str, place: int) -> TourRules:
    """Return rules with one form alone, and no prices of choices."""
    bare = replace(rules, pattern=Pattern(), bars=(), counters=(), charges=(), before=())
    form = (_forms(rules, kind)[place],)
    if kind in _BESIDE:
        return _with(bare, kind, form)
    known = rules.before[place : place + 1] if kind == "runs" else ()
    return replace(bare, pattern=_with(Pattern(), kind, form), before=known)


def _with(one: _Noun, kind: str, forms: Any) -> _Noun:
    changes: dict[str, Any] = {kind: forms}
    return replace(one, **changes)
