"""The summary of one replication: counts and sums from its records, small enough to send."""

from dataclasses import dataclass

import numpy as np

from scenarios.cap import BlockedStep
from scenarios.roster import Roster
from simulation.measures.agents import AgentSums, agent_sums
from simulation.measures.backlog import BacklogSums, backlog_of
from simulation.measures.calendar import IntervalSums, interval_sums
from simulation.measures.contacts import contacts_of
from simulation.measures.flows import FlowSums, flows_of
from simulation.measures.ladder import LadderSums, ladder_of, waits_of
from simulation.measures.pieces import busy_pieces
from simulation.measures.relief import ReliefSums, relief_of
from simulation.measures.resolution import ResolutionSums, resolution_of
from simulation.measures.sums import ContactSums, breakdown_of
from simulation.measures.times import TimeSums, times_of
from simulation.measures.warning import WarningHours, warning_of
from simulation.measures.worth import WorthSums, worth_of
from simulation.measures.yardstick import Yardstick, compile_yardstick
from simulation.records import Ints, Records
from simulation.world import World


@dataclass(frozen=True)
class Frame:
    """What is the same in every replication of a run."""

    counted_seconds: float  # the horizon without its warm-up
    day_starts: Ints  # first interval of each day
    paid_minutes: float  # of all shifts, and of planned absences that are credited
    planned_away_minutes: float  # paid breaks and credited absences


@dataclass(frozen=True)
class Summary:
    """What one replication comes to."""

    replication: int
    frame: Frame
    channels: ContactSums  # first contacts
    queues: ContactSums  # contacts of every stage, as in the next one
    stages: ContactSums
    times: TimeSums
    resolution: ResolutionSums
    backlog: BacklogSums
    flows: FlowSums
    agents: AgentSums
    intervals: IntervalSums
    warning: WarningHours
    relief: ReliefSums
    worth: WorthSums
    ladder: LadderSums
    oldest_hostile_waits: tuple[float, float]
    """Longest wait of any case labelled hostile in seconds, by the wall clock and in opening hours
    of its channel; 0 without one."""


def summarise(
    world: World,
    roster: Roster,
    records: Records,
    yardstick: Yardstick | None = None,
    steps: tuple[BlockedStep, ...] = (),
) -> Summary:
    """Return the summary of a replication.

    A first contact counts in its channel if it comes after the warm-up, is no part of the backlog
    at the start, and its SLA limit is up within the horizon or its stage has no SLA. Agents'
    figures count everything that they handled; a task belongs to the cap window in which it was
    handed out. ``yardstick`` is that of world and roster, to save time where many are summarised;
    ``steps`` are those of the rules for cases that nobody may take.
    """
    stick = yardstick if yardstick is not None else compile_yardstick(world, roster)
    contacts = contacts_of(world, stick, records.tasks)
    pieces = busy_pieces(records.tasks)
    sums = breakdown_of(world, stick, contacts)
    backlog = backlog_of(world, stick, contacts)
    waits = waits_of(world, stick, records)
    return Summary(
        replication=records.replication,
        frame=_frame(world, stick),
        channels=sums.channels,
        queues=sums.queues,
        stages=sums.stages,
        times=times_of(stick, contacts),
        resolution=resolution_of(world.horizon_seconds, stick, records.tasks, contacts),
        backlog=backlog,
        flows=flows_of(contacts, len(world.channels)),
        agents=agent_sums(world, stick, records, pieces),
        intervals=interval_sums(
            world, stick, contacts, backlog.by_interval, records.agents, pieces
        ),
        warning=warning_of(world, stick, contacts),
        relief=relief_of(world.scenario, records.tasks, contacts, steps),
        worth=worth_of(contacts),
        ladder=ladder_of(steps, records.tasks, waits),
        oldest_hostile_waits=waits.longest(records.tasks.labelled_hostile),
    )


def _frame(world: World, yardstick: Yardstick) -> Frame:
    shifts = yardstick.shifts
    breaks = np.maximum(shifts.paid_minutes - shifts.work_minutes, 0.0)
    return Frame(
        counted_seconds=world.horizon_seconds - yardstick.counted_from,
        day_starts=yardstick.day_starts,
        paid_minutes=float(shifts.paid_minutes.sum()) + yardstick.credited_minutes,
        planned_away_minutes=float(breaks.sum()) + yardstick.credited_minutes,
    )
