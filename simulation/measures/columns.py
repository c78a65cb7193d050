"""Columns: the same sums of several replications, side by side."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import numpy as np

from simulation.measures.estimates import mean_estimates, ratio_estimates
from simulation.measures.outcome import Estimate
from simulation.records import Floats


class Columns:
    """Arrays by name, each of shape (replications, things), and estimates of each thing."""

    def __init__(self, sums: Iterable[Any], confidence: float) -> None:
        """Stack the fields of one dataclass of arrays per replication."""
        rows = list(sums)
        self.confidence = confidence
        self.values: dict[str, Floats] = {
            field.name: np.array([getattr(one, field.name) for one in rows], dtype=np.float64)
            for field in fields(rows[0])
        }

    def __getitem__(self, name: str) -> Floats:
        """Return one column of arrays."""
        return self.values[name]

    def means(self, name: str) -> list[Estimate]:
        """Return the mean of a field for each thing."""
        return mean_estimates(self.values[name], self.confidence)

    def ratios(self, above: str, below: str) -> list[Estimate]:
        """Return the ratio of the sums of two fields for each thing."""
        return ratio_estimates(self.values[above], self.values[below], self.confidence)
