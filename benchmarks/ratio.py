"""One measured figure beside the figure it is compared with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """A measurement, its reference on the same machine or from the literature, and their ratio."""

    name: str
    measured: float
    reference: float
    unit: str
    reference_name: str  # what the reference is: a naive way, an older version, a published value

    @property
    def ratio(self) -> float:
        """Measured over reference."""
        return self.measured / self.reference

    def __str__(self) -> str:
        """Return one line."""
        return (
            f"{self.name}: {self.measured:,.4g} {self.unit}, {self.reference_name} "
            f"{self.reference:,.4g} {self.unit}, ratio {self.ratio:.3f}"
        )
