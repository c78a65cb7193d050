"""Shift design: reading, translating and judging."""

import math
from itertools import product

import numpy as np
import pytest

from benchmarks.rosters.data import instances
from benchmarks.rosters.shift_design_file import Design, ShiftType, parse_design, read_design
from benchmarks.rosters.shift_design_nouns import crowd, problem_of, templates
from benchmarks.rosters.shift_design_score import score_roster, score_shifts
from tests.benchmarks.rosters import roster_of

DEMAND = [0] * 168
DEMAND[0:6] = [1] * 6  # Monday 0:00 to 6:00, the end of Sunday's night
DEMAND[166:168] = [1] * 2  # Sunday 22:00 to 24:00
DEMAND[8:16] = [2] * 8  # Monday 8:00 to 16:00

TEXT = f"""\
% a comment; with = signs
interval = 60;
days = 7;
demand = [{",".join(str(count) for count in DEMAND)}];
shiftTypes = 2;
minStart = [6, 20];
maxStart = [9, 22];
minLength = [7, 8];
maxLength = [9, 8];
minDuties = 3;
weightUnderCover = 4;
weightOverCover = 1;
weightShiftInstances = 60;
"""
NIGHT = (6, 22 * 60, 480)
DAY = (0, 8 * 60, 480)


def design() -> Design:
    return parse_design("small", TEXT)


def test_the_data_file_is_read() -> None:
    found = design()
    assert found.interval_minutes == 60
    assert found.types == (
        ShiftType((360, 420, 480, 540), (420, 480, 540)),
        ShiftType((1200, 1260, 1320), (480,)),
    )
    assert sum(found.demand) == sum(DEMAND)
    assert (found.short_weight, found.over_weight, found.shift_weight) == (4, 1, 60)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT.replace("interval = 60", "interval = 30"), "168 intervals of 30 minutes"),
        (TEXT.replace("weightUnderCover", "weight"), "says no weightUnderCover"),
        (TEXT.replace("shiftTypes = 2", "shiftTypes = 3"), "not as many bounds"),
        (TEXT.replace("days = 7", "days = [7]"), "days is not one number"),
    ],
)
def test_another_format_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_design("broken", text)


def test_what_runs_over_the_end_counts_at_the_beginning() -> None:
    assert score_shifts(design(), [NIGHT, DAY, DAY]).cost == 2 * 60


def test_missing_and_surplus_staff_cost_by_the_minute() -> None:
    assert score_shifts(design(), [DAY, DAY]).cost == 60 + 8 * 60 * 4
    assert score_shifts(design(), [NIGHT, DAY, DAY, DAY]).cost == 120 + 8 * 60
    later = (0, 9 * 60, 480)  # an hour short, an hour over, a third kind
    assert score_shifts(design(), [NIGHT, DAY, later]).cost == 3 * 60 + 60 * 4 + 60


def test_a_shift_of_no_type_is_broken() -> None:
    for shift in ((0, 360, 600), (0, 300, 480), (7, 480, 480)):
        score = score_shifts(design(), [shift])
        assert score.broken
        assert math.isinf(score.cost)


def test_a_roster_is_judged_by_its_starts_and_ends() -> None:
    problem = problem_of(design())
    # The first shapes of the templates: 6:00 and 20:00.
    names = [agent.id for agent in problem.scenario.team.agents]
    roster = roster_of(problem.scenario, {names[0]: {0: "type-1"}, names[1]: {6: "type-2"}})
    by_hand = score_shifts(design(), [(0, 360, 420), (6, 1200, 480)])
    assert score_roster(design(), roster) == by_hand
    assert by_hand.broken == ()


def test_templates_offer_each_start_and_length_once() -> None:
    twice = Design("overlap", 60, 7, tuple(DEMAND), (*design().types, design().types[0]), 1, 1, 60)
    wider = ShiftType((480, 600), (420, 600))
    some = Design("wider", 60, 7, tuple(DEMAND), (*design().types, wider), 1, 1, 60)
    for one in (design(), twice, some):
        offered = [
            (start, length)
            for template in templates(one).values()
            for start, length in product(template.starts, template.lengths)
        ]
        wanted = {pair for kind in one.types for pair in product(kind.starts, kind.lengths)}
        assert len(offered) == len(set(offered))
        assert set(offered) == wanted


def test_demand_weights_and_the_repeating_week_are_said() -> None:
    problem = problem_of(design())
    (heads,) = problem.requirement.heads
    assert problem.requirement.repeats
    assert problem.scenario.planning.shape_cost == 60
    np.testing.assert_array_equal(heads.wanted, DEMAND)
    assert heads.short_cost is not None
    assert set(heads.short_cost) == {240.0}
    assert set(heads.over_cost) == {60.0}


def test_the_crowd_is_large_enough() -> None:
    # Two by day and one by night is optimal; the night of Sunday is gone before Monday's begin.
    assert crowd(design()) >= 3
    paths = instances("shift_design", "*.dzn")
    for path in paths:
        public = read_design(path)
        assert crowd(public) >= max(public.demand)
