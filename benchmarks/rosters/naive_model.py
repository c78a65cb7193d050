"""The model that everybody writes first: a boolean for every agent, day and shift, in CP-SAT."""

from collections.abc import Sequence
from itertools import product

from ortools.sat.python import cp_model

from benchmarks.rosters.synthetic_file import Person, Staffing
from benchmarks.rosters.synthetic_score import Work, intervals_at_work

Chosen = dict[tuple[str, int, int], cp_model.IntVar]  # by person, day, place of the kind


def solve_naively(
    staffing: Staffing, seconds: float, seed: int = 1
) -> dict[str, list[Work]] | None:
    """Return who works what on which day, or None where no roster is found in the time."""
    model = cp_model.CpModel()
    chosen: Chosen = {
        (person.id, day, kind): model.new_bool_var("")
        for person in staffing.people
        for day in range(staffing.days)
        if day not in person.days_off
        for kind in range(len(staffing.kinds))
    }
    for person in staffing.people:
        _one_line(model, staffing, person, chosen)
    model.minimize(sum(_demand(model, staffing, chosen)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    worked: dict[str, list[Work]] = {person.id: [] for person in staffing.people}
    for (name, day, kind), variable in chosen.items():
        if solver.boolean_value(variable):
            worked[name].append((day, staffing.kinds[kind]))
    return worked


def _one_line(model: cp_model.CpModel, staffing: Staffing, person: Person, chosen: Chosen) -> None:
    kinds = range(len(staffing.kinds))
    own = {
        day: [chosen[person.id, day, kind] for kind in kinds]
        for day in range(staffing.days)
        if day not in person.days_off
    }
    for day, options in own.items():
        model.add_at_most_one(options)
        if day + 1 in own:
            for before, after in _too_close(staffing):
                model.add_at_most_one(own[day][before], own[day + 1][after])
    paid = [round(60 * kind.paid_hours) for kind in staffing.kinds]
    weeks = []
    for week in range(staffing.days // 7):
        days = [day for day in range(7 * week, 7 * week + 7) if day in own]
        model.add(sum(sum(own[day]) for day in days) <= staffing.max_days_per_week)
        minutes = sum(paid[kind] * own[day][kind] for day, kind in product(days, kinds))
        _within(model, minutes, person.hours_per_week, staffing.week_tolerance_hours)
        weeks.append(minutes)
    hours = person.hours_per_week * len(weeks)
    _within(model, sum(weeks), hours, staffing.horizon_tolerance_hours)


def _within(
    model: cp_model.CpModel, minutes: cp_model.LinearExprT, hours: float, tolerance: float
) -> None:
    least, most = round(60 * (hours - tolerance)), round(60 * (hours + tolerance))
    model.add_linear_constraint(minutes, least, most)


def _too_close(staffing: Staffing) -> Sequence[tuple[int, int]]:
    """Return pairs of kinds that leave too little rest from one day to the next."""
    kinds = enumerate(staffing.kinds)
    return [
        (first, second)
        for (first, before), (second, after) in product(kinds, enumerate(staffing.kinds))
        if 1440 + after.start_minute - before.end_minute < 60 * staffing.rest_hours
    ]


def _demand(
    model: cp_model.CpModel, staffing: Staffing, chosen: Chosen
) -> list[cp_model.LinearExprT]:
    """Return the costs of too few and too many in every interval."""
    at_work = [frozenset(intervals_at_work(staffing, kind)) for kind in staffing.kinds]
    costs: list[cp_model.LinearExprT] = []
    for day, wanted in enumerate(staffing.required):
        there: list[list[cp_model.IntVar]] = [[] for _ in wanted]
        for (_, on, kind), variable in chosen.items():
            if on == day:
                for slot in at_work[kind]:
                    there[slot].append(variable)
        for want, options in zip(wanted, there, strict=True):
            if not want and not options:
                continue
            short = model.new_int_var(0, want, "")
            over = model.new_int_var(0, len(staffing.people), "")
            model.add(sum(options) + short - over == want)
            costs.append(int(staffing.short_cost) * short + int(staffing.over_cost) * over)
    return costs
