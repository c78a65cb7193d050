"""The whole roster model: variables, rules, coverage, heads, cap, cuts and objective."""

from collections.abc import Sequence

from scheduler.cuts import Cut
from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import TourRules
from scheduler.requirement import Requirement
from scheduler.roster_model.coverage import add_coverage
from scheduler.roster_model.deferrable import add_deferrable
from scheduler.roster_model.exposure import add_exposure
from scheduler.roster_model.ground import Ground, ground_of
from scheduler.roster_model.heads import add_heads, hard_heads
from scheduler.roster_model.learned import add_cuts
from scheduler.roster_model.people import add_people, hard_only
from scheduler.roster_model.room import add_room
from scheduler.roster_model.shape_use import add_shape_costs
from scheduler.roster_model.supply import Supply, supply_of


def build(
    calendar: Calendar,
    rules: Sequence[TourRules],
    requirement: Requirement,
    cuts: Sequence[Cut],
) -> Ground:
    """Return the model of the whole horizon."""
    ground = ground_of(calendar, rules, repeats=requirement.repeats)
    add_people(ground)
    supply = supply_of(ground)
    add_shortage(ground, requirement, cuts, supply)
    add_heads(ground, requirement.heads, supply)
    add_shape_costs(ground)
    ground.finish()
    return ground


def build_work(
    calendar: Calendar,
    rules: Sequence[TourRules],
    requirement: Requirement,
    cuts: Sequence[Cut],
) -> Ground:
    """Return the model without what limits or prices tours, for who makes whole tours apart."""
    ground = ground_of(calendar, rules, repeats=requirement.repeats)
    supply = supply_of(ground)
    add_shortage(ground, requirement, cuts, supply)
    add_heads(ground, requirement.heads, supply)
    add_shape_costs(ground, together=True)
    ground.finish()
    return ground


def add_shortage(
    ground: Ground, requirement: Requirement, cuts: Sequence[Cut], supply: Supply
) -> None:
    """Add what the work needs, the cap and the cuts, with a price on what is missing."""
    short = add_coverage(ground, requirement, supply)
    add_deferrable(ground, requirement, supply, short)
    add_exposure(ground, requirement.volumes, supply)
    add_room(ground, requirement.rooms)
    add_cuts(ground, cuts)


def build_rules(calendar: Calendar, rules: Sequence[TourRules], requirement: Requirement) -> Ground:
    """Return the model of the hard rules alone: any roster that keeps them will do."""
    ground = ground_of(calendar, hard_only(rules), repeats=requirement.repeats)
    add_people(ground)
    heads = hard_heads(requirement.heads)
    if heads:
        add_heads(ground, heads, supply_of(ground))
    return ground
