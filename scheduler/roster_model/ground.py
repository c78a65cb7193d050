"""The ground of the roster model: who could work what, as variables every rule shares."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from scenarios.roster import Segment
from scenarios.shift_shapes import ShiftShape
from scheduler.people.calendar import Calendar
from scheduler.people.duties import Duty
from scheduler.people.tour_rules import OFF, Bools, TourRules
from scheduler.roster_model.linear import Linear, Literal, Term, total, weighted
from scheduler.roster_model.wrap import wrapped


@dataclass(frozen=True)
class Option:
    """A duty that an agent may be given, with its yes-or-no variable."""

    choice: int  # place among the choices of the day; 0 would be a day off
    duty: Duty
    chosen: cp_model.IntVar


@dataclass(frozen=True)
class Placement:
    """A shape on a day with the number of a group's agents who work it."""

    day: int
    shape: ShiftShape
    segments: tuple[Segment, ...]  # where they count: in a typical week, within the week
    amount: cp_model.IntVar


@dataclass
class Ground:
    """A model under construction."""

    calendar: Calendar
    rules: Sequence[TourRules]  # of every agent of the calendar
    agents: Sequence[int]  # those of whom the model speaks
    repeats: bool = False  # a typical week, see Requirement.repeats
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    options: dict[tuple[int, int], tuple[Option, ...]] = field(default_factory=dict)
    off: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    kinds: dict[tuple[int, int, bytes], Literal] = field(default_factory=dict)
    placements: dict[int, list[Placement]] = field(default_factory=dict)  # by group index
    costs: list[Term] = field(default_factory=list)
    # What must be whole numbers for its cost to be right, even when all shifts are known.
    whole: list[cp_model.IntVar] = field(default_factory=list)

    @property
    def days(self) -> range:
        """All days on which a shift may start: the evening before the first, and the horizon."""
        return self.calendar.days

    @property
    def week_minutes(self) -> int | None:
        """Length of what repeats; None where nothing does."""
        return self.calendar.timeline.total_minutes if self.repeats else None

    def pay(self, price: int, what: Linear) -> None:
        """Add a term to the objective, in cent-minutes (1/6000 of a unit of currency)."""
        if price:
            self.costs.append((price, what))

    def finish(self) -> None:
        """Set the objective."""
        self.model.minimize(weighted(self.costs))


def ground_of(
    calendar: Calendar,
    rules: Sequence[TourRules],
    agents: Iterable[int] | None = None,
    *,
    repeats: bool = False,
) -> Ground:
    """Return a model with its variables: one duty or a day off for an agent on a day.

    Left out, ``agents`` are all. In a typical week nothing starts before its first day: the
    evening before is its own last one.
    """
    everybody = range(len(calendar.agents))
    ground = Ground(calendar, rules, tuple(everybody if agents is None else agents), repeats)
    for agent in ground.agents:
        barred = hard_bars(rules[agent])
        for day in ground.days:
            _add_options(ground, agent, day, barred.get(day))
    _add_placements(ground)
    return ground


def hard_bars(rules: TourRules) -> dict[int, Bools]:
    """Return the choices that are barred at any price, by day."""
    barred: dict[int, Bools] = {}
    for bar in rules.bars:
        if bar.price is None:
            known = barred.get(bar.day)
            barred[bar.day] = bar.choices if known is None else known | bar.choices
    return barred


def _add_options(ground: Ground, agent: int, day: int, barred: Bools | None) -> None:
    model, calendar = ground.model, ground.calendar
    kind = calendar.kind_of[agent]
    duties = () if ground.repeats and day < 0 else calendar.duties[day]
    options = tuple(
        Option(choice, duty, model.new_bool_var(f"x_{agent}_{day}_{choice}"))
        for choice, duty in enumerate(duties, start=1)
        if kind in duty.lawful and not (barred is not None and barred[choice])
    )
    off = model.new_bool_var(f"off_{agent}_{day}")
    ground.options[agent, day] = options
    ground.off[agent, day] = off
    model.add_exactly_one([*(option.chosen for option in options), off])
    if barred is not None and barred[OFF]:
        model.add(off == 0)


def _add_placements(ground: Ground) -> None:
    present = set(ground.agents)
    for group, members in enumerate(ground.calendar.members):
        ground.placements[group] = []
        for day in ground.days:
            working: dict[int, list[cp_model.IntVar]] = defaultdict(list)
            for agent in members:
                if agent in present:
                    for option in ground.options[agent, day]:
                        working[option.choice].append(option.chosen)
            for choice, on_duty in sorted(working.items()):
                _place(ground, group, ground.calendar.duties[day][choice - 1], on_duty)


def _place(ground: Ground, group: int, duty: Duty, on_duty: list[cp_model.IntVar]) -> None:
    """Add how many of a group work each shape of a duty; the sum is those who work the duty."""
    placed = list(zip(duty.shapes, duty.segments, strict=True))
    if len(placed) == 1 and len(on_duty) == 1:
        amounts = on_duty
    else:
        named = [f"n_{group}_{duty.day}_{shape.id}" for shape, _ in placed]
        amounts = [ground.model.new_int_var(0, len(on_duty), name) for name in named]
        ground.model.add(total(amounts) == total(on_duty))
    ground.placements[group].extend(
        Placement(duty.day, shape, wrapped(segments, ground.week_minutes), amount)
        for (shape, segments), amount in zip(placed, amounts, strict=True)
    )
