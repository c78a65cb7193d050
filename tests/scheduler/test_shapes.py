import pytest

from scenarios.timeline import Timeline
from scheduler.people.one_shift import keeps_shift_rules
from scheduler.shapes import (
    NoLegalShapeError,
    is_legal_on,
    place,
    shapes_of,
    shift_from,
)
from tests.scheduler.small_teams import small

NIGHT = {
    "night": {
        "starts": ["22:00"],
        "length_minutes": 510,
        "breaks": [{"minutes": 30, "earliest_after_minutes": 240}],
    }
}


def test_every_start_and_break_place_is_a_shape():
    two_breaks = {
        "starts": ["08:00", "09:30"],
        "length_minutes": 540,
        "breaks": [
            {"minutes": 15, "earliest_after_minutes": 120, "latest_after_minutes": 150},
            {"minutes": 30, "earliest_after_minutes": 270},
        ],
        "days": "mon-fri",
    }
    shapes = shapes_of(small(shifts={"early": two_breaks}))
    assert [shape.id for shape in shapes] == [
        "early@08:00+b120+b270",
        "early@08:00+b150+b270",
        "early@09:30+b120+b270",
        "early@09:30+b150+b270",
    ]
    assert shapes[0].breaks == ((120, 135), (270, 300))
    assert shapes[0].paid_minutes == 495
    assert not shapes[0].works_on(5)


def test_only_break_places_within_the_rules_are_offered():
    template = {
        "starts": ["08:00"],
        "length_minutes": 510,
        "breaks": [{"minutes": 30, "earliest_after_minutes": 60, "latest_after_minutes": 420}],
    }
    rules = {"preset": "de-arbzg"}
    shapes = shapes_of(small(shifts={"day": template}, rules=rules))
    starts = [shape.breaks[0][0] for shape in shapes]
    # At most six hours before the break and six after it: 480 - 360 = 120 to 360.
    assert starts == list(range(120, 361, 30))


@pytest.mark.parametrize(
    ("length", "minutes", "words"),
    [(480, None, "30 min of break"), (600, 30, "45 min of break"), (690, 45, "at most 10 h")],
)
def test_a_template_without_a_legal_shape_is_an_error(length, minutes, words):
    breaks = [{"minutes": minutes, "earliest_after_minutes": 240}] if minutes else []
    template = {"starts": ["08:00"], "length_minutes": length, "breaks": breaks}
    with pytest.raises(NoLegalShapeError, match=words):
        shapes_of(small(shifts={"day": template}, rules={"preset": "de-arbzg"}))


@pytest.mark.parametrize(
    ("start", "day", "elapsed"),
    [("2026-10-19", 5, 570), ("2027-03-22", 5, 450), ("2026-11-23", 5, 510)],
)
def test_a_night_shift_over_a_clock_change_is_paid_by_elapsed_time(start, day, elapsed):
    scenario = small(shifts=NIGHT, horizon={"start": start})
    timeline = Timeline(scenario.horizon)
    shift = shift_from("a", day, shapes_of(scenario)[0], timeline)
    assert shift.end_minute - shift.start_minute == elapsed
    assert shift.paid_minutes == shift.work_minutes == elapsed - 30
    assert timeline.local(shift.end_minute).strftime("%H:%M") == "06:30"


def test_a_shape_may_be_illegal_only_where_the_clock_adds_an_hour():
    scenario = small(shifts=NIGHT, horizon={"start": "2026-10-19"}, rules={"max_day_hours": 8.0})
    timeline, shape = Timeline(scenario.horizon), shapes_of(scenario)[0]
    assert is_legal_on(shape, 4, timeline, scenario.rules)
    assert not is_legal_on(shape, 5, timeline, scenario.rules)


def test_a_break_that_a_clock_change_leaves_no_room_for_is_refused():
    template = {
        "starts": ["01:00"],
        "length_minutes": 180,
        "breaks": [{"minutes": 30, "earliest_after_minutes": 120}],
    }
    scenario = small(shifts={"short": template}, horizon={"start": "2027-03-22"})
    timeline, shape = Timeline(scenario.horizon), shapes_of(scenario)[0]
    assert len(place(shape, 5, timeline)) == 3
    with pytest.raises(ValueError, match="no room on 2027-03-28"):
        place(shape, 6, timeline)
    assert not is_legal_on(shape, 6, timeline, scenario.rules)


def test_a_break_shorter_than_the_least_block_does_not_count():
    scenario = small(
        shifts={
            "day": {
                "starts": ["08:00"],
                "length_minutes": 470,
                "breaks": [
                    {"minutes": 10, "earliest_after_minutes": 120},
                    {"minutes": 20, "earliest_after_minutes": 240},
                ],
            }
        }
    )
    segments = place(shapes_of(scenario)[0], 0, Timeline(scenario.horizon))
    strict = small(shifts=NIGHT, rules={"preset": "de-arbzg"}).rules
    assert not keeps_shift_rules(segments, strict)
    lax = strict.model_copy(update={"min_break_block_minutes": 10})
    assert keeps_shift_rules(segments, lax)
