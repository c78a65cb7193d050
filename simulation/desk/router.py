"""The routing: assignment rules compiled to tables of indexes."""

from dataclasses import dataclass, replace

from scenarios.assignment import (
    AssignmentRules,
    CoolDown,
    Reserve,
    RoutingPolicy,
)
from simulation.desk.eligibility import Periods, compile_periods
from simulation.desk.quota_table import QuotaTable, quota_table
from simulation.desk.steps import Steps, compile_steps
from simulation.world import World

FORMS = ("hostile share", "hostile contacts", "hostile minutes", "run of hostile contacts")
_BY_EXPOSURE = (RoutingPolicy.PLAN, RoutingPolicy.LEAST_EXPOSED)


class QuotaBroken(RuntimeError):
    """A hostile case was handed to an agent beyond the quota and not logged as a breach."""

    def __init__(self, agent: int, form: int, quota: QuotaTable) -> None:
        """Name the agent by index and the form by its number, as ``Ledger.exceeded`` gives it."""
        limits = (quota.share, quota.contacts, quota.per_hour, quota.run)
        super().__init__(f"agent {agent}: {FORMS[form - 1]}, quota {limits[form - 1][agent]:g}")


@dataclass(frozen=True)
class ReserveTable:
    """A reserve by index."""

    groups: tuple[int, ...]
    needed: tuple[int, ...]  # by interval of the local week


@dataclass(frozen=True)
class Routing:
    """Assignment rules by index.

    Only PLAN has a quota, and with it steps for blocked cases. PLAN and SKILL_PRIORITY ask groups
    by preference; LEAST_EXPOSED and LONGEST_IDLE ask all at once. PLAN and LEAST_EXPOSED give a
    case labelled hostile to the least exposed, of the cap's window; everything else goes to whoever
    has been idle longest. Priorities, reserves and cool-down hold under all. Target shares steer
    nothing here: they are what the priorities and preferences lead to.
    """

    periods: Periods  # who is asked for what, by time of week
    steps: Steps
    public: tuple[bool, ...]  # by queue: of a public channel
    by_exposure: tuple[bool, ...]  # by queue: least exposed first, else longest idle
    gated: tuple[bool, ...]  # by queue: whether the quota stands before it
    quota: QuotaTable
    reserves: tuple[ReserveTable, ...]
    reserves_of_group: tuple[tuple[int, ...], ...]
    reserved: tuple[bool, ...]  # by queue: deferrable, so that reserves may hold it back
    release_slack_seconds: float
    cool_downs: tuple[CoolDown, ...]  # by agent
    first_come: bool  # what waits is served by arrival, else by due time
    due_again: tuple[float, ...]  # by queue: seconds until what is late is due again; 0: first


def compile_routing(world: World, rules: AssignmentRules) -> Routing:
    """Return the rules by index.

    Raises ValueError for a group or queue that the scenario lacks, for two rules of one group
    and queue, for times of the week in two periods, for steps that cannot be, for a hostile queue
    or sure cases without a chance and for reserves of the wrong length.
    """
    _check(world, rules)
    plan = rules.policy is RoutingPolicy.PLAN
    quota = rules.quota if plan else None
    group_at = {group_id: number for number, group_id in enumerate(world.group_ids)}
    hostile = tuple(bool(one) for one in world.queue_hostile)
    gated = tuple(quota is not None and one for one in hostile)
    steps = compile_steps(world, rules)
    realtime = tuple(bool(one) for one in world.queue_live)
    reserves = tuple(
        ReserveTable(tuple(group_at[name] for name in reserve.group_ids), reserve.agents)
        for reserve in rules.reserves
    )
    return Routing(
        periods=compile_periods(world, rules, steps.of_group, gated),
        steps=steps,
        public=_public(world),
        by_exposure=tuple(rules.policy in _BY_EXPOSURE and one for one in hostile),
        gated=gated,
        quota=_table(world, rules),
        reserves=reserves,
        reserves_of_group=tuple(
            tuple(number for number, one in enumerate(reserves) if group in one.groups)
            for group in range(len(world.group_ids))
        ),
        reserved=tuple(bool(reserves) and not live for live in realtime),
        release_slack_seconds=rules.release_slack_seconds,
        cool_downs=tuple(rules.cool_downs.get(one, CoolDown(0.0)) for one in world.agent_ids),
        first_come=rules.first_come,
        due_again=tuple(
            0.0 if live or rules.first_come else rules.due_again_seconds for live in realtime
        ),
    )


def _public(world: World) -> tuple[bool, ...]:
    channels = [channel.public for channel in world.scenario.channels.values()]
    return tuple(channels[number] for number in world.queue_channel.tolist())


def _table(world: World, rules: AssignmentRules) -> QuotaTable:
    """Return the quota; without one exposure counts over the horizon, or in the cap's window."""
    quota = rules.quota if rules.policy is RoutingPolicy.PLAN else None
    every_rule = [rules.group_rules, *(one.group_rules for one in rules.periods)]
    table = quota_table(world, quota, tuple(rule for some in every_rule for rule in some))
    if rules.policy is RoutingPolicy.LEAST_EXPOSED:
        return replace(table, window=world.cap_window)
    return table


def _check(world: World, rules: AssignmentRules) -> None:
    for reserve in rules.reserves:
        _check_reserve(world, reserve)
    times = [rules.release_slack_seconds, rules.due_again_seconds]
    if min(times) < 0 or any(c.seconds < 0 for c in rules.cool_downs.values()):
        raise ValueError("cool-down, release slack and time due again are not negative")


def _check_reserve(world: World, reserve: Reserve) -> None:
    if len(reserve.agents) != world.intervals_per_week:
        raise ValueError(
            f"a reserve has {len(reserve.agents)} numbers; one for each of the "
            f"{world.intervals_per_week} intervals of a week is needed"
        )
    for group_id in reserve.group_ids:
        if group_id not in world.group_ids:
            raise ValueError(f"a reserve names a group that is not there: {group_id}")
