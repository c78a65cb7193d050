"""A log of eighteen cases in twenty-one rows, written by hand; test_metrics_log works it out.

Phone: 20 s, of offered less those who left in time; calls back. Posts: two stages (answer within
3600 s; resolve within 4 h, after the customer has written again), whole cases within 2000 s,
moderation, open 00:30 to 02:00 (1800 s to 7200 s). Direct messages: 3600 s, a bot, and a holding
reply that counts. All limits by the wall clock. The first 900 s are warm-up.

case row arrival due    start  end    who     outcome     hostile
 1   phone   1000  1020   1010   1130 ann     answered
 2   phone   1100  1120   1150   1250 bob     answered    yes
 3   phone   1200  1220      -   1215 -       left
 4   phone   1240  1260      -   1300 -       left        yes
 5   phone   1300  4900   2000   2040 ann     unreached               called back
 5   phone   1300  4900   2940   3060 ann     answered                the further try
 6   phone    100   120    110    200 bob     answered    yes         in the warm-up
 7   posts   -500  3100    900   1000 bob     answered    yes         backlog at the start
 8   posts   1400  5000   4700   5100 ann     answered    yes         spill of 4
 9   posts   1000  4600   1900   2000 bob     handed over
 9   posts   1000  4600   2400   2500 ann     answered                the rest
 9   resolve 3000 17400   3500   3700 ann     answered                resolved
10   posts   2000  5600   3000   3600 agency  external    yes         resolved
11   posts   3700  7300      -   4000 -       moderated   yes         drawn by 13
12   posts   4000  7600      -      - -       open        yes         repost of 13
13   posts   3000  6600      -      - -       open        yes
14   posts   W-1000 W+2600 W-900 W-800 bob    answered                due after the horizon (W)
15   dms     1500  5100      -   1560 -       bot                     did not help
16   dms     3000  6600   7000   7200 bob     answered                return of 15, held at 3060
17   dms     2000  5600      -   2000 -       spared
18   dms     5000  8600      -      - -       open

Ann is rostered 0-62 min, break to 72, and on to 130, all paid; she pauses 1500-1800 s and stays
120 s longer. Bob has 0-40, 110-130 and the last 20 minutes of the week, and does not come on
Tuesday 0:00-1:00; his Wednesday off is credited with one hour.
"""

import datetime as dt
import math
from dataclasses import replace

import numpy as np

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.records import AgentRecords, Origin, Records, TaskOutcome, TaskRecords
from tests.simulation.logs import plain_columns
from tests.simulation.scenes import agent, channel, constant, roster, scenario, shift

WEEK = 604_800.0
NAN = math.nan
PHONE, POSTS, DMS = range(3)
ANN, BOB, NOBODY = 0, 1, -1
F, T = Origin, TaskOutcome
# case, parent, origin, channel, stage, arrival, due, start, end, agent, outcome, hostile
LOG = [
    (1, -1, F.DRAWN, PHONE, 0, 1000, 1020, 1010, 1130, ANN, T.ANSWERED, False),
    (2, -1, F.DRAWN, PHONE, 0, 1100, 1120, 1150, 1250, BOB, T.ANSWERED, True),
    (3, -1, F.DRAWN, PHONE, 0, 1200, 1220, NAN, 1215, NOBODY, T.ABANDONED, False),
    (4, -1, F.DRAWN, PHONE, 0, 1240, 1260, NAN, 1300, NOBODY, T.ABANDONED, True),
    (5, -1, F.DRAWN, PHONE, 0, 1300, 4900, 2000, 2040, ANN, T.UNREACHED, False),
    (5, -1, F.RETRY, PHONE, 0, 1300, 4900, 2940, 3060, ANN, T.ANSWERED, False),
    (6, -1, F.DRAWN, PHONE, 0, 100, 120, 110, 200, BOB, T.ANSWERED, True),
    (7, -1, F.BACKLOG, POSTS, 0, -500, 3100, 900, 1000, BOB, T.ANSWERED, True),
    (8, 4, F.SPILL, POSTS, 0, 1400, 5000, 4700, 5100, ANN, T.ANSWERED, True),
    (9, -1, F.DRAWN, POSTS, 0, 1000, 4600, 1900, 2000, BOB, T.HANDED_OVER, False),
    (9, -1, F.HAND_OVER, POSTS, 0, 1000, 4600, 2400, 2500, ANN, T.ANSWERED, False),
    (9, -1, F.STAGE, POSTS, 1, 3000, 17_400, 3500, 3700, ANN, T.ANSWERED, False),
    (10, -1, F.REPLAY, POSTS, 0, 2000, 5600, 3000, 3600, NOBODY, T.EXTERNAL, True),
    (11, 13, F.BACKLASH, POSTS, 0, 3700, 7300, NAN, 4000, NOBODY, T.MODERATED, True),
    (12, 13, F.REPOST, POSTS, 0, 4000, 7600, NAN, NAN, NOBODY, T.OPEN, True),
    (13, -1, F.STORM, POSTS, 0, 3000, 6600, NAN, NAN, NOBODY, T.OPEN, True),
    (14, -1, F.DRAWN, POSTS, 0, WEEK - 1000, WEEK + 2600, WEEK - 900, WEEK - 800, BOB, T.ANSWERED,
     False),
    (15, -1, F.DRAWN, DMS, 0, 1500, 5100, NAN, 1560, NOBODY, T.BOT, False),
    (16, 15, F.BOT_RETURN, DMS, 0, 3000, 6600, 7000, 7200, BOB, T.ANSWERED, False),
    (17, -1, F.DRAWN, DMS, 0, 2000, 5600, NAN, 2000, NOBODY, T.SPARED, False),
    (18, -1, F.DRAWN, DMS, 0, 5000, 8600, NAN, NAN, NOBODY, T.OPEN, False),
]  # fmt: skip
RESOLVED = {(9, 3500.0), (10, 3000.0), (1, 1010.0), (2, 1150.0), (5, 2940.0), (16, 7000.0)}


def said() -> Scenario:
    def within(seconds: float, **more: str) -> dict[str, object]:
        return {"share": 0.8, "within_seconds": seconds, "clock": "wall", **more}

    stages = [
        {"id": "answer", "public": True},
        {"id": "resolve", "think_time": constant(500), "sla": within(14_400.0)},
    ]
    return scenario(
        {
            "phone": channel(
                sla=within(20.0, denominator="offered_less_short_abandoned"), callback={}
            ),
            "posts": channel(
                "post",
                sla=within(3600.0),
                opening={"mon-sun": "00:30-02:00"},
                workflow={"stages": stages, "resolution": within(2000.0)},
                moderation={"share": 0.5, "cost": 2.0},
                public_answers={"channels": ["dms"]},
            ),
            "dms": channel(
                "message",
                sla=within(3600.0),
                bot={"cost": 0.1},
                holding_reply={"counts_as_first_response": True, "cost": 0.01},
            ),
        },
        [
            agent("ann", "phone", "posts", "dms"),
            agent("bob", "phone", "posts", "dms")
            | {
                "absences": [{"first": WEDNESDAY, "last": WEDNESDAY, "credited_hours_per_day": 1.0}]
            },
        ],
        cap={"hostile": 0.5},
        start={"warm_up_hours": 0.25},
        external_desks={
            "agency": {
                "channels": ["posts"],
                "after_seconds": 900.0,
                "capacity": 1,
                "price_per_case": 5.0,
                "price_per_hour": 60.0,
            }
        },
        value={"per_customer": 100.0, "churn_if_late": 0.05, "worth_of_recommendation": 10.0},
    )


WEDNESDAY = dt.date(2026, 1, 7)


def plan() -> Roster:
    ann = shift("ann", (0, 62), (62, 72, "break"), (72, 130), name="ann")
    return roster(
        replace(ann, paid_minutes=130),
        shift("bob", (0, 40), name="bob 1"),
        shift("bob", (110, 130), name="bob 2"),
        shift("bob", (1440, 1500), name="bob, who does not come"),
        shift("bob", (10_060, 10_080), name="bob 3"),
    )


def records() -> Records:
    rows = sorted(LOG, key=lambda row: row[5])
    case, parent, origin, medium, stage, arrival, due, start, end, who, outcome, hostile = (
        np.array(column) for column in zip(*rows, strict=True)
    )
    given = plain_columns(
        outcome.astype(np.int64),
        parent_id=parent,
        origin=origin.astype(np.int64),
        stage=stage,
        desk=np.where(outcome == int(T.EXTERNAL), 0, -1),
        resolved=np.array([(row[0], row[7]) in RESOLVED for row in rows]),
        called_back=case == 5,
        holding_seconds=np.where(case == 16, 3060.0, NAN),
        moderated_seconds=np.where(case == 11, 4000.0, NAN),
        steps=np.zeros(len(case), dtype=np.int64),
    )
    tasks = TaskRecords(
        case_id=case,
        queue=2 * medium + hostile,
        hostile=hostile,
        labelled_hostile=hostile,
        arrival_seconds=arrival.astype(np.float64),
        due_seconds=due.astype(np.float64),
        start_seconds=start.astype(np.float64),
        end_seconds=end.astype(np.float64),
        agent=who,
        outcome=outcome.astype(np.int64),
        **given,
    )
    return Records(0, tasks, _duty())


def _duty() -> AgentRecords:
    # agent, shift of the roster, work, pause, start, end
    rows = [
        (ANN, 0, True, False, 0.0, 1500.0),
        (ANN, 0, False, True, 1500.0, 1800.0),
        (ANN, 0, True, False, 1800.0, 3720.0),
        (ANN, 0, False, False, 3720.0, 4320.0),
        (ANN, 0, True, False, 4320.0, 7920.0),
        (BOB, 1, True, False, 0.0, 2400.0),
        (BOB, 2, True, False, 6600.0, 7800.0),
        (BOB, 4, True, False, WEEK - 1200.0, WEEK),
    ]
    agent_of, shift_of, work, pause, start, end = (
        np.array(column) for column in zip(*rows, strict=True)
    )
    return AgentRecords(agent_of, shift_of, work, start, end, pause)
