"""Illness and no-show: spells over days that belong to agent and date."""

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenarios.people import Sickness
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.desk.absence import (
    draw_absences,
    draw_sick_days,
    recovery_chance,
    sick_share,
    spell_chance,
)
from simulation.world import World, compile_world
from tests.simulation.scenes import agent, channel, roster, scenario, shift

OFTEN = {"spells_per_year": 30.0, "mean_days": 3.0}


def team(agents: int = 10, **fields: Any) -> Scenario:
    people = [agent(f"a{number}", "phone") for number in range(agents)]
    return scenario({"phone": channel()}, people, team=fields)


def world_of(agents: int = 10, **fields: Any) -> World:
    return compile_world(team(agents, **fields))


def two_a_day(said: Scenario) -> Roster:
    pieces = [
        (day * 1440 + start, day * 1440 + start + 240) for day in range(7) for start in (0, 600)
    ]
    return roster(*(shift(one.id, piece) for one in said.team.agents for piece in pieces))


def test_the_sick_share_is_that_of_the_chain() -> None:
    # By hand: a spell starts on one date in ten and lasts two days on average, so whoever is ill
    # is well again the next day with chance 0.5 x 0.9, and 0.1 / (0.1 + 0.45) are ill.
    once_in_ten = Sickness(spells_per_year=-365 * math.log(0.9), mean_days=2.0)
    assert spell_chance(once_in_ten) == pytest.approx(0.1)
    assert recovery_chance(once_in_ten) == 0.5
    assert sick_share(once_in_ten) == pytest.approx(0.1 / 0.55)
    assert sick_share(None) == 0.0


def test_as_many_are_ill_on_the_first_day_as_in_the_long_run() -> None:
    world = world_of(400, sickness=OFTEN)
    expected = sick_share(Sickness(**OFTEN))
    for day in (-1, 0, 20):
        ill = np.concatenate([draw_sick_days(world, 1, r, day, day)[:, 0] for r in range(100)])
        error = math.sqrt(expected * (1 - expected) / len(ill))
        assert abs(ill.mean() - expected) < 2.58 * error  # 99 %; half-width 0.0021 of 0.205


def test_spells_last_geometrically_many_days() -> None:
    world = world_of(300, sickness={"spells_per_year": 2.0, "mean_days": 4.0})
    sick = draw_sick_days(world, 3, 0, 0, 2000)
    ends = sick[:, 1:-1] & ~sick[:, 2:]
    stays = 1 - ends.sum() / sick[:, 1:-1].sum()
    q = spell_chance(Sickness(spells_per_year=2.0, mean_days=4.0))
    assert stays == pytest.approx(0.75 + 0.25 * q, abs=0.012)
    starts = (~sick[:, :-1] & sick[:, 1:]).sum() / (~sick[:, :-1]).sum()
    assert starts == pytest.approx(q, rel=0.06)


def test_a_day_is_ill_or_not_whatever_days_are_asked_for() -> None:
    world = world_of(50, sickness={"spells_per_year": 3.0, "mean_days": 60.0})
    long = draw_sick_days(world, 5, 2, -90, 60)
    assert 0.2 < long.mean() < 0.6
    for first, last in ((-90, -90), (-1, 6), (30, 60)):
        part = draw_sick_days(world, 5, 2, first, last)
        assert np.array_equal(part, long[:, first + 90 : last + 91])


def test_all_shifts_that_start_on_a_sick_day_do_not_happen() -> None:
    said = team(sickness=OFTEN)
    world, plan = compile_world(said), two_a_day(said)
    absent = draw_absences(world, plan, 2, 0)
    sick = draw_sick_days(world, 2, 0, 0, 6)
    assert 0 < absent.sum() < len(absent)
    for one, gone in zip(plan.shifts, absent.tolist(), strict=True):
        number = world.agent_ids.index(one.agent_id)
        assert gone == sick[number, (one.date - world.first_date).days]


def test_illness_comes_on_top_of_no_show() -> None:
    said = team(40, sickness=OFTEN, unplanned_absence_share=0.1)
    world, plan = compile_world(said), two_a_day(said)
    both = np.mean([draw_absences(world, plan, 1, r).mean() for r in range(60)])
    assert both == pytest.approx(1 - 0.9 * (1 - sick_share(Sickness(**OFTEN))), abs=0.012)


def test_illness_belongs_to_agent_and_date() -> None:
    said = team(sickness=OFTEN, unplanned_absence_share=0.1)
    world, plan = compile_world(said), two_a_day(said)
    missing = {
        one.id
        for one, gone in zip(plan.shifts, draw_absences(world, plan, 4, 0), strict=True)
        if gone
    }
    late = tuple(one for one in plan.shifts if one.date >= dt.date(2026, 1, 8))
    fewer = Roster(tuple(one for one in late if one.agent_id != "a1"))
    still = {
        one.id
        for one, gone in zip(fewer.shifts, draw_absences(world, fewer, 4, 0), strict=True)
        if gone
    }
    assert still
    assert still == missing & {one.id for one in fewer.shifts}


def test_without_sickness_absence_is_what_it_was() -> None:
    said = team(unplanned_absence_share=0.1)
    world, plan = compile_world(said), two_a_day(said)
    alone = draw_absences(world, plan, 4, 0)
    with_illness = draw_absences(
        compile_world(team(sickness=OFTEN, unplanned_absence_share=0.1)), plan, 4, 0
    )
    assert not (alone & ~with_illness).any()
    assert not draw_sick_days(world, 4, 0, 0, 6).any()
    assert not draw_absences(world_of(), plan, 4, 0).any()


def test_somebody_who_is_not_in_the_team_is_refused() -> None:
    world = world_of(2, sickness=OFTEN)
    stranger = replace(shift("a0", (0, 60)), agent_id="nobody")
    with pytest.raises(ValueError, match="there is no agent nobody in the team"):
        draw_absences(world, roster(stranger), 1, 0)
