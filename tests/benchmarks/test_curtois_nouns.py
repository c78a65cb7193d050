"""Curtois instances in the house's nouns say what the files say, no more and no less."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from benchmarks.rosters.bare import day_of
from benchmarks.rosters.curtois_file import (
    Cover,
    Employee,
    Instance,
    Request,
    ShiftType,
    parse_instance,
    read_instance,
)
from benchmarks.rosters.curtois_nouns import problem_of
from benchmarks.rosters.data import instances
from benchmarks.rosters.problem import Problem
from scenarios.pledges import WishFor
from scenarios.team import Agent
from scenarios.timeline import Timeline
from scenarios.wall import MINUTES_PER_DAY
from tests.benchmarks.small_curtois import TEXT, small_instance

PUBLIC = instances("curtois", "Instance*.txt")


def back(problem: Problem, instance: Instance) -> Instance:
    """Return the instance that a problem says, in the order of another."""
    scenario = problem.scenario
    barred = scenario.rules.forbidden_successions
    types = tuple(
        ShiftType(key, template.lengths[0], frozenset(barred.get(key, ())))
        for key, template in scenario.shifts.items()
    )
    cover = {
        (day, need.template_id): (int(need.wanted[day]), short[day], need.over_cost[day])
        for need in problem.requirement.heads
        if (short := need.short_cost) is not None
        for day in range(instance.days)
    }
    wishes = [(agent.id, wish) for agent in scenario.team.agents for wish in agent.wishes]
    requests = {
        kind: {
            Request(name, day_of(wish.first), wish.shifts[0], round(wish.cost))
            for name, wish in wishes
            if wish.wish is kind
        }
        for kind in WishFor
    }
    assert requests[WishFor.WORK] == set(instance.on)
    assert requests[WishFor.OFF] == set(instance.off)
    return Instance(
        scenario.name,
        scenario.horizon.days,
        types,
        tuple(employee_of(problem, agent) for agent in scenario.team.agents),
        instance.on,
        instance.off,
        tuple(
            Cover(one.day, one.shift, *(round(value) for value in cover[one.day, one.shift]))
            for one in instance.cover
        ),
    )


def employee_of(problem: Problem, agent: Agent) -> Employee:
    contract = problem.scenario.team.contract_of(agent)
    asked = contract.hours_per_week * problem.scenario.horizon.weeks
    limits = agent.rules
    assert limits is not None
    assert contract.flexibility_hours is None
    return Employee(
        agent.id,
        tuple(limits.max_shifts.items()),
        round(60 * (asked + contract.band_hours)),
        round(60 * (asked - contract.band_hours)),
        limits.max_consecutive_days or 0,
        limits.min_consecutive_days or 0,
        limits.min_consecutive_days_off or 0,
        limits.max_weekends or 0,
        frozenset(day_of(absence.first) for absence in agent.absences),
    )


def test_nothing_is_lost_on_the_way() -> None:
    instance = small_instance()
    assert back(problem_of(instance), instance) == instance


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.stem)
def test_nothing_of_the_public_files_is_lost(path: Path) -> None:
    instance = read_instance(path)
    assert back(problem_of(instance), instance) == instance


def test_what_no_cover_speaks_of_is_free() -> None:
    heads = {need.template_id: need for need in problem_of(small_instance()).requirement.heads}
    night = heads["N"]
    assert night.short_cost is not None
    assert not night.wanted.any()
    assert not night.short_cost.any()
    assert not night.over_cost.any()
    np.testing.assert_array_equal(heads["L"].over_cost[[2, 3]], [3.0, 0.0])


def test_starts_differ_and_no_shift_meets_one_of_the_next_day() -> None:
    many = "".join(f"S{number},{60 * (6 + number % 5)},\n" for number in range(20))
    text = TEXT.replace("E,480,\nL,600,E\nN,720,E|L\n", many)
    text = text.split("SECTION_STAFF")[0] + "SECTION_STAFF\nA,,9600,0,7,1,1,4\n"
    for instance in (small_instance(), parse_instance("many", text)):
        problem = problem_of(instance)
        starts = [template.starts[0] for template in problem.scenario.shifts.values()]
        assert len(set(starts)) == len(instance.types)
        step = problem.scenario.horizon.interval_minutes
        for template, start in zip(problem.scenario.shifts.values(), starts, strict=True):
            assert start % step == 0
            assert start + template.lengths[0] <= MINUTES_PER_DAY


def test_contract_hours_of_long_horizons_come_to_whole_minutes() -> None:
    for weeks, least, most in product((3, 7, 12, 26, 52), (7010, 8639), (9001, 20160)):
        staff = f"A,E=364,{most},{least},7,1,1,52"
        text = TEXT.replace("\n14\n", f"\n{7 * weeks}\n").split("SECTION_STAFF")[0]
        instance = parse_instance("long", f"{text}SECTION_STAFF\n{staff}\n")
        found = employee_of(problem := problem_of(instance), problem.scenario.team.agents[0])
        assert (found.min_minutes, found.max_minutes) == (least, most)


def test_every_day_has_its_24_hours_and_day_0_is_a_monday() -> None:
    horizon = problem_of(small_instance()).scenario.horizon
    timeline = Timeline(horizon)
    assert horizon.start.weekday() == 0
    assert timeline.total_minutes == 14 * MINUTES_PER_DAY


def test_days_that_are_no_weeks_are_refused() -> None:
    with pytest.raises(ValueError, match="13 days are no whole weeks"):
        problem_of(parse_instance("odd", TEXT.replace("\n14\n", "\n13\n")))
