"""Checks across fields, run on whatever parts of a file are right in themselves."""

from scenarios.checks.arrivals import check_arrivals
from scenarios.checks.calendar import check_calendar
from scenarios.checks.cap import check_cap
from scenarios.checks.carried import check_carried
from scenarios.checks.channels import check_channels
from scenarios.checks.limits import check_limits
from scenarios.checks.on_duty import check_on_duty
from scenarios.checks.parts import parts_of
from scenarios.checks.people import check_people
from scenarios.checks.pledges import check_pledges
from scenarios.checks.references import check_references
from scenarios.checks.shifts import check_shifts
from scenarios.checks.staffed import check_staffed
from scenarios.checks.world import check_world
from scenarios.problems import Problem
from scenarios.yaml_source import Source


def check(source: Source) -> list[Problem]:
    """Return what is wrong between the fields of a scenario's merged data.

    Each check needs only the parts it speaks about, so a mistake elsewhere does not hide it.
    """
    parts = parts_of(source)
    return [
        *check_calendar(parts),
        *check_channels(parts),
        *check_arrivals(parts),
        *check_world(parts),
        *check_references(parts),
        *check_cap(parts),
        *check_people(parts),
        *check_pledges(parts),
        *check_carried(parts),
        *check_on_duty(parts),
        *check_limits(parts),
        *check_shifts(parts),
        *check_staffed(parts),
    ]
