"""A log of twelve cases written by hand, with every figure worked out on paper.

One day of interest; phone has a limit of 20 s (denominators vary), posts one of 3600 s.

Phone is in time if somebody takes the call by then, posts if the reply goes out by then.

no  channel  arrival  due   start  end    agent  outcome    hostile  wait
 0  phone       0      20     0     100   0      answered   yes        0   in time
 1  phone      10      30    30     130   1      answered   no        20   in time (at the limit)
 2  phone      50      70    90     190   1 *    answered   no        40   late
 3  phone      60      80     -      75   -      abandoned  no        15   within the limit
 4  phone      70      90     -     170   -      abandoned  yes      100   after the limit
 5  phone     900     920   901    1001   0      answered   yes        1   in time
 6  posts       0    3600   200     500   0      answered   no       200   in time
 7  posts     100    3700  5000    5600   0      answered   yes     4900   late
 8  posts     200    3800     -       -   -      open       no         -   never
 9  posts     300    3900   600     700   0      answered   no       300   in time
10  phone     ...   beyond the horizon's end: counted for the agent, not for the channel
11  posts     950    4550  1100    1160   1      answered   no       150   in time
                                                     * agent 1 has two calls at once, 90 to 130
"""

import math

import numpy as np
import pytest

from scenarios.assignment import RoutingPolicy
from scenarios.cap import CapWindow
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import Outcome
from simulation.measures.people import gini, jain
from simulation.measures.summary import Summary, summarise
from simulation.records import AgentRecords, Records, TaskOutcome, TaskRecords
from simulation.world import compile_world
from tests.simulation.logs import plain_columns
from tests.simulation.scenes import agent, channel, roster, scenario, shift

WEEK = 604_800.0
NAN = math.nan
ANSWERED, LEFT, OPEN = (
    int(one) for one in (TaskOutcome.ANSWERED, TaskOutcome.ABANDONED, TaskOutcome.OPEN)
)
# channel (0 phone, 1 posts), arrival, due, start, end, agent, outcome, hostile
LOG = [
    (0, 0.0, 20.0, 0.0, 100.0, 0, ANSWERED, True),
    (0, 10.0, 30.0, 30.0, 130.0, 1, ANSWERED, False),
    (0, 50.0, 70.0, 90.0, 190.0, 1, ANSWERED, False),
    (0, 60.0, 80.0, NAN, 75.0, -1, LEFT, False),
    (0, 70.0, 90.0, NAN, 170.0, -1, LEFT, True),
    (0, 900.0, 920.0, 901.0, 1001.0, 0, ANSWERED, True),
    (1, 0.0, 3600.0, 200.0, 500.0, 0, ANSWERED, False),
    (1, 100.0, 3700.0, 5000.0, 5600.0, 0, ANSWERED, True),
    (1, 200.0, 3800.0, NAN, NAN, -1, OPEN, False),
    (1, 300.0, 3900.0, 600.0, 700.0, 0, ANSWERED, False),
    (0, WEEK - 10.0, WEEK + 10.0, WEEK - 5.0, WEEK + 55.0, 1, ANSWERED, True),
    (1, 950.0, 4550.0, 1100.0, 1160.0, 1, ANSWERED, False),
]


def said(denominator: str = "offered", window: str = "week", cap: float = 0.5) -> Scenario:
    return scenario(
        {
            "phone": channel(
                sla={
                    "share": 0.8,
                    "within_seconds": 20.0,
                    "clock": "wall",
                    "denominator": denominator,
                },
                concurrency=2,
            ),
            "posts": channel("post", sla={"share": 0.8, "within_seconds": 3600.0, "clock": "wall"}),
        },
        [agent("ann", "phone", "posts"), agent("bob", "phone", "posts")],
        cap={"hostile": cap, "window": window},
    )


def plan() -> Roster:
    return roster(
        shift("ann", (0, 20), (20, 30, "break"), (30, 100)),
        shift("bob", (0, 60)),
        shift("bob", (10_075, 10_080)),  # until the end of the week; leaves 55 s late
    )


def records() -> Records:
    rows = sorted(LOG, key=lambda row: row[1])
    columns = list(zip(*rows, strict=True))
    hostile = np.array(columns[7])
    tasks = TaskRecords(
        case_id=np.arange(len(rows)),
        queue=2 * np.array(columns[0]) + hostile,
        hostile=hostile,
        labelled_hostile=hostile,
        arrival_seconds=np.array(columns[1]),
        due_seconds=np.array(columns[2]),
        start_seconds=np.array(columns[3]),
        end_seconds=np.array(columns[4]),
        agent=np.array(columns[5]),
        outcome=np.array(columns[6]),
        **plain_columns(np.array(columns[6])),
    )
    duty = AgentRecords(
        agent=np.array([0, 0, 0, 1, 1]),
        shift=np.array([0, 0, 0, 1, 2]),
        is_work=np.array([True, False, True, True, True]),
        start_seconds=np.array([0.0, 1200.0, 1800.0, 0.0, WEEK - 300.0]),
        end_seconds=np.array([1200.0, 1800.0, 6000.0, 3600.0, WEEK + 55.0]),
        is_pause=np.zeros(5, dtype=np.bool_),
    )
    return Records(0, tasks, duty)


def summary(**changes: object) -> Summary:
    return summarise(compile_world(said(**changes)), plan(), records())  # type: ignore[arg-type]


def outcome(copies: int = 1, **changes: object) -> Outcome:
    one = said(**changes)  # type: ignore[arg-type]
    same = [summary(**changes)] * copies
    return outcome_of(one, RoutingPolicy.PLAN, 1, same, confidence=0.95)


def test_counts_by_channel() -> None:
    sums = summary().channels
    assert sums.offered.tolist() == [6, 5]
    assert sums.answered.tolist() == [4, 4]
    assert sums.abandoned.tolist() == [2, 0]
    assert sums.open_at_end.tolist() == [0, 1]
    assert sums.in_time.tolist() == [3, 3]
    assert sums.left_in_time.tolist() == [1, 0]
    assert sums.hostile.tolist() == [3, 1]


@pytest.mark.parametrize(
    ("denominator", "level"),
    [("offered", 3 / 6), ("offered_less_short_abandoned", 3 / 5), ("answered", 3 / 4)],
)
def test_service_level_by_each_denominator(denominator: str, level: float) -> None:
    phone, posts = outcome(denominator=denominator).channels
    assert phone.service_level is not None
    assert posts.service_level is not None
    assert phone.service_level.mean == pytest.approx(level)
    assert posts.service_level.mean == pytest.approx(3 / 5)


def test_times_by_channel() -> None:
    phone, posts = outcome().channels
    assert phone.asa_seconds.mean == pytest.approx((0 + 20 + 40 + 1) / 4)
    assert posts.asa_seconds.mean == pytest.approx((200 + 4900 + 300 + 150) / 4)
    assert phone.aht_seconds.mean == pytest.approx(100.0)
    assert posts.aht_seconds.mean == pytest.approx((300 + 600 + 100 + 60) / 4)
    # Type 7 of 0, 1, 20, 40: median (1 + 20) / 2; p90 at place 2.7: 20 + 0.7 x 20.
    assert phone.frt_median_seconds.mean == pytest.approx(10.5)
    assert phone.frt_p90_seconds.mean == pytest.approx(34.0)
    # Replies go out at the end: of 210, 400, 500, 5500: median 450; p90 500 + 0.7 x 5000.
    assert posts.frt_median_seconds.mean == pytest.approx(450.0)
    assert posts.frt_p90_seconds.mean == pytest.approx(4000.0)
    assert phone.abandonment_share.mean == pytest.approx(2 / 6)
    assert posts.abandonment_share.mean == 0.0
    assert phone.hostile_share.mean == pytest.approx(3 / 6)
    assert posts.hostile_share.mean == pytest.approx(1 / 5)


def test_agents_are_counted_for_everything_they_handled() -> None:
    ann, bob = outcome().agents
    # Ann: cases 0, 5, 6, 7, 9, of which 0, 5, 7 hostile. Bob: 1, 2, 10, 11, of which 10.
    assert (ann.handled.mean, bob.handled.mean) == (5.0, 4.0)
    assert ann.hostile_share.mean == pytest.approx(3 / 5)
    assert bob.hostile_share.mean == pytest.approx(1 / 4)
    # Ann busy 100 + 100 + 300 + 600 + 100 of 1200 + 4200; Bob 30-190, 60 and 60 of 3600 + 355.
    assert ann.occupancy.mean == pytest.approx(1200 / 5400)
    assert bob.occupancy.mean == pytest.approx((160 + 60 + 60) / 3955)
    assert ann.overtime_minutes.mean == 0.0
    assert bob.overtime_minutes.mean == pytest.approx(55 / 60)


def test_the_cap_over_the_week() -> None:
    result = outcome()
    ann, bob = result.agents
    assert result.cap is not None
    assert (ann.max_window_share, ann.windows_over_cap) == (pytest.approx(0.6), 1)
    assert (bob.max_window_share, bob.windows_over_cap) == (pytest.approx(0.25), 0)
    assert result.cap.max_share == pytest.approx(0.6)
    assert result.cap.replications_with_breach == 1
    assert result.cap.compliance_low == 0.0
    assert result.cap.agents_over_cap.mean == 1.0
    # Jain (0.6 + 0.25)^2 / (2 (0.36 + 0.0625)); Gini |0.6 - 0.25| x 2 / (2 x 4 x 0.425).
    assert result.cap.jain.mean == pytest.approx(0.7225 / 0.845)
    assert result.cap.gini.mean == pytest.approx(0.7 / 3.4)
    # Labelled hostile: waits 0, 100, 1, 4900, 5.
    assert result.cap.oldest_hostile_wait_seconds == pytest.approx(4900.0)


def test_a_share_exactly_at_the_cap_holds() -> None:
    result = outcome(cap=0.6)
    assert result.cap is not None
    assert result.cap.replications_with_breach == 0


def test_the_cap_by_shift() -> None:
    ann, bob = outcome(window=CapWindow.SHIFT.value).agents
    # Bob's second shift is one case, hostile: share 1.
    assert (ann.max_window_share, ann.windows_over_cap) == (pytest.approx(0.6), 1)
    assert (bob.max_window_share, bob.windows_over_cap) == (1.0, 1)


def test_the_cap_over_the_horizon() -> None:
    ann, bob = outcome(window=CapWindow.HORIZON.value).agents
    assert ann.max_window_share == pytest.approx(0.6)
    assert bob.max_window_share == pytest.approx(0.25)


def test_intervals() -> None:
    result = outcome().intervals
    # Phone: 0-15 min has five, of which 2 in time; the sixth comes at 900 s, the next interval.
    assert result.offered["phone"][:3] == (5.0, 1.0, 0.0)
    assert result.service_level["phone"][:2] == (pytest.approx(2 / 5), 1.0)
    assert math.isnan(result.service_level["phone"][2])
    assert result.offered["posts"][:3] == (4.0, 1.0, 0.0)
    assert result.service_level["posts"][:2] == (pytest.approx(2 / 4), 1.0)
    # First interval: both there. Second (900-1800): Ann until 1200, Bob throughout.
    assert result.agents_working[:3] == (2.0, pytest.approx(4 / 3), 2.0)
    # Busy in the first: Ann 100 + 300 + 100, Bob 160; in the second: 100 and 60.
    assert result.agents_busy[0] == pytest.approx(660 / 900)
    assert result.agents_busy[1] == pytest.approx(160 / 900)
    # The very last: Bob from 300 s before the end, in hand the last 5 s.
    assert result.agents_working[-1] == pytest.approx(300 / 900)
    assert result.agents_busy[-1] == pytest.approx(5 / 900)


def test_a_single_replication_has_no_interval() -> None:
    one = outcome().channels[0].asa_seconds
    assert math.isnan(one.low)
    assert math.isnan(one.high)
    twice = outcome(copies=2).channels[0].asa_seconds
    assert twice.low == twice.high == twice.mean == pytest.approx(15.25)


def test_no_replication_is_refused() -> None:
    with pytest.raises(ValueError, match="no replication"):
        outcome_of(said(), RoutingPolicy.PLAN, 1, [], confidence=0.95)


def test_fairness_at_its_ends() -> None:
    assert jain(np.array([0.2, 0.2, 0.2])) == pytest.approx(1.0)
    assert jain(np.array([0.0, 0.0, 0.3])) == pytest.approx(1 / 3)
    assert jain(np.zeros(3)) == 1.0
    assert gini(np.array([0.2, 0.2])) == pytest.approx(0.0)
    assert gini(np.array([0.0, 0.0, 0.3])) == pytest.approx(2 / 3)
    assert gini(np.zeros(3)) == 0.0
    assert math.isnan(jain(np.zeros(0)))
    assert math.isnan(gini(np.zeros(0)))
