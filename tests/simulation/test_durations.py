import numpy as np
import pytest
from scipy import stats

from scenarios.durations import Distribution, Duration
from simulation.durations import gamma_quantile, poisson_quantile, seconds_of

GRID = np.array([1e-9, 0.001, 0.1, 0.37, 0.5, 0.9, 0.999, 1 - 1e-9])


def test_lognormal_against_scipy() -> None:
    duration = Duration(distribution=Distribution.LOGNORMAL, mean_seconds=300.0, cv=1.3)
    sigma = np.sqrt(np.log(1 + 1.3**2))
    other = stats.lognorm.ppf(GRID, sigma, scale=300.0 * np.exp(-(sigma**2) / 2))
    assert seconds_of(duration, GRID) == pytest.approx(other, rel=1e-9)


def test_exponential_against_scipy() -> None:
    duration = Duration(distribution=Distribution.EXPONENTIAL, mean_seconds=300.0)
    assert seconds_of(duration, GRID) == pytest.approx(stats.expon.ppf(GRID, scale=300.0))


def test_gamma_against_scipy() -> None:
    duration = Duration(distribution=Distribution.GAMMA, mean_seconds=300.0, cv=0.6)
    shape = 1 / 0.36
    other = stats.gamma.ppf(GRID, shape, scale=300.0 / shape)
    assert seconds_of(duration, GRID) == pytest.approx(other, rel=1e-9)


def test_constant() -> None:
    duration = Duration(distribution=Distribution.CONSTANT, mean_seconds=300.0)
    assert seconds_of(duration, GRID).tolist() == [300.0] * len(GRID)


@pytest.mark.parametrize("family", list(Distribution))
def test_mean_and_cv_are_those_asked_for(family: Distribution) -> None:
    duration = Duration(distribution=family, mean_seconds=200.0, cv=0.5)
    evenly = (np.arange(1_000_000) + 0.5) / 1_000_000
    seconds = seconds_of(duration, evenly)
    cv = {Distribution.EXPONENTIAL: 1.0, Distribution.CONSTANT: 0.0}.get(family, 0.5)
    assert seconds.mean() == pytest.approx(200.0, rel=1e-3)
    assert seconds.std() / 200.0 == pytest.approx(cv, abs=2e-3)


def test_gamma_factor_has_mean_one() -> None:
    evenly = (np.arange(100_000) + 0.5) / 100_000
    assert gamma_quantile(evenly, 0.3).mean() == pytest.approx(1.0, rel=1e-4)


@pytest.mark.parametrize("mean", [0.001, 0.7, 5.0, 80.0, 3000.0])
def test_poisson_against_scipy(mean: float) -> None:
    uniform = np.random.default_rng(5).random(3000)
    counts = poisson_quantile(uniform, np.full(3000, mean))
    assert counts.tolist() == stats.poisson.ppf(uniform, mean).tolist()


def test_poisson_of_nothing_is_nothing() -> None:
    assert poisson_quantile(np.array([0.01, 0.999999]), np.zeros(2)).tolist() == [0, 0]


def test_poisson_never_falls_with_its_mean() -> None:
    means = np.linspace(0.0, 60.0, 4001)
    for uniform in (1e-12, 0.02, 0.5, 0.97, 1 - 1e-12):
        counts = poisson_quantile(np.full(len(means), uniform), means)
        assert (np.diff(counts) >= 0).all()
