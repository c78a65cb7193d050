"""A broken rule, in the planner's words."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """One rule that a roster breaks."""

    rule: str  # name of the scenario's field, or of the rule
    source: str  # section of the law, or where else the rule comes from
    agent_id: str
    date: dt.date | None  # first day concerned; None for the whole horizon
    message: str
