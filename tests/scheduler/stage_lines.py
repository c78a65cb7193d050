"""Two groups with a workflow whose later stages need a skill of their own."""

import copy
from typing import Any

from scenarios.scenario import Scenario
from tests.scheduler.two_groups import two_groups

STAGES: list[dict[str, Any]] = [
    {"id": "first"},
    {"id": "look", "work_share": 0.5, "sla": {"share": 0.7, "within_seconds": 1800.0}},
    {
        "id": "solve",
        "skill": "expert",
        "work_share": 2.0,
        "probability": 0.5,
        "still_hostile": 0.5,
        "sla": {"share": 0.9, "within_seconds": 7200.0, "clock": "wall"},
    },
    {"id": "close", "skill": "expert", "work_share": 0.25},
]
AFTERWARDS: list[dict[str, Any]] = [
    {"id": "talk"},
    {"id": "write", "work_share": 0.5, "sla": {"share": 0.8, "within_seconds": 14_400.0}},
]


def stage_lines(changes: dict[str, Any] | None = None) -> Scenario:
    """Return posts/any, posts/any/solve (only S1 has the skill), phone/any and phone/any/write."""
    return two_groups(
        {
            "channels.posts.workflow": {"stages": copy.deepcopy(STAGES)},
            "channels.phone.workflow": {"stages": copy.deepcopy(AFTERWARDS)},
            "team.agents.3.skills": ["social", "expert"],
            **(changes or {}),
        }
    )
