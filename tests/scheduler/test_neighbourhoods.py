"""Better rosters from slices of the model: what a slice holds, and what comes of many."""

import numpy as np
import pytest

from scenarios.timeline import Timeline
from scheduler.checker import check_roster
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tours_of import tour_rules
from scheduler.plan import SolveStatus
from scheduler.roster_model.build import build
from scheduler.roster_model.costs import roster_costs
from scheduler.roster_model.neighbourhood_sizes import Choice, Kind, kinds_for
from scheduler.roster_model.neighbourhood_slices import Sliced, Slicer
from scheduler.roster_model.neighbourhoods import Neighbourhoods
from scheduler.roster_model.relaxation import Relaxation
from scheduler.roster_model.search import run
from scheduler.roster_model.solution import roster_from, shift_values
from tests.scheduler.small_teams import required, small

SHIFTS = {
    "early": {"starts": ["08:00"], "length_minutes": 360, "days": "mon-wed"},
    "late": {"starts": ["12:00"], "length_minutes": 360, "days": "mon-wed"},
}
TEAM = small(
    shifts=SHIFTS,
    contract={"hours_per_week": 9.0, "flexibility_hours": 9.0, "hourly_cost": 30.0},
    agents=[{"id": "a"}, {"id": "b"}, {"id": "c", "skills": ["posts"]}],
    rules={"daily_rest_hours": 16},
)
WORK = required(
    TEAM,
    phone={9: 2, 13: 1, 33: 1, 61: 2},
    work={8: (500.0, 0.0), 15: (0.0, 300.0), 40: (0.0, 200.0)},
)

# One shift a week for either of two people. Both would rather have the other's day off, and who
# changes alone leaves a phone without anybody.
ONE_DAY = {"day": {"starts": ["08:00"], "length_minutes": 480, "days": "mon-tue"}}
PAIR = small(
    shifts=ONE_DAY,
    contract={"hours_per_week": 8.0, "flexibility_hours": 0.0, "hourly_cost": 30.0},
    agents=[
        {"id": "a", "wishes": [{"first": "2026-11-23", "wish": "off", "cost": 50.0}]},
        {"id": "b", "wishes": [{"first": "2026-11-24", "wish": "off", "cost": 50.0}]},
    ],
)
PHONES = required(PAIR, phone={9: 1, 33: 1})


class Model:
    """A model with its calendar, and values of shift variables by who works what when."""

    def __init__(self, scenario=TEAM, requirement=WORK):
        self.scenario, self.requirement = scenario, requirement
        self.calendar = Calendar(scenario, Timeline(scenario.horizon))
        self.rules = tour_rules(self.calendar, requirement)
        self.ground = build(self.calendar, self.rules, requirement, ())
        self.relaxation = Relaxation(self.ground.model)

    def search(self):
        return Neighbourhoods(self.ground, self.relaxation, self.scenario.planning)

    def shifts(self, *worked):
        return {
            option.chosen.index: int((agent, day, option.choice) in worked)
            for (agent, day), options in self.ground.options.items()
            for option in options
        }

    def optimal_shifts(self):
        found = run(self.ground, self.scenario.planning, 5.0)
        assert found.status is SolveStatus.OPTIMAL
        return shift_values(self.ground, found.roster)

    def roster(self, shifts):
        places = [place.amount.index for own in self.ground.placements.values() for place in own]
        found = self.relaxation.solve(shifts, None, places)
        return roster_from(self.ground, lambda variable: round(found.values[variable.index]))

    def cost(self, shifts):
        roster = self.roster(shifts)
        assert check_roster(self.scenario, roster) == ()
        costs = roster_costs(self.calendar, self.rules, self.requirement, (), roster)
        return costs.total * UNITS_PER_CURRENCY


def ignore(objective):
    """Take no notice."""


def only_small(monkeypatch, options):
    """Let no slice grow beyond so many options."""
    monkeypatch.setattr(Kind, "learn", lambda kind, gained, took, *, solved: None)

    def kinds(days):
        return tuple(Kind(kind.days, size=options, gain=0.0) for kind in kinds_for(days))

    monkeypatch.setattr("scheduler.roster_model.neighbourhoods.kinds_for", kinds)


def test_it_ends_at_the_optimum_where_a_slice_holds_everything():
    model = Model()
    optimum = model.cost(model.optimal_shifts())
    search = model.search()
    shifts, objective = search.improve(model.shifts(), np.inf, 5.0, ignore)
    assert objective == pytest.approx(optimum)
    assert model.cost(shifts) == pytest.approx(objective)
    assert search.bound == pytest.approx(optimum)


def test_small_slices_never_make_a_roster_worse_and_keep_the_rules(monkeypatch):
    only_small(monkeypatch, 6.0)
    model, told = Model(), []
    start = model.shifts((0, 0, 2), (1, 1, 1), (2, 2, 2))
    before = model.cost(start)
    search = model.search()
    shifts, objective = search.improve(start, before, 1.0, told.append)
    assert search.bound is None
    assert told == sorted(told, reverse=True)
    assert objective == told[-1] < before
    assert model.cost(shifts) == pytest.approx(objective)


def test_from_the_best_roster_nothing_better_is_said():
    model = Model()
    told, start = [], model.optimal_shifts()
    optimum = model.cost(start)
    shifts, objective = model.search().improve(start, optimum, 1.0, told.append)
    assert told == []
    assert objective == pytest.approx(optimum)
    assert model.cost(shifts) == pytest.approx(optimum)


def test_people_exchange_their_days_where_neither_gains_alone():
    model = Model(PAIR, PHONES)
    start = model.shifts((0, 0, 1), (1, 1, 1))
    dear = model.cost(start)
    cheap = model.cost(model.shifts((0, 1, 1), (1, 0, 1)))
    assert dear - cheap == pytest.approx(100.0 * UNITS_PER_CURRENCY)
    slicer, values = Slicer(model.ground, model.relaxation), model.search().bench.clean(start)
    for agents, found in (([0], dear), ([1], dear), ([0, 1], cheap)):
        part = slicer.cut(slicer.options_of(np.array(agents), 0, 7))
        assert slicer.solve(part, values).cost == pytest.approx(found)
    shifts, objective = model.search().improve(start, dear, 2.0, ignore)
    assert objective == pytest.approx(cheap)
    assert shifts == model.shifts((0, 1, 1), (1, 0, 1))


@pytest.mark.parametrize(("agents", "days"), [([0], (0, 7)), ([0, 1, 2], (1, 2)), ([1, 2], (0, 2))])
def test_a_slice_finds_what_the_whole_model_finds_with_the_rest_fixed(agents, days):
    model = Model()
    start = model.shifts((0, 0, 2), (1, 1, 1), (2, 2, 2))
    slicer, values = Slicer(model.ground, model.relaxation), model.search().bench.clean(start)
    free = slicer.options_of(np.array(agents), *days)
    assert len(free)
    fixed = {place: value for place, value in start.items() if place not in free}
    whole = np.flatnonzero(slicer.whole).tolist()
    expected = model.relaxation.solve(fixed, None, whole)
    found = slicer.solve(slicer.cut(free), values)
    assert found.solved
    assert found.cost == pytest.approx(expected.objective)
    others = slicer.is_option.copy()
    others[free] = False
    assert (found.values[others] == values[others]).all()


def test_a_slice_without_shifts_leaves_everything_as_it_is():
    model = Model()
    slicer, values = (
        Slicer(model.ground, model.relaxation),
        model.search().bench.clean(model.shifts((0, 0, 2))),
    )
    part = slicer.cut(slicer.options_of(np.array([0, 1, 2]), 4, 7))
    found = slicer.solve(part, values)
    assert found.solved
    assert (found.values == values).all()


def test_what_was_found_before_a_stop_is_kept():
    model = Model()

    def stop(objective):
        raise KeyboardInterrupt

    search = model.search()
    assert search.best is None
    with pytest.raises(KeyboardInterrupt):
        search.improve(model.shifts(), np.inf, 5.0, stop)
    shifts, objective = search.best
    assert objective < model.cost(model.shifts())
    assert model.cost(shifts) == pytest.approx(objective)


def test_asked_to_stop_it_hands_back_what_it_began_with():
    model = Model()
    search = model.search()
    search.stop()
    start = model.shifts((0, 0, 2))
    shifts, objective = search.improve(start, np.inf, 5.0, ignore)
    assert shifts == start
    assert objective == pytest.approx(model.cost(start))


def test_equal_input_gives_an_equal_roster_in_deterministic_plans(monkeypatch):
    only_small(monkeypatch, 6.0)
    assert TEAM.planning.deterministic
    found = []
    for _ in range(2):
        model = Model()
        found.append(model.search().improve(model.shifts(), np.inf, 0.3, ignore))
    assert found[0] == found[1]


def test_a_roster_that_breaks_a_rule_is_no_start():
    model = Model()
    with pytest.raises(ValueError, match="breaks a rule"):
        model.search().improve(model.shifts((0, 0, 2), (0, 1, 1)), np.inf, 1.0, ignore)


def choice_of(agents=10, days=28, options=2800):
    groups = np.repeat([0, 1], agents // 2)
    generator = np.random.Generator(np.random.Philox(1))
    return Choice(groups, range(days), options, generator, kinds_for(days))


def test_slices_hold_as_many_people_and_days_as_their_size_allows():
    choice, costs = choice_of(), np.zeros(28)
    crowd = choice.window(Kind(None, size=200.0), costs)
    assert (len(crowd.agents), crowd.last - crowd.first) == (10, 2)
    few = choice.window(Kind(None, size=40.0), costs)
    assert (len(few.agents), few.last - few.first) == (4, 1)
    week = choice.window(Kind(7, size=350.0), costs)
    assert (len(week.agents), week.last - week.first) == (5, 7)
    everything = choice.window(Kind(28, size=2800.0), costs)
    assert choice.is_whole(everything)
    assert not choice.is_whole(week)


def test_days_that_cost_most_are_looked_at_first_and_not_for_ever():
    choice, costs = choice_of(), np.zeros(28)
    costs[11] = 1000.0
    kind = Kind(None, size=100.0)
    firsts = [choice.window(kind, costs).first for _ in range(60)]
    assert firsts[0] == 11
    assert len(set(firsts)) > 10


def test_sizes_follow_the_time_that_slices_take():
    choice, kind = choice_of(), Kind(7, size=350.0)
    kind.learn(1.0, 0.1, solved=True)
    assert kind.size > 350.0
    kind.size = 350.0
    kind.learn(1.0, 20.0, solved=True)
    assert kind.size < 350.0
    while not kind.hopeless:
        kind.learn(0.0, 20.0, solved=False)
        choice.settle(kind)
    for other in choice.kinds:
        other.hopeless = True
    assert choice.kind() is None


@pytest.mark.parametrize("contradiction", [False, True])
def test_what_is_dearer_when_time_is_out_is_not_taken(monkeypatch, contradiction):
    model = Model()
    start = model.optimal_shifts()
    bench = model.search().bench
    dear, best = bench.clean(model.shifts()), bench.clean(start)
    begun_from = []

    def solve(slicer, part, values, seconds=0.0, nodes=0):
        begun_from.append(bench.cost_of(values))
        given = None if contradiction else dear
        cost = np.inf if contradiction else bench.cost_of(dear)
        return Sliced(given, cost, -np.inf, solved=False, contradiction=contradiction, nodes=0)

    monkeypatch.setattr(Slicer, "solve", solve)
    assert bench.cost_of(dear) > bench.cost_of(best)
    shifts, objective = model.search().improve(start, np.inf, 0.5, ignore)
    assert len(begun_from) > 1
    assert begun_from == pytest.approx([bench.cost_of(best)] * len(begun_from))
    assert shifts == start
    assert objective == pytest.approx(bench.cost_of(best))
