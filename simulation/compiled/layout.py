"""The layout of a running replication in memory: one record for the whole, tables beside it.

Fields that end in ``_at`` are addresses of tables. Links are indexes, -1 for none.
"""

from typing import Any

import numpy as np

from simulation.compiled.memory import record_at


def record(doubles: str = "", longs: str = "", ints: str = "", flags: str = "") -> np.dtype[Any]:
    """Return the layout of a record with fields of these names."""
    return np.dtype(
        [(name, "f8") for name in doubles.split()]
        + [(name, "i8") for name in longs.split()]
        + [(name, "i4") for name in ints.split()]
        + [(name, "u1") for name in flags.split()],
        align=True,
    )


STATE = record(
    doubles="now horizon closed step_seconds burst margin_z release_slack "
    "slow_factor slow_seconds to_read memory_seconds factor_after_hostile "
    "factor_after_unanswered",
    longs="size next_case rows row_room row_margin heap heap_room heap_margin agents queues "
    "groups kinds places channels desks days free stamps debtors waiting held "
    "steps step_times breach_step heap_each "
    "broken broken_form replication key_low key_high window_ends "
    "rows_at heap_at agents_at queues_at groups_at kinds_at levels_at reserves_at segments_at "
    "ints_at speed_at places_at window_ends_at lives_at channels_at stages_at spills_at "
    "durations_at clocks_at desks_at overflows_at days_at taken_at languages_at "
    "shares_at authors_at shifts_at ladder_at step_seconds_at turns_at changes_at",
    flags="first_come counts looks_ahead guarded tick_set look_set paced by_shift known begun "
    "lively closing remembers hands_over",
)
ROW = record(
    doubles="arrival due handle patience start end began rank",
    # Links: of a line, of what is held or of what is in hand; of what an agent was handed before.
    # The agent's window and shift in which the case was counted, -1 where it was not. Steps of
    # the ladder, in bits.
    ints="queue agent before after previous window shift steps tried",
    flags="hostile outcome breach waiting seen",  # waiting: WAITS, HELD or 0
)
AGENT = record(
    doubles="cool_until expected variance segment_from slow_until learned sure_rate sure_chance "
    "until later share_limit contacts_limit minutes_limit slope leak leak_minutes leak_square "
    "contacts contacts_variance contacts_third minutes minutes_variance minutes_third "
    "leak_cube paid_hours cool_seconds",
    longs="group hand_kind in_hand stamp handed place last shift run begun before after "
    "held_first hand_first end_awaited window run_limit last_handed cool_run",
    flags="present where in_debt leaving",
)
SEGMENT = record(
    doubles="start end latest speed came went",
    longs="shift",
    flags="is_work is_pause",
)
QUEUE = record(
    doubles="chance minutes square cube release_at again",
    longs="kind length head tail first_level last_level first_helper last_helper",
    flags="by_exposure gated reserved live public",
)
GROUP = record(longs="idle_first idle_last first_level last_level first_reserve last_reserve step")
KIND = record(
    doubles="slowdown hostile_factor",
    longs="concurrency part_first part_last",
    flags="deferrable hands_over",
)
SHIFT = record(doubles="start end paid_hours")  # as rostered
LEVEL = record(longs="first last")  # places in the list of numbers
RESERVE = record(longs="off needed_at")  # off: agents on duty and not in deferrable work
LADDER_STEP = record(doubles="after_seconds", longs="kind to level")
TURN = record(longs="first_level last_level first_helper last_helper")  # of a queue or a group
EVENT = record(doubles="time", longs="key")

WAITS, HELD = 1, 2

row_at = record_at(ROW)
agent_at = record_at(AGENT)
segment_at = record_at(SEGMENT)
queue_at = record_at(QUEUE)
group_at = record_at(GROUP)
kind_at = record_at(KIND)
shift_at = record_at(SHIFT)
level_at = record_at(LEVEL)
reserve_at = record_at(RESERVE)
step_at = record_at(LADDER_STEP)
turn_at = record_at(TURN)
event_at = record_at(EVENT)
