"""A model in which everybody's shifts are known: for what a roster costs as it is."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from scenarios.roster import Roster
from scheduler.people.calendar import Calendar
from scheduler.people.duties import Duty
from scheduler.people.tour_rules import TourRules
from scheduler.roster_model.ground import Ground, Option, Placement
from scheduler.roster_model.wrap import wrapped


def fixed_ground(
    calendar: Calendar, rules: Sequence[TourRules], roster: Roster, *, repeats: bool
) -> Ground:
    """Return a model with the shifts and breaks of a roster, and none that it does not have.

    Raises ValueError for a shift that no template makes.
    """
    agents = range(len(calendar.agents))
    ground = Ground(calendar, rules, agents, repeats)
    ground.options.update(((agent, day), ()) for agent in agents for day in ground.days)
    shapes = {
        (day, shape.id): (choice, duty, place)
        for day, duties in calendar.duties.items()
        for choice, duty in enumerate(duties, start=1)
        for place, shape in enumerate(duty.shapes)
    }
    place_of = {agent.id: number for number, agent in enumerate(calendar.agents)}
    placed: dict[int, Counter[tuple[int, str]]] = defaultdict(Counter)
    for shift in roster.shifts:
        day = calendar.timeline.day_index(shift.date)
        key = (day, shift.shape_id)
        if key not in shapes:
            raise ValueError(
                f'shift {shift.id}: there is no shape "{shift.shape_id}" on {shift.date}; only '
                "shifts made from the scenario's templates can be priced"
            )
        choice, duty, _ = shapes[key]
        agent = place_of[shift.agent_id]
        chosen = ground.model.new_int_var(1, 1, "")
        ground.options[agent, day] = (Option(choice, duty, chosen),)
        placed[calendar.group_of[agent]][key] += 1
    for group in range(len(calendar.groups)):
        counts = sorted(placed[group].items())
        ground.placements[group] = [
            _placement(ground, day, *shapes[day, shape_id][1:], heads)
            for (day, shape_id), heads in counts
        ]
    return ground


def _placement(ground: Ground, day: int, duty: Duty, place: int, heads: int) -> Placement:
    segments = wrapped(duty.segments[place], ground.week_minutes)
    amount = ground.model.new_int_var(heads, heads, "")
    return Placement(day, duty.shapes[place], segments, amount)
