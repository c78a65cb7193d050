"""Small scenarios and requirements for tests of shapes, rosters and the checker."""

import json
from typing import Any

import numpy as np

from scenarios.queues import groups_of
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.requirement import DeferrableRequirement, LiveRequirement, Requirement

MONDAY = "2026-11-23"  # a week without holidays or clock changes


def small(
    *,
    shifts: dict[str, Any],
    contract: dict[str, Any] | None = None,
    agents: list[dict[str, Any]] | None = None,
    rules: dict[str, Any] | None = None,
    **changes: Any,
) -> Scenario:
    """Return a scenario of a week with a phone and posts, without rules unless given."""
    horizon = {
        "start": MONDAY,
        "weeks": 1,
        "interval_minutes": 60,
        "opening": "24/7",
        **changes.pop("horizon", {}),
    }
    data: dict[str, Any] = {
        "fairshift": 1,
        "name": "small",
        "horizon": horizon,
        "channels": {
            "phone": {
                "medium": "phone",
                "volume_per_week": 100.0,
                "handle_time": {"mean_seconds": 300.0},
            },
            "posts": {
                "medium": "post",
                "volume_per_week": 100.0,
                "handle_time": {"mean_seconds": 300.0},
            },
        },
        "team": {
            "contracts": {"c": {"hours_per_week": 8.0, "hourly_cost": 30.0, **(contract or {})}},
            "agents": [
                {"contract": "c", "skills": ["phone", "posts"], **agent}
                for agent in agents or [{"id": "a"}]
            ],
        },
        "shifts": shifts,
        "rules": {"preset": "none", **(rules or {})},
        "planning": {"deterministic": True, "short_hour_cost": 100.0},
        **changes,
    }
    return Scenario.model_validate_json(_json(data))


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data)


def nothing_required(scenario: Scenario) -> Requirement:
    """Return a requirement of nobody and no work."""
    total = Timeline(scenario.horizon).total_minutes
    return Requirement((), (), np.arange(60, total + 1, 60))


def required(
    scenario: Scenario,
    *,
    phone: dict[int, int] | None = None,
    chat: dict[int, int] | None = None,
    work: dict[int, tuple[float, float]] | None = None,
) -> Requirement:
    """Return a requirement by hour of the horizon.

    ``phone`` and ``chat`` give agents, ``work`` gives for posts the minutes that arrive in an
    hour and those that fall due in it.
    """
    hours = Timeline(scenario.horizon).total_minutes // 60
    live = []
    for skill, wanted in (("phone", phone), ("chat", chat)):
        if wanted is not None:
            agents = np.zeros(hours, dtype=np.int64)
            agents[list(wanted)] = list(wanted.values())
            agents = np.repeat(agents, 60 // scenario.horizon.interval_minutes)
            pool = LiveRequirement((f"{skill}/any",), _ids(scenario, skill), agents * 0.5, agents)
            live.append(pool)
    deferrable = []
    if work is not None:
        minutes = np.zeros((2, hours))
        minutes[:, list(work)] = np.array(list(work.values())).T
        arrived, due = np.cumsum(minutes, axis=1)
        deferrable.append(DeferrableRequirement("posts/any", _ids(scenario, "posts"), arrived, due))
    ends = np.arange(1, hours + 1, dtype=np.int64) * 60
    return Requirement(tuple(live), tuple(deferrable), ends)


def _ids(scenario: Scenario, skill: str) -> tuple[str, ...]:
    return tuple(group.id for group in groups_of(scenario) if skill in group.skills)
