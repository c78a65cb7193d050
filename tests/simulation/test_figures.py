"""Figures by name, and the table of every replication."""

import math

import numpy as np
import pytest

from simulation.figures import ReplicationTable, estimates_of, figures_of, table_of
from simulation.replications import Replicated, replicate
from tests.simulation.test_replications import plan, rules, team


@pytest.fixture(scope="module")
def made() -> Replicated:
    said = team()
    return replicate(said, plan(), rules(said), seed=4, replications=range(7, 11))


@pytest.fixture(scope="module")
def table(made: Replicated) -> ReplicationTable:
    return table_of(team(), made.outcome, made.summaries)


def test_names_say_where_a_figure_stands(made: Replicated) -> None:
    known = estimates_of(made.outcome)
    assert known["channels.phone.service_level"] == made.outcome.channels[0].service_level
    assert known["agents.a2.occupancy"] == made.outcome.agents[2].occupancy
    assert made.outcome.cap is not None
    assert known["cap.gini"] == made.outcome.cap.gini


def test_plain_numbers_are_figures_and_what_tells_of_the_run_is_none(made: Replicated) -> None:
    figures = figures_of(made.outcome)
    assert made.outcome.cap is not None
    assert figures["cap.max_share"] == made.outcome.cap.max_share
    assert not {"seed", "policy", "cap.replications"} & set(figures)
    assert not any(name.startswith("intervals") for name in figures)


def test_each_replication_stands_alone(made: Replicated, table: ReplicationTable) -> None:
    said = team()
    alone = replicate(said, plan(), rules(said), seed=4, replications=range(9, 10))
    for name, value in figures_of(alone.outcome).items():
        assert table.figures[name][2] == pytest.approx(value, nan_ok=True), name
    assert table.replications == (7, 8, 9, 10)
    assert table.seed == 4


def test_the_mean_of_counts_is_that_of_the_outcome(
    made: Replicated, table: ReplicationTable
) -> None:
    for place, channel in enumerate(("phone", "posts")):
        offered = table.figures[f"channels.{channel}.offered"]
        assert np.mean(offered) == pytest.approx(made.outcome.channels[place].offered.mean)


def test_a_figure_has_one_value_a_replication(table: ReplicationTable) -> None:
    assert {len(values) for values in table.figures.values()} == {4}
    assert any(math.isfinite(value) for values in table.figures.values() for value in values)
