"""The roster as flat rows, one per segment: what every long export is made of."""

from dataclasses import dataclass

from scenarios.roster import Activity, Roster, Shift
from scenarios.scenario import Scenario


@dataclass(frozen=True)
class RosterRow:
    """One segment of one shift. Minutes are elapsed since the horizon's first midnight."""

    agent_id: str
    shift_id: str
    activity: str
    start_minute: int
    end_minute: int
    paid_minutes: int
    queue: str  # blank unless a shift is bound to a queue, which no plan does yet


def roster_rows(scenario: Scenario, roster: Roster) -> tuple[RosterRow, ...]:
    """Return the rows of a roster, by agent in the order of the team, then by start.

    Raises ValueError for a shift of somebody who is not in the team.
    """
    place = {agent.id: number for number, agent in enumerate(scenario.team.agents)}
    strangers = sorted({shift.agent_id for shift in roster.shifts} - set(place))
    if strangers:
        raise ValueError(f"the roster has shifts of agents not in the team: {', '.join(strangers)}")
    ordered = sorted(roster.shifts, key=lambda s: (place[s.agent_id], s.start_minute, s.id))
    return tuple(row for shift in ordered for row in _rows_of(shift))


def _rows_of(shift: Shift) -> list[RosterRow]:
    return [
        RosterRow(
            agent_id=shift.agent_id,
            shift_id=shift.id,
            activity=segment.activity.value,
            start_minute=segment.start_minute,
            end_minute=segment.end_minute,
            paid_minutes=paid,
            queue="",
        )
        for segment, paid in zip(shift.segments, _paid_minutes(shift), strict=True)
    ]


def _paid_minutes(shift: Shift) -> list[int]:
    """Paid minutes per segment: work is paid, breaks are not, and the sum is the shift's.

    A night on which the clocks change may be paid by its nominal length; the difference is
    booked on the last working part. A shift on call is one part, paid as the shift.
    """
    if shift.is_on_call:
        return [0] * (len(shift.segments) - 1) + [shift.paid_minutes]
    paid = [s.minutes if s.activity is Activity.WORK else 0 for s in shift.segments]
    working = [k for k, s in enumerate(shift.segments) if s.activity is Activity.WORK]
    if working:
        paid[working[-1]] += shift.paid_minutes - sum(paid)
    return paid
