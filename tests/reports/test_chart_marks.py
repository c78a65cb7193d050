"""What the charts say is what the run says: caps of each agent, hours of shifts, legends."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import same_color
from matplotlib.figure import Figure

from reports import style
from reports.charts.coverage import coverage_chart
from reports.charts.early_warning import early_warning_chart
from reports.charts.gantt import gantt_chart
from reports.charts.hostile_share import hostile_share_chart
from reports.charts.over_time import first_reply_chart
from reports.charts.service_level import hour_map, service_level_chart, square_sides
from reports.pseudonyms import labels_of
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.plan import Plan
from simulation.measures.outcome import SpanFigures
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import AUTUMN_MONDAY, Recipe


def hostile(plan: Plan) -> Figure:
    return hostile_share_chart(plan, labels_of(plan.scenario))


def words_at_foot(figure: Figure) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def words_above(figure: Figure) -> list[str]:
    legend = figure.axes[0].get_legend()
    assert legend is not None
    return [text.get_text() for text in legend.get_texts()]


def with_cap(scenario: Scenario, cap: Mapping[str, Any]) -> Scenario:
    said = scenario.model_dump(mode="json", exclude_unset=True) | {"cap": cap}
    return Scenario.model_validate(said)


def cap_lines(figure: Figure) -> dict[int, float]:
    """The cap that is drawn in each row of the first panel."""
    (lines,) = [one for one in figure.axes[0].collections if isinstance(one, LineCollection)]
    return {round(float(np.mean(line[:, 1]))): float(line[0, 0]) for line in lines.get_segments()}


class TestHostileShare:
    """Each agent's share stands beside the cap that holds for that agent."""

    def test_everybody_has_the_cap_of_all(self) -> None:
        figure = hostile(make_plan())
        assert cap_lines(figure) == dict.fromkeys(range(4), 0.22)
        assert "cap 22 % a week" in words_at_foot(figure)

    def test_a_cap_of_ones_own_stands_in_ones_own_row(self) -> None:
        plan = make_plan()
        said = plan.scenario.model_dump(mode="json", exclude_unset=True)
        said["team"]["agents"][2]["cap"] = {"hostile": 0.1}
        figure = hostile(replace(plan, scenario=Scenario.model_validate(said)))
        assert cap_lines(figure) == {0: 0.22, 1: 0.22, 2: 0.1, 3: 0.22}
        assert "cap 10 to 22 % a week" in words_at_foot(figure)

    def test_no_line_where_a_share_is_not_limited(self) -> None:
        plan = make_plan()
        figure = hostile(replace(plan, scenario=with_cap(plan.scenario, {"longest_run": 3})))
        assert cap_lines(figure) == {}
        assert not any("cap" in word for word in words_at_foot(figure))
        assert figure.axes[0].get_xlim()[1] < 0.5

    def test_a_share_within_the_cap_is_not_marked_for_another_form_that_is_passed(self) -> None:
        plan = make_plan()
        within = tuple(
            replace(one, max_window_share=0.21, windows_over_cap=5) for one in plan.outcome.agents
        )
        over = tuple(replace(one, max_window_share=0.23) for one in within)
        for agents, marked in ((within, 0), (over, 4)):
            changed = replace(plan, outcome=replace(plan.outcome, agents=agents))
            lines = hostile(changed).axes[0].get_lines()
            red = [one for one in lines if same_color(one.get_markerfacecolor(), style.LIMIT)]
            assert len(red) == marked

    @pytest.mark.parametrize("window", ["shift", "week", "horizon"])
    def test_the_window_is_called_by_its_name(self, window: str) -> None:
        plan = make_plan()
        scenario = with_cap(plan.scenario, {"hostile": 0.22, "window": window})
        said = words_at_foot(hostile(replace(plan, scenario=scenario)))
        assert {f"worst {window}", f"worst {window}, over the cap"} <= set(said)


def hours_of(figure: Figure) -> list[str]:
    figure.canvas.draw()
    return [tick.label1.get_text() for tick in figure.axes[0].xaxis.get_minor_ticks()]


def test_the_roster_says_which_days_and_at_which_hours() -> None:
    plan = make_plan()
    figure = gantt_chart(plan, labels_of(plan.scenario))
    assert figure.axes[0].get_title(loc="left") == "Roster, 2 to 8 March 2026 (week 10)"
    assert hours_of(figure) == ["6", "12", "18"] * 7
    assert hours_of(coverage_chart(plan)) == ["6", "12", "18"] * 7


def test_a_week_of_two_months_names_both() -> None:
    plan = make_plan(Recipe(weeks=5))
    figure = gantt_chart(plan, labels_of(plan.scenario), week=4)
    title = figure.axes[0].get_title(loc="left")
    assert title == "Roster, 30 March to 5 April 2026 (week 14)"


def test_shifts_from_a_file_have_the_colours_of_their_templates() -> None:
    plan = make_plan()
    read = Roster(tuple(replace(one, shape_id="") for one in plan.roster.shifts))
    ours, theirs = (
        gantt_chart(replace(plan, roster=roster), labels_of(plan.scenario))
        for roster in (plan.roster, read)
    )
    assert words_at_foot(theirs) == words_at_foot(ours) == ["early", "late", "night", "edited"]


@pytest.mark.parametrize(("agents", "at_both_ends"), [(12, False), (31, True)])
def test_a_tall_roster_has_its_dates_at_both_ends(agents: int, at_both_ends: bool) -> None:
    plan = make_plan(Recipe(agents=agents))
    figure = gantt_chart(plan, labels_of(plan.scenario))
    figure.canvas.draw()
    above = {tick.label2.get_visible() for tick in figure.axes[0].xaxis.get_major_ticks()}
    assert above == {at_both_ends}


def test_coverage_names_only_the_work_that_there_is() -> None:
    plan = make_plan()
    assert "live work" in words_above(coverage_chart(plan))
    deferrable_alone = replace(plan, requirement=replace(plan.requirement, live=()))
    said = words_above(coverage_chart(deferrable_alone))
    assert said == ["deferrable work as it arrives", "on duty"]


@pytest.mark.parametrize(("weeks", "said"), [(6, ""), (7, ", first 6 weeks")])
def test_coverage_says_where_it_does_not_show_all(weeks: int, said: str) -> None:
    title = coverage_chart(make_plan(Recipe(weeks=weeks))).axes[0].get_title(loc="left")
    assert title == f"Agents on duty against the work{said}"


def test_days_without_a_month_of_their_own_follow_one_that_has_it() -> None:
    plan = make_plan(Recipe(weeks=2, start=AUTUMN_MONDAY))
    marks = [one.get_text() for one in first_reply_chart(plan).axes[-1].get_xticklabels()]
    assert marks[:2] == ["Mon 19\nOct", "Tue 20"]
    assert marks[-2:] == ["Sat 31", "Sun 1\nNov"]


def test_early_warning_does_not_borrow_the_colours_of_channels() -> None:
    figure = early_warning_chart(make_plan())
    assert figure is not None
    seen = {one.get_color() for axes in figure.axes for one in axes.get_lines()}
    assert seen == {style.PLAN}


def test_a_channel_keeps_its_colour_when_others_find_no_room() -> None:
    plan = make_plan(Recipe(many_channels=True))
    own = first_reply_chart(plan)
    colours = [axes.get_lines()[0].get_color() for axes in own.axes]

    def slow(one: SpanFigures) -> SpanFigures:
        """All but the first channel take longer, so that the first is left out."""
        first = one.channel_id == "posts"
        mean = tuple(value * (1 if first else 5) for value in one.frt_seconds.mean)
        return replace(one, frt_seconds=replace(one.frt_seconds, mean=mean))

    days = plan.outcome.days
    slower = replace(days, channels=tuple(map(slow, days.channels)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reports.charts.over_time.MOST_PANELS", 3)
        few = first_reply_chart(replace(plan, outcome=replace(plan.outcome, days=slower)))
    assert [axes.get_lines()[0].get_color() for axes in few.axes] == colours[1:]


def test_an_hour_in_which_less_came_in_has_a_smaller_square() -> None:
    plan = make_plan(Recipe(nights=False))
    intervals = plan.outcome.intervals
    (posts,) = (one for one in intervals.channels if one.channel_id == "posts")

    def with_nights(calls: float) -> Plan:
        """So many calls in each interval before seven on Monday, none of them in time."""
        offered, level = list(posts.offered.mean), [*(posts.service_level or posts.offered).mean]
        offered[:14], level[:14] = [calls] * 14, [0.0] * 14
        changed = replace(
            posts,
            offered=replace(posts.offered, mean=tuple(offered)),
            service_level=replace(posts.offered, mean=tuple(level)),
        )
        channels = tuple(changed if one is posts else one for one in intervals.channels)
        spans = replace(intervals, channels=channels)
        return replace(plan, outcome=replace(plan.outcome, intervals=spans))

    total = float(np.nansum(posts.offered.mean))
    sides = []
    for calls in (0.0, total / 20000, total / 2000, total / 200):
        shares, weight = hour_map(with_nights(calls), "posts")
        night = shares[0, :7]
        assert np.isnan(night).all() if calls == 0 else (night == 0).all()
        sides.append(square_sides(weight)[0, 0])
    assert sides == sorted(sides)
    assert sides[0] < sides[2] < sides[3] == 1.0


def test_the_darkest_hour_stands_for_all_below_its_mark() -> None:
    figure = service_level_chart(make_plan())
    assert figure is not None
    bar = figure.axes[-1]
    assert [text.get_text() for text in bar.get_yticklabels()] == ["≤ 60 %", "80 %", "100 %"]
