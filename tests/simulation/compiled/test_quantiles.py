"""Quantiles one at a time: against scipy, to the last digits that its own formulas have."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from scenarios.durations import Distribution, Duration, Patience
from simulation.compiled.quantiles import count_quantile, duration_quantile, mean_one_quantile
from simulation.durations import gamma_at, patience_at, patience_of, seconds_at, seconds_of

quick = settings(max_examples=300, deadline=None, database=None)
UNIFORM = st.one_of(
    st.floats(2.0**-53, 1.0 - 2.0**-53),
    st.floats(-36.0, -1.0).map(lambda power: 2.0**power),
    st.floats(-36.0, -1.0).map(lambda power: 1.0 - 2.0**power),
)
CV = st.floats(0.02, 8.0)


def gamma_by_scipy(shape: float, u: float) -> float:
    # The nearer tail, as the other one has lost its digits.
    if u < 0.5:
        return float(special.gammaincinv(shape, u))
    return float(special.gammainccinv(shape, 1.0 - u))


@quick
@given(UNIFORM)
def test_the_normal_quantile(u: float) -> None:
    # A lognormal with sigma = 1 and mean exp(1/2) is the exponential of a normal variable.
    cv = float(np.sqrt(np.e - 1.0))
    ours = np.log(duration_quantile(0, float(np.exp(0.5)), cv, u))
    assert ours == pytest.approx(special.ndtri(u), rel=1e-12, abs=1e-14)


@quick
@given(CV, UNIFORM)
def test_the_gamma_quantile(cv: float, u: float) -> None:
    shape = 1.0 / (cv * cv)
    theirs = gamma_by_scipy(shape, u) / shape
    if theirs < 1e-280:
        assert gamma_at(cv, u) < 1e-270
    else:
        assert mean_one_quantile(cv, u) == pytest.approx(theirs, rel=1e-11)


@quick
@given(st.floats(1e-3, 2e5), UNIFORM)
def test_the_poisson_quantile(mean: float, u: float) -> None:
    n = count_quantile(mean, u)
    assert stats.poisson.cdf(n, mean) >= u * (1 - 1e-11)
    assert n == 0 or stats.poisson.sf(n - 1, mean) > (1.0 - u) * (1 - 1e-11)


@quick
@given(st.sampled_from(list(Distribution)), CV, UNIFORM)
def test_durations(distribution: Distribution, cv: float, u: float) -> None:
    said = Duration(distribution=distribution, mean_seconds=300.0, cv=cv)
    exact = 1e-9 if distribution is Distribution.GAMMA and u > 0.5 else 1e-11
    theirs = seconds_of(said, np.array([u]))[0]
    assert seconds_at(said, u) == pytest.approx(theirs, rel=max(exact, 1e-15 / (1.0 - u)))


@quick
@given(st.floats(0.0, 1.0), UNIFORM)
def test_patience(at_once: float, u: float) -> None:
    said = Patience(
        distribution=Distribution.EXPONENTIAL, mean_seconds=300.0, at_once_share=at_once
    )
    assert patience_at(said, u) == pytest.approx(patience_of(said, np.array([u]))[0], rel=1e-11)


def test_nobody_follows_where_the_mean_is_nothing() -> None:
    assert count_quantile(0.0, 0.999) == 0
