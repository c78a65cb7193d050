"""What the records say: metrics with confidence intervals, and verdicts on promises."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Estimate:
    """A mean over replications with its two-sided confidence interval."""

    mean: float
    low: float
    high: float
    replications: int
    confidence: float


@dataclass(frozen=True)
class ChannelOutcome:
    """One channel's metrics over the horizon, each an estimate over replications.

    Counts are per replication. Cases due after the end of the horizon are not counted.
    """

    channel_id: str
    offered: Estimate
    answered: Estimate
    abandoned: Estimate
    open_at_end: Estimate
    service_level: Estimate | None  # by the channel's own denominator; None without an SLA
    asa_seconds: Estimate  # mean wait of answered cases
    frt_median_seconds: Estimate
    frt_p90_seconds: Estimate
    aht_seconds: Estimate
    abandonment_share: Estimate
    hostile_share: Estimate  # of offered cases, truth


@dataclass(frozen=True)
class AgentOutcome:
    """One agent's share of the work and of the hostile work, over all replications."""

    agent_id: str
    handled: Estimate
    hostile_share: Estimate  # own hostile cases over own cases, over the horizon
    max_window_share: float  # highest share of any cap window in any replication
    windows_over_cap: int  # over all replications; 0 without a cap
    occupancy: Estimate  # handling time over available time; a busy slot counts as busy
    overtime_minutes: Estimate


@dataclass(frozen=True)
class CapOutcome:
    """How the cap held."""

    cap_share: float
    replications: int
    replications_with_breach: int  # replications with at least one agent window over the cap
    max_share: float  # highest window share anywhere
    compliance_low: float  # lower confidence bound (Clopper-Pearson) of the share that held
    agents_over_cap: Estimate  # agents with at least one window over the cap, per replication
    jain: Estimate  # fairness of hostile shares over the horizon, (sum h)^2 / (n sum h^2)
    gini: Estimate
    oldest_hostile_wait_seconds: float  # longest wait of any case labelled hostile


@dataclass(frozen=True)
class IntervalOutcome:
    """Means over replications for each planning interval, for charts."""

    service_level: dict[str, tuple[float, ...]]  # by channel; NaN where nothing arrived
    offered: dict[str, tuple[float, ...]]
    agents_working: tuple[float, ...]
    agents_busy: tuple[float, ...]


@dataclass(frozen=True)
class Outcome:
    """Metrics of a roster and its rules over several replications."""

    policy: str
    seed: int
    replications: tuple[int, ...]
    channels: tuple[ChannelOutcome, ...]
    agents: tuple[AgentOutcome, ...]
    cap: CapOutcome | None
    intervals: IntervalOutcome


class VerdictStatus(StrEnum):
    """Whether a promise holds, as far as the simulation tells."""

    MET = "met"
    NOT_MET = "not met"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class PromiseVerdict:
    """The verdict on one promise."""

    promise: str  # e.g. "posts: 80 % within 60 min" or "cap: 22 % a week"
    channel_id: str | None  # None for the cap
    target: float
    estimate: Estimate
    status: VerdictStatus
    replications_needed: int | None  # further ones that would probably decide, if undecided


@dataclass(frozen=True)
class Verdict:
    """The verdict on all promises; met only if every promise is."""

    status: VerdictStatus
    promises: tuple[PromiseVerdict, ...]
