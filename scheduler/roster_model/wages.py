"""Wages: the paid hours of everybody, at the price of their contracts."""

from scheduler.roster_model.ground import Ground
from scheduler.people.prices import cents


def add_wages(ground: Ground) -> None:
    """Pay each shift's working minutes, those of the evening before the first day included."""
    scenario = ground.calendar.scenario
    for number, agent in enumerate(ground.calendar.agents):
        price = cents(scenario.team.contract_of(agent).hourly_cost)
        for day in ground.days:
            for option in ground.options[number, day]:
                ground.pay(price * option.duty.work_minutes, option.chosen)
