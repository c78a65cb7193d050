"""The law of one shift, and the duties that shapes are joined to."""

import pytest

from scenarios.limits import Limits
from scenarios.roster import Activity
from scenarios.timeline import Timeline
from scheduler.people.calendar import Calendar
from scheduler.people.one_shift import is_night_shift, keeps_shift_rules, keeps_time_rules
from scheduler.shapes import NoLegalShapeError, placed, shapes_of, shift_from
from tests.scheduler.people.week import ANY_HOURS, team_of_one
from tests.scheduler.small_teams import small


def shape(start: str, minutes: int, *breaks: tuple[int, int]):
    """Return the segments of a shift with breaks given as (minutes after the start, length)."""
    template = {
        "starts": [start],
        "length_minutes": minutes,
        "breaks": [{"minutes": m, "earliest_after_minutes": at} for at, m in breaks],
    }
    return placed(shapes_of(team_of_one(shifts={"x": template}))[-1], int)


@pytest.mark.parametrize(
    ("limits", "good", "bad"),
    [
        ({"max_day_hours": 8.0}, shape("08:00", 510, (240, 30)), shape("08:00", 511, (240, 30))),
        ({"max_span_hours": 8.0}, shape("08:00", 480), shape("08:00", 510, (240, 60))),
        (
            {"break_minutes_over_4_5_hours": 30},
            shape("08:00", 270),
            shape("08:00", 271),
        ),
        (
            {"break_minutes_over_4_5_hours": 30, "break_minutes_over_6_hours": 60},
            shape("08:00", 390, (180, 30)),
            shape("08:00", 391, (180, 30)),
        ),
        (
            {"break_minutes_over_6_hours": 30, "min_break_block_minutes": 15},
            shape("08:00", 420, (120, 15), (240, 15)),
            shape("08:00", 420, (120, 10), (180, 10), (240, 10)),
        ),
        (
            {"max_hours_without_break": 4.5},
            shape("08:00", 570, (270, 30)),
            shape("08:00", 570, (269, 30)),
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_length_and_breaks(limits, good, bad):
    assert keeps_shift_rules(good, Limits(**limits))
    assert not keeps_shift_rules(bad, Limits(**limits))


@pytest.mark.parametrize(
    ("limits", "good", "bad"),
    [
        ({"work_window": "06:00-20:00"}, shape("06:00", 840), shape("06:00", 841)),
        ({"work_window": "06:00-20:00"}, shape("06:00", 480), shape("05:59", 480)),
        # A break may lie outside, work on the next day may lie within.
        ({"work_window": "06:00-20:00"}, shape("16:00", 900, (240, 600)), shape("16:00", 900)),
        (
            {"max_night_shift_hours": 8.0, "night_from": "23:00", "night_to": "06:00"},
            shape("15:00", 600),
            shape("15:01", 600),
        ),
    ],
)
def test_times_of_the_day(limits, good, bad):
    assert keeps_time_rules(good, Limits.model_validate(limits), int)
    assert not keeps_time_rules(bad, Limits.model_validate(limits), int)


def test_a_window_of_the_whole_day_goes_on_over_midnight():
    limits = Limits.model_validate({"work_window": "00:00-24:00"})
    assert keeps_time_rules(shape("22:00", 480), limits, int)


@pytest.mark.parametrize(
    ("night", "start", "minutes", "is_night"),
    [
        (("23:00", "06:00"), "17:00", 480, False),  # two hours are not more than two
        (("23:00", "06:00"), "17:01", 480, True),
        (("23:00", "06:00"), "04:00", 480, False),
        (("23:00", "06:00"), "03:59", 480, True),
        (("00:00", "05:00"), "20:00", 360, False),
        (("00:00", "05:00"), "20:01", 360, True),
        (("00:00", "05:00"), "02:00", 360, True),
    ],
)
def test_a_night_shift_has_more_work_in_the_night_than_a_day_shift_may(
    night, start, minutes, is_night
):
    limits = Limits.model_validate({"night_from": night[0], "night_to": night[1]})
    assert is_night_shift(shape(start, minutes), limits, int) is is_night


def test_only_work_makes_a_night_shift():
    limits = Limits.model_validate({"night_from": "23:00", "night_to": "06:00"})
    assert not is_night_shift(shape("20:00", 720, (180, 420)), limits, int)


def test_on_call_is_one_part_without_work_and_paid_by_its_share():
    template = {"starts": ["20:00"], "length_minutes": 721, "on_call_paid_share": 0.25}
    scenario = small(
        shifts={"x": template}, rules={"max_span_hours": 8.0, "work_window": "06:00-22:00"}
    )
    timeline = Timeline(scenario.horizon)
    shift = shift_from("a", 0, shapes_of(scenario)[-1], timeline)
    assert [part.activity for part in shift.segments] == [Activity.ON_CALL]
    assert (shift.work_minutes, shift.paid_minutes) == (0, 180)
    duty = Calendar(scenario, timeline).duties[0][-1]
    assert (duty.on_call, duty.work_minutes, duty.paid_minutes) == (True, 0, 180)


def test_a_duty_joins_shapes_that_differ_in_the_place_of_the_break_only():
    template = {
        "starts": ["08:00"],
        "lengths_minutes": [510, 540],
        "breaks": [{"minutes": 30, "earliest_after_minutes": 180, "latest_after_minutes": 270}],
    }
    scenario = small(shifts={"a": template, "b": {**template, "lengths_minutes": [510]}})
    duties = Calendar(scenario, Timeline(scenario.horizon)).duties[0]
    assert [(d.template, d.work_minutes, len(d.shapes)) for d in duties] == [
        ("a", 480, 4),
        ("a", 510, 4),
        ("b", 480, 4),
    ]


def test_shapes_that_are_not_lawful_for_the_same_people_are_duties_apart():
    template = {
        "starts": ["08:00"],
        "length_minutes": 510,
        "breaks": [{"minutes": 30, "earliest_after_minutes": 120, "latest_after_minutes": 240}],
    }
    scenario = small(
        shifts={"day": template},
        contract=ANY_HOURS,
        agents=[{"id": "a"}, {"id": "b", "rules": {"max_hours_without_break": 4.5}}],
    )
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    assert calendar.kind_of == (0, 1)
    found = {
        tuple(sorted(duty.lawful)): [shape.breaks[0][0] for shape in duty.shapes]
        for duty in calendar.duties[0]
    }
    # At most four and a half hours before the break and after it: 480 - 270 = 210 to 240.
    assert found == {(0,): [120, 150, 180], (0, 1): [210, 240]}


def test_shapes_of_which_some_are_night_shifts_are_duties_apart():
    template = {
        "starts": ["18:00"],
        "length_minutes": 480,
        "breaks": [{"minutes": 60, "earliest_after_minutes": 240, "latest_after_minutes": 360}],
    }
    scenario = small(shifts={"x": template}, rules={"night_from": "23:00", "night_to": "06:00"})
    duties = Calendar(scenario, Timeline(scenario.horizon)).duties[0]
    found = {bool(duty.night): [one.breaks[0][0] for one in duty.shapes] for duty in duties}
    # Three hours lie after 23:00; a break from 23:00 on leaves two of them.
    assert found == {True: [240, 270], False: [300, 330, 360]}


def test_a_template_that_is_lawful_for_somebody_is_kept():
    agents = [{"id": "a"}, {"id": "b", "rules": {"max_day_hours": None}}]
    shifts = {"long": {"starts": ["08:00"], "length_minutes": 660}}
    strict = {"max_day_hours": 10.0}
    with pytest.raises(NoLegalShapeError, match="at most 10 h"):
        shapes_of(small(shifts=shifts, agents=agents[:1], rules=strict))
    kept = small(shifts=shifts, agents=agents, rules=strict)
    assert len(shapes_of(kept)) == 1
    assert Calendar(kept, Timeline(kept.horizon)).duties[0][0].lawful == {1}
