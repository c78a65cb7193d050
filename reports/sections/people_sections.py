"""People: how the work and the hostile work fell on them. Counted, never judged."""

from reports.sections.section import Section, count, number_range, share, share_range
from scenarios.scenario import Scenario
from simulation.measures.outcome import Estimate, Outcome


def people(scenario: Scenario, outcome: Outcome) -> Section:
    """Return the team's exposure, fairness and time, each with its interval."""
    team = outcome.team
    shares = {
        "largest hostile share of anybody": team.max_share,
        "occupancy": team.occupancy,
        "shrinkage": team.shrinkage,
        "of it planned": team.planned_shrinkage,
        "of it unplanned": team.unplanned_shrinkage,
        "adherence": team.adherence,
        "conformance": team.conformance,
    }
    rows = [(name, share(one), share_range(one)) for name, one in shares.items()]
    rows[1:1] = [
        ("Gini of hostile shares", *_index(team.gini)),
        ("Jain of hostile shares", *_index(team.jain)),
    ]
    rows.append(("overtime, hours", count(team.overtime_hours), number_range(team.overtime_hours)))
    columns = ("figure", "mean", "interval")
    return Section("People", "over the horizon, everybody", columns, tuple(rows))


def _index(one: Estimate) -> tuple[str, str]:
    return ("n/a", "n/a") if one.mean != one.mean else (f"{one.mean:.3f}", number_range(one, 3))


def groups(scenario: Scenario, outcome: Outcome) -> Section | None:
    """Return one row a group; None where everybody is of one group."""
    if len(outcome.groups) < 2:
        return None
    rows = tuple(
        (one.group_id, count(one.handled), share(one.hostile_share), share(one.occupancy))
        for one in outcome.groups
    )
    return Section("Groups", "means", ("group", "handled", "hostile", "occupancy"), rows)
