"""Worth: customers lost and recommending, as an estimate from survey figures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.relief import Value
from simulation.measures.contacts import Contacts
from simulation.measures.estimates import mean_estimates
from simulation.measures.outcome import WorthOutcome
from simulation.records import Bools, Origin

LABEL = "estimates from survey figures, no promise"
SOURCES = (
    "customers lost after one bad experience: 17 % (Thomalla 2014, survey)",
    "likelier to recommend after good service: 88 % (Facelift, survey)",
)
_SAME_CUSTOMER = (Origin.SPILL, Origin.REPEAT, Origin.BOT_RETURN)


@dataclass(frozen=True)
class WorthSums:
    """Customers of a replication by how the last contact about their matter ended."""

    unanswered: int
    late: int  # answered after the limit
    in_time: int  # answered within it, or without one


def worth_of(contacts: Contacts) -> WorthSums:
    """Return the customers behind counted first contacts.

    Repetitions of a message that still waits are the same customer, and so is who comes back
    after leaving, an answer or the bot: then the later contact tells.
    """
    own = contacts.first & (contacts.origin != Origin.REPOST) & ~_came_back(contacts)
    answered = own & contacts.answered
    in_time = answered & contacts.in_time
    return WorthSums(
        unanswered=int(np.count_nonzero(own & ~contacts.answered)),
        late=int(np.count_nonzero(answered & ~in_time)),
        in_time=int(np.count_nonzero(in_time)),
    )


def _came_back(contacts: Contacts) -> Bools:
    """Return which contacts another one of the same customer followed that is counted."""
    later = contacts.first & np.isin(contacts.origin, _SAME_CUSTOMER)
    if not later.any():
        return np.zeros(len(later), dtype=np.bool_)
    return np.isin(contacts.case_id, contacts.parent_id[later])


def worth_outcome(
    value: Value | None, sums: Sequence[WorthSums], confidence: float
) -> WorthOutcome | None:
    """Return the estimate over several replications; None unless the scenario asks for it."""
    if value is None:
        return None
    counts = np.array([(one.unanswered, one.late, one.in_time) for one in sums], dtype=np.float64)
    lost = value.churn_if_unanswered * counts[:, 0] + value.churn_if_late * counts[:, 1]
    recommending = value.recommend_share * counts[:, 2]
    columns = (
        lost,
        recommending,
        lost * value.per_customer,
        recommending * value.worth_of_recommendation,
    )
    return WorthOutcome(LABEL, SOURCES, *mean_estimates(np.stack(columns, axis=1), confidence))
