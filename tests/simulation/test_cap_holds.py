"""The cap holds: for sure where labels are right, and up to the predicted chance where not."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from scenarios.assignment import AssignmentRules, Quota, QuotaLimits
from scenarios.cap import CapWindow
from scenarios.cap_forms import CapForm
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.hostility import hostile_chance, hostile_minutes
from scheduler.rules import default_rules
from simulation.engine import Engine, run_replication
from simulation.measures.agents import AgentSums
from simulation.measures.estimates import share_low
from simulation.measures.summary import summarise
from simulation.world import World, compile_world
from tests.simulation.scenes import (
    agent,
    channel,
    exponential,
    quota_of,
    roster,
    rules,
    scenario,
    shift,
)

ENGINES = tuple(Engine)
Run = tuple[World, Roster, AssignmentRules]


def sums_of(run: Run, engine: Engine, replication: int) -> AgentSums:
    world, plan, by = run
    made = run_replication(world, plan, by, seed=11, replication=replication, engine=engine)
    return summarise(world, plan, made).agents


def over(sums: AgentSums) -> dict[CapForm, int]:
    return {form: int(getattr(sums, f"{form}_over").sum()) for form in CapForm}


def shifts_of(said: Scenario, hours: int = 8) -> Roster:
    """Everybody works every day, half of them early and half of them through midnight."""
    return roster(
        *(
            shift(one.id, (start, start + 60 * hours))
            for place, one in enumerate(said.team.agents)
            for day in range(7 * said.horizon.weeks)
            for start in [1440 * day + (360 if place % 2 else 1200)]
        )
    )


LIMITS = st.fixed_dictionaries(
    {},
    optional={
        "hostile": st.sampled_from([0.05, 0.1, 0.2, 0.4]),
        "contacts_per_shift": st.integers(0, 6),
        "minutes_per_paid_hour": st.sampled_from([0.0, 1.0, 4.0, 9.0]),
        "longest_run": st.integers(1, 3),
    },
)


@st.composite
def capped_teams(draw: st.DrawFn) -> Scenario:
    """Handling times that are known and labels that are right; limits of any form for anybody."""
    hostility = {"share": draw(st.sampled_from([0.1, 0.3, 0.7])), "handle_time_factor": 1.5}
    skills = [("posts", "chat"), ("posts",), ("posts", "chat", "phone")]
    agents = [agent(f"a{number}", *skills[number % 3]) for number in range(draw(st.integers(1, 4)))]
    agents[0]["cap"] = draw(LIMITS)
    everybody = draw(LIMITS) or {"hostile": 0.2}
    return scenario(
        {
            "posts": channel("post", volume_per_week=300.0, hostility=hostility),
            "chat": channel("chat", volume_per_week=300.0, concurrency=3, hostility=hostility),
            "phone": channel("phone", volume_per_week=60.0, hostility=hostility),
        },
        [*agents, agent("lead", "posts", "chat", "phone")],
        cap={
            **everybody,
            "window": draw(st.sampled_from(list(CapWindow))).value,
            "burst": 0.0,
            "look_ahead": 0.0,
            "known_at_close": draw(st.booleans()),
        },
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(capped_teams(), st.integers(0, 1000))
def test_with_labels_that_are_right_nobody_is_ever_over_any_form(
    said: Scenario, replication: int
) -> None:
    run = compile_world(said), shifts_of(said), default_rules(said)
    for engine in ENGINES:
        sums = sums_of(run, engine, replication)
        assert over(sums) == dict.fromkeys(CapForm, 0)
        assert sums.handled.sum() > 0


def test_a_returning_colleague_meets_less_than_the_others() -> None:
    people = [agent(f"a{number}", "posts") for number in range(5)]
    people[0]["cap"] = {"hostile": 0.05}
    hostility = {"share": 0.16}
    said = scenario(
        {"posts": channel("post", volume_per_week=1200.0, hostility=hostility)},
        people,
        cap={"hostile": 0.2, "look_ahead": 0.0},
    )
    run = compile_world(said), shifts_of(said), default_rules(said)
    for engine in ENGINES:
        for replication in range(5):
            sums = sums_of(run, engine, replication)
            assert over(sums) == dict.fromkeys(CapForm, 0)
            shares = sums.max_window_share
            assert shares[0] <= 0.05 < 0.12 < shares[1:].min()
            assert shares[1:].max() <= 0.2


def doubtful(**cap: Any) -> Scenario:
    """One agent at a time, whose labels miss a fifth of what is hostile."""
    return scenario(
        {
            "posts": channel(
                "post",
                volume_per_week=2 * 7 * 80.0,
                handle_time=exponential(300),
                hostility={"share": 0.15},
            )
        },
        [agent("early", "posts"), agent("late", "posts")],
        classifier={"recall": 0.8, "precision": 0.75},
        cap={"window": "shift", **cap},
    )


def quota_for(said: Scenario, limits: QuotaLimits, margin_z: float, known: bool) -> Quota:
    """The quota by its true numbers: about ten cases an hour, a leak of what they hide."""
    chance = hostile_chance(said)
    missed, caught = chance["posts/any/harmless"], chance["posts/any/hostile"]
    minutes = hostile_minutes(said)["posts/any/hostile"]
    leak = 10.0 * (1 - 0.16) * missed
    return quota_of(
        said,
        limits,
        window=CapWindow.SHIFT,
        margin_z=margin_z,
        chance=(missed, caught),
        minutes=(minutes, 1.0),
        leak=(leak, leak * minutes),
        known_at_close=known,
    )


FORMS = {
    CapForm.SHARE: QuotaLimits(hostile=0.2),
    CapForm.CONTACTS: QuotaLimits(contacts_per_shift=12),
    CapForm.MINUTES: QuotaLimits(minutes_per_paid_hour=8.0),
}


def doubted(form: CapForm, margin_z: float, known: bool) -> list[AgentSums]:
    """What many horizons brought with a margin."""
    limits = FORMS[form]
    fields = {name: value for name, value in vars(limits).items() if value is not None}
    said = doubtful(**fields, known_at_close=known)
    by = rules(said, quota=quota_for(said, limits, margin_z, known))
    run = compile_world(said), shifts_of(said), by
    return [sums_of(run, Engine.COMPILED, replication) for replication in range(100)]


def windows_over(form: CapForm, made: list[AgentSums]) -> tuple[int, int]:
    windows = sum(int(getattr(one, f"{form}_windows").sum()) for one in made)
    return sum(over(one)[form] for one in made), windows


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("form", list(FORMS))
def test_with_labels_that_miss_no_more_windows_are_over_than_predicted(
    form: CapForm, known: bool
) -> None:
    """A gate that learns looks anew at every hand-out, so its chances add up to as many."""
    for margin_z in (2.0, 3.0):
        made = doubted(form, margin_z, known)
        passed, windows = windows_over(form, made)
        learns = form is CapForm.MINUTES or (form is CapForm.CONTACTS and known)
        # Hostile cases that were met are as many as labelled ones, nearly: 0.8 / 0.75.
        looks = sum(float(one.hostile.sum()) for one in made) / windows if learns else 1.0
        # Not refuted at 99.9 %: the lower bound of what was seen is below the prediction.
        assert share_low(passed, windows, 0.999) <= looks * float(norm.sf(margin_z))
    passed, windows = windows_over(form, doubted(form, 0.0, known))
    assert passed / windows > float(norm.sf(2.0))  # so it is the margin that keeps it


def test_truth_at_close_is_worth_service() -> None:
    handled = []
    for known in (False, True):
        limits = QuotaLimits(hostile=0.2)
        said = doubtful(hostile=0.2, known_at_close=known)
        run = (
            compile_world(said),
            shifts_of(said),
            rules(said, quota=quota_for(said, limits, 3.0, known)),
        )
        made = [sums_of(run, Engine.COMPILED, replication) for replication in range(20)]
        handled.append(sum(float(one.hostile.sum()) for one in made))
    assert handled[1] > 1.1 * handled[0]


def test_runs_are_kept_as_far_as_labels_tell() -> None:
    """A run passes its limit only by what labels miss: a hostile case that nobody saw."""
    said = doubtful(longest_run=2)
    chance = hostile_chance(said)
    limits = QuotaLimits(longest_run=2)
    by = rules(said, quota=quota_for(said, limits, 0.0, known=True))
    run = compile_world(said), shifts_of(said), by
    world, plan, _ = run
    for replication in range(20):
        made = run_replication(world, plan, by, seed=3, replication=replication)
        tasks = made.tasks
        for number in range(2):
            mine = np.flatnonzero(tasks.agent == number)
            mine = mine[np.argsort(tasks.start_seconds[mine])]
            length = 0
            for row in mine:
                length = length + 1 if tasks.hostile[row] else 0
                assert length <= 2 or not tasks.labelled_hostile[row]
    assert 0 < chance["posts/any/harmless"] < 0.05
