"""What would make a cap possible by the bound: named where it does, and not where it does not."""

from typing import Any

import pytest

from scenarios.scenario import Scenario
from scheduler.cap.bound_levers import BoundLever, bound_levers
from scheduler.cap.lever import LeverKind
from scheduler.cap.obstacles import outlook
from scheduler.cap.refusal import refuse_impossible_cap
from scheduler.impossible import Impossible
from simulation.arrivals.volume import workload_of
from tests.scheduler.cap.test_levers import LONE_VOICE
from tests.scheduler.two_groups import two_groups


def found(changes: dict[str, Any]) -> dict[str, BoundLever]:
    scenario = two_groups(changes)
    work = workload_of(scenario, seed=1, replications=2)
    assert outlook(scenario, work).proven
    return {one.words: one for one in bound_levers(scenario, work)}


def test_who_would_have_to_learn_what_is_named_with_the_cap_that_then_holds() -> None:
    # 36 of 420 cases are hostile, all of them calls; V alone speaks.
    levers = found(LONE_VOICE)
    learns = levers["group g2 learns voice"]
    assert learns.opens
    assert learns.kind is LeverKind.TRAINING
    assert learns.lowest_cap == pytest.approx(36 / 420, abs=1.1e-3)
    assert levers["group g1 (agent V) learns social"].opens
    assert not any(one.kind is LeverKind.PEOPLE for one in levers.values())  # they meet the same


def test_an_agency_for_the_hostile_line_opens_too() -> None:
    (agency,) = [one for one in found(LONE_VOICE).values() if one.kind is LeverKind.AGENCY]
    assert agency.opens
    assert "an agency takes hostile cases of " in agency.words
    assert agency.words.endswith((" s", " min"))
    assert agency.lowest_cap == pytest.approx(0.0, abs=1e-3)


def test_the_fewest_more_people_whose_shifts_allow_the_contacts() -> None:
    # 80 hostile contacts and 20 shifts of three at most: 27 shifts are needed, so two more people.
    levers = found({"cap": {"contacts_per_shift": 3}})
    people = [one for one in levers.values() if one.kind is LeverKind.PEOPLE]
    assert people
    assert all(one.words.startswith("2 more agents") and one.opens for one in people)


def test_what_opens_stands_before_what_does_not() -> None:
    order = [one.opens for one in found({"cap.hostile": 0.12}).values()]
    assert order == sorted(order, reverse=True)


def test_the_refusal_says_what_would_make_it_possible_unless_nobody_is_to_look() -> None:
    for looks in (True, False):
        scenario: Scenario = two_groups(LONE_VOICE | {"planning.levers": looks})
        with pytest.raises(Impossible) as refusal:
            refuse_impossible_cap(scenario, workload_of(scenario, seed=1, replications=2))
        told = "\n".join(refusal.value.remedies)
        assert ("group g2 learns voice" in told) is looks
