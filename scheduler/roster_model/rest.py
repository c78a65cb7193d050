"""Rule: shifts of one person never overlap, and daily rest lies between them."""

from scheduler.roster_model.ground import Ground, Option


def add_rest(ground: Ground) -> None:
    """Forbid, for every agent, shifts that start before the last one has ended and rested.

    Rest is real elapsed time, so that a clock change in the night counts.
    """
    hours = ground.calendar.scenario.rules.daily_rest_hours or 0.0
    rest = -int(-hours * 60 // 1)
    for agent in range(len(ground.calendar.agents)):
        for day in ground.days:
            for ahead in (1, 2):
                earlier = ground.options.get((agent, day), ())
                later = ground.options.get((agent, day + ahead), ())
                _add_cliques(ground, earlier, later, rest)


def _add_cliques(
    ground: Ground, earlier: tuple[Option, ...], later: tuple[Option, ...], rest: int
) -> None:
    """At most one of: earlier shifts that end at or after e, later ones that start before e + rest.

    One row for each distinct end e says the same as a row for each pair, and more tightly.
    """
    done: set[tuple[int, int]] = set()
    for end in sorted({option.duty.end_minute for option in earlier}):
        ending = [option.chosen for option in earlier if option.duty.end_minute >= end]
        starting = [option.chosen for option in later if option.duty.start_minute < end + rest]
        if starting and (len(ending), len(starting)) not in done:
            done.add((len(ending), len(starting)))
            ground.model.add_at_most_one([*ending, *starting])
