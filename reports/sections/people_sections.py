"""People: how the work and the hostile work fell on them. Counted, never judged."""

from reports.sections.section import (
    Section,
    count,
    meets_hostility,
    number_range,
    ratio_range,
    share,
    share_range,
)
from scenarios.scenario import Scenario
from simulation.measures.outcome import Estimate, Outcome, TeamOutcome

Row = tuple[str, str, str]


def people(scenario: Scenario, outcome: Outcome) -> Section:
    """Return the team's exposure, fairness and time, each with its interval."""
    team = outcome.team
    shares = {
        "occupancy": team.occupancy,
        "shrinkage": team.shrinkage,
        "of it planned": team.planned_shrinkage,
        "of it unplanned": team.unplanned_shrinkage,
        "adherence": team.adherence,
    }
    rows = (
        *(_exposure(team) if meets_hostility(outcome) else ()),
        *((name, share(one), share_range(one)) for name, one in shares.items()),
        ("conformance", share(team.conformance), ratio_range(team.conformance)),
        ("overtime, hours", count(team.overtime_hours), number_range(team.overtime_hours)),
    )
    return Section("People", "over the horizon, everybody", ("figure", "mean", "interval"), rows)


def _exposure(team: TeamOutcome) -> tuple[Row, ...]:
    highest = team.max_share
    return (
        ("largest hostile share of anybody", share(highest), share_range(highest)),
        ("Gini of hostile shares", *_index(team.gini)),
        ("Jain of hostile shares", *_index(team.jain)),
    )


def _index(one: Estimate) -> tuple[str, str]:
    return ("n/a", "n/a") if one.mean != one.mean else (f"{one.mean:.3f}", number_range(one, 3))


def groups(scenario: Scenario, outcome: Outcome) -> Section | None:
    """Return one row a group; None where everybody is of one group."""
    if len(outcome.groups) < 2:
        return None
    hostile = meets_hostility(outcome)
    rows = tuple(
        (
            one.group_id,
            count(one.handled),
            *((share(one.hostile_share),) if hostile else ()),
            share(one.occupancy),
        )
        for one in outcome.groups
    )
    columns = ("group", "handled", *(("hostile",) if hostile else ()), "occupancy")
    return Section("Groups", "means", columns, rows)
