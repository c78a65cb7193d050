import math

import numpy as np
import pytest
from scipy import stats

from simulation.measures.estimates import (
    mean_estimate,
    mean_estimates,
    mean_series,
    quantiles,
    ratio_estimate,
    ratio_estimates,
    ratio_series,
    share_high,
    share_low,
    standard_error,
    wape,
)


def test_mean_with_its_t_interval() -> None:
    values = [4.0, 7.0, 1.0, 9.0, 6.0]
    low, high = stats.t.interval(0.9, 4, loc=np.mean(values), scale=stats.sem(values))
    estimate = mean_estimate(values, 0.9)
    assert estimate.mean == pytest.approx(5.4)
    assert (estimate.low, estimate.high) == (pytest.approx(low), pytest.approx(high))
    assert standard_error(estimate) == pytest.approx(stats.sem(values))


def test_what_could_not_be_measured_is_left_out() -> None:
    estimate = mean_estimate([1.0, math.nan, 3.0], 0.95)
    assert (estimate.mean, estimate.replications) == (2.0, 2)
    assert math.isnan(mean_estimate([math.nan], 0.95).mean)


def test_ratio_with_equal_denominators_is_a_mean() -> None:
    shares = np.array([0.7, 0.9, 0.85, 0.8])
    ratio, mean = ratio_estimate(100 * shares, [100.0] * 4, 0.95), mean_estimate(shares, 0.95)
    assert ratio.mean == pytest.approx(mean.mean)
    assert (ratio.low, ratio.high) == (pytest.approx(mean.low), pytest.approx(mean.high))


def test_ratio_by_hand() -> None:
    # R = 12 / 24; residuals 2 - 2, 4 - 5, 6 - 5: variance 2 / 2 = 1; error sqrt(1/3) / 8.
    estimate = ratio_estimate([2.0, 4.0, 6.0], [4.0, 10.0, 10.0], 0.95)
    assert estimate.mean == pytest.approx(0.5)
    assert standard_error(estimate) == pytest.approx(math.sqrt(1 / 3) / 8)


def test_ratio_of_nothing_is_not_a_number() -> None:
    assert math.isnan(ratio_estimate([0.0, 0.0], [0.0, 0.0], 0.95).mean)


def test_ratio_intervals_cover() -> None:
    generator = np.random.default_rng(8)
    covered = 0
    for _ in range(2000):
        below = generator.poisson(200, 12)
        above = generator.binomial(below, 0.8)
        estimate = ratio_estimate(above, below, 0.95)
        covered += estimate.low <= 0.8 <= estimate.high
    assert 0.93 < covered / 2000 < 0.97


def test_fifty_nine_of_fifty_nine() -> None:
    assert share_low(59, 59, 0.95) == pytest.approx(0.05 ** (1 / 59))
    assert share_low(59, 59, 0.95) > 0.95 > share_low(58, 58, 0.95)


@pytest.mark.parametrize(("held", "tried"), [(0, 5), (3, 7), (19, 20), (20, 20)])
def test_clopper_pearson_against_scipy(held: int, tried: int) -> None:
    # scipy's two-sided interval at 90 % has the one-sided bounds at 95 %.
    exact = stats.binomtest(held, tried).proportion_ci(0.9, method="exact")
    assert share_low(held, tried, 0.95) == pytest.approx(exact.low, abs=1e-9)
    assert share_high(held, tried, 0.95) == pytest.approx(exact.high, abs=1e-9)


def test_columns_are_estimated_one_by_one() -> None:
    generator = np.random.default_rng(3)
    above, below = generator.random((6, 5)), generator.random((6, 5))
    above[2, 1] = math.nan
    below[:, 3] = 0.0
    means = mean_estimates(above, 0.9)
    assert [one.mean for one in means] == [mean_estimate(c, 0.9).mean for c in above.T]
    assert [one.high for one in means] == [mean_estimate(c, 0.9).high for c in above.T]
    assert [one.replications for one in means] == [6, 5, 6, 6, 6]
    above[2, 1] = 0.5
    ratios = ratio_estimates(above, below, 0.9)
    single = [ratio_estimate(a, b, 0.9) for a, b in zip(above.T, below.T, strict=True)]
    assert [one.low for one in ratios[:3]] == [one.low for one in single[:3]]
    assert math.isnan(ratios[3].mean)
    series = ratio_series(above, below, 0.9)
    assert series.mean[:3] == tuple(one.mean for one in single[:3])
    assert series.half[0] == pytest.approx((single[0].high - single[0].low) / 2)
    assert all(math.isnan(one) for one in mean_series(above[:1], 0.9).half)


@pytest.mark.parametrize("count", [1, 2, 3, 10, 57])
def test_quantiles_are_type_seven(count: int) -> None:
    values = np.random.default_rng(count).random(count)
    expected = np.quantile(values, (0.0, 0.1, 0.5, 0.9, 1.0), method="linear")
    assert quantiles(values, (0.0, 0.1, 0.5, 0.9, 1.0)) == pytest.approx(expected)


def test_there_is_no_quantile_of_nothing() -> None:
    assert np.isnan(quantiles(np.zeros(0), (0.5, 0.9))).all()


def test_wape_by_hand() -> None:
    assert wape([10.0, 20.0, 0.0], [8.0, 25.0, 7.0]) == pytest.approx((2 + 5 + 7) / 40)
    assert math.isnan(wape([1.0], [0.0]))
