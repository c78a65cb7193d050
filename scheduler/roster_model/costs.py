"""The costs of a roster, worked out from the roster itself, term by term."""

from collections.abc import Sequence

from scenarios.roster import Roster
from scheduler.cuts import Cut
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tour_rules import OFF, TourRules
from scheduler.plan import Costs
from scheduler.requirement import Requirement
from scheduler.roster_model.build import add_shortage
from scheduler.roster_model.fixed import fixed_ground
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.heads import add_heads
from scheduler.roster_model.relaxation import Relaxation
from scheduler.roster_model.supply import supply_of
from scheduler.tour_costs import BrokenRuleError, Tour, tour_costs


def roster_costs(
    calendar: Calendar,
    rules: Sequence[TourRules],
    requirement: Requirement,
    cuts: Sequence[Cut],
    roster: Roster,
) -> Costs:
    """Return the costs of a roster under everybody's tour rules and the requirement.

    What is missing of live and deferrable work is the least that any split of the hours leaves
    (a linear programme). Raises BrokenRuleError where the roster breaks a rule that has no
    price, ValueError for a shift that no template makes.
    """
    fixed = fixed_ground(calendar, rules, roster, repeats=requirement.repeats)
    own = [tour_costs(rules[agent], _tour(fixed, agent)) for agent in fixed.agents]
    add_shortage(fixed, requirement, cuts, supply_of(fixed))
    short_cost = _least(fixed) / UNITS_PER_CURRENCY
    planning = calendar.scenario.planning
    an_hour = planning.short_hour_cost
    return Costs(
        wages=sum(one.wages for one in own) / UNITS_PER_CURRENCY,
        short_hours=short_cost / an_hour if an_hour else 0.0,
        short_cost=short_cost,
        heads_cost=_heads_cost(calendar, rules, requirement, roster) / UNITS_PER_CURRENCY,
        wishes=sum(one.wishes for one in own) / UNITS_PER_CURRENCY,
        fairness=sum(one.fairness for one in own) / UNITS_PER_CURRENCY,
        broken=sum(one.broken for one in own) / UNITS_PER_CURRENCY,
        shapes=len(_in_use(fixed)) * planning.shape_cost,
    )


def _heads_cost(
    calendar: Calendar, rules: Sequence[TourRules], requirement: Requirement, roster: Roster
) -> float:
    if not requirement.heads:
        return 0.0
    fixed = fixed_ground(calendar, rules, roster, repeats=requirement.repeats)
    add_heads(fixed, requirement.heads, supply_of(fixed))
    return _least(fixed)


def _least(ground: Ground) -> float:
    """Return the least value of the objective of a model in which all shifts are known."""
    ground.finish()
    whole = [variable.index for variable in ground.whole]
    found = Relaxation(ground.model).solve({}, None, whole)
    if found is None:
        raise BrokenRuleError("fewer agents are on duty than must be")
    return found.objective


def _in_use(ground: Ground) -> set[tuple[int, int]]:
    """Return the different starts and lengths of a roster's shifts."""
    shapes = (one.duty.shapes[0] for options in ground.options.values() for one in options)
    return {(shape.start_minute, shape.length_minutes) for shape in shapes}


def _tour(ground: Ground, agent: int) -> Tour:
    choices = dict.fromkeys(ground.days, OFF)
    for day in ground.days:
        for option in ground.options[agent, day]:
            choices[day] = option.choice
    return Tour(ground.calendar.duties, choices)
