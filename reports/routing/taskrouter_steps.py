"""When the steps for cases that nobody may take come in TaskRouter."""

import math

from scenarios.cap import BlockedStep, Then

_LEAST_SECONDS = 1


def step_seconds(step: BlockedStep) -> int:
    """Return after how many seconds a step comes in TaskRouter, which counts whole ones.

    A further group after no time at all would be asked like any other, so it comes a second later.
    """
    least = _LEAST_SECONDS if step.then is Then.GROUP else 0
    return max(math.ceil(step.after_seconds), least)
