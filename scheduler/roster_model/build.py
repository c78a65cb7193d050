"""The whole roster model: variables, rules, coverage, cap, cuts and objective."""

from collections.abc import Sequence

from scheduler.cuts import Cut
from scheduler.requirement import Requirement
from scheduler.roster_model.coverage import add_coverage
from scheduler.roster_model.days import add_consecutive_days, add_days_per_week
from scheduler.roster_model.deferrable import add_deferrable
from scheduler.roster_model.exposure import add_exposure
from scheduler.roster_model.ground import Calendar, Ground, ground_of
from scheduler.roster_model.hours import MissingHours, add_hours
from scheduler.roster_model.learned import add_cuts
from scheduler.roster_model.rest import add_rest
from scheduler.roster_model.supply import supply_of
from scheduler.roster_model.wages import add_wages


def build(
    calendar: Calendar,
    requirement: Requirement,
    cuts: Sequence[Cut],
) -> Ground:
    """Return the model of the whole horizon."""
    ground = ground_of(calendar)
    add_people_rules(ground)
    supply = supply_of(ground)
    short = add_coverage(ground, requirement, supply)
    add_deferrable(ground, requirement, supply, short)
    add_exposure(ground, requirement.volumes, supply)
    add_cuts(ground, cuts)
    add_wages(ground)
    ground.finish()
    return ground


def build_rules(calendar: Calendar) -> Ground:
    """Return the model of the hard rules alone: any roster that keeps them will do."""
    ground = ground_of(calendar)
    add_people_rules(ground)
    return ground


def add_people_rules(ground: Ground, missing: list[MissingHours] | None = None) -> None:
    """Add the hard rules: each speaks of one person only."""
    add_rest(ground)
    add_consecutive_days(ground)
    add_days_per_week(ground)
    add_hours(ground, missing)
