"""What holds of the measures whatever happened at the desk."""

import math
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.assignment import RoutingPolicy
from simulation.figures import estimates_of
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import CalendarOutcome, Outcome
from simulation.measures.summary import Summary, summarise
from simulation.records import Origin, Records, TaskOutcome, TaskRecords
from simulation.world import compile_world
from tests.simulation.hand_log import WEEK, plan, records, said
from tests.simulation.logs import plain_columns

WORLD = compile_world(said())
SUMS = ("offered", "answered", "abandoned", "responded", "in_time", "judged", "hostile")
SHARES = (
    "share", "rate", "service_level", "of_offered", "of_offered_less_short_abandoned",
    "of_answered", "drop_out", "shrinkage", "adherence", "jain", "gini", "response_rate",
    "response_rate_with_automatic", "abandonment_share", "hostile_share", "max_share",
    "planned_shrinkage", "unplanned_shrinkage",
)  # fmt: skip


@st.composite
def logs(draw: st.DrawFn) -> Records:
    """Tasks of any fate, first contacts and later stages, on the duty of the log by hand."""
    size = draw(st.integers(0, 60))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    outcome = random.choice([int(one) for one in TaskOutcome], size)
    arrival = np.sort(random.uniform(-1000.0, WEEK, size))
    worked = np.isin(
        outcome,
        [
            TaskOutcome.ANSWERED, TaskOutcome.EXTERNAL, TaskOutcome.UNREACHED,
            TaskOutcome.HANDED_OVER,
        ],
    )  # fmt: skip
    start = np.where(worked, np.maximum(arrival, 0.0) + random.exponential(2000.0, size), math.nan)
    ended = np.where(worked, start + 300.0, arrival + random.exponential(2000.0, size))
    external = outcome == int(TaskOutcome.EXTERNAL)
    origin = random.choice([int(one) for one in Origin if one < Origin.STAGE], size)
    later = random.random(size) < 0.3
    later[:1] = False
    case = np.arange(size)
    case[later] = random.choice(case[~later], int(later.sum()))
    queue = np.where(later, random.integers(2, 4, size), random.integers(0, 6, size))
    hostile = random.random(size) < 0.4
    tasks = TaskRecords(
        case_id=case,
        queue=queue,
        hostile=hostile,
        labelled_hostile=WORLD.queue_hostile[queue],
        arrival_seconds=arrival,
        due_seconds=arrival + random.choice([20.0, 3600.0, 14_400.0], size),
        start_seconds=start,
        end_seconds=np.where(outcome == int(TaskOutcome.OPEN), math.nan, ended),
        agent=np.where(worked & ~external, random.integers(0, 2, size), -1),
        outcome=outcome,
        **plain_columns(
            outcome,
            origin=np.where(later, int(Origin.STAGE), origin),
            stage=later.astype(np.int64),
            desk=np.where(external, 0, -1),
            resolved=(outcome == int(TaskOutcome.ANSWERED)) & (random.random(size) < 0.5) & ~later,
            holding_seconds=np.where(random.random(size) < 0.3, arrival + 60.0, math.nan),
        ),
    )
    return replace(records(), tasks=tasks)


def summary_of(log: Records) -> Summary:
    return summarise(WORLD, plan(), log)


def outcome_over(logs: list[Records]) -> Outcome:
    made = [summary_of(log) for log in logs]
    return outcome_of(said(), RoutingPolicy.PLAN, 1, made, confidence=0.95)


@given(logs())
@settings(max_examples=60, deadline=None)
def test_every_contact_has_one_fate(log: Records) -> None:
    made = summary_of(log)
    for sums in (made.channels, made.queues, made.stages):
        ended = sums.answered + sums.abandoned + sums.open_at_end + sums.unreached
        assert (sums.offered == ended).all()
        assert (sums.in_time <= sums.responded).all()
        assert (sums.judged_in_time <= sums.judged).all()
    tasks = log.tasks
    counted = (tasks.arrival_seconds >= 900.0) & (tasks.due_seconds <= WEEK)
    counted &= (tasks.stage == 0) & (tasks.origin != Origin.BACKLOG)
    elsewhere = made.flows.bot + made.flows.spared + made.flows.moderated
    assert (made.channels.offered + elsewhere).sum() == counted.sum()
    assert made.queues.offered.sum() == made.stages.offered.sum() >= made.channels.offered.sum()


@given(st.lists(logs(), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_sums_agree_by_interval_day_week_and_channel(logs: list[Records]) -> None:
    for log in logs:
        made = summary_of(log)
        for name in SUMS:
            by_interval = getattr(made.intervals, name).sum(axis=1)
            assert (by_interval == getattr(made.channels, name)).all()
        assert np.allclose(made.intervals.wait_seconds.sum(axis=1), made.channels.wait_seconds)
    outcome = outcome_over(logs)

    def offered(calendar: CalendarOutcome) -> list[float]:
        return [sum(one.offered.mean) for one in calendar.channels]

    by_channel = [one.offered.mean for one in outcome.channels]
    for calendar in (outcome.intervals, outcome.days, outcome.weeks):
        assert np.allclose(offered(calendar), by_channel)
    ends = [one.backlog.at_end.mean for one in outcome.channels]
    for calendar in (outcome.intervals, outcome.days, outcome.weeks):
        assert np.allclose([one.backlog.mean[-1] for one in calendar.channels], ends)


@given(st.lists(logs(), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_shares_lie_between_nothing_and_all(logs: list[Records]) -> None:
    outcome = outcome_over(logs)
    shares = {
        name: one.mean
        for name, one in estimates_of(outcome).items()
        if name.rsplit(".", maxsplit=1)[-1] in SHARES
    }
    assert len(shares) > 40
    assert [name for name, one in shares.items() if not (math.isnan(one) or 0 <= one <= 1)] == []
    for series in (outcome.warning.response_rate, outcome.warning.public_unanswered):
        known = [one for one in series.mean if not math.isnan(one)]
        assert all(0 <= one <= 1 for one in known)


@given(logs())
@settings(max_examples=60, deadline=None)
def test_the_backlog_at_the_end_of_an_interval_is_who_is_open_then(log: Records) -> None:
    made, tasks = summary_of(log), log.tasks
    own = ~np.isin(tasks.outcome, (TaskOutcome.BOT, TaskOutcome.SPARED))
    closed = np.where(tasks.outcome == TaskOutcome.HANDED_OVER, math.inf, tasks.end_seconds)
    closed = np.where(np.isnan(closed), math.inf, closed)
    channel = WORLD.queue_channel[tasks.queue]
    for interval in (0, 3, 100, 671):
        end = (interval + 1) * 900.0
        is_open = own & (tasks.arrival_seconds <= end) & (closed > end)
        expected = np.bincount(channel[is_open], minlength=3)
        assert (made.backlog.by_interval[:, interval] == expected).all()
    assert (made.backlog.highest >= made.backlog.by_interval[:, 1:].max(axis=1)).all()
    assert (made.backlog.mean <= made.backlog.highest + 1e-9).all()
