"""Rosters for benchmarks that need no solver: everybody at work at once, without a break."""

from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario


def everybody(scenario: Scenario, start_minute: int, end_minute: int) -> Roster:
    """Return a roster with one shift of everybody between two elapsed minutes of the horizon."""
    return Roster(
        tuple(
            Shift(
                id=f"{agent.id}-all",
                agent_id=agent.id,
                date=scenario.horizon.start,
                shape_id="",
                segments=(Segment(start_minute, end_minute, Activity.WORK),),
                paid_minutes=end_minute - start_minute,
            )
            for agent in scenario.team.agents
        )
    )
