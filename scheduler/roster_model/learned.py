"""Cuts from the simulation: weighted agent-hours that some spans must reach."""

from collections import defaultdict
from collections.abc import Sequence

from scenarios.roster import Activity, Segment
from scheduler.cuts import Cut, CutBlock
from scheduler.people.prices import MINUTES_PER_HOUR, cents
from scheduler.roster_model.coverage import group_indexes
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import Linear, Term, weighted

_SCALE = 1000  # of weights
_SLACKS_PER_MINUTE = 10


def add_cuts(ground: Ground, cuts: Sequence[Cut]) -> None:
    """Reach each cut's least weighted agent-hours, or pay for what is missing of it."""
    price = cents(ground.calendar.scenario.planning.short_hour_cost)
    unit = _SCALE // _SLACKS_PER_MINUTE
    for number, cut in enumerate(cuts):
        least = round(_SCALE * MINUTES_PER_HOUR * cut.least)
        if least <= 0:
            continue
        missing = ground.model.new_int_var(0, -(-least // unit), f"cut_{number}")
        ground.model.add(weighted(_terms(ground, cut)) + unit * missing >= least)
        ground.pay(price // _SLACKS_PER_MINUTE, missing)


def _terms(ground: Ground, cut: Cut) -> list[Term]:
    joined: dict[int, int] = defaultdict(int)
    amounts: dict[int, Linear] = {}
    for block in cut.blocks:
        weight = round(_SCALE * block.weight)
        for group in group_indexes(ground, block.group_ids):
            for placement in ground.placements[group]:
                minutes = _work_inside(placement.segments, block)
                if minutes:
                    joined[id(placement.amount)] += weight * minutes
                    amounts[id(placement.amount)] = placement.amount
    return [(weighted, amounts[key]) for key, weighted in joined.items()]


def _work_inside(segments: Sequence[Segment], block: CutBlock) -> int:
    return sum(
        max(0, min(part.end_minute, block.end_minute) - max(part.start_minute, block.start_minute))
        for part in segments
        if part.activity is Activity.WORK
    )
