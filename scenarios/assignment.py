"""Assignment rules: who is handed what, in which order, within which quota."""

from dataclasses import dataclass, field
from enum import StrEnum

from scenarios.cap import CapWindow, WhenBlocked


class RoutingPolicy(StrEnum):
    """How an agent is chosen among those who are free."""

    PLAN = "plan"  # preferred group, then least exposed (hostile) or longest idle (harmless)
    LONGEST_IDLE = "longest_idle"  # whoever has been idle longest; no quota


@dataclass(frozen=True)
class GroupRule:
    """What one group does about one queue. No rule means that it is not eligible."""

    group_id: str
    queue_id: str
    priority: int  # of the queue for the group; lower is served first, ties by due time
    preference: int  # of the group for the queue; lower is asked first
    target_share: float  # share of the queue's cases that the solution gives to the group


@dataclass(frozen=True)
class Quota:
    """The gate before a case labelled hostile is handed to an agent.

    An agent may take the case if, counting it, the exposure stays within the cap:
    sum(p) + margin_z * sqrt(sum(p * (1 - p))) <= cap * n + burst, over the n cases handed to
    the agent in the current window, with p the chance that a case is hostile given its label.
    With perfect labels this is (hostile + 1) <= cap * (handled + 1) + burst.

    Where the agent's group has ``sure_cases_per_hour``, N = floor(rate * hours still to be
    worked in the shift and window) harmless cases count as if handed out as well, each with
    ``sure_chance`` w of being hostile all the same: N is added to n, w * N to the sum of
    chances and w * (1 - w) * N to that of variances. Towards the end of the shift N is 0.
    """

    cap_share: float
    window: CapWindow
    burst: float
    when_blocked: WhenBlocked
    margin_z: float
    hostile_chance: dict[str, float]  # by queue id: chance that a case of the queue is hostile
    sure_cases_per_hour: dict[str, float] = field(default_factory=dict)
    """By group id: cases labelled harmless that an agent can count on per working hour; a group
    that is not named counts on none."""
    sure_chance: dict[str, float] = field(default_factory=dict)
    """By group id: mean chance that such a case is hostile all the same."""


@dataclass(frozen=True)
class Reserve:
    """Agents kept out of deferrable work so that live contacts find somebody.

    An agent of one of the groups starts a deferrable case only while at least
    ``agents[interval of the week]`` others of these groups are on duty and not in deferrable
    work, unless the case is due within ``AssignmentRules.release_slack_seconds``.
    """

    group_ids: tuple[str, ...]
    line_ids: tuple[str, ...]  # the live lines that are protected
    agents: tuple[int, ...]  # one per interval of the local week, Monday 00:00 first


@dataclass(frozen=True)
class AssignmentRules:
    """The routing of a plan: versioned, simulated and exported as one object."""

    version: int
    policy: RoutingPolicy
    group_rules: tuple[GroupRule, ...]
    quota: Quota | None
    reserves: tuple[Reserve, ...]
    release_slack_seconds: float
    cool_down_seconds: float
    first_come: bool = False  # equal priority goes by arrival, else by due time, then arrival
