"""The layout of a running replication in memory: one record for the whole, tables beside it.

Fields that end in ``_at`` are addresses of tables. Links are indexes, -1 for none.
"""

from typing import Any

import numpy as np

from simulation.compiled.memory import record_at


def _record(doubles: str = "", longs: str = "", ints: str = "", flags: str = "") -> np.dtype[Any]:
    return np.dtype(
        [(name, "f8") for name in doubles.split()]
        + [(name, "i8") for name in longs.split()]
        + [(name, "i4") for name in ints.split()]
        + [(name, "u1") for name in flags.split()],
        align=True,
    )


STATE = _record(
    doubles="now horizon step_seconds cap_share burst margin_z release_slack cool_down_seconds "
    "slow_factor slow_seconds",
    longs="size next_case rows row_room heap heap_room margin agents queues groups kinds places "
    "free stamps debtors waiting held cool_down_run broken broken_sure "
    "rows_at heap_at agents_at queues_at groups_at kinds_at levels_at reserves_at segments_at "
    "ints_at speed_at places_at window_ends_at window_ends life_at",
    flags="first_come counts looks_ahead guarded breaches tick_set paced by_shift lively begun "
    "hands_over_live hands_over_deferrable",
)
ROW = _record(
    doubles="arrival due handle patience start end",
    ints="queue agent before after",  # links: of a line, of what is held or of what is in hand
    flags="hostile outcome breach waiting",  # waiting: WAITS, HELD or 0
)
AGENT = _record(
    doubles="cool_until expected variance segment_from slow_until learned sure_rate sure_chance "
    "until later",
    longs="group hand_kind in_hand stamp handed place last shift run begun before after "
    "held_first hand_first",
    flags="present where in_debt leaving",
)
SEGMENT = _record(
    doubles="start end latest speed came went",
    longs="shift",
    flags="is_work is_pause",
)
QUEUE = _record(
    doubles="chance release_at",
    longs="kind length head tail first_level last_level channel line",
    flags="by_exposure gated reserved live",
)
GROUP = _record(longs="idle_first idle_last first_level last_level first_reserve last_reserve")
KIND = _record(
    doubles="slowdown hostile_factor", longs="concurrency part_first part_last", flags="deferrable"
)
LEVEL = _record(longs="first last")  # places in the list of numbers
RESERVE = _record(longs="off needed_at")  # off: agents on duty and not in deferrable work
EVENT = _record(doubles="time", longs="key")

WAITS, HELD = 1, 2

row_at = record_at(ROW)
agent_at = record_at(AGENT)
segment_at = record_at(SEGMENT)
queue_at = record_at(QUEUE)
group_at = record_at(GROUP)
kind_at = record_at(KIND)
level_at = record_at(LEVEL)
reserve_at = record_at(RESERVE)
event_at = record_at(EVENT)
