"""A whole outcome made by hand: every measure has a figure of a likely size."""

from dataclasses import fields
from typing import Any, get_type_hints

import numpy as np

from scenarios.cap_forms import CapForm
from scenarios.queues import groups_of, queues_of
from scenarios.roster import Activity, Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from simulation.measures import outcome as nouns
from simulation.measures.cap_outcome import CapOutcome, FormOutcome
from simulation.measures.outcome import (
    AgentOutcome,
    BacklogOutcome,
    CalendarOutcome,
    ChannelOutcome,
    Estimate,
    FlowOutcome,
    GroupOutcome,
    Outcome,
    QueueOutcome,
    ReliefOutcome,
    ResolutionOutcome,
    Series,
    ServiceLevels,
    SocialOutcome,
    SpanFigures,
    StageOutcome,
    StepOutcome,
    TeamOutcome,
    VerdictStatus,
    WarningOutcome,
    WarningSeries,
    WorthOutcome,
)

Floats = Any


def estimate(mean: float, half: float = 0.01) -> Estimate:
    """Return an estimate with a symmetric interval."""
    return Estimate(mean, mean - half, mean + half, 60, 0.95)


def filled(kind: Any, **given: Any) -> Any:
    """Return a noun with what is given, and likely figures for every other estimate."""
    hints = get_type_hints(kind, vars(nouns))
    wanted = (field.name for field in fields(kind) if field.name not in given)
    likely = {name: _likely(name) for name in wanted if "Estimate" in str(hints[name])}
    return kind(**given, **likely)


def _likely(name: str) -> Estimate:
    if name.endswith("_seconds"):
        return estimate(600.0, 30.0)
    if any(word in name for word in ("share", "rate", "level", "of_", "occupancy", "ence", "ance")):
        return estimate(0.83)
    if "shrinkage" in name or name in ("drop_out", "gini"):
        return estimate(0.12, 0.002)
    return estimate(42.0, 3.0)


def make_outcome(
    scenario: Scenario, roster: Roster, random: np.random.Generator, policy: str, met: bool
) -> Outcome:
    """Return the outcome of 60 replications; ``met`` says whether promises are kept."""
    fair = policy == "plan"
    timeline = Timeline(scenario.horizon)
    step = scenario.horizon.interval_minutes
    hours = np.array([timeline.local(k * step).hour for k in range(timeline.intervals)])
    working = _working(timeline, roster)
    days = scenario.horizon.days
    by_day = working.reshape(-1)[: days * (timeline.intervals // days)].reshape(days, -1).mean(1)
    weeks = scenario.horizon.weeks
    return Outcome(
        policy=policy,
        seed=scenario.planning.seed,
        replications=tuple(range(1000, 1060)),
        channels=tuple(
            _channel(scenario, channel_id, 0.85 - 0.02 * fair - 0.1 * (not met))
            for channel_id in scenario.channels
        ),
        agents=tuple(
            _agent(agent.id, random, fair, scenario.cap is not None)
            for agent in scenario.team.agents
        ),
        cap=_cap(fair, met) if scenario.cap else None,
        ladder=_ladder() if scenario.cap is not None else (),
        intervals=_calendar(scenario, random, working, (hours >= 7) & (hours < 21)),
        days=_calendar(scenario, random, by_day, np.ones(days, dtype=bool)),
        weeks=_calendar(scenario, random, np.full(weeks, 2.0), np.ones(weeks, dtype=bool)),
        queues=tuple(filled(QueueOutcome, queue_id=one.id) for one in queues_of(scenario)),
        stages=tuple(
            filled(StageOutcome, id=f"{c}/{stage.id}", channel_id=c, stage_id=stage.id)
            for c, channel in scenario.channels.items()
            for stage in channel.stages
        ),
        groups=tuple(filled(GroupOutcome, group_id=one.id) for one in groups_of(scenario)),
        team=filled(TeamOutcome, jain=estimate(0.99, 0.001)),
        warning=_warning(24 * days, random),
        social=_social() if any(one.public for one in scenario.channels.values()) else None,
        relief=_relief(scenario),
        worth=_worth() if scenario.value else None,
    )


def _channel(scenario: Scenario, channel_id: str, level: float) -> ChannelOutcome:
    channel = scenario.channels[channel_id]
    promised = channel.sla is not None
    zero = estimate(0.0, 0.0)
    used = {
        "bot": channel.bot,
        "moderated": channel.moderation,
        "called_back": channel.callback,
        "reposts": channel.repost,
        "spills": channel.spill,
        "repeats": channel.repeat,
        "cascade": channel.backlash,
    }
    flows = {
        field.name: estimate(12.0, 2.0) if used.get(field.name) else zero
        for field in fields(FlowOutcome)
    }
    done: ChannelOutcome = filled(
        ChannelOutcome,
        channel_id=channel_id,
        offered=estimate(300, 12),
        answered=estimate(290, 12),
        abandoned=estimate(8, 2),
        open_at_end=estimate(2, 1),
        service_level=estimate(level) if promised else None,
        levels=filled(ServiceLevels) if promised else None,
        abandonment_share=estimate(0.03, 0.005),
        hostile_share=estimate(0.2, 0.008),
        resolution=filled(ResolutionOutcome),
        backlog=filled(BacklogOutcome),
        flows=FlowOutcome(**flows),
    )
    return done


def _agent(agent_id: str, random: np.random.Generator, fair: bool, cap: bool) -> AgentOutcome:
    mean = 0.195 + (0.008 if fair else 0.03) * (random.random() - 0.5)
    highest = 0.22 - 0.006 * random.random() if fair else mean + 0.03 + 0.1 * random.random()
    done: AgentOutcome = filled(
        AgentOutcome,
        agent_id=agent_id,
        handled=estimate(110, 5),
        hostile_share=estimate(mean, 0.004),
        max_window_share=highest,
        windows_over_cap=0 if fair or not cap else int(highest > 0.22) * 21,
        occupancy=estimate(0.74, 0.02),
        longest_run_ever=5,
        most_contacts_in_shift=9,
        most_minutes_per_paid_hour=7.5,
    )
    return done


def _cap(fair: bool, met: bool) -> CapOutcome:
    breaches = (0 if met else 3) if fair else 58
    return CapOutcome(
        cap_share=0.22,
        replications=60,
        replications_with_breach=breaches,
        max_share=0.2195 if fair and met else 0.341,
        compliance_low=0.951 if fair and met else 0.88,
        agents_over_cap=estimate(breaches / 20, 0.2 if breaches else 0.0),
        jain=estimate(0.998 if fair else 0.961, 0.001),
        gini=estimate(0.02 if fair else 0.11, 0.002),
        oldest_hostile_wait_seconds=5400.0 if fair else 4100.0,
        oldest_hostile_wait_opening_seconds=3600.0 if fair else 4100.0,
        forms=(
            FormOutcome(
                form=CapForm.SHARE,
                limits=(0.22,),
                replications_with_breach=breaches,
                compliance_low=0.951 if fair and met else 0.88,
                highest=0.2195 if fair and met else 0.341,
                windows=720,
                windows_over=breaches,
                agents_over=estimate(breaches / 20, 0.2 if breaches else 0.0),
            ),
        ),
    )


def _ladder() -> tuple[StepOutcome, ...]:
    leads = StepOutcome(
        "2-group-leads", "group", "leads", estimate(3.0, 0.4), estimate(24.0), 900.0, 600.0
    )
    wait = StepOutcome("1-wait", "wait", None, estimate(8.0, 0.7), estimate(0.0), 1800.0, 900.0)
    return (wait, leads)


def _working(timeline: Timeline, roster: Roster) -> Floats:
    working = np.zeros(timeline.intervals)
    step = timeline.horizon.interval_minutes
    for shift in roster.shifts:
        for segment in shift.segments:
            if segment.activity is Activity.WORK:
                first, last = max(0, segment.start_minute // step), segment.end_minute // step
                working[first:last] += 1
    return working


def _series(values: Floats, half: float) -> Series:
    means = tuple(map(float, values))
    return Series(means, tuple(half if mean == mean else np.nan for mean in means))


def _calendar(
    scenario: Scenario, random: np.random.Generator, working: Floats, open_: Floats
) -> CalendarOutcome:
    size = len(working)

    def some(scale: float, half: float) -> Series:
        return _series(np.where(open_, scale * (0.7 + 0.6 * random.random(size)), np.nan), half)

    return CalendarOutcome(
        channels=tuple(
            SpanFigures(
                channel_id=channel_id,
                offered=_series(np.where(open_, 4.0 * random.random(size), 0.0), 0.2),
                answered=_series(np.where(open_, 3.0 * random.random(size), 0.0), 0.2),
                abandoned=_series(np.zeros(size), 0.0),
                service_level=some(0.8, 0.02) if channel.sla else None,
                asa_seconds=some(300.0, 40.0),
                frt_seconds=some(900.0, 90.0),
                hostile_share=some(0.2, 0.02),
                backlog=_series(10.0 * random.random(size), 1.0),
            )
            for channel_id, channel in scenario.channels.items()
        ),
        working=_series(working, 0.1),
        busy=_series(0.7 * working, 0.1),
        occupancy=_series(np.where(working > 0, 0.7, np.nan), 0.02),
    )


def _warning(hours: int, random: np.random.Generator) -> WarningOutcome:
    def hourly(scale: float) -> WarningSeries:
        mean = scale * (0.4 + 0.6 * random.random(hours))
        mean[:3] = np.nan
        low, high = 0.8 * mean, 1.2 * mean
        return WarningSeries(
            *(tuple(map(float, one)) for one in (mean, low, high)),
            peak=estimate(scale, 0.05 * scale),
            peak_hour=int(np.nanargmax(mean)),
        )

    return WarningOutcome(
        response_rate=hourly(0.9),
        frt_seconds=hourly(2400.0),
        backlog_age_seconds=hourly(9000.0),
        public_unanswered=hourly(0.4),
        cascade_per_hour=hourly(3.0),
        hostile_share=hourly(0.4),
        abandonment=hourly(0.2),
        offspring_per_hostile_post=estimate(0.3, 0.02),
    )


def _social() -> SocialOutcome:
    return SocialOutcome(
        response_rate=estimate(0.71, 0.02),
        questions_per_quarter=estimate(3600.0, 40.0),
        response_median_seconds=estimate(1800.0, 60.0),
        least_response_rate=0.65,
        least_questions=50.0,
        stricter_response_rate=0.75,
        status=VerdictStatus.MET,
        stricter_status=VerdictStatus.NOT_MET,
    )


def _relief(scenario: Scenario) -> tuple[ReliefOutcome, ...]:
    kinds = {"bot": "bot", "holding_reply": "holding reply", "callback": "callback"}
    return tuple(
        filled(ReliefOutcome, id=f"{name}/{c}", feature=name, place=c, cost=estimate(12.5, 0.5))
        for c, channel in scenario.channels.items()
        for field, name in kinds.items()
        if getattr(channel, field)
    )


def _worth() -> WorthOutcome:
    done: WorthOutcome = filled(
        WorthOutcome, label="estimates from surveys, never part of a promise", sources=("survey",)
    )
    return done
