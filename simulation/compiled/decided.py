"""The decisions that both engines call, opened to compiled functions."""

from simulation.compiled.jit import shared
from simulation.desk import decisions

shared(
    decisions.quota_holds,
    decisions.may_take_hostile,
    decisions.sure_cases,
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
