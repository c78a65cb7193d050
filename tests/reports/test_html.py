"""The report is one page, opens with the verdict, and keeps names to itself."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from reports.charts import draw_all
from reports.page.html import report_html, tight
from reports.page.report_content import content_of
from reports.runs import Run, SimulationRun
from scheduler.plan import Plan
from simulation.stopping import Precision, Stop, StopReason
from tests.pictures import draw_nothing
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import NAMES, SPRING_MONDAY, Recipe
from tests.reports.test_sections import harmless

RECIPES = {
    "plain": Recipe(),
    "not met": Recipe(met=False, many_channels=True),
    "no cap": Recipe(cap=False),
    "one agent": Recipe(agents=1),
    "clock change": Recipe(start=SPRING_MONDAY, weeks=2),
}


class Page(HTMLParser):
    """What a browser would fetch, and the text it would show."""

    def __init__(self) -> None:
        super().__init__()
        self.references: list[str] = []
        self.alts: list[str] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.contents: list[tuple[str, str]] = []  # where a link leads, and its words
        self.headings: list[tuple[str, str]] = []  # id and words
        self._at = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img", "br", "link"):
            self.open.append(tag)
        given = dict(attrs)
        self.references += [given[key] or "" for key in ("src", "href", "srcset") if key in given]
        self._at = given.get("id" if tag == "h2" else "href") or ""
        if tag == "img":
            self.alts.append(given.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("a", "h2"):
            (self.contents if self.open[-1] == "a" else self.headings).append((self._at, data))
        if data.strip() and self.open[-1] not in ("style", "title"):
            self.texts.append(" ".join(data.split()))


@pytest.fixture(scope="module", params=RECIPES.values(), ids=RECIPES)
def plan(request: pytest.FixtureRequest) -> Plan:
    return make_plan(request.param)


@pytest.fixture(scope="module")
def pictures(plan: Plan) -> dict[str, bytes]:
    return draw_all(plan)


@pytest.fixture(scope="module")
def html(plan: Plan, pictures: dict[str, bytes]) -> str:
    return report_html(plan, charts=pictures)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    read = Page()
    read.feed(html)
    assert read.open == []
    return read


def test_the_page_asks_for_nothing_outside(page: Page, html: str) -> None:
    assert page.references
    assert all(one.startswith(("data:image/png;base64,", "#")) for one in page.references)
    assert not re.search(r"@import|url\(|https?://", html)


def test_every_picture_says_what_it_shows(page: Page) -> None:
    assert all(len(alt) > 20 for alt in page.alts)


def test_the_verdict_comes_first(page: Page, plan: Plan) -> None:
    assert page.texts[0] == plan.scenario.name
    opening = {"met": "keeps every promise", "not met": "falls short"}
    assert opening[plan.verdict.status.value] in page.texts[1]


def test_every_promise_stands_in_the_table(page: Page, plan: Plan) -> None:
    for promise in plan.verdict.promises:
        assert promise.promise in page.texts


def test_the_contents_lead_to_every_part(page: Page) -> None:
    assert page.contents == [(f"#{anchor}", words) for anchor, words in page.headings]
    assert len({anchor for anchor, _ in page.headings}) == len(page.headings)
    assert all(re.fullmatch(r"[a-z][a-z-]*", anchor) for anchor, _ in page.headings)


def test_who_works_when_stands_before_the_measures(page: Page) -> None:
    words = [words for _, words in page.headings]
    order = ["Roster", "Coverage", "How messages are handed out", "Channels", "People"]
    assert [one for one in words if one in order] == order


def test_paper_is_white_and_no_row_is_torn_between_pages(html: str) -> None:
    css = html[html.index("<style>") : html.index("</style>")]
    assert css.count("{") == css.count("}")
    dark = re.findall(r"@media ([^{]*prefers-color-scheme[^{]*)", css)
    assert dark
    assert all(one.startswith("screen and") for one in dark)
    on_paper = dict(re.findall(r"([^{};]+)\{([^{}]*)\}", css[css.index("@media print {") + 14 :]))
    kept = [selector.split(",") for selector, rule in on_paper.items() if "inside: avoid" in rule]
    assert {"figure", "tr", "li"} <= {one.strip() for selectors in kept for one in selectors}


def test_no_line_ends_between_a_figure_and_its_unit(html: str) -> None:
    space = "\N{NO-BREAK SPACE}"
    assert tight("80 % within 2 h: 3 % held, 2 halves") == (
        f"80{space}% within 2{space}h: 3{space}% held, 2 halves"
    )
    assert f"posts: 80{space}% within 3600{space}s" in html


def test_figures_stay_on_one_line(html: str) -> None:
    assert re.search(r"^td \{[^}]*white-space: nowrap", html, re.MULTILINE)


def test_all_ways_of_routing_are_compared_where_there_is_a_cap(page: Page, plan: Plan) -> None:
    if plan.outcome.cap is None:
        assert "skill-priority" not in page.texts
        return
    assert {"plan", "longest-idle", "skill-priority", "least-exposed"} <= set(page.texts)
    for outcome in (plan.outcome, *plan.baselines):
        cap = outcome.cap
        assert cap is not None
        assert f"{cap.replications_with_breach} of {cap.replications}" in page.texts


def test_what_fell_short_is_said(page: Page, plan: Plan) -> None:
    assert ("What fell short" in page.texts) == bool(plan.shortfalls)


def test_no_name_and_no_number_that_is_none(html: str) -> None:
    assert not any(name in html for name in NAMES)
    assert not re.search(r">\s*(nan|inf|None)\b", html)


def test_names_stand_in_its_pictures_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """That a picture with names is another one is shown with the charts."""
    asked: list[bool] = []

    def note(run: Run, *, names: bool = False) -> dict[str, bytes]:
        asked.append(names)
        return draw_nothing(run)

    monkeypatch.setattr("reports.page.html.draw_all", note)
    report_html(make_plan())
    report_html(make_plan(), names=True)
    assert asked == [False, True]


def test_text_of_the_scenario_is_escaped(html: str) -> None:
    assert "<Care>" not in html
    assert "&lt;Care&gt;" in html


def test_the_same_plan_gives_the_same_page(
    plan: Plan, html: str, pictures: dict[str, bytes]
) -> None:
    """With the same pictures; that those are the same is shown with the charts."""
    assert report_html(plan, charts=pictures) == html


def test_a_simulation_is_reported_without_a_word_on_planning() -> None:
    plan = make_plan()
    stop = Stop(StopReason.MOST_MADE, 60, Precision(0.02), "channels.posts.asa_seconds", 0.031)
    shared = (plan.scenario, plan.roster, plan.rules, plan.outcome, plan.verdict, plan.table)
    page = Page()
    page.feed(report_html(SimulationRun(*shared, stop), charts={}))
    assert page.open == []
    assert "The roster keeps every promise" in page.texts[1]
    assert "known to +/- 3.1 %" in page.texts[2]
    assert {"Channels", "Backlog", "Early warning", "People"} <= set(page.texts)
    assert "How the plan was reached" not in page.texts
    assert not any("solve" in text or "gap" in text for text in page.texts)


def test_only_a_plan_speaks_of_two_ways_of_routing_in_a_chart() -> None:
    plan = make_plan()
    stop = Stop(StopReason.ALL_MADE, 60, None, None, None)
    shared = (plan.scenario, plan.roster, plan.rules, plan.outcome, plan.verdict, plan.table)
    assert "Both ways of routing" in report_html(plan, charts=draw_nothing(plan))
    simulated = SimulationRun(*shared, stop)
    page = report_html(simulated, charts=draw_nothing(simulated))
    assert "hostile share" in page
    assert "Both ways of routing" not in page
    assert "Who meets the hostile cases</h2>" in page


def test_a_page_without_hostility_does_not_speak_of_it() -> None:
    plan = make_plan(Recipe(cap=False))
    said = content_of(plan)
    assert "hostil" in " ".join((*said.rules, *said.method))
    calm = replace(
        plan, outcome=harmless(plan.outcome), baselines=tuple(map(harmless, plan.baselines))
    )
    unsaid = content_of(calm)
    assert "hostil" not in " ".join((*unsaid.rules, *unsaid.method))
    assert not {"hostile_share.png", "hostile_by_day.png"} & set(draw_all(calm))
