"""Rules: working days in a row, and working days in a calendar week."""

from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import total


def add_consecutive_days(ground: Ground) -> None:
    """In every run of one day more than the rule allows, at least one day is free."""
    limit = ground.calendar.scenario.rules.max_consecutive_days
    if limit is None:
        return
    for agent in range(len(ground.calendar.agents)):
        for last in range(limit - 1, ground.days.stop):
            run = [ground.off[agent, day] for day in range(last - limit, last + 1)]
            ground.model.add_bool_or(run)


def add_days_per_week(ground: Ground) -> None:
    """Each contract's most working days in a calendar week."""
    scenario = ground.calendar.scenario
    for number, agent in enumerate(ground.calendar.agents):
        most = scenario.team.contract_of(agent).max_days_per_week
        for week in ground.weeks:
            off = [ground.off[number, day] for day in range(7 * week, 7 * week + 7)]
            ground.model.add(total(off) >= 7 - most)
