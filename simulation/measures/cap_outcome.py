"""What became of the cap, in all its forms."""

from dataclasses import dataclass

from scenarios.cap_forms import CapForm
from simulation.measures.estimate import Estimate


@dataclass(frozen=True)
class FormOutcome:
    """How one form of the cap held, against each agent's own limit."""

    form: CapForm
    limits: tuple[float, ...]  # that agents have, lowest first
    replications_with_breach: int
    compliance_low: float  # as in CapOutcome
    highest: float  # value anywhere: share, contacts a shift, minutes per paid hour, or run
    windows: int  # of agents with a limit, over all replications; each agent's horizon for runs
    windows_over: int
    agents_over: Estimate  # with at least one window over, per replication


@dataclass(frozen=True)
class CapOutcome:
    """How the cap held, in all its forms together and in each."""

    cap_share: float | None  # highest that anybody may reach; None where no share is limited
    replications: int
    replications_with_breach: int  # replications with at least one agent window over the cap
    max_share: float  # highest window share anywhere
    compliance_low: float  # lower confidence bound (Clopper-Pearson) of the share that held
    agents_over_cap: Estimate  # agents with at least one window over the cap, per replication
    jain: Estimate  # fairness of hostile shares over the horizon, (sum h)^2 / (n sum h^2)
    gini: Estimate
    oldest_hostile_wait_seconds: float  # longest wait of any case labelled hostile
    oldest_hostile_wait_opening_seconds: float  # the same in opening hours of their channels
    forms: tuple[FormOutcome, ...] = ()
