"""The decisions that both engines call, opened to compiled functions."""

from simulation.compiled.jit import shared
from simulation.desk import decisions
from simulation.life import decisions as life_decisions

shared(
    decisions.share_holds,
    decisions.quota_holds,
    decisions.cases_ahead,
    decisions.share_margin,
    decisions.amount_holds,
    decisions.uncertainty,
    decisions.skewness,
    decisions.part_inside,
    decisions.exposure_share,
    decisions.exposure_rank,
    decisions.idle_rank,
    decisions.is_free,
    decisions.is_released,
    decisions.reserve_allows,
    decisions.comes_first,
    decisions.handling_seconds,
    decisions.segment_span,
)
shared(
    life_decisions.label_chance,
    life_decisions.raised,
    life_decisions.angry_seconds,
    life_decisions.chance_after,
    life_decisions.history_factor,
    life_decisions.left_of_rate,
    life_decisions.spared_share,
    life_decisions.expected_wait,
    life_decisions.new_patience_end,
    life_decisions.work_left,
)
