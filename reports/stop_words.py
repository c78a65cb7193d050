"""Why a simulation ended, in words."""

from reports.wording import counted, percent
from simulation.stopping import Stop, StopReason


def stop_words(stop: Stop) -> str:
    """Return why and where a simulation ended, in a sentence."""
    made = counted(stop.replications, "replication")
    least = ""
    if stop.least_exact is not None and stop.relative_half_width is not None:
        width = stop.relative_half_width
        known = "not known yet" if width == float("inf") else f"known to +/- {percent(width)}"
        least = f"; least exactly known is {stop.least_exact}, {known}"
    match stop.reason:
        case StopReason.ALL_MADE:
            return f"All {made} were made."
        case StopReason.PRECISE:
            return f"Precise enough after {made}{least}."
        case StopReason.MOST_MADE:
            return (
                f"Not precise enough after {made}, the most allowed{least}. Raise "
                "--max-replications, or allow a wider --relative-half-width."
            )
        case StopReason.INTERRUPTED:
            return f"Interrupted after {made}; the figures are those of these{least}."


def is_interrupted(stop: Stop) -> bool:
    """Whether the planner ended the simulation."""
    return stop.reason is StopReason.INTERRUPTED
