"""Tables: roster, rules and cases laid out in memory for the compiled loop."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from scenarios.cap import CapWindow
from simulation.arrivals.volume import Cases
from simulation.compiled import layout
from simulation.compiled.filling import fill_rows
from simulation.compiled.heap import KIND_SHIFT
from simulation.compiled.life_tables import LifeTables
from simulation.compiled.memory_tables import Tables
from simulation.compiled.numbers import Numbers
from simulation.compiled.rule_tables import add_steps, add_turns
from simulation.desk.clock import Happening
from simulation.desk.duty import Duty
from simulation.desk.eligibility import changes_of
from simulation.desk.kinds import Kinds, kinds_of
from simulation.desk.pace import Pace, needs_pace
from simulation.desk.router import Routing
from simulation.desk.steps import StepKind
from simulation.life.life import needs_life
from simulation.world import World

Table = npt.NDArray[Any]
NEVER = -1.0e300


def lay_out(
    world: World, routing: Routing, duty: Duty, cases: Cases, seed: int, replication: int
) -> Tables:
    """Return the memory of a replication before its first event.

    Raises ValueError where cases lack their context.
    """
    tables, kinds, numbers = Tables(), kinds_of(world), Numbers()
    _add_queues(tables, world, routing, kinds)
    _add_groups(tables, world, routing, numbers)
    add_turns(tables, world, routing, numbers)
    add_steps(tables, routing, numbers)
    _add_reserves(tables, routing)
    _add_agents(tables, world, routing, duty)
    _add_segments(tables, duty)
    tables.keep("rows", _rows(cases))
    tables.keep("places", world.interval_of_week.astype(np.int64))
    _set_state(tables, world, routing, duty, cases, kinds)
    _set_first_events(tables, world, routing, changes_of(routing.periods, world, _start(duty)))
    if needs_life(world):
        LifeTables(tables, world, cases, numbers).lay_out(seed, replication)
        tables.of["desks"]["step"] = routing.steps.of_desk
        tables.of["desks"]["by_ladder"] = routing.steps.by_ladder
    tables.keep("ints", np.array([*numbers.numbers, 0], dtype=np.int64))
    levels = np.zeros(len(numbers.levels) + 1, dtype=layout.LEVEL)
    levels["first"][:-1] = [first for first, _ in numbers.levels]
    levels["last"][:-1] = [last for _, last in numbers.levels]
    tables.keep("levels", levels)
    return tables


def _rows(cases: Cases) -> Table:
    rows = np.empty(len(cases), dtype=layout.ROW)
    numbers = (
        cases.arrival_seconds,
        cases.due_seconds,
        cases.handle_seconds,
        cases.patience_seconds,
    )
    fill_rows(rows, cases.queue, cases.hostile, *(np.ascontiguousarray(one) for one in numbers))
    return rows


def _add_queues(tables: Tables, world: World, routing: Routing, kinds: Kinds) -> None:
    queues = np.zeros(len(world.queue_ids), dtype=layout.QUEUE)
    queues["kind"] = kinds.of_queue
    queues["chance"] = routing.quota.chance
    queues["minutes"], queues["square"] = routing.quota.minutes, routing.quota.square
    queues["cube"] = routing.quota.cube
    queues["by_exposure"], queues["gated"] = routing.by_exposure, routing.gated
    queues["reserved"], queues["live"] = routing.reserved, world.queue_live
    queues["public"] = routing.public
    queues["head"] = queues["tail"] = -1
    queues["release_at"] = math.inf
    queues["again"] = routing.due_again
    tables.keep("queues", queues)
    table = np.zeros(len(kinds.concurrency), dtype=layout.KIND)
    table["slowdown"], table["hostile_factor"] = kinds.slowdown, kinds.hostile_factor
    table["concurrency"], table["deferrable"] = kinds.concurrency, kinds.deferrable
    table["part_first"] = table["part_last"] = -1
    tables.keep("kinds", table)


def _add_groups(tables: Tables, world: World, routing: Routing, numbers: Numbers) -> None:
    groups = np.zeros(len(world.group_ids), dtype=layout.GROUP)
    groups["idle_first"] = groups["idle_last"] = -1
    groups["step"] = routing.steps.of_group
    for number, reserves in enumerate(routing.reserves_of_group):
        groups["first_reserve"][number], groups["last_reserve"][number] = numbers.add(reserves)
    tables.keep("groups", groups)


def _add_reserves(tables: Tables, routing: Routing) -> None:
    reserves = np.zeros(len(routing.reserves) + 1, dtype=layout.RESERVE)
    tables.of["needed"] = np.array([one.needed for one in routing.reserves], dtype=np.int64)
    for number in range(len(routing.reserves)):
        reserves["needed_at"][number] = tables.of["needed"][number].ctypes.data
    tables.keep("reserves", reserves)


def _add_agents(tables: Tables, world: World, routing: Routing, duty: Duty) -> None:
    agents = np.zeros(len(world.agent_ids), dtype=layout.AGENT)
    agents["group"] = world.agent_group
    agents["cool_until"] = agents["slow_until"] = NEVER
    agents["segment_from"] = math.nan
    agents["learned"] = 1.0
    quota = routing.quota
    agents["sure_rate"], agents["sure_chance"] = quota.sure_rate, quota.sure_chance
    agents["share_limit"], agents["contacts_limit"] = quota.share, quota.contacts
    agents["minutes_limit"], agents["run_limit"] = quota.per_hour, quota.run
    agents["slope"], agents["leak"] = quota.slope, quota.leak
    agents["leak_minutes"], agents["leak_square"] = quota.leak_minutes, quota.leak_square
    agents["leak_cube"] = quota.leak_cube
    agents["cool_seconds"] = [one.seconds for one in routing.cool_downs]
    agents["cool_run"] = [one.after_run for one in routing.cool_downs]
    agents["place"], agents["last"] = duty.first[:-1], duty.first[1:]
    for name in (
        "hand_kind",
        "shift",
        "begun",
        "before",
        "after",
        "held_first",
        "hand_first",
        "end_awaited",
        "last_handed",
    ):
        agents[name] = -1
    tables.keep("agents", agents)


def _add_segments(tables: Tables, duty: Duty) -> None:
    segments = np.zeros(len(duty.starts), dtype=layout.SEGMENT)
    segments["start"], segments["end"], segments["latest"] = duty.starts, duty.ends, duty.latest
    segments["speed"], segments["shift"] = duty.speed, duty.shift
    segments["is_work"], segments["is_pause"] = duty.is_work, duty.is_pause
    segments["came"] = math.nan
    tables.keep("segments", segments)
    shifts = np.zeros(len(duty.shift_start) + 1, dtype=layout.SHIFT)
    shifts["start"][:-1], shifts["end"][:-1] = duty.shift_start, duty.shift_end
    shifts["paid_hours"][:-1] = duty.shift_paid_hours
    tables.keep("shifts", shifts)


def _set_state(
    tables: Tables, world: World, routing: Routing, duty: Duty, cases: Cases, kinds: Kinds
) -> None:
    s = tables.state[0]
    s["now"] = _start(duty)
    s["horizon"], s["step_seconds"] = world.horizon_seconds, world.step_seconds
    quota = routing.quota
    s["burst"], s["margin_z"], s["known"] = quota.burst, quota.margin_z, quota.known_at_close
    s["release_slack"] = routing.release_slack_seconds
    for name in ("agents", "queues", "groups", "kinds", "places"):
        s[name] = len(tables.of[name])
    s["size"] = s["rows"] = s["row_room"] = len(cases)
    s["broken"] = -1
    s["first_come"] = routing.first_come
    s["guarded"] = any(routing.gated) or any(routing.reserved)
    s["by_shift"] = routing.quota.window is CapWindow.SHIFT
    come = np.bincount(cases.queue, minlength=int(s["queues"])) > 0
    s["counts"] = bool((np.array(routing.by_exposure) & (come | needs_life(world))).any())
    s["looks_ahead"] = (
        s["counts"] and any(routing.gated) and bool(tables.of["agents"]["sure_rate"].any())
    )
    later_weeks = world.week_seconds.tolist()[1:] if routing.quota.window is CapWindow.WEEK else []
    tables.keep("window_ends", np.array([*later_weeks, world.horizon_seconds]))
    s["window_ends"] = len(tables.of["window_ends"])
    s["paced"] = needs_pace(world)
    if s["paced"]:
        pace = Pace(world, kinds)
        s["slow_factor"], s["slow_seconds"] = pace.slow_factor, pace.slow_seconds
        tables.keep("speed", np.array(pace.speed, dtype=np.float64))


def _set_first_events(
    tables: Tables, world: World, routing: Routing, changes: list[tuple[float, int]]
) -> None:
    s = tables.state[0]
    s["heap_margin"] = (
        s["agents"] * (int(tables.of["kinds"]["concurrency"].max(initial=1)) + 2)
        + 4 * s["queues"]
        + 16 * (s["step_times"] + 1)
    )
    # A case that moderation moves waits anew, with all that this sets off.
    moves = any(one.kind is StepKind.MODERATE for one in routing.steps.all)
    s["heap_each"] = 1 + moves * (s["step_times"] + len(world.scenario.external_desks) + 4)
    known = [
        *_numbered(Happening.WINDOW, _windows(world, routing)),
        *_numbered(Happening.PERIOD, [time for time, _ in changes]),
    ]
    events = np.zeros(2 * s["heap_margin"] + len(known), dtype=layout.EVENT)
    events[: len(known)] = sorted(known)  # so a heap already
    s["heap"], s["heap_room"] = len(known), len(events)
    tables.keep("heap", events)
    tables.keep("changes", np.array([number for _, number in changes] + [0], dtype=np.int64))


def _windows(world: World, routing: Routing) -> list[float]:
    weekly = any(routing.by_exposure) and routing.quota.window is CapWindow.WEEK
    return world.week_seconds.tolist() if weekly else []


def _numbered(kind: Happening, times: list[float]) -> list[tuple[float, int]]:
    return [(time, int(kind) << KIND_SHIFT | number) for number, time in enumerate(times)]


def _start(duty: Duty) -> float:
    return min([0.0, *duty.starts])
