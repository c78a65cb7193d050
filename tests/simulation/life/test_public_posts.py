"""Posts that others read: backlash, moderation, public answers; worked out by hand."""

from typing import Any

import numpy as np
import pytest

from scenarios.scenario import Scenario
from simulation.luck import Luck
from simulation.philox import Purpose
from simulation.records import Records
from tests.simulation.life.stories import Task, case, medium, minutes, records_of, tell, world
from tests.simulation.scenes import roster, shift

NOBODY = roster()


def posts(channels: dict[str, Any] | None = None, agents: int = 1, **more: Any) -> Scenario:
    offered = {"posts": medium("post", **more), **(channels or {})}
    return world(offered, [tuple(offered)] * agents)


DRAWING = {"branching": 8.0, "hostile_share": 0.0, "audience_cv": 0.0, "mean_delay_seconds": 3600.0}


def drawn_by(records: Records, row: int = 0) -> list[float]:
    """Minutes at which posts followed the one in a row."""
    tasks = records.tasks
    mine = tasks.parent_id == tasks.case_id[row]
    return [float(second) / 60 for second in tasks.arrival_seconds[mine]]


def candidates(posted: float, case_id: int = 0) -> list[tuple[float, int]]:
    """Minutes at which posts may follow, computed from the luck alone, with their numbers."""
    luck = Luck(0, 0)
    ages = [luck.of(case_id, Purpose.OFFSPRING_DELAY, number) for number in range(40)]
    return [(posted - 60.0 * float(np.log1p(-age)), k) for k, age in enumerate(ages)]


def test_a_hostile_post_draws_others_while_nobody_replies() -> None:
    said = posts(backlash=DRAWING)
    rows = (case(0, "posts", hostile=True), case(10, "posts"))
    records = records_of(said, *rows, plan=NOBODY)
    free = drawn_by(records)
    assert 4 <= len(free) <= 16
    np.testing.assert_allclose(free, sorted(at for at, _ in candidates(0)[: len(free)]))
    assert drawn_by(records, records.tasks.case_id.tolist().index(1)) == []
    assert (records.tasks.author == -1).all()


@pytest.mark.parametrize("left", [0.0, 0.4])
def test_a_reply_thins_the_posts_that_follow_and_moves_none(left: float) -> None:
    said = posts(backlash={**DRAWING, "after_reply": left})
    free = drawn_by(records_of(said, case(0, "posts", hostile=True), plan=NOBODY))
    plan = roster(shift("a0", (10, 40)))
    thinned = drawn_by(records_of(said, case(0, "posts", hostile=True), plan=plan))
    luck = Luck(0, 0)
    kept = [
        at
        for at, number in sorted(candidates(0)[: len(free)])
        if at < 20 or luck.of(0, Purpose.OFFSPRING_MARK, number) < left
    ]
    np.testing.assert_allclose(thinned, kept)
    assert len(thinned) < len(free)


def test_a_post_moved_into_private_goes_on_drawing_in_public() -> None:
    moderation = {"share": 1.0, "after_seconds": 0.0, "to": "dm"}
    said = posts(
        {"dm": medium("message")},
        backlash={**DRAWING, "after_moderation": 1.0},
        moderation=moderation,
    )
    records = records_of(said, case(0, "posts", hostile=True), plan=NOBODY)
    free = records_of(posts(backlash=DRAWING), case(0, "posts", hostile=True), plan=NOBODY)
    assert drawn_by(records) == drawn_by(free)
    assert records.tasks.queue.tolist()[0] == 3  # dm, labelled hostile
    assert set(records.tasks.queue.tolist()[1:]) == {0}
    calm = posts({"dm": medium("message")}, backlash=DRAWING, moderation=moderation)
    assert drawn_by(records_of(calm, case(0, "posts", hostile=True), plan=NOBODY)) == []


def test_a_holding_reply_thins_as_well() -> None:
    said = posts(
        backlash={**DRAWING, "after_holding_reply": 0.0}, holding_reply={"after_seconds": 1800.0}
    )
    free = drawn_by(
        records_of(posts(backlash=DRAWING), case(0, "posts", hostile=True), plan=NOBODY)
    )
    records = records_of(said, case(0, "posts", hostile=True), plan=NOBODY)
    assert drawn_by(records) == [at for at in free if at < 30]
    assert records.tasks.holding_seconds[0] == 1800.0


def test_a_repeated_post_draws_nobody_of_its_own() -> None:
    said = posts(backlash=DRAWING, repost={"share": 1.0, "after": minutes(30), "at_most": 1})
    records = records_of(said, case(0, "posts", hostile=True), plan=NOBODY)
    again = records.tasks.origin.tolist().index(6)
    assert records.tasks.hostile[again]
    assert drawn_by(records, again) == []


def moderated(channels: dict[str, Any] | None = None, **more: Any) -> Scenario:
    said = {"share": 1.0, "after_seconds": 600.0, **more.pop("moderation", {})}
    return posts(channels, moderation=said, **more)


def test_moderation_closes_what_is_labelled_hostile_and_waits() -> None:
    said = moderated(moderation={"closes_share": 1.0})
    rows = (
        case(0, "posts", hostile=True),
        case(1, "posts", hostile=True, labelled=False),
        case(2, "posts", hostile=False, labelled=True),
    )
    assert tell(said, *rows, plan=NOBODY) == [
        Task("DRAWN", "MODERATED", 0, None, 10),
        Task("DRAWN", "OPEN", 1, None, None),
        Task("DRAWN", "MODERATED", 2, None, 12),
    ]
    # One in hand at the time is not touched.
    assert tell(said, case(0, "posts", 20, hostile=True))[0].outcome == "ANSWERED"


def test_a_hidden_post_stays_in_its_line() -> None:
    records = records_of(
        moderated(), case(0, "posts", hostile=True), plan=roster(shift("a0", (20, 90)))
    )
    assert records.tasks.moderated_seconds.tolist() == [600.0]
    assert records.tasks.start_seconds.tolist() == [1200.0]


def test_a_moved_post_leaves_its_old_line() -> None:
    said = world(
        {
            "posts": medium("post", moderation={"share": 1.0, "after_seconds": 600.0, "to": "dm"}),
            "dm": medium("message"),
        },
        [("posts",), ("dm",)],
    )
    rows = (
        case(0, "posts", 5, hostile=True, due=60),
        case(5, "posts", 7, hostile=True, due=70),
        case(5, "dm", 3, hostile=True, due=80),
    )
    plan = roster(shift("a0", (12, 100)), shift("a1", (20, 100)))
    assert tell(said, *rows, plan=plan) == [
        Task("DRAWN", "ANSWERED", 0, 20, 25, 1, resolved=True),
        Task("DRAWN", "ANSWERED", 5, 12, 19, 0, resolved=True),
        Task("DRAWN", "ANSWERED", 5, 25, 28, 1, resolved=True),
    ]


def test_a_moved_post_keeps_the_timers_of_its_channel() -> None:
    said = moderated(
        {"dm": medium("message")},
        moderation={"to": "dm"},
        patience=minutes(60),
        holding_reply={"after_seconds": 1200.0, "patience_factor": 2.0},
        repost={"share": 1.0, "after": minutes(30), "at_most": 1},
    )
    rows = (case(0, "posts", hostile=True, patience=60),)
    records = records_of(said, *rows, plan=NOBODY)
    assert tell(said, *rows, plan=NOBODY) == [
        Task("DRAWN", "ABANDONED", 0, None, 100),
        Task("REPOST", "OPEN", 30, None, None, parent=0),
    ]
    assert records.tasks.holding_seconds[0] == 1200.0


def test_a_moved_post_is_for_the_desks_of_its_new_channel() -> None:
    desk = {"capacity": 1, "after_seconds": 1800.0}
    said = world(
        {
            "posts": medium("post", moderation={"share": 1.0, "after_seconds": 600.0, "to": "dm"}),
            "dm": medium("message"),
        },
        external_desks={
            "pr": {**desk, "channels": ["posts"]},
            "agency": {**desk, "channels": ["dm"], "after_seconds": 2400.0},
            "both": {**desk, "channels": ["posts", "dm"], "after_seconds": 3000.0},
        },
    )
    rows = (case(0, "posts", 30, hostile=True), case(1, "posts", hostile=True), case(2, "posts"))
    tasks = records_of(said, *rows, plan=NOBODY).tasks
    assert tasks.desk.tolist() == [1, 2, 0]
    assert (tasks.start_seconds / 60).tolist() == [40, 51, 32]


def test_the_bot_has_a_post_before_moderation() -> None:
    said = moderated(
        moderation={"closes_share": 1.0, "after_seconds": 0.0},
        bot={"deflection": 0.0, "seconds": 60.0},
    )
    assert tell(said, case(0, "posts", hostile=True), plan=NOBODY) == [
        Task("DRAWN", "MODERATED", 0, None, 1)
    ]


ANSWERS = {"deflection": 1.0, "at_most": 1.0, "useful_share": 1.0, "hours": 1.0}


def test_an_answer_in_public_spares_harmless_questions_while_it_is_fresh() -> None:
    said = posts({"email": medium("email")}, public_answers={**ANSWERS, "channels": ["email"]})
    rows = (
        case(0, "posts", 10),
        case(9, "email", 1),
        case(20, "email", 1),
        case(30, "email", 1, hostile=True),
        case(40, "posts", 1, hostile=True),  # an answer to it helps nobody else
        case(69, "email", 1),
        case(70, "email", 1),
    )
    assert [row.outcome for row in tell(said, *rows)] == [
        "ANSWERED", "ANSWERED", "SPARED", "ANSWERED", "ANSWERED", "SPARED", "ANSWERED",
    ]  # fmt: skip
    assert tell(said, *rows)[2] == Task("DRAWN", "SPARED", 20, None, 20)


def test_spared_questions_never_reach_the_bot_and_leave_no_history() -> None:
    said = posts(
        public_answers=ANSWERS,
        bot={"tried_share": 1.0, "deflection": 0.0, "seconds": 0.0},
    )
    rows = (case(0, "posts", 10), case(20, "posts", 1))
    assert [row.outcome for row in tell(said, *rows)] == ["ANSWERED", "SPARED"]


def test_who_joins_in_has_a_matter_of_their_own() -> None:
    spill = {"to": "phone", "share": 1.0, "delay": minutes(10), "at_most": 1}
    phone = {"phone": medium("phone", patience=minutes(5), spill=[{**spill, "to": "posts"}])}
    angry = {"share": 0.6}  # twice that is certain
    said = posts(phone, backlash=DRAWING, patience=minutes(5), spill=[spill], hostility=angry)
    # The post came of a call already, so its matter does not come back; those drawn by it may.
    rows = (case(0, "phone", hostile=True, patience=5),)
    records = records_of(said, *rows, plan=NOBODY)
    tasks = records.tasks
    assert tasks.origin.tolist()[:2] == [0, 5]
    drawn = tasks.case_id[tasks.origin == 4]
    assert len(drawn)
    assert set(drawn.tolist()) <= set(tasks.parent_id[tasks.origin == 5].tolist())
    assert tasks.case_id[1] not in tasks.parent_id[tasks.origin == 5]
