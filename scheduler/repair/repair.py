"""Repair: the rest of a published roster planned anew, with the fewest changes to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker import Violation, check_roster
from scheduler.checker.shortage import missing_minutes, where_missing
from scheduler.people.calendar import Calendar
from scheduler.people.tours_of import tour_rules
from scheduler.progress import Listener, Progress, say_nothing
from scheduler.repair.changes import Change, changes_of, repaired_roster
from scheduler.repair.expectation import (
    Expectation,
    days_away,
    expected_scenario,
    weeks_touched,
)
from scheduler.repair.kept import Kept, with_published
from scheduler.repair.loosened import far_above, lawful_tours, with_heads_priced
from scheduler.repair.owed import owed_work, without_savings
from scheduler.repair.prices import Notice, with_changes_priced
from scheduler.repair.search import Searched, search
from scheduler.repair.standing import standing_of
from scheduler.requirement import Requirement
from scheduler.staffed_rules import refuse_staffing
from scheduler.staffing import compute_requirement
from simulation.arrivals.volume import workload_of


@dataclass(frozen=True)
class Missing:
    """Agent-hours that are missing against what the work needs."""

    published: float  # as the roster was published, everybody there and the volume as planned
    as_it_is: float  # as things are now, if nothing is done
    repaired: float


@dataclass(frozen=True)
class Repair:
    """A repaired roster, and what it took."""

    scenario: Scenario  # as it is expected now
    roster: Roster
    changes: tuple[Change, ...]
    missing: Missing
    broken: tuple[Violation, ...]  # hard rules that the repaired roster breaks
    as_before: tuple[Violation, ...]  # those of them that the published roster broke already
    priced: tuple[Violation, ...]  # rules broken at a price
    proven: bool  # no other repair costs less
    interrupted: bool

    @property
    def chosen(self) -> tuple[Change, ...]:
        """The changes that the repair chose: all but what absences took."""
        return tuple(one for one in self.changes if not one.absent)

    @property
    def price(self) -> float:
        """Price of the changes, in the scenario's currency."""
        return sum(one.price for one in self.changes)

    @property
    def newly_broken(self) -> tuple[Violation, ...]:
        """Hard rules that can no longer be kept."""
        return tuple(one for one in self.broken if one not in self.as_before)

    @property
    def impossible(self) -> bool:
        """Whether no roster keeps all hard rules, but for those that were broken before.

        Nobody's own rules give way unless they must; for heads on duty it takes a proof.
        """
        return any(one.agent_id or self.proven for one in self.newly_broken)


def repair(
    scenario: Scenario,
    published: Roster,
    said: Expectation,
    *,
    seconds: float,
    on_progress: Listener | None = None,
    requirement_of: Callable[[Scenario], Requirement] | None = None,
) -> Repair:
    """Return the cheapest roster under what is expected now, where every change has its price.

    What was missing already when the roster was published is not made good, and no change is
    made for what it saves: see ``owed``.
    Shifts that start in frozen time stay as they are, unless an absence takes them. Rules that
    what is frozen or absent makes impossible give way, as little as can be; all others hold as
    in a plan. On Ctrl-C the best so far is returned. Raises ScenarioError for a scenario without
    a roster, NothingToScaleError, TwoShiftsError, and ValueError for times that do not exist.
    """
    refuse_staffing(scenario)
    listen = on_progress or say_nothing
    listen(Progress("volume", 0, 1))
    expected = expected_scenario(scenario, published, said)
    needs = requirement_of or _requirement
    before = needs(scenario)
    now = before if said.volume_scale == 1 else needs(expected)
    listen(Progress("volume", 1, 1))
    kept = _kept(expected, published, said)
    notice = Notice(said.notice_from(kept.calendar.timeline))
    lacked = where_missing(scenario, before, published)
    owed = owed_work(
        now,
        lacked,
        step=scenario.horizon.interval_minutes,
        absent_share=scenario.team.unplanned_absence_share,
    )
    found = _searched(kept, said, notice, owed, seconds, listen)
    roster = repaired_roster(kept, found.roster)
    broken = check_roster(expected, roster)
    hard = tuple(one for one in broken if not one.priced)
    missing = Missing(
        lacked.total / 60,
        missing_minutes(expected, now, Roster(tuple(kept.standing.shifts.values()))) / 60,
        missing_minutes(expected, now, roster) / 60,
    )
    return Repair(
        scenario=expected,
        roster=roster,
        changes=changes_of(kept, roster, notice),
        missing=missing,
        broken=hard,
        as_before=_as_before(hard, check_roster(scenario, published)),
        priced=tuple(one for one in broken if one.priced),
        proven=found.proven,
        interrupted=found.interrupted,
    )


def _requirement(scenario: Scenario) -> Requirement:
    return compute_requirement(scenario, workload_of(scenario, seed=scenario.planning.seed))


def _kept(expected: Scenario, published: Roster, said: Expectation) -> Kept:
    calendar = Calendar(expected, Timeline(expected.horizon))
    frozen = said.frozen_to(calendar.timeline)
    standing = standing_of(calendar, published, days_away(said), frozen)
    return with_published(calendar, standing)


def _searched(
    kept: Kept,
    said: Expectation,
    notice: Notice,
    requirement: Requirement,
    seconds: float,
    listen: Listener,
) -> Searched:
    rules = without_savings(kept, tour_rules(kept.calendar, requirement))
    return search(
        kept,
        lawful_tours(kept, with_changes_priced(kept, rules, notice)),
        with_heads_priced(requirement, far_above(kept.calendar.scenario)),
        weeks=weeks_touched(kept.calendar.scenario, said),
        seconds=seconds,
        listen=listen,
    )


def _as_before(
    broken: Sequence[Violation], published: Iterable[Violation]
) -> tuple[Violation, ...]:
    """Return the broken rules that were broken before, of the same person on the same day."""
    known = {(one.rule, one.agent_id, one.date) for one in published if not one.priced}
    return tuple(one for one in broken if (one.rule, one.agent_id, one.date) in known)
