"""Random ladders for blocked cases, and random times of the week with rules of their own."""

from dataclasses import replace

from hypothesis import strategies as st

from scenarios.assignment import AssignmentRules, RulePeriod
from scenarios.cap import BlockedStep, Then
from scenarios.queues import groups_of
from scenarios.scenario import Scenario


@st.composite
def ladders(draw: st.DrawFn, said: Scenario) -> tuple[BlockedStep, ...]:
    """Steps in any order, each group and desk at most once; now and then none."""
    known: list[tuple[Then, str | None]] = [(Then.WAIT, None), (Then.BREACH, None)]
    known += [(Then.MODERATE, None)] * 2
    known += [(Then.GROUP, group.id) for group in groups_of(said)]
    known += [(Then.DESK, desk) for desk in said.external_desks]
    chosen = draw(st.lists(st.sampled_from(known), max_size=4))
    waits = [one for one in chosen if one[0] is Then.WAIT]
    others = dict.fromkeys(one for one in chosen if one[0] is not Then.WAIT)
    return tuple(
        BlockedStep(
            then=then,
            to=to,
            after_seconds=draw(st.sampled_from([0.0, 0.0, 60.0, 1000.0, 3600.0])),
            cost=draw(st.sampled_from([0.0, 2.5])),
        )
        for then, to in draw(st.permutations([*waits, *others]))
    )


@st.composite
def with_periods(draw: st.DrawFn, by: AssignmentRules) -> AssignmentRules:
    """Rules of their own in some blocks of two hours: other levels, and not everybody eligible."""
    block_of = draw(st.lists(st.integers(0, 2), min_size=7, max_size=7))
    periods = []
    for number in (1, 2):
        blocks = [place for place in range(12 * 7) if block_of[place % 7] == number]
        group_rules = [
            replace(rule, priority=draw(st.integers(1, 2)), preference=draw(st.integers(1, 2)))
            for rule in by.group_rules
            if draw(st.integers(0, 3))
        ]
        intervals = tuple(8 * block + place for block in blocks for place in range(8))
        periods.append(RulePeriod(f"p{number}", intervals, tuple(group_rules)))
    return replace(by, periods=tuple(periods))
