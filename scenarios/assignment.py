"""Assignment rules: who is handed what, in which order, within which quota."""

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import ConfigDict

from scenarios.cap import BlockedStep, CapWindow

_READ = ConfigDict(extra="forbid")  # how pydantic reads the nouns below from a file


class RoutingPolicy(StrEnum):
    """How an agent is chosen among those who are free."""

    PLAN = "plan"  # preferred group, then least exposed (hostile) or longest idle (harmless)
    LONGEST_IDLE = "longest_idle"  # whoever has been idle longest; no quota
    SKILL_PRIORITY = "skill_priority"  # most specialised first, no quota
    LEAST_EXPOSED = "least_exposed"  # least exposed first, no quota

    @property
    def words(self) -> str:
        """The policy in words, e.g. longest-idle."""
        return self.value.replace("_", "-")


@dataclass(frozen=True)
class GroupRule:
    """What one group does about one queue. No rule means that it is not eligible."""

    __pydantic_config__ = _READ

    group_id: str
    queue_id: str
    priority: int  # of the queue for the group; lower is served first, ties by due time
    preference: int  # of the group for the queue; lower is asked first
    target_share: float  # share of the queue's cases that the solution gives to the group


@dataclass(frozen=True)
class RulePeriod:
    """Times of the local week in which group rules of their own hold."""

    __pydantic_config__ = _READ

    id: str  # no other period's, and not "regular", which stands for all other times
    intervals: tuple[int, ...]  # planning intervals of the local week, Monday 00:00 is 0
    group_rules: tuple[GroupRule, ...]


@dataclass(frozen=True)
class CoolDown:
    """A pause of an agent from new work after hostile cases."""

    __pydantic_config__ = _READ

    seconds: float
    after_run: int = 1  # hostile cases in a row


@dataclass(frozen=True)
class QuotaLimits:
    """What one agent may meet; None where a form is not limited."""

    __pydantic_config__ = _READ

    hostile: float | None = None  # share of the window's cases
    contacts_per_shift: int | None = None
    minutes_per_paid_hour: float | None = None
    longest_run: int | None = None


@dataclass(frozen=True)
class Quota:
    """The gates before a case labelled hostile is handed to an agent.

    Each case counts with the chance p that it is hostile given its label; with
    ``known_at_close`` the truth takes the place of p when the agent closes it. Counting the case
    in question, an agent may take it while all of these hold for the agent's own ``limits``:

    - share: sum(p) + margin <= hostile x n + burst over the n cases handed out in the window;
    - contacts: sum(p) + leak + margin <= contacts_per_shift over the cases of the shift;
    - minutes: sum(p x minutes) + leak + margin <= minutes_per_paid_hour x paid hours, over the
      window's cases and the agent's shifts in the window that have begun;
    - run: no more than ``longest_run`` cases in a row that are labelled hostile, or that were
      so in truth where that is known.

    The margin is ``margin_z`` standard deviations of what is not known. The leak is what cases
    labelled harmless will still bring in the rest of the shift, by ``leak_per_hour``. With
    perfect labels both vanish, and the first gate is (hostile + 1) <= share x (handled + 1) +
    burst.

    Where the agent's group has ``sure_cases_per_hour``, N = rate * hours still to be worked in
    the shift and window harmless cases are expected, each with ``sure_chance`` w of being hostile
    all the same. It is then enough that the share will hold when they have come: N is added to n,
    w * N to the sum of chances and (c^2 - 2 c w + w) * N, for the share c, to that of variances,
    so that the margin covers that they may not come. Towards the end of the shift N is 0.
    """

    __pydantic_config__ = _READ

    limits: dict[str, QuotaLimits]  # by agent id; an agent who is not named has none
    window: CapWindow
    burst: float
    margin_z: float
    hostile_chance: dict[str, float]  # by queue id: chance that a case of the queue is hostile
    hostile_minutes: dict[str, float]  # by queue id: mean handling time of a hostile case
    hostile_minutes_cv: dict[str, float] = field(default_factory=dict)
    """By queue id: standard deviation of that time over its mean; 0 where left out."""
    steps: tuple[BlockedStep, ...] = ()
    """What becomes of a case that nobody may take, in order; at the end it waits."""
    known_at_close: bool = False
    sure_cases_per_hour: dict[str, float] = field(default_factory=dict)
    """By group id: cases labelled harmless that an agent can count on per working hour; a group
    that is not named counts on none."""
    sure_chance: dict[str, float] = field(default_factory=dict)
    """By group id: mean chance that such a case is hostile all the same."""
    leak_per_hour: dict[str, float] = field(default_factory=dict)
    """By group id: hostile cases among those labelled harmless, expected per working hour."""
    leak_minutes_per_hour: dict[str, float] = field(default_factory=dict)
    """By group id: their handling minutes, expected per working hour."""


@dataclass(frozen=True)
class Reserve:
    """Agents kept out of deferrable work so that live contacts find somebody.

    An agent of one of the groups starts a deferrable case only while at least
    ``agents[interval of the week]`` others of these groups are on duty and not in deferrable
    work, unless the case is due within ``AssignmentRules.release_slack_seconds``.
    """

    __pydantic_config__ = _READ

    group_ids: tuple[str, ...]
    line_ids: tuple[str, ...]  # the live lines that are protected
    agents: tuple[int, ...]  # one per interval of the local week, Monday 00:00 first


@dataclass(frozen=True)
class AssignmentRules:
    """The routing of a plan: versioned, simulated and exported as one object."""

    __pydantic_config__ = _READ

    version: int
    policy: RoutingPolicy
    group_rules: tuple[GroupRule, ...]
    quota: Quota | None
    reserves: tuple[Reserve, ...]
    release_slack_seconds: float
    cool_downs: dict[str, CoolDown] = field(default_factory=dict)
    """By agent id; an agent who is not named has none."""
    periods: tuple[RulePeriod, ...] = ()
    """Times of the week with group rules of their own; at all others ``group_rules`` hold."""
    first_come: bool = False  # equal priority goes by arrival, else by due time, then arrival
    due_again_seconds: float = 0.0
    """What can wait and missed its due time is due again so much later, once, and gives way to
    what can still be in time; 0: it stays first. Means nothing where equals go by arrival."""
