"""The reference callback decides as the simulated desk does, whatever has happened before."""

import json
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reports.routing.taskrouter import taskrouter_files
from scenarios.assignment import QuotaLimits
from scenarios.cap import CapWindow
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from simulation.desk.duty import Duty, compile_duty
from simulation.desk.ledger import Ledger
from simulation.desk.router import FORMS, compile_routing
from simulation.world import World, compile_world
from tests.scheduler.two_groups import two_groups
from tests.simulation.scenes import quota_of, roster, rules, shift

DAY = 1440
SHIFTS = [
    ((480, 720), (720, 750, "break"), (750, 960)),
    ((DAY + 1200, DAY + 1500),),
    ((6 * DAY + 1200, 6 * DAY + 1320), (6 * DAY + 1320, 6 * DAY + 1350, "break"),
     (6 * DAY + 1350, 6 * DAY + 1700)),
    ((8 * DAY + 480, 8 * DAY + 960),),
]  # fmt: skip


@dataclass
class Pair:
    """One agent in the ledger of the desk and in the books of the callback."""

    ledger: Ledger
    duty: Duty
    world: World
    books: ModuleType
    said: Any  # settings of the callback
    worker: dict[str, Any]
    origin: float
    book: Any
    open: dict[int, str] = field(default_factory=dict)  # queue by case
    cases: int = 0

    def hand_out(self, queue: str, now: float) -> None:
        self.cases += 1
        self.ledger.count_case(0, self.cases, self.world.queue_ids.index(queue), True, now)
        self._up_to(now)
        self.book = self.books.hand_out(
            self.said, self.book, str(self.cases), queue, self.origin + now
        )
        self.open[self.cases] = queue

    def close(self, hostile: bool, now: float) -> None:
        case, queue = next(iter(self.open.items()))
        del self.open[case]
        self.ledger.close_case(0, case, self.world.queue_ids.index(queue), hostile, now)
        self._up_to(now)
        self.book = self.books.close(self.said, self.book, str(case), hostile, self.origin + now)

    def check(self, now: float) -> None:
        """Both say the same of every queue, and of what the workflow orders by."""
        self._up_to(now)
        for place, queue in enumerate(self.world.queue_ids):
            if not self.world.queue_hostile[place]:
                continue
            form = self.ledger.exceeded(0, now, place)
            told = self.books.exceeded(self.said, self.worker, self.book, self.origin + now, queue)
            assert told == (FORMS[form - 1] if form else None)
        counters = self.books.counters(self.said, self.worker, self.book, self.origin + now)
        assert counters["in_debt"] == self.ledger.in_debt[0]
        assert counters["handled_count"] == self.ledger.handed[0]
        limit = self.worker["cap"] or 1.0
        handed = self.ledger.handed[0]
        share = self.ledger.expected[0] / handed / limit if handed else 0.0
        assert counters["hostile_share"] == pytest.approx(1e9 * share, abs=2)

    def _up_to(self, now: float) -> None:
        agent = self.worker["agent_id"]
        self.book = self.books.up_to_date(self.said, agent, self.book, self.origin + now)


def pair(scenario: Scenario, by: Any, callback: ModuleType, books: ModuleType) -> Pair:
    plan = roster(*(shift("B1", *pieces, name=f"s{k}") for k, pieces in enumerate(SHIFTS)))
    world = compile_world(scenario)
    duty = compile_duty(world, plan, np.zeros(len(plan.shifts), dtype=bool), 1, 0)
    files = taskrouter_files(scenario, by, plan)
    return Pair(
        Ledger(world, compile_routing(world, by), duty, True),
        duty,
        world,
        books,
        callback.read_settings(files["callback.json"].decode()),
        json.loads(files["workers.json"])["workers"][0]["attributes"],
        Timeline(scenario.horizon).origin_utc.timestamp(),
        books.Book(),
    )


def happen(both: Pair, data: st.DataObject) -> None:
    """Let the shifts go by, with tasks handed out and closed in between."""
    duty, ledger = both.duty, both.ledger
    weeks = both.world.week_seconds.tolist()[1:] if ledger.quota.window is CapWindow.WEEK else []
    begun = -1
    for place in range(duty.first[1]):
        start, end = duty.starts[place], duty.ends[place]
        if duty.shift[place] != begun:
            for week in [one for one in weeks if one <= start]:
                weeks.remove(week)
                ledger.new_window(0, week)
            begun = duty.shift[place]
            ledger.begin_shift(0, begun, start)
        if duty.is_work[place]:
            ledger.ahead.begin(0, place, start)
        times = data.draw(st.lists(st.integers(int(start), int(end) - 1), max_size=12))
        for moment in sorted(map(float, times)):
            for week in [one for one in weeks if one <= moment]:
                weeks.remove(week)
                ledger.new_window(0, week)
            step(both, data, moment)


def step(both: Pair, data: st.DataObject, now: float) -> None:
    both.check(now)
    if both.open and data.draw(st.booleans()):
        both.close(data.draw(st.booleans()), now)
    else:
        both.hand_out(data.draw(st.sampled_from(both.world.queue_ids)), now)
    both.check(now)


LIMITS = st.builds(
    QuotaLimits,
    hostile=st.sampled_from([None, 0.2, 0.5]),
    contacts_per_shift=st.sampled_from([None, 1, 3]),
    minutes_per_paid_hour=st.sampled_from([None, 1.0, 6.0]),
    longest_run=st.sampled_from([None, 1, 2]),
)


@settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink a history takes minutes
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_the_callback_and_the_desk_say_the_same(
    data: st.DataObject, callback: ModuleType, books: ModuleType
) -> None:
    scenario = two_groups({"horizon.weeks": 2})
    quota = quota_of(
        scenario,
        data.draw(LIMITS),
        window=data.draw(st.sampled_from(list(CapWindow))),
        burst=data.draw(st.sampled_from([0.0, 1.0])),
        known_at_close=data.draw(st.booleans()),
        minutes=data.draw(st.sampled_from([(5.0, 0.0), (8.0, 0.7)])),
        leak=data.draw(st.sampled_from([None, (0.2, 1.0)])),
        margin_z=data.draw(st.sampled_from([0.0, 1.5])),
        chance=data.draw(st.sampled_from([(0.0, 1.0), (0.05, 0.7)])),
        sure=data.draw(st.sampled_from([None, (2.0, 0.05)])),
    )
    happen(pair(scenario, rules(scenario, quota=quota), callback, books), data)
