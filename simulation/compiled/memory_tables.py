"""The memory of a replication: the state, and the tables that it points to."""

from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.compiled import layout

Table = npt.NDArray[Any]


class Tables:
    """The memory of a replication: the state, and by name the tables that it points to."""

    def __init__(self) -> None:
        """Start with a state in which everything is zero and there is no table."""
        self.state: Table = np.zeros(1, dtype=layout.STATE)
        self.of: dict[str, Table] = {}
        self.parts: list[Table] = []  # to which only other tables point

    def keep(self, name: str, table: Table) -> None:
        """Keep a table, in place of the one of this name before, and point to it."""
        self.of[name] = table
        self.state[f"{name}_at"] = table.ctypes.data

    def grow(self, name: str, room: int) -> None:
        """Give a table more room; what it holds stays."""
        old = self.of[name]
        table = np.zeros(room, dtype=old.dtype)
        table[: len(old)] = old
        self.keep(name, table)
