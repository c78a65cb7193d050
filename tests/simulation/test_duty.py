"""Duty: the roster as it is to be worked, with absence, pauses and learning."""

import datetime as dt
import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.roster import Activity, Roster
from simulation.desk.absence import draw_absences
from simulation.desk.duty import Duty, compile_duty
from simulation.desk.work_ahead import WorkAhead
from simulation.world import World, compile_world
from tests.simulation.scenes import agent, channel, roster, scenario, shift

PAUSES = {"share": 0.15, "length": {"mean_seconds": 900.0}}


def world_of(names: str = "abc", **team: Any) -> World:
    people = [agent(name, "phone") for name in names]
    return compile_world(scenario({"phone": channel()}, people, team=team))


def days(name: str, start: int = 480, count: int = 7) -> Roster:
    pieces = [(0, 240), (240, 270, "break"), (270, 480)]
    return roster(
        *(
            shift(
                name,
                *(
                    (day * 1440 + start + a, day * 1440 + start + b, *rest)
                    for a, b, *rest in pieces
                ),
            )
            for day in range(count)
        )
    )


def duty_of(world: World, plan: Roster, replication: int = 0) -> Duty:
    absent = draw_absences(world, plan, 1, replication)
    return compile_duty(world, plan, absent, 1, replication)


def everybody(world: World, plan: Roster, replication: int = 0) -> Duty:
    return compile_duty(world, plan, np.zeros(len(plan.shifts), dtype=np.bool_), 1, replication)


def rows(duty: Duty, number: int) -> list[tuple[float, float, bool, bool]]:
    places = range(duty.first[number], duty.first[number + 1])
    return [(duty.starts[k], duty.ends[k], duty.is_work[k], duty.is_pause[k]) for k in places]


def joined(*rosters: Roster) -> Roster:
    return roster(*(one for plan in rosters for one in plan.shifts))


def test_without_people_sections_duty_is_the_roster() -> None:
    world, plan = world_of(), joined(days("a"), days("c"))
    duty = everybody(world, plan)
    rostered = [
        (part.start_minute * 60.0, part.end_minute * 60.0, part.activity is Activity.WORK, False)
        for name in "abc"
        for one in plan.of(name)
        for part in one.segments
    ]
    assert [row for number in range(3) for row in rows(duty, number)] == rostered
    assert duty.first == [0, 21, 21, 42]
    assert set(duty.speed) == {1.0}
    assert duty.latest == [
        end if works else math.inf for end, works in zip(duty.ends, duty.is_work, strict=True)
    ]


def test_absent_shifts_are_left_out_whole() -> None:
    world, plan = world_of("a"), days("a", count=3)
    duty = compile_duty(world, plan, np.array([False, True, False]), 1, 0)
    assert sorted(set(duty.shift)) == [0, 2]
    assert len(duty.starts) == 6


def test_pauses_cut_up_the_work_and_nothing_else() -> None:
    world, plan = world_of("a", shrinkage=PAUSES), days("a")
    duty = everybody(world, plan)
    assert any(duty.is_pause)
    whole = everybody(world_of("a"), plan)
    breaks = [row for row in rows(duty, 0) if not row[2] and not row[3]]
    assert breaks == [row for row in rows(whole, 0) if not row[2]]
    for start, end, works, _ in rows(whole, 0):
        if works:
            parts = [row for row in rows(duty, 0) if start <= row[0] < end]
            assert parts[0][0] == start
            assert parts[-1][1] == end
            assert all(one[1] == other[0] for one, other in pairwise(parts))


def test_a_pause_lasts_at_most_as_long_as_the_work_around_it() -> None:
    duty = everybody(world_of("a", shrinkage=PAUSES), days("a"))
    work_ends = {
        part.end_minute * 60.0
        for one in days("a").shifts
        for part in one.segments
        if part.activity is Activity.WORK
    }
    for k, is_pause in enumerate(duty.is_pause):
        if is_pause:
            assert duty.ends[k] <= duty.latest[k]
            assert duty.latest[k] == min(end for end in work_ends if end >= duty.ends[k])


@pytest.mark.parametrize("minutes", [15, 480])
def test_the_share_of_working_time_lost_is_the_share_asked_for(minutes: int) -> None:
    """Short segments lose as much as long ones, as pauses may have begun before them."""
    names = [chr(ord("a") + number) for number in range(20)]
    world = world_of("".join(names), shrinkage=PAUSES)
    plan = roster(
        *(
            shift(name, (day * 1440 + 600, day * 1440 + 600 + minutes))
            for name in names
            for day in range(7)
        )
    )
    shares = []
    for replication in range(60):
        duty = everybody(world, plan, replication)
        lost = sum(duty.ends[k] - duty.starts[k] for k, away in enumerate(duty.is_pause) if away)
        shares.append(lost / (len(plan.shifts) * minutes * 60.0))
    error = np.std(shares, ddof=1) / math.sqrt(len(shares))
    assert error < 0.0045
    assert abs(np.mean(shares) - 0.15) < 2.66 * error  # 99 %, Student with 59 degrees


def test_pauses_stay_when_the_roster_of_another_changes() -> None:
    world = world_of("ab", shrinkage=PAUSES, unplanned_absence_share=0.2)
    one = joined(days("a"), days("b"))
    other = joined(days("a"), days("b", start=60, count=3))
    assert rows(duty_of(world, one), 0) == rows(duty_of(world, other), 0)
    assert rows(duty_of(world, one), 1) != rows(duty_of(world, other), 1)


def test_pauses_stay_at_their_time_when_the_own_shift_moves() -> None:
    world = world_of("a", shrinkage=PAUSES)
    early, late = (everybody(world, days("a", start=start)) for start in (480, 510))

    def inside(duty: Duty) -> list[tuple[float, float]]:
        """Pauses between nine and half past eleven."""
        times = [(start % 86400.0, end % 86400.0) for start, end, _, away in rows(duty, 0) if away]
        return [span for span in times if 32_400.0 < span[0] < span[1] < 41_400.0]

    assert inside(early) == inside(late) != []


def test_a_shift_over_midnight_has_pauses_on_both_sides() -> None:
    world = world_of("a", shrinkage={"share": 0.5, "length": {"mean_seconds": 600.0}})
    duty = everybody(world, roster(shift("a", (-120, 240))))
    pauses = [row for row in rows(duty, 0) if row[3]]
    assert any(end <= 0 for _, end, _, _ in pauses)
    assert any(start >= 0 for start, _, _, _ in pauses)


def test_the_work_ahead_does_not_foresee_pauses() -> None:
    plan = days("a", count=1)
    ahead = []
    for world in (world_of("a"), world_of("a", shrinkage=PAUSES)):
        duty = everybody(world, plan)
        work = WorkAhead(duty, [world.horizon_seconds])
        place = duty.is_work.index(True)
        work.begin(0, place, duty.starts[place])
        ahead.append(work.seconds(0, 480 * 60.0))
    assert ahead[0] == 450 * 60.0
    assert ahead[1] == pytest.approx(ahead[0])


def test_learning_follows_the_date_of_the_shift() -> None:
    people = [agent("a", "phone") | {"started": dt.date(2026, 1, 5)}, agent("b", "phone")]
    said = scenario({"phone": channel()}, people, team={"learning": {"factor_at_start": 2.0}})
    world, plan = compile_world(said), joined(days("a", count=2), days("b", count=1))
    duty = everybody(world, plan)
    second = 1 + math.exp(-1 / 42)
    assert duty.speed == pytest.approx([2.0] * 3 + [second] * 3 + [1.0] * 3)


def test_nobody_outside_the_team_has_duty() -> None:
    stranger = replace(shift("a", (0, 60)), agent_id="x")
    with pytest.raises(ValueError, match="there is no agent x in the team"):
        everybody(world_of("a"), roster(stranger))


SPANS = st.lists(st.tuples(st.integers(30, 400), st.integers(10, 60)), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(
    plans=st.lists(st.tuples(st.integers(-200, 1300), SPANS), min_size=1, max_size=4),
    share=st.floats(0.01, 0.9),
    mean=st.floats(5.0, 20_000.0),
    spells=st.floats(1.0, 100.0),
    replication=st.integers(0, 50),
)
def test_duty_holds_together(
    plans: list[tuple[int, list[tuple[int, int]]]],
    share: float,
    mean: float,
    spells: float,
    replication: int,
) -> None:
    """No segments overlap, pauses lie inside work, illness takes whole shifts."""
    world = world_of(
        "a",
        shrinkage={"share": share, "length": {"mean_seconds": mean}},
        sickness={"spells_per_year": spells},
    )
    shifts = []
    for day, (start, spans) in enumerate(plans):
        at, pieces = 2 * 1440 * day + start, []
        for work, gap in spans:
            pieces += [(at, at + work), (at + work, at + work + gap, "break")]
            at += work + gap
        shifts.append(shift("a", *pieces[:-1]))
    plan = roster(*shifts)
    absent = draw_absences(world, plan, 1, replication)
    duty = compile_duty(world, plan, absent, 1, replication)
    assert all(start < end for start, end in zip(duty.starts, duty.ends, strict=True))
    assert all(end <= start for end, start in zip(duty.ends, duty.starts[1:], strict=False))
    assert set(duty.shift) == set(np.flatnonzero(~absent).tolist())
    for k, (works, pause) in enumerate(zip(duty.is_work, duty.is_pause, strict=True)):
        assert not (works and pause)
        kind = Activity.WORK if works or pause else Activity.BREAK
        assert any(
            part.activity is kind
            and part.start_minute * 60.0 <= duty.starts[k]
            and duty.ends[k] <= part.end_minute * 60.0
            for part in plan.shifts[duty.shift[k]].segments
        )
    worked = sum(
        duty.ends[k] - duty.starts[k]
        for k in range(len(duty.starts))
        if duty.is_work[k] or duty.is_pause[k]
    )
    rostered = sum(
        60 * one.work_minutes for one, gone in zip(plan.shifts, absent, strict=True) if not gone
    )
    assert worked == pytest.approx(rostered)
