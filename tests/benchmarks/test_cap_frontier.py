"""The probe of the cap, in short: what the plan's gate keeps, and what it costs."""

import pytest

from benchmarks.cap_frontier import LABELS, UNGATED, Question, asked, run

PERFECT = LABELS["perfect labels"]
DAYS = 60


@pytest.mark.slow
@pytest.mark.parametrize("hostile", [0.15, 0.19])
def test_with_perfect_labels_nobody_passes_the_cap_and_less_is_lost_than_by_the_hard_quota(
    hostile: float,
) -> None:
    free, hard, plan = (
        run(router, hostile, 0.20, PERFECT, DAYS)
        for router in ("longest idle", "hard quota", "plan")
    )
    assert free.passed > DAYS / 2
    assert hard.passed == plan.passed == 0
    assert free.service_level - plan.service_level < free.service_level - hard.service_level


@pytest.mark.slow
def test_marking_the_truth_at_close_gives_back_most_of_what_wrong_labels_cost() -> None:
    labels = LABELS["recall .85, precision .75"]
    free, plain, known = (
        run(router, 0.15, 0.20, labels, DAYS)
        for router in ("longest idle", "plan", "plan, known at close")
    )
    assert known.passed == 0
    assert free.service_level - known.service_level < 0.2 * (
        free.service_level - plain.service_level
    )


@pytest.mark.parametrize("router", list(UNGATED))
def test_who_knows_no_cap_has_the_same_days_under_every_cap(router: str) -> None:
    caps = (0.16, 0.25)
    together = asked(Question(router, 0.15, caps[0], PERFECT), caps, 4)
    assert together == [run(router, 0.15, cap, PERFECT, 4) for cap in caps]
    assert together[0].agent_days_over > together[1].agent_days_over
