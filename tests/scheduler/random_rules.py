"""Random limits of one person's tour over a small week, for tests of the searches."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from scenarios.timeline import Timeline
from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import (
    Bar,
    Bools,
    Charge,
    Counter,
    Follow,
    Ints,
    Pattern,
    Rest,
    Run,
    Together,
    TourRules,
)
from tests.scheduler.small_teams import small

NIGHTS = {"starts": ["22:00"], "length_minutes": 480}
EARLIES = {"starts": ["06:00"], "length_minutes": 480}
ON_CALL = {"starts": ["08:00"], "length_minutes": 960, "on_call_paid_share": 0.1}
PRICES = st.none() | st.integers(0, 9)


@st.composite
def calendars(draw: Any, agents: int = 1) -> Calendar:
    """Return the calendar of a week with one to three duties on five to eight of its days."""
    days = draw(st.sampled_from(["mon-thu", "mon-fri", "mon-sun", "tue-sat"]))
    shifts: dict[str, Any] = {"early": {**EARLIES, "days": days}}
    if draw(st.booleans()):
        shifts["night"] = {**NIGHTS, "days": draw(st.sampled_from(["sun,mon", "mon-sun"]))}
    if draw(st.booleans()):
        shifts["call"] = {**ON_CALL, "days": draw(st.sampled_from(["wed", "fri-sun"]))}
    scenario = small(shifts=shifts, agents=[{"id": f"a{i}"} for i in range(agents)])
    return Calendar(scenario, Timeline(scenario.horizon))


KINDS = ("bars", "follows", "together", "runs", "rests", "counters")


@st.composite
def tour_rules(
    draw: Any,
    calendar: Calendar,
    pattern: Pattern | None = None,
    kinds: tuple[str, ...] | None = None,
) -> TourRules:
    """Return random forms, and prices that draw tours into them.

    With ``kinds`` one or two forms of each of these, without them none or one of any kind. A
    pattern given takes the place of a random one.
    """
    few = st.integers(0, 1) if kinds is None else st.integers(1, 2)
    wanted = {kind: draw(few) if kind in (kinds or KINDS) else 0 for kind in KINDS}
    firsts = st.integers(calendar.days.start, calendar.days.stop - 2)

    def some(kind: str, forms: Any) -> tuple[Any, ...]:
        return tuple(draw(forms) for _ in range(wanted[kind]))

    pattern = pattern or Pattern(
        follows=some("follows", _follows(calendar)),
        together=some("together", st.builds(Together, st.just("weekends"), firsts, PRICES)),
        runs=some("runs", _runs(calendar)),
        rests=some("rests", _rests(calendar)),
    )
    return TourRules(
        pattern=pattern,
        bars=some("bars", _bars(calendar)),
        charges=tuple(
            Charge(draw(st.sampled_from(["wages", "wish"])), day, draw(_weights(calendar, day, 9)))
            for day in calendar.days
        ),
        counters=some("counters", _counters(calendar)),
        before=tuple(draw(st.none() | st.integers(0, 3)) for _ in pattern.runs),
        last_end=draw(st.none() | st.sampled_from([-1440, -600, -120])),
    )


def _choices(calendar: Calendar, day: int) -> int:
    return len(calendar.duties[day]) + 1


@st.composite
def _mask(draw: Any, calendar: Calendar, day: int, *, off: bool = True) -> Bools:
    size = _choices(calendar, day)
    chosen = np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    if not off:
        chosen[0] = False
    return chosen


@st.composite
def _weights(draw: Any, calendar: Calendar, day: int, most: int) -> Ints:
    size = _choices(calendar, day)
    return np.array(draw(st.lists(st.integers(0, most), min_size=size, max_size=size)))


@st.composite
def _bars(draw: Any, calendar: Calendar) -> Bar:
    day = draw(st.sampled_from(list(calendar.days)))
    return Bar("availability", day, draw(_mask(calendar, day)), draw(PRICES))


@st.composite
def _follows(draw: Any, calendar: Calendar) -> Follow:
    pairs = {}
    for day in calendar.days:
        for ahead in (1, 2):
            if day + ahead in calendar.days and draw(st.booleans()):
                shape = (_choices(calendar, day), _choices(calendar, day + ahead))
                found = np.array(
                    draw(st.lists(st.booleans(), min_size=shape[0] * shape[1], max_size=99))
                )[: shape[0] * shape[1]].reshape(shape)
                found[0], found[:, 0] = False, False
                pairs[day, ahead] = found
    return Follow("forbidden_successions", pairs, draw(PRICES))


@st.composite
def _runs(draw: Any, calendar: Calendar) -> Run:
    days = range(draw(st.sampled_from([-1, 0])), calendar.days.stop)
    kind = draw(st.sampled_from(["work", "off", "any"]))
    masks = {}
    for day in days:
        work = np.array([False, *(not one.on_call for one in calendar.duties[day])])
        masks[day] = {"work": work, "off": ~work}.get(kind)
        if masks[day] is None:
            masks[day] = draw(_mask(calendar, day))
    length, price = draw(st.integers(1, 3)), draw(PRICES)
    if draw(st.booleans()):
        return Run("max_consecutive_days", masks, most=length, price=price)
    return Run("min_consecutive_days", masks, least=length + 1, price=price)


@st.composite
def _rests(draw: Any, calendar: Calendar) -> Rest:
    first = draw(st.integers(0, calendar.days.stop - 2))
    last = draw(st.integers(first + 1, calendar.days.stop))
    minutes = draw(st.sampled_from([600, 1440, 1920, 2400, 3600, 5000]))
    return Rest("weekly_rest_hours", first, last, minutes, draw(PRICES))


@st.composite
def _counters(draw: Any, calendar: Calendar) -> Counter:
    first = draw(st.integers(-1, calendar.days.stop - 2))
    last = draw(st.integers(first + 1, calendar.days.stop))
    weights = {
        day: draw(_weights(calendar, day, 3)) for day in range(first, last) if draw(st.booleans())
    }
    least, most = draw(st.integers(0, 5)), draw(st.none() | st.integers(5, 8))
    pairs = (
        draw(st.lists(st.integers(first, last - 2), unique=True, max_size=2))
        if (last - first >= 2)
        else []
    )
    return Counter(
        "contract_hours",
        first,
        last,
        weights,
        pairs=tuple(pairs),
        start=draw(st.integers(0, 2)),
        least=least,
        most=most,
        price_below=draw(PRICES),
        price_above=draw(PRICES),
        rising=draw(st.sampled_from([0, 0, 2])),
    )
