"""Weekly shapes of volume: presets by name, and the 168 weights of a channel.

The presets are assumptions in round figures, to be replaced by the planner's own history
(``fairshift init --history``). They say when customers write or call, not when the team is open.
"""

import numpy as np
import numpy.typing as npt

from scenarios.channels import Channel, WeekShape
from scenarios.nearest import known_names

HOURS_PER_WEEK = 168

PRESETS: dict[str, WeekShape] = {
    # Working hours: two humps, before and after lunch; Monday busiest, weekend low.
    "office": WeekShape(
        by_weekday=(1.2, 1.05, 1.0, 1.0, 0.95, 0.45, 0.25),
        by_hour=(
            *(0.1, 0.05, 0.05, 0.05, 0.1, 0.2, 0.5, 1.2, 2.6, 3.8, 4.2, 4.0),
            *(3.3, 3.3, 3.6, 3.5, 3.2, 2.8, 2.0, 1.6, 1.4, 1.1, 0.7, 0.3),
        ),
    ),
    # Leisure: rises through the day to a peak after work; weekends nearly as busy as weekdays.
    "evening": WeekShape(
        by_weekday=(1.0, 1.0, 1.0, 1.0, 1.0, 0.9, 1.0),
        by_hour=(
            *(0.9, 0.5, 0.3, 0.2, 0.2, 0.4, 0.9, 1.5, 2.0, 2.4, 2.6, 2.8),
            *(3.0, 2.9, 2.8, 2.9, 3.1, 3.5, 4.0, 4.4, 4.5, 4.0, 3.0, 1.7),
        ),
    ),
    # Day and evening in one: public posts of a consumer brand.
    "social": WeekShape(
        by_weekday=(1.05, 1.0, 1.0, 1.0, 1.0, 0.85, 0.8),
        by_hour=(
            *(0.5, 0.3, 0.2, 0.2, 0.2, 0.4, 1.0, 2.0, 3.0, 3.5, 3.7, 3.7),
            *(3.6, 3.4, 3.4, 3.4, 3.5, 3.6, 3.5, 3.3, 3.0, 2.5, 1.7, 0.9),
        ),
    ),
    # The same in every hour: machines, or nothing known.
    "flat": WeekShape(),
}


def shape_of(channel: Channel) -> WeekShape:
    """Return a channel's weekly shape; raises ValueError for a preset that does not exist."""
    if isinstance(channel.shape, WeekShape):
        return channel.shape
    if channel.shape not in PRESETS:
        advice = known_names(channel.shape, PRESETS)
        raise ValueError(f'there is no weekly shape "{channel.shape}"; {advice}')
    return PRESETS[channel.shape]


def hour_weights(channel: Channel) -> npt.NDArray[np.float64]:
    """Return the weights of the hours of the local week, shape (168,), Monday 00:00 first, sum 1.

    Raises ValueError for a preset that does not exist.
    """
    weights = np.array(shape_of(channel).weights(), dtype=np.float64)
    result: npt.NDArray[np.float64] = weights / weights.sum()
    return result
