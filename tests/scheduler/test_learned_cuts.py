"""Gains and cuts: what the simulation taught, worked out by hand."""

import datetime as dt

import pytest

from scenarios.queues import groups_of
from scenarios.roster import Activity, Roster, Segment, Shift
from scheduler.learned_cuts import learned_cut
from scheduler.line_promise import Promised
from scheduler.rules import default_rules
from scheduler.sensitivity import (
    Gain,
    WeekBlock,
    gain_replications,
    gains,
    open_blocks,
    service_levels,
    spans,
    with_extra_agent,
)
from scheduler.trials import Trial, run_trials
from tests.scheduler.two_groups import two_groups

MONDAY_MORNING = WeekBlock(0, 9 * 60, 12 * 60)
PHONE, POSTS = Promised("phone"), Promised("posts")
TUESDAY_MORNING = WeekBlock(1, 9 * 60, 12 * 60)


def one_shift(agent_id: str, day: int) -> Shift:
    start = day * 1440 + 9 * 60
    parts = (
        Segment(start, start + 210, Activity.WORK),
        Segment(start + 210, start + 240, Activity.BREAK),
        Segment(start + 240, start + 480, Activity.WORK),
    )
    date = dt.date(2026, 11, 2) + dt.timedelta(days=day)
    return Shift(f"{agent_id}-{day}", agent_id, date, "", parts, 450)


def test_blocks_cover_the_opening_hours() -> None:
    blocks = open_blocks(two_groups())
    assert len(blocks) == 15  # 9-12, 12-15, 15-17 on five days
    assert blocks[2].name == "mon 15:00-17:00"


def test_a_closed_day_has_no_span() -> None:
    closed = two_groups({"horizon.start": "2026-12-21", "horizon.holidays": {"state": "BE"}})
    assert spans(closed, WeekBlock(4, 540, 720)) == ()  # Friday is Christmas Day
    assert spans(closed, WeekBlock(0, 540, 720)) == ((0, 540, 720),)


def test_the_cut_asks_for_the_missing_service_where_it_is_cheapest() -> None:
    scenario = two_groups()
    broad = groups_of(scenario)[0]
    roster = Roster((one_shift("B1", 0), one_shift("S1", 1)))
    found = (
        Gain(MONDAY_MORNING, broad, 3.0, {PHONE: 0.06, POSTS: 0.0}),  # 0.02 an hour
        Gain(TUESDAY_MORNING, broad, 3.0, {PHONE: 0.03, POSTS: 0.0}),  # 0.01 an hour
    )
    cut = learned_cut(scenario, roster, found, PHONE, deficit=0.01)
    assert cut is not None
    assert [block.weight for block in cut.blocks] == [1.0, 0.5]
    assert cut.blocks[0].group_ids == ("g1",)  # the narrow group has no phone
    # Three hours of B1 on Monday count; S1 cannot answer the phone. 0.02 at 0.02 an hour is one.
    assert cut.least == pytest.approx(3.0 + 1.0)


@pytest.mark.parametrize(("deficit", "hours"), [(-0.1, 0.5), (0.01, 1.0), (0.04, 2.5), (0.3, 2.5)])
def test_a_step_asks_for_a_little_more_than_is_missing_and_for_five_points_at_most(
    deficit: float, hours: float
) -> None:
    scenario = two_groups()
    found = (Gain(MONDAY_MORNING, groups_of(scenario)[0], 3.0, {PHONE: 0.06}),)  # 0.02 an hour
    cut = learned_cut(scenario, Roster(()), found, PHONE, deficit)
    assert cut is not None
    assert cut.least == pytest.approx(hours)


@pytest.mark.parametrize(("open_days", "replications"), [("mon-fri", 6), ("mon-sun", 3)])
def test_gains_are_simulated_in_fewer_horizons_where_there_are_more_blocks(
    open_days: str, replications: int
) -> None:
    # 15 blocks of office hours, 49 of a week of 19 hours a day; they share 160 runs.
    hours = "09:00-17:00" if replications == 6 else "05:00-24:00"
    changes = {"horizon.opening": {open_days: hours}, "planning.replications": 40}
    scenario = two_groups(changes)
    pairs = len(open_blocks(scenario))
    assert gain_replications(scenario, (PHONE,)) == replications
    assert replications * pairs <= 160
    few = two_groups(changes | {"planning.replications": 2})
    assert gain_replications(few, (PHONE,)) == 2


def test_the_extra_agent_may_meet_what_the_first_of_the_group_may() -> None:
    own = {"hostile": 0.05, "cool_down_seconds": 300.0}
    scenario = two_groups({"team.agents.0.cap": own})
    base = Trial(scenario, Roster(()), default_rules(scenario))
    rules = with_extra_agent(base, groups_of(scenario)[0], MONDAY_MORNING).rules
    assert rules.quota is not None
    assert rules.quota.limits["extra-agent"] == rules.quota.limits["B1"]
    assert rules.quota.limits["extra-agent"].hostile == 0.05
    assert rules.cool_downs["extra-agent"] == rules.cool_downs["B1"]


def test_no_gain_no_cut() -> None:
    scenario = two_groups()
    found = (Gain(MONDAY_MORNING, groups_of(scenario)[0], 3.0, {PHONE: -0.01}),)
    assert learned_cut(scenario, Roster(()), found, PHONE, 0.1) is None


def test_an_extra_agent_brings_most_where_nobody_is() -> None:
    scenario = two_groups({"cap": None})
    shifts = [one_shift(agent, day) for day in range(1, 5) for agent in ("B1", "B2", "B3")]
    base = Trial(scenario, Roster(tuple(shifts)), default_rules(scenario))
    (before,) = run_trials([base], replications=range(3), processes=1)
    found = gains(base, before, (PHONE,), replications=range(3), processes=1)
    best = max(found, key=lambda gain: gain.service_level[PHONE] / gain.agent_hours)
    assert best.block.weekday == 0
    assert best.service_level[PHONE] > 0.02


def test_trials_do_not_depend_on_processes() -> None:
    scenario = two_groups()
    roster = Roster((one_shift("B1", 0), one_shift("B2", 1)))
    trials = [Trial(scenario, roster, default_rules(scenario))] * 2
    alone = run_trials(trials, replications=range(2), processes=1)
    together = run_trials(trials, replications=range(2), processes=2)
    assert repr(alone) == repr(together)  # NaN is not equal to itself
    assert service_levels(alone[0])["phone"].mean < 1
