"""The ground of the roster model: who could work what, as variables every rule shares."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ortools.sat.python import cp_model

from scenarios.queues import Group, groups_of
from scenarios.roster import Segment
from scenarios.scenario import Scenario
from scenarios.shift_shapes import ShiftShape
from scenarios.team import Agent
from scenarios.timeline import Timeline
from scheduler.roster_model.availability import free_spans, may_work
from scheduler.roster_model.duties import Duty, duties_by_day
from scheduler.roster_model.linear import Linear, Term, total, weighted


@dataclass(frozen=True)
class Calendar:
    """Everything about a scenario that the model reads but never decides."""

    scenario: Scenario
    timeline: Timeline

    @cached_property
    def agents(self) -> tuple[Agent, ...]:
        """The people, in the scenario's order."""
        return self.scenario.team.agents

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Groups of people with the same skills and languages."""
        return groups_of(self.scenario)

    @cached_property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """Indexes of each group's agents."""
        place = {agent.id: number for number, agent in enumerate(self.agents)}
        return tuple(tuple(place[name] for name in group.agent_ids) for group in self.groups)

    @cached_property
    def duties(self) -> dict[int, tuple[Duty, ...]]:
        """Duties of each day from -1."""
        return duties_by_day(self.scenario, self.timeline)

    @cached_property
    def allowed(self) -> dict[tuple[int, int], tuple[Duty, ...]]:
        """Duties that an agent may work on a day, by (agent, day)."""
        found: dict[tuple[int, int], tuple[Duty, ...]] = {}
        for number, agent in enumerate(self.agents):
            spans = free_spans(self.scenario, self.timeline, agent)
            for day, duties in self.duties.items():
                found[number, day] = tuple(duty for duty in duties if may_work(spans, duty))
        return found


@dataclass(frozen=True)
class Option:
    """A duty that an agent may be given, with its yes-or-no variable."""

    duty: Duty
    chosen: cp_model.IntVar


@dataclass(frozen=True)
class Placement:
    """A shape on a day with the number of a group's agents who work it."""

    day: int
    shape: ShiftShape
    segments: tuple[Segment, ...]
    amount: cp_model.IntVar


@dataclass
class Ground:
    """A model under construction."""

    calendar: Calendar
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    options: dict[tuple[int, int], tuple[Option, ...]] = field(default_factory=dict)
    off: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    placements: dict[int, list[Placement]] = field(default_factory=dict)  # by group index
    costs: list[Term] = field(default_factory=list)

    @property
    def days(self) -> range:
        """All days on which a shift may start: the evening before the first, and the horizon."""
        return range(-1, self.calendar.scenario.horizon.days)

    @property
    def weeks(self) -> range:
        """Calendar weeks of the horizon."""
        return range(self.calendar.scenario.horizon.weeks)

    def pay(self, price: int, what: Linear) -> None:
        """Add a term to the objective, in cent-minutes (1/6000 of a unit of currency)."""
        self.costs.append((price, what))

    def finish(self) -> None:
        """Set the objective."""
        self.model.minimize(weighted(self.costs))


def ground_of(calendar: Calendar) -> Ground:
    """Return a model with its variables: at most one duty for an agent on a day."""
    ground = Ground(calendar)
    for (agent, day), duties in calendar.allowed.items():
        _add_options(ground, agent, day, duties)
    for group, members in enumerate(calendar.members):
        ground.placements[group] = []
        for day in ground.days:
            for duty in calendar.duties[day]:
                _add_placements(ground, group, members, duty)
    return ground


def _add_options(ground: Ground, agent: int, day: int, duties: Sequence[Duty]) -> None:
    model = ground.model
    options = tuple(
        Option(duty, model.new_bool_var(f"x_{agent}_{day}_{number}"))
        for number, duty in enumerate(duties)
    )
    ground.options[agent, day] = options
    ground.off[agent, day] = model.new_bool_var(f"off_{agent}_{day}")
    model.add_exactly_one([*(option.chosen for option in options), ground.off[agent, day]])


def _add_placements(ground: Ground, group: int, members: Sequence[int], duty: Duty) -> None:
    """Add how many of a group work each shape of a duty; the sum is those who work the duty."""
    on_duty = [
        option.chosen
        for agent in members
        for option in ground.options[agent, duty.day]
        if option.duty is duty
    ]
    if not on_duty:
        return
    placed = list(zip(duty.shapes, duty.segments, strict=True))
    if len(placed) == 1 and len(on_duty) == 1:
        amounts = on_duty
    else:
        named = [f"n_{group}_{duty.day}_{shape.id}" for shape, _ in placed]
        amounts = [ground.model.new_int_var(0, len(on_duty), name) for name in named]
        ground.model.add(total(amounts) == total(on_duty))
    ground.placements[group].extend(
        Placement(duty.day, shape, segments, amount)
        for (shape, segments), amount in zip(placed, amounts, strict=True)
    )
