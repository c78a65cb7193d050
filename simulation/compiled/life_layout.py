"""The layout of what becomes of cases: beside every row its life, and what the scenario says."""

from simulation.compiled.layout import record
from simulation.compiled.memory import record_at

LIFE = record(
    doubles="chance mark audience leave_at holding moderated work_seconds work_end "
    "fresh_until candidate_time",
    longs="case_id parent_id",
    ints="channel came_to place stage visit first matter author external returns attempt trial "
    "reposts wanted fresh_next candidate candidates",
    flags="origin resolved called_back replied waited past_bot dialled reading",
)
CHANNEL = record(
    doubles="recall false_positive hostile_factor mean_handle sla_seconds rising at_once "
    "bot_tried bot_deflects bot_fails bot_factor bot_seconds "
    "holding_after holding_patience holding_rising "
    "repost_share repost_work repost_factor repeat_share repeat_factor "
    "answer_deflection answer_seconds answer_at_most answer_useful "
    "call_after call_acceptance call_window call_unanswered call_dial call_retry "
    "moderated_share moderated_after moderated_closes "
    "branching branch_delay branch_hostile audience_cv after_reply after_holding "
    "after_moderation",
    longs="first_line lines first_stage last_stage first_spill last_spill first_source "
    "last_source first_desk last_desk clock hours handle patience bot_returns repost_after "
    "repost_at_most repeat_to repeat_delay repeat_at_most call_attempts moderated_to "
    "fresh fresh_first fresh_last minutes minutes_at",
    flags="bot holding repost repeat answers callback moderation backlash",
)
STAGE = record(
    doubles="sla_seconds drop_out back_share probability office_share still_hostile "
    "same_agent_seconds",
    longs="clock handle think office first_line back_to",
    flags="public",
)
SPILL = record(doubles="share factor", longs="to at_most delay")
DURATION = record(doubles="mean cv", longs="kind")
CLOCK = record(longs="windows opens_at closes_at lengths_at before_at")
DESK = record(
    doubles="after_seconds handle_factor",
    longs="capacity busy most hours line_first line_last step",
    flags="only_hostile by_ladder",
)

life_at = record_at(LIFE)
channel_at = record_at(CHANNEL)
stage_at = record_at(STAGE)
spill_at = record_at(SPILL)
duration_at = record_at(DURATION)
clock_at = record_at(CLOCK)
desk_at = record_at(DESK)
