"""A broken rule, in the planner's words."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """One rule that a roster breaks: against the law, or at a price."""

    rule: str  # name of the scenario's field, or of the rule
    source: str  # section of the law, or where else the rule comes from
    agent_id: str  # "" where it concerns the team
    date: dt.date | None  # first day concerned; None for the whole horizon
    message: str
    priced: bool = False  # the scenario gives it a price, so that it may be broken
    price: float = 0.0  # of this break, in the scenario's currency
