"""What the loop's replications taught about the rules, from round to round."""

from dataclasses import dataclass, replace

from scheduler.mix import Mix, seen_mix
from simulation.measures.outcome import Outcome, Verdict, VerdictStatus

# Where the cap is passed in simulation, the quota's safety margin grows by this factor; where
# that did not help, the harmless work that it counts on shrinks by that one as well.
_WIDER_MARGIN = 1.25
_LESS_COUNTED_ON = 0.5
# The hostile share of all tasks together was underestimated if more was seen by such a part.
_UNDERESTIMATED = 0.03


@dataclass(frozen=True)
class Lessons:
    """How the rules of the next round are to be made."""

    mix: Mix
    margin_factor: float = 1.0
    look_ahead_factor: float = 1.0

    def after(self, outcome: Outcome, verdict: Verdict, expected: Mix) -> "Lessons":
        """Return what a round teaches: what really joins each queue and, maybe, more caution.

        The quota grows more cautious where the cap was passed, unless it was passed because
        more of the work is hostile than the rules knew.
        """
        seen = seen_mix(outcome, expected)
        known = replace(self, mix=seen)
        if not _passed(verdict) or _hostile(seen) > (1 + _UNDERESTIMATED) * _hostile(self.mix):
            return known
        wider = replace(known, margin_factor=self.margin_factor * _WIDER_MARGIN)
        if self.margin_factor == 1.0:
            return wider
        return replace(wider, look_ahead_factor=self.look_ahead_factor * _LESS_COUNTED_ON)

    def differ(self, other: "Lessons", verdict: Verdict) -> bool:
        """Whether other rules alone are worth a round: where the cap was passed."""
        return _passed(verdict) and self != other


def _passed(verdict: Verdict) -> bool:
    return any(
        promise.channel_id is None and promise.status is not VerdictStatus.MET
        for promise in verdict.promises
    )


def _hostile(mix: Mix) -> float:
    """Return the hostile share of all tasks."""
    total = sum(mix.tasks.values())
    hostile = sum(count * mix.hostile_chance[queue] for queue, count in mix.tasks.items())
    return hostile / total if total else 0.0
