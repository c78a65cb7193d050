"""What check says of a scenario: a few figures for a last look before planning."""

from reports.terminal.tables import Cell, TextTable
from reports.wording import counted
from scenarios.branching import total_branching_ratio
from scenarios.cap_forms import cap_words
from scenarios.queues import groups_of, queues_of
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline


def scenario_summary(scenario: Scenario) -> TextTable:
    """Return a scenario in a few figures, for a last look before planning."""
    horizon, team = scenario.horizon, scenario.team
    timeline = Timeline(horizon)
    weekly = sum(c.weekly_cases for c in scenario.channels.values()) * scenario.volume.scale
    closed = sum(timeline.is_closed(day) for day in range(horizon.days))
    last = timeline.date(horizon.days - 1)
    rows: list[tuple[Cell, ...]] = [
        ("days", f"{horizon.start} to {last}, {horizon.zone}, {closed} closed for a holiday"),
        ("channels", ", ".join(scenario.channels)),
        ("cases", f"{weekly:,.0f} a week before opening hours and holidays"),
        *_replays(scenario),
        *_world(scenario),
        ("queues", str(len(queues_of(scenario)))),
        (
            "agents",
            f"{len(team.agents)} in {counted(len(groups_of(scenario)), 'group')} of equal skills",
        ),
        _hours(scenario),
        ("cap", cap_words(scenario)),
        ("working time", f"preset {scenario.rules.preset}"),
        ("digest", scenario.digest()[:16]),
    ]
    return TextTable(f"{scenario.name}: nothing wrong", ("field", "value"), tuple(rows))


def _replays(scenario: Scenario) -> list[tuple[Cell, ...]]:
    """Return a row for each replay: how much of its file is taken, and how much is not."""
    rows: list[tuple[Cell, ...]] = []
    for key, channel in scenario.channels.items():
        if channel.replay is None:
            continue
        taken = channel.replay.messages
        known = [one.hostile for one in taken if one.hostile is not None]
        hostile = f", {sum(known) / len(known):.1%} of them hostile" if known else ""
        outside = f"{channel.replay.outside:,} outside the horizon"
        rows.append((f"replay {key}", f"{counted(len(taken), 'message')}{hostile}; {outside}"))
    return rows


def _world(scenario: Scenario) -> list[tuple[Cell, ...]]:
    """Return a row for each part of the world that makes or moves cases by itself."""
    rows: list[tuple[Cell, ...]] = []
    for key, channel in scenario.channels.items():
        if len(channel.stages) > 1:
            rows.append((f"stages {key}", ", ".join(stage.id for stage in channel.stages)))
        if channel.backlash is not None:
            own = f"branching ratio {channel.backlash.branching_ratio:.3g}"
            whole = total_branching_ratio(scenario.channels)
            rows.append((f"backlash {key}", f"{own}; {whole:.3g} with all that comes back"))
    for key, event in scenario.events.items():
        when = f"{event.from_local:%Y-%m-%d %H:%M} to {event.to_local:%Y-%m-%d %H:%M}"
        rows.append((f"event {key}", f"{when}, volume x {event.volume_factor:g}"))
    for key, storm in scenario.storms.items():
        when = f"{storm.from_local:%Y-%m-%d %H:%M}"
        rows.append((f"storm {key}", f"{storm.cases:,} cases on {storm.channel} from {when}"))
    return rows


def _hours(scenario: Scenario) -> tuple[Cell, ...]:
    team, staffing = scenario.team, scenario.staffing
    if staffing is None:
        hours = sum(team.contract_of(agent).hours_per_week for agent in team.agents)
        return ("contract hours", f"{hours:,.1f} a week")
    periods = counted(staffing.periods, "period")
    return ("staffing", f"{periods} of {staffing.every_minutes} minutes, {staffing.days}")
