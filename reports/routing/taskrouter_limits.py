"""How much TaskRouter takes, by "TaskRouter resource limits" of Twilio's documentation."""

import json
from typing import Any

from reports.routing.validation import as_json, too_much
from scenarios.problems import Problem
from scenarios.taskrouter.documents import ACTIVITIES, TASK_QUEUES, WORKERS, WORKFLOW
from scenarios.taskrouter.expressions import ExpressionError, parse

MOST_WORKFLOW_BYTES = 1_038_576
MOST_ATTRIBUTES_CHARACTERS = 4_096
MOST_TASK_QUEUES = 5_000
MOST_WORKERS = 15_000
MOST_ACTIVITIES = 100
MOST_TASK_CHANNELS = 15
MOST_CAPACITY = 50
MOST_TIMEOUT_SECONDS = 1_209_600


def limit_problems(parts: dict[str, Any]) -> list[Problem]:
    """Return where something is more than TaskRouter takes, or no expression of its grammar."""
    filters = parts[WORKFLOW]["task_routing"]["filters"]
    return [
        *_workflow_problems(parts[WORKFLOW], filters),
        *_task_queue_problems(parts[TASK_QUEUES]["task_queues"]),
        *_worker_problems(parts[WORKERS]["workers"]),
        *too_much(
            f"twilio/{ACTIVITIES}",
            "activities",
            "activities",
            len(parts[ACTIVITIES]["activities"]),
            MOST_ACTIVITIES,
            "take some out",
        ),
    ]


def _workflow_problems(workflow: object, filters: list[dict[str, Any]]) -> list[Problem]:
    file = f"twilio/{WORKFLOW}"
    size = len(as_json(workflow))
    found = too_much(
        file,
        "task_routing",
        "bytes",
        size,
        MOST_WORKFLOW_BYTES,
        "have fewer queues, groups or periods, or divide the channels over several workflows",
    )
    for place, one in enumerate(filters):
        where = f"task_routing.filters.{place}"
        found += _grammar(file, f"{where}.expression", one["expression"])
        for number, target in enumerate(one["targets"]):
            here = f"{where}.targets.{number}"
            for field in ("expression", "skip_if"):
                if field in target:
                    found += _grammar(file, f"{here}.{field}", target[field])
            found += too_much(
                file,
                f"{here}.timeout",
                "seconds",
                target.get("timeout", 0),
                MOST_TIMEOUT_SECONDS,
                "let the steps of cap.when_blocked come earlier",
            )
    return found


def _task_queue_problems(queues: list[dict[str, Any]]) -> list[Problem]:
    file = f"twilio/{TASK_QUEUES}"
    found = too_much(
        file,
        "task_queues",
        "task queues",
        len(queues),
        MOST_TASK_QUEUES,
        "have fewer channels, languages or stages, or name groups so that there are fewer",
    )
    for place, queue in enumerate(queues):
        found += _grammar(file, f"task_queues.{place}.target_workers", queue["target_workers"])
    return found


def _worker_problems(workers: list[dict[str, Any]]) -> list[Problem]:
    file = f"twilio/{WORKERS}"
    found = too_much(file, "workers", "workers", len(workers), MOST_WORKERS, "divide the team")
    channels = {channel["task_channel"] for one in workers for channel in one["channels"]}
    # Every workspace has a default task channel besides.
    found += too_much(
        file, "workers", "task channels", len(channels) + 1, MOST_TASK_CHANNELS, "merge channels"
    )
    for place, worker in enumerate(workers):
        where = f"workers.{place}"
        found += too_much(
            file,
            f"{where}.attributes",
            "characters of attributes",
            len(json.dumps(worker["attributes"])),
            MOST_ATTRIBUTES_CHARACTERS,
            "give the agent fewer skills or languages",
        )
        for channel in worker["channels"]:
            found += too_much(
                file,
                f"{where}.channels",
                f"tasks of {channel['task_channel']} at once",
                channel["configured_capacity"],
                MOST_CAPACITY,
                "lower the channel's concurrency",
            )
    return found


def _grammar(file: str, field: str, expression: str) -> list[Problem]:
    try:
        parse(expression)
    except ExpressionError as error:
        return [Problem(file, None, field, str(error))]
    return []
