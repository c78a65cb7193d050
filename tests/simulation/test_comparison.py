"""Two runs compared: pairs where they met the same customers, Welch's interval where not."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from simulation.comparison import differences, unlike, welch_estimate
from simulation.figures import ReplicationTable


def table(*values: float, seed: int = 1, first: int = 0, name: str = "x") -> ReplicationTable:
    return ReplicationTable(seed, tuple(range(first, first + len(values))), {name: values})


def test_common_luck_cancels_in_pairs() -> None:
    # By hand: b - a is 1, 2, 1, 2: mean 1.5, s = sqrt(1/3), t(3, 0.975) = 3.18245.
    a, b = table(10.0, 20.0, 30.0, 40.0), table(11.0, 22.0, 31.0, 42.0)
    one = differences(a, b, 0.95)["x"]
    assert one.paired
    assert (one.a, one.b, one.difference.mean) == (25.0, 26.5, 1.5)
    assert one.difference.high - 1.5 == pytest.approx(3.182446 * math.sqrt(1 / 3) / 2, rel=1e-6)
    spread = np.var([10, 20, 30, 40], ddof=1) + np.var([11, 22, 31, 42], ddof=1)
    assert one.variance_saved == pytest.approx(1 - (1 / 3) / spread)


def test_luck_that_pulls_apart_makes_pairs_worse_and_is_told() -> None:
    one = differences(table(1.0, 2.0, 3.0), table(3.0, 2.0, 1.0), 0.95)["x"]
    assert one.variance_saved == pytest.approx(-1.0)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (table(1.0, 2.0, 4.0, seed=2), "seeds differ (1 and 2)"),
        (table(1.0, 2.0, 4.0, first=7), "replications differ (0 to 2 and 7 to 9)"),
        (table(1.0, 2.0), "replications differ (0 to 2 and 0 to 1)"),
    ],
)
def test_other_customers_are_not_paired(other: ReplicationTable, said: str) -> None:
    ours = table(1.0, 2.0, 3.0)
    assert said in " ".join(unlike(ours, other))
    one = differences(ours, other, 0.95)["x"]
    assert not one.paired
    assert one.variance_saved is None


def test_the_unpaired_interval_is_that_of_welch() -> None:
    random = np.random.default_rng(3)
    ours, theirs = random.normal(5, 1, 12), random.normal(6, 4, 30)
    found = welch_estimate(ours, theirs, 0.9)
    known = stats.ttest_ind(theirs, ours, equal_var=False).confidence_interval(0.9)
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_a_replication_without_anything_to_measure_takes_its_partner_along() -> None:
    one = differences(table(1.0, math.nan, 3.0, 4.0), table(2.0, 9.0, math.nan, 6.0), 0.95)["x"]
    assert (one.a, one.b, one.difference.mean) == (2.5, 4.0, 1.5)
    assert one.difference.replications == 2


def test_a_run_does_not_differ_from_itself() -> None:
    ours = table(1.0, 2.0, 3.0)
    one = differences(ours, ours, 0.95)["x"]
    assert (one.difference.mean, one.difference.low, one.difference.high) == (0.0, 0.0, 0.0)
    same = replace(ours, figures={"x": (2.0, 2.0, 2.0)})
    assert differences(same, same, 0.95)["x"].variance_saved is None


def test_figures_of_one_run_only_are_left_out() -> None:
    assert differences(table(1.0, 2.0), table(1.0, 2.0, name="y"), 0.95) == {}
