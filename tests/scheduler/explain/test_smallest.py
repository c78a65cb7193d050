"""The smallest part of a conflict, for conflicts that are known."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.explain.smallest import smallest_conflict

PARTS = tuple(range(9))


@given(clashes=st.lists(st.frozensets(st.sampled_from(PARTS), min_size=1), min_size=1, max_size=4))
def test_what_is_left_clashes_and_does_not_without_any_one_of_it(clashes):
    def can_hold(parts):
        return not any(clash <= set(parts) for clash in clashes)

    found = smallest_conflict(PARTS, can_hold)
    assert not can_hold(found)
    for part in found:
        assert can_hold([one for one in found if one != part])


def test_of_conflicts_the_one_in_front_is_found():
    clashes = ({0, 2}, {5, 7})
    found = smallest_conflict(PARTS, lambda some: not any(c <= set(some) for c in clashes))
    assert found == (0, 2)


def test_nothing_is_needed_where_nothing_can_hold():
    assert smallest_conflict(PARTS, lambda _: False) == ()


def test_few_questions_are_asked_of_many_parts():
    asked = []

    def can_hold(parts):
        asked.append(parts)
        return not {3, 900} <= set(parts)

    assert smallest_conflict(range(1000), can_hold) == (3, 900)
    assert len(asked) < 60
