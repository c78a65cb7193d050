"""What nobody likes, person by person: lates, nights, weekends, holidays, and their prices."""

from dataclasses import dataclass

from scenarios.pledges import Fairness
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker.clocks import Worked
from scheduler.checker.person import Person, people_of
from scheduler.checker.weekends import weekends_worked

KINDS = ("lates", "nights", "weekends", "holidays")


@dataclass(frozen=True)
class Burden:
    """What one person carries in the horizon, and what the time before left to count."""

    agent_id: str
    counts: dict[str, int]  # by kind, in the horizon
    carried: dict[str, float]  # by kind, from carry_over
    price: float  # in the scenario's currency


def burdens_of(scenario: Scenario, roster: Roster) -> tuple[Burden, ...]:
    """Return the burden of everybody, in the order of the team.

    Late is a shift that ends after fairness.late_from, night what the limits call a night shift,
    a weekend one with work on Saturday or Sunday, a holiday a shift with work on one.
    """
    people = people_of(scenario, Timeline(scenario.horizon), roster)
    return tuple(_burden(person, scenario.fairness or Fairness()) for person in people)


def fairness_price(scenario: Scenario, roster: Roster) -> float:
    """Return the price of all burdens together: the n-th of a kind costs n times the first."""
    return sum(one.price for one in burdens_of(scenario, roster))


def _burden(person: Person, fairness: Fairness) -> Burden:
    holidays = person.timeline.holiday_dates
    counts = {
        "lates": sum(_is_late(one, fairness.late_from) for one in person.inside),
        "nights": sum(person.is_night(one) for one in person.inside),
        "weekends": len(weekends_worked(person)),
        "holidays": sum(bool(one.work_dates & holidays) for one in person.inside),
    }
    carry = person.agent.carry_over
    carried = {kind: float(getattr(carry, kind)) for kind in KINDS}
    # Without a holiday in the horizon there is none to be shared, whatever the past.
    holiday = fairness.holiday if holidays else 0.0
    firsts = (fairness.late, fairness.night, fairness.weekend, holiday)
    price = sum(
        first * _rising(round(carried[kind]) + counts[kind])
        for kind, first in zip(KINDS, firsts, strict=True)
    )
    return Burden(person.agent.id, counts, carried, price)


def _rising(total: int) -> float:
    """Return 1 + 2 + ... + total."""
    return total * (total + 1) / 2


def _is_late(one: Worked, late_from: int) -> bool:
    """Whether a shift ends later than a time of the day on which it starts."""
    days = (one.ends.date() - one.date).days
    return 1440 * days + 60 * one.ends.hour + one.ends.minute > late_from
