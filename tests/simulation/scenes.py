"""Small scenarios, rosters, rules and cases for the tests of this room."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from scenarios.assignment import (
    AssignmentRules,
    CoolDown,
    GroupRule,
    Quota,
    QuotaLimits,
    Reserve,
    RoutingPolicy,
)
from scenarios.cap import BlockedStep, CapWindow, Then
from scenarios.queues import groups_of, queues_of, serves
from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from simulation.arrivals.context import needs_context
from simulation.arrivals.volume import Cases, Context

MONDAY = dt.date(2026, 1, 5)
MINUTES_PER_WEEK = 10_080


def constant(seconds: float) -> dict[str, Any]:
    return {"distribution": "constant", "mean_seconds": float(seconds)}


def exponential(seconds: float) -> dict[str, Any]:
    return {"distribution": "exponential", "mean_seconds": float(seconds)}


def channel(medium: str = "phone", **fields: Any) -> dict[str, Any]:
    return {
        "medium": medium,
        "volume_per_week": 100.0,
        "shape": "flat",
        "handle_time": constant(300),
        **fields,
    }


def agent(name: str, *skills: str) -> dict[str, Any]:
    return {"id": name, "contract": "full", "skills": list(skills)}


def scenario(
    channels: dict[str, dict[str, Any]],
    agents: Sequence[dict[str, Any]],
    *,
    team: dict[str, Any] | None = None,
    horizon: dict[str, Any] | None = None,
    **parts: Any,
) -> Scenario:
    return Scenario.model_validate(
        {
            "fairshift": 1,
            "name": "a test",
            "horizon": {
                "start": MONDAY,
                "weeks": 1,
                "zone": "UTC",
                "opening": "24/7",
                **(horizon or {}),
            },
            "channels": channels,
            "team": {
                "contracts": {"full": {"hours_per_week": 40.0}},
                "agents": list(agents),
                **(team or {}),
            },
            "shifts": {"day": {"starts": ["08:00"], "length_minutes": 480}},
            **parts,
        }
    )


def shift(agent_id: str, *pieces: tuple[int, int] | tuple[int, int, str], name: str = "") -> Shift:
    """A shift of pieces (start, end) of work or (start, end, "break"), in minutes."""
    segments = tuple(
        Segment(piece[0], piece[1], Activity.BREAK if len(piece) == 3 else Activity.WORK)
        for piece in pieces
    )
    start = segments[0].start_minute
    return Shift(
        id=name or f"{agent_id}-{start}",
        agent_id=agent_id,
        date=MONDAY + dt.timedelta(days=start // 1440),
        shape_id="",
        segments=segments,
        paid_minutes=sum(s.minutes for s in segments if s.activity is Activity.WORK),
    )


def roster(*shifts: Shift) -> Roster:
    return Roster(tuple(sorted(shifts, key=lambda one: (one.start_minute, one.agent_id))))


def around_the_clock(said: Scenario) -> Roster:
    minutes = said.horizon.weeks * MINUTES_PER_WEEK
    return roster(*(shift(one.id, (0, minutes)) for one in said.team.agents))


def rules(
    said: Scenario,
    *,
    policy: RoutingPolicy = RoutingPolicy.PLAN,
    priority: dict[str, int] | None = None,
    preference: dict[str, int] | None = None,
    quota: Quota | None = None,
    reserves: tuple[Reserve, ...] = (),
    release_slack_seconds: float = 0.0,
    cool_down_seconds: float = 0.0,
    cool_down_after_run: int = 1,
    first_come: bool = False,
    due_again_seconds: float = 0.0,
) -> AssignmentRules:
    """Everybody serves what they can; priority by channel id, preference by group id."""
    return AssignmentRules(
        version=2,
        policy=policy,
        group_rules=tuple(
            GroupRule(
                group.id,
                queue.id,
                (priority or {}).get(queue.line.channel_id, 1),
                (preference or {}).get(group.id, 1),
                1.0,
            )
            for group in groups_of(said)
            for queue in queues_of(said)
            if serves(group, queue.line)
        ),
        quota=quota,
        reserves=reserves,
        release_slack_seconds=release_slack_seconds,
        cool_downs={
            one.id: CoolDown(cool_down_seconds, cool_down_after_run) for one in said.team.agents
        },
        first_come=first_come,
        due_again_seconds=due_again_seconds,
    )


def quota_of(
    said: Scenario,
    share: float | QuotaLimits | dict[str, QuotaLimits],
    *,
    window: CapWindow = CapWindow.WEEK,
    burst: float = 0.0,
    when_blocked: Then | tuple[BlockedStep, ...] = Then.WAIT,
    known_at_close: bool = False,
    minutes: tuple[float, float] = (5.0, 0.0),
    leak: tuple[float, float] | None = None,
    margin_z: float = 0.0,
    chance: tuple[float, float] = (0.0, 1.0),
    sure: tuple[float, float] | None = None,
) -> Quota:
    """A quota for everybody alike, or by agent.

    ``sure``: harmless cases an hour that every group counts on, and their chance; ``minutes``:
    of a hostile case, mean and coefficient of variation; ``leak``: hostile cases and their
    minutes an hour among those labelled harmless.
    """
    if isinstance(share, float):
        share = QuotaLimits(share)
    names = [one.id for one in said.team.agents]
    groups, queues = [group.id for group in groups_of(said)], queues_of(said)
    return Quota(
        limits=share if isinstance(share, dict) else dict.fromkeys(names, share),
        window=window,
        burst=burst,
        margin_z=margin_z,
        hostile_chance={queue.id: chance[queue.labelled_hostile] for queue in queues},
        hostile_minutes={queue.id: minutes[0] for queue in queues},
        hostile_minutes_cv={queue.id: minutes[1] for queue in queues},
        steps=(BlockedStep(then=when_blocked),) if isinstance(when_blocked, Then) else when_blocked,
        known_at_close=known_at_close,
        sure_cases_per_hour=dict.fromkeys(groups, sure[0]) if sure else {},
        sure_chance=dict.fromkeys(groups, sure[1]) if sure else {},
        leak_per_hour=dict.fromkeys(groups, leak[0]) if leak else {},
        leak_minutes_per_hour=dict.fromkeys(groups, leak[1]) if leak else {},
    )


def cases(said: Scenario, *rows: dict[str, Any]) -> Cases:
    """Given cases: at, channel, handle, and as wished patience, hostile, labelled, due.

    Where the scenario looks behind cases also chance and mark of hostility, audience and author.
    """
    ids = [queue.id for queue in queues_of(said)]
    labelled = [row.get("labelled", row.get("hostile", False)) for row in rows]
    names = [
        f"{row['channel']}/{row.get('language', 'any')}/{'hostile' if seen else 'harmless'}"
        for row, seen in zip(rows, labelled, strict=True)
    ]
    return Cases(
        case_id=np.arange(len(rows)),
        queue=np.array([ids.index(name) for name in names], dtype=np.int64),
        hostile=np.array([row.get("hostile", False) for row in rows], dtype=np.bool_),
        arrival_seconds=np.array([row["at"] for row in rows], dtype=np.float64),
        due_seconds=np.array([row.get("due", np.inf) for row in rows], dtype=np.float64),
        handle_seconds=np.array([row["handle"] for row in rows], dtype=np.float64),
        patience_seconds=np.array([row.get("patience", np.inf) for row in rows]),
        context=_context(rows) if needs_context(said) else None,
    )


def _context(rows: Sequence[dict[str, Any]]) -> Context:
    chances = [row.get("chance", float(row.get("hostile", False))) for row in rows]
    return Context(
        hostile_chance=np.array(chances, dtype=np.float64),
        hostile_mark=np.array([row.get("mark", 0.5) for row in rows], dtype=np.float64),
        label_mark=np.full(len(rows), 0.5),
        audience=np.array([row.get("audience", 1.0) for row in rows], dtype=np.float64),
        author=np.array([row.get("author", -1) for row in rows], dtype=np.int64),
        origin=np.zeros(len(rows), dtype=np.int64),
    )
