"""One person's conflicts, held against brute force over all tours of a small week."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.explain.one_person import OnePerson
from scheduler.explain.sources import at_a_price, pieces_of, rules_from
from scheduler.people.tour_rules import TourRules
from scheduler.people.tours_of import tour_rules
from scheduler.roster_model.people import hard_only
from tests.scheduler.people import brute
from tests.scheduler.people.week import rules_and_calendar, team_of_one, tour_of
from tests.scheduler.random_rules import calendars
from tests.scheduler.random_rules import tour_rules as random_rules

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
# Forms of random rules all have few names; these tell them apart.
NAMES = (
    "closed",
    "started",
    "rotation",
    "sunday_work",
    "max_nights",
    "max_weekends",
    "availability",
)


def many_rules(data, calendar) -> TourRules:
    """Return random hard rules in which nearly every form is of a rule of its own."""
    (rules,) = hard_only((data.draw(random_rules(calendar)),))
    names = st.sampled_from(NAMES)
    return replace(
        rules,
        bars=tuple(replace(one, rule=data.draw(names)) for one in rules.bars),
        counters=tuple(replace(one, rule=data.draw(names)) for one in rules.counters),
    )


@settings(max_examples=300, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_clash_is_one_and_none_without_any_part_of_it(data):
    calendar = data.draw(calendars())
    person = OnePerson(calendar, 0, many_rules(data, calendar))

    def possible(sources) -> bool:
        kept = [one for one in person.pieces if one.source in sources]
        return brute.best_price(rules_from(kept, person.last_end), calendar.duties) is not None

    clashes = person.clashes()
    assert bool(clashes) is not possible(person.sources)
    for clash in clashes:
        assert not possible(clash.sources)
        for source in clash.sources:
            assert possible([one for one in clash.sources if one != source])


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_giving_way_takes_as_much_as_brute_force_says(data):
    calendar = data.draw(calendars())
    person = OnePerson(calendar, 0, many_rules(data, calendar))
    clashes = person.clashes()
    if len(clashes) != 1:
        return
    for source, way in zip(clashes[0].sources, clashes[0].ways, strict=True):
        pieces = [at_a_price(p, 1) if p.source == source else p for p in person.pieces]
        assert brute.best_price(rules_from(pieces, person.last_end), calendar.duties) == way


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_rules_taken_apart_and_put_together_say_the_same(data):
    calendar = data.draw(calendars())
    (rules,) = hard_only((data.draw(random_rules(calendar)),))
    again = rules_from(pieces_of(calendar, 0, rules), rules.last_end)
    for tour in brute.all_tours(TourRules(rules.pattern), calendar.duties):
        said = (brute.price_of(one, calendar.duties, tour) for one in (rules, again))
        assert len({price is None for price in said}) == 1


def test_rules_made_apart_say_what_others_imply():
    scenario = team_of_one(
        rules={"max_week_hours": 50.0},
        contract={"hours_per_week": 20.0, "flexibility_hours": 2.0, "max_days_per_week": 3},
    )
    rules, calendar = rules_and_calendar(scenario)
    (apart,) = tour_rules(calendar, apart=True)
    assert "max_week_hours" not in {one.rule for one in rules.counters}
    assert "max_week_hours" in {one.rule for one in apart.counters}


def test_nobody_is_at_two_places_where_daily_rest_gives_way():
    dawn = {"starts": ["05:00"], "length_minutes": 480}
    scenario = team_of_one(rules={"daily_rest_hours": 11.0}, shifts={"x": dawn})
    _, calendar = rules_and_calendar(scenario)
    (apart,) = tour_rules(calendar, apart=True)
    left = [p for p in pieces_of(calendar, 0, apart) if p.source.rule != "daily_rest_hours"]
    for letters, price in (("nx", None), ("ne", 0)):
        found = brute.price_of(rules_from(left, None), calendar.duties, tour_of(calendar, letters))
        assert found == price


def test_a_rule_that_is_gone_asks_for_nothing_and_no_other_counts_on_it():
    scenario = team_of_one(
        rules={"max_week_hours": 50.0, "daily_rest_hours": 11.0},
        contract={"hours_per_week": 20.0, "flexibility_hours": 2.0},
        shifts={"x": {"starts": ["05:00"], "length_minutes": 480}},
    )
    rules, calendar = rules_and_calendar(scenario)
    gone = frozenset({"contract_hours", "daily_rest_hours"})
    (left,) = tour_rules(calendar, gone=gone)
    assert {one.rule for one in rules.counters} == {"contract_hours"}
    assert {one.rule for one in left.counters} == {"max_week_hours"}
    assert [one.rule for one in rules.pattern.follows] == ["daily_rest_hours"]
    assert [one.rule for one in left.pattern.follows] == ["overlap"]
