"""People: agents, groups and the whole team over several replications."""

from collections.abc import Sequence

import numpy as np

from scenarios.cap_forms import CapForm
from simulation.measures.agents import AgentSums, stacked
from simulation.measures.cap_outcome import CapOutcome, FormOutcome
from simulation.measures.estimates import (
    mean_estimate,
    mean_estimates,
    ratio_estimate,
    ratio_estimates,
    share_low,
)
from simulation.measures.outcome import (
    AgentOutcome,
    Estimate,
    GroupOutcome,
    TeamOutcome,
)
from simulation.records import Floats, Ints

_HIGHEST = {
    CapForm.SHARE: "max_window_share",
    CapForm.CONTACTS: "max_shift_contacts",
    CapForm.MINUTES: "max_window_minutes",
    CapForm.RUN: "longest_run",
}


class People:
    """The agents' sums of several replications."""

    def __init__(self, sums: Sequence[AgentSums], confidence: float) -> None:
        """Stack the columns."""
        self.columns = stacked(sums)
        self.confidence = confidence
        shares = [_horizon_shares(one) for one in sums]
        self.max_share = [float(one.max(initial=0.0)) for one in shares]
        self.jain = mean_estimate([jain(one) for one in shares], confidence)
        self.gini = mean_estimate([gini(one) for one in shares], confidence)

    def agents(self, agent_ids: Sequence[str], with_cap: bool) -> tuple[AgentOutcome, ...]:
        """Return the outcome of each agent."""
        c = self.columns
        over = sum(c[f"{form}_over"].sum(axis=0) for form in CapForm)
        over = over if with_cap else np.zeros(len(agent_ids))
        kept = self._ratios(c["kept_seconds"], c["rostered_seconds"])
        work = self._ratios(c["available_seconds"], c["rostered_work_seconds"])
        columns = (
            self._means(c["handled"]),
            self._ratios(c["hostile"], c["handled"]),
            c["max_window_share"].max(axis=0).tolist(),
            over.astype(np.int64).tolist(),
            self._ratios(c["busy_seconds"], c["available_seconds"]),
            self._means(c["overtime_minutes"]),
            self._ratios(c["hostile_seconds"] / 60.0, c["paid_minutes"] / 60.0),
            self._means(c["longest_run"]),
            c["longest_run"].max(axis=0).astype(np.int64).tolist(),
            c["max_shift_contacts"].max(axis=0).astype(np.int64).tolist(),
            c["max_window_minutes"].max(axis=0).tolist(),
            kept,
            work,
            self._means(c["paid_minutes"] / 60.0),
            self._means(c["absent_minutes"] / 60.0),
            self._means(c["pause_seconds"] / 60.0),
        )
        return tuple(AgentOutcome(*row) for row in zip(agent_ids, *columns, strict=True))

    def groups(self, group_ids: Sequence[str], group_of: Ints) -> tuple[GroupOutcome, ...]:
        """Return the outcome of each group of agents."""
        member = np.equal.outer(group_of, np.arange(len(group_ids))).astype(np.float64)
        c = {name: values @ member for name, values in self.columns.items()}
        columns = (
            self._means(c["handled"]),
            self._ratios(c["hostile"], c["handled"]),
            self._ratios(c["busy_seconds"], c["available_seconds"]),
        )
        return tuple(GroupOutcome(*row) for row in zip(group_ids, *columns, strict=True))

    def team(self, planned_away_minutes: float, paid_minutes: float) -> TeamOutcome:
        """Return the outcome of everybody together.

        ``planned_away_minutes`` are paid breaks and credited absences; ``paid_minutes`` all paid
        time, absences included.
        """
        c = {name: values.sum(axis=1) for name, values in self.columns.items()}
        unplanned = c["absent_work_minutes"] + c["pause_seconds"] / 60.0
        paid = np.full(len(unplanned), paid_minutes)

        def share(minutes: Floats) -> Estimate:
            return ratio_estimate(minutes, paid, self.confidence)

        def ratio(above: str, below: str) -> Estimate:
            return ratio_estimate(c[above], c[below], self.confidence)

        return TeamOutcome(
            occupancy=ratio("busy_seconds", "available_seconds"),
            shrinkage=share(unplanned + planned_away_minutes),
            planned_shrinkage=share(np.full(len(paid), planned_away_minutes)),
            unplanned_shrinkage=share(unplanned),
            adherence=ratio("kept_seconds", "rostered_seconds"),
            conformance=ratio("available_seconds", "rostered_work_seconds"),
            overtime_hours=mean_estimate(c["overtime_minutes"] / 60.0, self.confidence),
            max_share=mean_estimate(self.max_share, self.confidence),
            jain=self.jain,
            gini=self.gini,
        )

    def cap(self, limits: dict[CapForm, Floats], oldest_hostile_waits: Floats) -> CapOutcome:
        """Return how the cap held; ``limits`` by agent, infinity where there is none.

        The longest waits are by the wall clock and in opening hours.
        """
        over = self.agents_over(tuple(limits))
        tried, breached = len(over), int((over > 0).sum())
        share = limits.get(CapForm.SHARE)
        return CapOutcome(
            cap_share=None if share is None else min(float(share.max()), 1.0),
            replications=tried,
            replications_with_breach=breached,
            max_share=float(self.columns["max_window_share"].max(initial=0.0)),
            compliance_low=share_low(tried - breached, tried, self.confidence),
            agents_over_cap=mean_estimate(over, self.confidence),
            jain=self.jain,
            gini=self.gini,
            oldest_hostile_wait_seconds=float(oldest_hostile_waits[0]),
            oldest_hostile_wait_opening_seconds=float(oldest_hostile_waits[1]),
            forms=tuple(self._form(form, own) for form, own in limits.items()),
        )

    def _form(self, form: CapForm, limits: Floats) -> FormOutcome:
        """Return how one form held."""
        over = self.agents_over((form,))
        tried, breached = len(over), int((over > 0).sum())
        held = ~np.isinf(limits)
        return FormOutcome(
            form=form,
            limits=tuple(np.unique(limits[held]).tolist()),
            replications_with_breach=breached,
            compliance_low=share_low(tried - breached, tried, self.confidence),
            highest=float(self.columns[_HIGHEST[form]].max(initial=0.0)),
            windows=int(self.columns[f"{form}_windows"][:, held].sum()),
            windows_over=int(self.columns[f"{form}_over"].sum()),
            agents_over=mean_estimate(over, self.confidence),
        )

    def agents_over(self, forms: tuple[CapForm, ...]) -> Floats:
        """Return how many agents passed the limit of any of some forms, by replication."""
        passed = np.zeros(self.columns["share_over"].shape, dtype=np.bool_)
        for form in forms:
            passed |= self.columns[f"{form}_over"] > 0
        count: Floats = passed.sum(axis=1).astype(np.float64)
        return count

    def _means(self, values: Floats) -> list[Estimate]:
        return mean_estimates(values, self.confidence)

    def _ratios(self, above: Floats, below: Floats) -> list[Estimate]:
        return ratio_estimates(above, below, self.confidence)


def _horizon_shares(sums: AgentSums) -> Floats:
    """Hostile share of each agent who handled anything."""
    some = sums.handled > 0
    shares: Floats = sums.hostile[some] / sums.handled[some]
    return shares


def jain(shares: Floats) -> float:
    """Return Jain's index (sum h)^2 / (n sum h^2), 1 for equal shares (Jain et al. 1984).

    NaN for nobody, 1 where nobody has any.
    """
    if not len(shares):
        return float("nan")
    squares = float((shares**2).sum())
    return float(shares.sum()) ** 2 / (len(shares) * squares) if squares > 0 else 1.0


def gini(shares: Floats) -> float:
    """Return the Gini coefficient, 0 for equal shares: sum |h_i - h_j| / (2 n^2 mean).

    NaN for nobody, 0 where nobody has any.
    """
    if not len(shares):
        return float("nan")
    total = float(shares.sum())
    if total == 0:
        return 0.0
    count = len(shares)
    ranks = np.arange(1, count + 1)
    return float(((2 * ranks - count - 1) * np.sort(shares)).sum()) / (count * total)
