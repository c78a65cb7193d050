"""Contacts: what belongs together, and what became of it, in cases that the long log lacks."""

import math
from typing import Any

import numpy as np
import pytest

from scenarios.cap import BlockedStep, Then
from simulation.measures.backlog import backlog_of
from simulation.measures.contacts import Contacts, contacts_of
from simulation.measures.relief import features_of, relief_of
from simulation.measures.summary import Summary, summarise
from simulation.measures.yardstick import compile_yardstick
from simulation.records import AgentRecords, Origin, Records, TaskOutcome, TaskRecords
from simulation.world import World, compile_world
from tests.simulation.hand_log import DMS, PHONE, POSTS, plan, said
from tests.simulation.logs import plain_columns

NAN = math.nan
HOUR = 3600.0


def row(channel: int, outcome: TaskOutcome, **given: Any) -> dict[str, Any]:
    """A first contact at 10:00 on Monday, due in an hour."""
    usual = {"case": 1, "parent": -1, "origin": Origin.DRAWN, "stage": 0, "hostile": False}
    usual |= {"holding": NAN, "moderated": NAN, "steps": 0}
    times = {"at": 36_000.0, "due": 39_600.0, "start": NAN, "end": NAN, "agent": -1}
    return usual | times | {"channel": channel, "outcome": outcome, "resolved": False} | given


def tasks(*rows: dict[str, Any]) -> TaskRecords:
    def column(name: str, kind: type) -> Any:
        return np.array([one[name] for one in rows], dtype=kind)

    hostile, outcome = column("hostile", bool), column("outcome", int)
    return TaskRecords(
        case_id=column("case", int),
        queue=2 * column("channel", int) + hostile,
        hostile=hostile,
        labelled_hostile=hostile,
        arrival_seconds=column("at", float),
        due_seconds=column("due", float),
        start_seconds=column("start", float),
        end_seconds=column("end", float),
        agent=column("agent", int),
        outcome=outcome,
        **plain_columns(
            outcome,
            parent_id=column("parent", int),
            origin=column("origin", int),
            stage=column("stage", int),
            resolved=column("resolved", bool),
            holding_seconds=column("holding", float),
            moderated_seconds=column("moderated", float),
            steps=column("steps", int),
        ),
    )


def world(warm_up_hours: float = 0.0) -> World:
    one = said()
    start = one.start.model_copy(update={"warm_up_hours": warm_up_hours})
    return compile_world(one.replace(start=start))


def contacts(*rows: dict[str, Any]) -> Contacts:
    here = world()
    return contacts_of(here, compile_yardstick(here, plan()), tasks(*rows))


def summary(*rows: dict[str, Any]) -> Summary:
    """Everybody is at work from the start of the week, as nobody else is handed anything."""
    size = len(world().agent_ids)
    agents, shifts = np.arange(size), np.array([0, 1])  # of ann and of bob in the plan
    start, end = np.zeros(size), np.full(size, 24 * HOUR)
    yes, no = np.ones(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    duty = AgentRecords(agents, shifts, yes, start, end, no)
    return summarise(world(), plan(), Records(0, tasks(*rows), duty))


def test_a_call_back_that_never_reaches_anybody_ends_with_the_last_try() -> None:
    first = row(PHONE, TaskOutcome.UNREACHED, start=37_000.0, end=37_040.0, agent=0)
    again = row(
        PHONE, TaskOutcome.UNREACHED, start=38_000.0, end=38_040.0, agent=1, origin=Origin.RETRY
    )
    for rows in ((first, again), (again, first)):
        made = contacts(*rows)
        assert made.closed.tolist() == [38_040.0]
        assert made.handle_seconds.tolist() == [80.0]
        assert np.isnan(made.taken).all()
        assert not made.answered.any()


def test_a_part_put_back_comes_before_a_rest_that_ends_at_the_same_moment() -> None:
    part = row(DMS, TaskOutcome.HANDED_OVER, start=36_100.0, end=36_200.0, agent=0)
    rest = row(DMS, TaskOutcome.ABANDONED, end=36_200.0, origin=Origin.HAND_OVER)
    assert contacts(part, rest).left.tolist() == [True]
    assert contacts(rest, part).left.tolist() == [True]


def test_a_rest_that_nobody_takes_up_again_is_open() -> None:
    part = row(DMS, TaskOutcome.HANDED_OVER, start=36_100.0, end=36_200.0, agent=0)
    alone = contacts(part)
    assert alone.outcome.tolist() == [TaskOutcome.OPEN]
    assert alone.closed.tolist() == [math.inf]


def test_a_live_contact_is_replied_to_when_it_is_first_taken_up() -> None:
    part = row(PHONE, TaskOutcome.HANDED_OVER, start=36_010.0, end=36_200.0, agent=0)
    rest = row(
        PHONE, TaskOutcome.ANSWERED, start=36_250.0, end=36_300.0, agent=1, origin=Origin.HAND_OVER
    )
    assert contacts(part, rest).reply.tolist() == [36_010.0]


def test_who_leaves_after_a_holding_reply_that_counts_has_been_answered_in_time() -> None:
    left = row(DMS, TaskOutcome.ABANDONED, end=36_100.0)
    for holding, in_time in ((NAN, False), (36_050.0, True)):
        made = contacts(left | {"holding": holding})
        assert (bool(made.in_time[0]), bool(made.left_in_time[0])) == (in_time, not in_time)


def test_the_first_response_is_the_reply_or_the_holding_reply_whichever_is_sooner() -> None:
    answered = row(DMS, TaskOutcome.ANSWERED, start=36_020.0, end=36_060.0, agent=0)
    for holding, first in ((36_050.0, 36_050.0), (36_070.0, 36_060.0), (NAN, 36_060.0)):
        assert contacts(answered | {"holding": holding}).first_response.tolist() == [first]


def test_what_was_open_before_the_end_of_the_warm_up_is_no_backlog_of_what_is_measured() -> None:
    early = [row(POSTS, TaskOutcome.ANSWERED, case=k, at=0.0, end=1800.0) for k in range(3)]
    late = row(POSTS, TaskOutcome.ANSWERED, case=3, at=4000.0, end=5000.0)
    for hours, highest, oldest in ((0.0, 3, 900.0), (1.0, 1, 500.0)):
        here = world(hours)
        stick = compile_yardstick(here, plan())
        found = backlog_of(here, stick, contacts_of(here, stick, tasks(*early, late)))
        assert (found.highest[POSTS], found.oldest_seconds[POSTS]) == (highest, oldest)


def test_what_a_step_moderated_costs_nothing_a_second_time() -> None:
    hidden = row(POSTS, TaskOutcome.MODERATED, end=36_100.0, moderated=36_100.0, hostile=True)
    steps = (BlockedStep(then=Then.WAIT), BlockedStep(then=Then.MODERATE, cost=3.0))
    place = [one.name for one in features_of(said())].index("moderation")
    for acted, figures in (
        (0, [1.0, 1.0, 0.0, 2.0]),
        (0b01, [1.0, 1.0, 0.0, 2.0]),
        (0b10, [0.0] * 4),
    ):
        some = tasks(hidden | {"steps": acted})
        here = world()
        found = relief_of(
            said(), some, contacts_of(here, compile_yardstick(here, plan()), some), steps
        )
        assert found.figures[place].tolist() == figures


def test_going_back_to_a_stage_is_a_contact_of_its_own_and_no_first_one() -> None:
    first = row(POSTS, TaskOutcome.ANSWERED, start=36_100.0, end=36_200.0, agent=0)
    back = row(
        POSTS, TaskOutcome.ANSWERED, at=37_000.0, start=37_100.0, end=37_200.0, agent=0,
        origin=Origin.STAGE,
    )  # fmt: skip
    assert contacts(first, back).from_customer.tolist() == [True, False]
    assert summary(first, back).channels.offered.tolist() == [0, 1, 0]
    assert summary(first, back).stages.offered.tolist() == [0, 2, 0, 0]


def test_the_backlog_at_the_start_is_not_counted_even_if_it_has_just_come() -> None:
    waits = row(POSTS, TaskOutcome.ANSWERED, start=600.0, end=700.0, at=0.0, due=HOUR, agent=0)
    assert contacts(waits).counted.tolist() == [True]
    assert contacts(waits | {"origin": Origin.BACKLOG}).counted.tolist() == [False]


@pytest.mark.parametrize(
    ("outcome", "dropped"),
    [(None, 1), (TaskOutcome.OPEN, 0), (TaskOutcome.ABANDONED, 0), (TaskOutcome.ANSWERED, 1)],
)
def test_who_still_waits_in_a_later_stage_has_not_dropped_out(
    outcome: TaskOutcome | None, dropped: int
) -> None:
    first = row(POSTS, TaskOutcome.ANSWERED, start=36_100.0, end=36_200.0, agent=0)
    rows = [first]
    if outcome is not None:
        times = {"start": 38_000.0, "end": 38_100.0} if outcome is TaskOutcome.ANSWERED else {}
        left = {"end": 38_000.0} if outcome is TaskOutcome.ABANDONED else {}
        rows.append(row(POSTS, outcome, at=37_000.0, stage=1, origin=Origin.STAGE, **times, **left))
    assert summary(*rows).resolution.dropped_out.tolist() == [0, dropped, 0]


def test_without_a_task_there_is_nothing_to_measure() -> None:
    nothing = summary()
    assert nothing.channels.offered.tolist() == [0, 0, 0]
    assert np.isnan(nothing.times.frt_median_seconds).all()
    assert nothing.backlog.oldest_seconds.tolist() == [0.0, 0.0, 0.0]


def test_a_log_in_which_somebody_off_duty_answers_is_refused() -> None:
    early = row(POSTS, TaskOutcome.ANSWERED, at=0.0, start=-60.0, end=60.0, agent=1)
    with pytest.raises(ValueError, match="agent 1 was handed a task at second -60 before any"):
        summary(early)
    nobody = np.zeros(0)
    ints, bools = nobody.astype(np.int64), nobody.astype(np.bool_)
    off_duty = AgentRecords(ints, ints, bools, nobody, nobody, bools)
    with pytest.raises(ValueError, match="before any shift"):
        summarise(world(), plan(), Records(0, tasks(early), off_duty))
