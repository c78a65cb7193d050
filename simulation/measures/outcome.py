"""What the records say: metrics with confidence intervals, and verdicts on promises.

A *contact* is one piece of work that customers see as one: a task with what became of it after a
hand-over or further tries to call back. *First contacts* are those of stage 0 that a message
started. They are counted if they arrive after the warm-up, are no part of the backlog at the
start, and are due within the horizon or have no SLA. Offered are those that need an answer from a
person: not those that ended with the bot, were spared, or were closed by moderation.
"""

from dataclasses import dataclass
from enum import StrEnum

from simulation.measures.cap_outcome import CapOutcome
from simulation.measures.estimate import Estimate as Estimate
from simulation.measures.estimate import Series as Series


@dataclass(frozen=True)
class ServiceLevels:
    """Shares in time by each of the three denominators; the promise names the one judged."""

    of_offered: Estimate
    of_offered_less_short_abandoned: Estimate  # less those who left within the limit
    of_answered: Estimate


@dataclass(frozen=True)
class ResolutionOutcome:
    """Cases from the first message to the close for good, of counted first contacts offered."""

    median_seconds: Estimate  # of resolved cases, by the wall clock
    p90_seconds: Estimate
    rate: Estimate  # resolved / offered
    drop_out: Estimate  # answered, but never came to the next stage (or not in the horizon)
    service_level: Estimate | None  # resolved within the workflow's resolution SLA; None without


@dataclass(frozen=True)
class BacklogOutcome:
    """Contacts of every stage open with the desk: arrived, and not done, left or closed.

    From the end of the warm-up to the end of the horizon; the backlog at the start is part of it.
    """

    at_start: Estimate  # given by the scenario (start.backlog)
    start_answered: Estimate  # of these, answered
    mean: Estimate  # over time
    highest: Estimate
    at_end: Estimate
    oldest_seconds: Estimate  # highest age of an open contact at the end of any interval


@dataclass(frozen=True)
class FlowOutcome:
    """Counted first contacts by where they came from or went, per replication."""

    bot: Estimate  # ended with the bot
    spared: Estimate  # by a public answer
    moderated: Estimate  # closed by moderation, without an answer
    external: Estimate  # answered by an external desk (part of answered)
    called_back: Estimate  # accepted a call back
    unreached: Estimate  # called back in vain, to the last try
    handed_over: Estimate  # handed over at least once at a shift's end
    reposts: Estimate
    spills: Estimate
    repeats: Estimate
    bot_returns: Estimate
    cascade: Estimate  # posts drawn by unanswered hostile posts


@dataclass(frozen=True)
class ChannelOutcome:
    """One channel's metrics over the horizon, each an estimate over replications.

    Counts are per replication, over counted first contacts. offered = answered + abandoned +
    open_at_end + flows.unreached.
    """

    channel_id: str
    offered: Estimate
    answered: Estimate  # by the team or an external desk
    abandoned: Estimate
    open_at_end: Estimate
    service_level: Estimate | None  # by the channel's own denominator; None without an SLA
    asa_seconds: Estimate  # mean wait of answered contacts until somebody took them up
    frt_median_seconds: Estimate  # first response time by the wall clock
    frt_p90_seconds: Estimate
    aht_seconds: Estimate  # agents' time per contact answered by the team, all its parts
    abandonment_share: Estimate  # of offered
    hostile_share: Estimate  # of offered, truth
    levels: ServiceLevels | None  # None without an SLA
    frt_opening_median_seconds: Estimate  # in opening hours of the channel
    frt_opening_p90_seconds: Estimate
    response_mean_seconds: Estimate  # each reply less the customer's message that it answers
    response_median_seconds: Estimate
    response_p90_seconds: Estimate
    response_rate: Estimate  # answered / offered
    response_rate_with_automatic: Estimate  # those that ended with the bot on both sides
    resolution: ResolutionOutcome
    backlog: BacklogOutcome
    flows: FlowOutcome


@dataclass(frozen=True)
class QueueOutcome:
    """One queue: contacts of every stage, counted as first contacts are."""

    queue_id: str
    offered: Estimate
    answered: Estimate
    hostile_share: Estimate  # of offered, truth
    service_level: Estimate | None  # of contacts whose stage has an SLA; None without any
    asa_seconds: Estimate
    aht_seconds: Estimate


@dataclass(frozen=True)
class StageOutcome:
    """One stage of a channel's workflow; a channel without one has a single stage."""

    id: str  # channel/stage
    channel_id: str
    stage_id: str
    offered: Estimate
    answered: Estimate
    service_level: Estimate | None  # None without an SLA; the first stage has the channel's
    asa_seconds: Estimate
    aht_seconds: Estimate


@dataclass(frozen=True)
class AgentOutcome:
    """One agent's share of the work and of the hostile work, over all replications.

    Everything handled counts, in the warm-up too; a call back that nobody answered is no
    interaction, so it is only working time.
    """

    agent_id: str
    handled: Estimate
    hostile_share: Estimate  # own hostile tasks over own tasks, over the horizon
    max_window_share: float  # highest share of any cap window in any replication
    windows_over_cap: int  # of any form, over all replications; 0 without a cap
    occupancy: Estimate  # handling time over available time; a busy slot counts as busy
    overtime_minutes: Estimate
    hostile_minutes_per_paid_hour: Estimate  # paid hours of shifts that the agent came to
    longest_hostile_run: Estimate  # hostile tasks in a row, by start
    longest_run_ever: int  # in any replication
    most_contacts_in_shift: int  # hostile ones, in any replication
    most_minutes_per_paid_hour: float  # hostile ones in a cap window, in any replication
    adherence: Estimate  # minutes in the rostered state / rostered minutes
    conformance: Estimate  # worked / rostered working minutes; overtime counts as worked
    paid_hours: Estimate  # of shifts that the agent came to
    absent_hours: Estimate  # paid hours of shifts that the agent did not come to
    pause_minutes: Estimate  # unplanned pauses


@dataclass(frozen=True)
class GroupOutcome:
    """One group of agents."""

    group_id: str
    handled: Estimate
    hostile_share: Estimate
    occupancy: Estimate


@dataclass(frozen=True)
class TeamOutcome:
    """Everybody together."""

    occupancy: Estimate
    shrinkage: Estimate  # unavailable paid time / paid time, planned and unplanned
    planned_shrinkage: Estimate  # paid breaks and credited absences
    unplanned_shrinkage: Estimate  # shifts that nobody came to, and pauses
    adherence: Estimate
    conformance: Estimate
    overtime_hours: Estimate
    max_share: Estimate  # highest hostile share of anybody over the horizon
    jain: Estimate  # of hostile shares over the horizon
    gini: Estimate


@dataclass(frozen=True)
class StepOutcome:
    """What one step for hostile cases that nobody may take did, per replication."""

    id: str  # place in the planner's order, what is done, and who gets it, e.g. 2-group-leads
    then: str
    to: str | None  # group or external desk
    cases: Estimate  # tasks on which it acted
    cost: Estimate  # in the scenario's currency; a desk's own prices stand with relief
    longest_wait_seconds: float  # of these tasks until taken up or closed, in any replication
    longest_wait_opening_seconds: float  # the same in opening hours of their channels


@dataclass(frozen=True)
class SpanFigures:
    """One channel's figures for each span of time; contacts belong to the span of their arrival."""

    channel_id: str
    offered: Series
    answered: Series
    abandoned: Series
    service_level: Series | None  # None without an SLA
    asa_seconds: Series
    frt_seconds: Series  # mean
    hostile_share: Series
    backlog: Series  # at the end of the span


@dataclass(frozen=True)
class CalendarOutcome:
    """Figures by span of time: planning intervals, local days or calendar weeks."""

    channels: tuple[SpanFigures, ...]
    working: Series  # agents on duty and working, mean over the span
    busy: Series  # agents with something in hand, mean over the span
    occupancy: Series

    @property
    def service_level(self) -> dict[str, tuple[float, ...]]:
        """Means by channel with an SLA; NaN where nothing arrived."""
        return {
            one.channel_id: one.service_level.mean
            for one in self.channels
            if one.service_level is not None
        }

    @property
    def offered(self) -> dict[str, tuple[float, ...]]:
        """Means by channel."""
        return {one.channel_id: one.offered.mean for one in self.channels}

    @property
    def agents_working(self) -> tuple[float, ...]:
        """Mean agents on duty and working."""
        return self.working.mean

    @property
    def agents_busy(self) -> tuple[float, ...]:
        """Mean agents with something in hand."""
        return self.busy.mean


@dataclass(frozen=True)
class WarningSeries:
    """One early-warning figure by hour after the first midnight, over replications."""

    mean: tuple[float, ...]  # NaN in the warm-up, and where no replication had anything to measure
    p10: tuple[float, ...]
    p90: tuple[float, ...]
    # Judged from the second day on, with twenty contacts behind it (hostile share: ten) or more.
    peak: Estimate  # the worst hour of each replication
    peak_hour: int | None  # hour of the worst mean, of equal ones the busiest; None without any


@dataclass(frozen=True)
class WarningOutcome:
    """Early warning of a backlash, as a live screen would show it at the end of each hour."""

    response_rate: WarningSeries  # of contacts of the last 24 hours, answered by now; worst: lowest
    frt_seconds: WarningSeries  # mean of first replies sent in the last 24 hours
    backlog_age_seconds: WarningSeries  # age of the oldest first contact still unanswered
    public_unanswered: WarningSeries  # of public contacts of the last 24 hours, unanswered by now
    cascade_per_hour: WarningSeries  # posts drawn by unanswered hostile posts
    hostile_share: WarningSeries  # of contacts that came in the hour
    abandonment: WarningSeries  # left / left or answered, of the last 24 hours
    offspring_per_hostile_post: Estimate  # drawn posts / hostile public contacts


@dataclass(frozen=True)
class SocialOutcome:
    """The Socially Devoted score of the public channels (Socialbakers 2012).

    An open wall, a response rate of at least 65 % and at least 50 questions a quarter; an earlier
    manifesto said 75 %. The wall of a public channel is taken to be open.
    """

    response_rate: Estimate
    questions_per_quarter: Estimate  # offered, scaled from the counted days to a quarter
    response_median_seconds: Estimate  # reported beside it
    least_response_rate: float
    least_questions: float
    stricter_response_rate: float
    status: "VerdictStatus"
    stricter_status: "VerdictStatus"


@dataclass(frozen=True)
class ReliefOutcome:
    """What one kind of relief did on one channel, or at one external desk, and what it cost.

    Per replication, over everything that happened in the horizon.
    """

    id: str  # feature/place
    feature: str  # bot, holding reply, public answers, callback, moderation or external desk
    place: str  # channel id, or id of the external desk
    used: Estimate  # tries, replies sent, cases spared, calls accepted, posts caught, cases taken
    helped: Estimate  # ended there, sent, spared, reached, closed unanswered, answered
    failed: Estimate  # came back from the bot; called in vain; 0 where nothing can fail
    cost: Estimate  # in the scenario's currency


@dataclass(frozen=True)
class WorthOutcome:
    """What the service is worth: an estimate from survey figures, never part of a promise.

    A customer counts once, by how the last contact about the matter ended.
    """

    label: str  # says that these are estimates
    sources: tuple[str, ...]
    customers_lost: Estimate  # per replication
    customers_recommending: Estimate
    value_lost: Estimate  # in the scenario's currency
    value_recommended: Estimate


@dataclass(frozen=True)
class Outcome:
    """Metrics of a roster and its rules over several replications."""

    policy: str
    seed: int
    replications: tuple[int, ...]
    channels: tuple[ChannelOutcome, ...]
    agents: tuple[AgentOutcome, ...]
    cap: CapOutcome | None
    ladder: tuple[StepOutcome, ...]  # in the planner's order; empty without a quota
    intervals: CalendarOutcome
    days: CalendarOutcome
    weeks: CalendarOutcome
    queues: tuple[QueueOutcome, ...]
    stages: tuple[StageOutcome, ...]
    groups: tuple[GroupOutcome, ...]
    team: TeamOutcome
    warning: WarningOutcome
    social: SocialOutcome | None  # None without a public channel
    relief: tuple[ReliefOutcome, ...]
    worth: WorthOutcome | None  # None unless the scenario says what a customer is worth


class VerdictStatus(StrEnum):
    """Whether a promise holds, as far as the simulation tells."""

    MET = "met"
    NOT_MET = "not met"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class PromiseVerdict:
    """The verdict on one promise."""

    promise: str  # e.g. "posts: 80 % within 60 min" or "cap: 22 % a week"
    channel_id: str | None  # None for the cap
    target: float
    estimate: Estimate
    status: VerdictStatus
    replications_needed: int | None  # further ones that would probably decide, if undecided
    part: str | None = None  # stage id, or "resolution"; None for first contacts and the cap


@dataclass(frozen=True)
class Verdict:
    """The verdict on all promises; met only if every promise is."""

    status: VerdictStatus
    promises: tuple[PromiseVerdict, ...]
