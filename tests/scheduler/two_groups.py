"""A small scenario with a broad and a narrow group, as a dictionary to be changed by tests."""

import copy
from typing import Any

from scenarios.scenario import Scenario

_BASE: dict[str, Any] = {
    "fairshift": 1,
    "name": "two groups",
    "horizon": {
        "zone": "Europe/Berlin",
        "start": "2026-11-02",
        "weeks": 1,
        "opening": {"mon-fri": "09:00-17:00"},
    },
    "channels": {
        "posts": {
            "medium": "post",
            "skill": "social",
            "volume_per_week": 300.0,
            "shape": {"by_hour": [0.0] * 9 + [1.0] * 8 + [0.0] * 7},
            "handle_time": {"mean_seconds": 300.0},
            "hostility": {"share": 0.2},
            "sla": {"share": 0.8, "within_seconds": 3600.0},
        },
        "phone": {
            "medium": "phone",
            "skill": "voice",
            "volume_per_week": 200.0,
            "shape": {},
            "handle_time": {"mean_seconds": 240.0},
            "patience": {"mean_seconds": 180.0, "distribution": "exponential"},
            "hostility": {"share": 0.1},
            "sla": {"share": 0.8, "within_seconds": 20.0},
        },
    },
    "cap": {"hostile": 0.25},
    "team": {
        "contracts": {"full": {"hours_per_week": 37.5, "flexibility_hours": 2.0}},
        "agents": [
            {"id": "B1", "contract": "full", "skills": ["social", "voice"]},
            {"id": "B2", "contract": "full", "skills": ["social", "voice"]},
            {"id": "B3", "contract": "full", "skills": ["social", "voice"]},
            {"id": "S1", "contract": "full", "skills": ["social"]},
        ],
    },
    "shifts": {
        "day": {
            "starts": ["09:00"],
            "length_minutes": 480,
            "breaks": [{"minutes": 30, "earliest_after_minutes": 180, "latest_after_minutes": 240}],
        }
    },
    "planning": {
        "solve_seconds": 5.0,
        "replications": 4,
        "certify_replications": 8,
        "max_rounds": 2,
        "deterministic": True,
    },
}


def two_groups(changes: dict[str, Any] | None = None) -> Scenario:
    """Return the scenario with dotted fields changed, e.g. {"cap.hostile": 0.3}."""
    tree = copy.deepcopy(_BASE)
    for field, value in (changes or {}).items():
        *path, last = field.split(".")
        node = tree
        for name in path:
            node = node[int(name)] if isinstance(node, list) else node.setdefault(name, {})
        node[last] = copy.deepcopy(value)  # a later change may lie inside it
    return Scenario.model_validate(tree)
