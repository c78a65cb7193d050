"""The report: one self-contained HTML page that opens with the verdict."""

import base64
import re
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import style
from reports.charts import draw_all
from reports.page.report_content import content_of
from reports.runs import Run
from scheduler.plan import Plan

# What each chart shows, for those who cannot see it and for everybody below it.
CAPTIONS = {
    "hostile_share.png": (
        "Hostile share of each agent's own cases: the dot is the mean over all simulated "
        "horizons, the diamond the worst window of the cap in any of them."
    ),
    "service_level.png": (
        "Share answered in time by weekday and hour of arrival: blue is above the target, orange "
        "below. The smaller the square, the less came in; without any nothing did."
    ),
    "coverage.png": (
        "Agents on duty, breaks left out, against the agents that the work needs. Deferrable work "
        "is drawn when it comes in; it may be done later within its limit, so that a line below "
        "the light area is no shortfall by itself."
    ),
    "gantt.png": (
        "The first week of the roster; gaps are breaks, colours are kinds of shifts, grey days "
        "weekends and yellow ones holidays. All weeks stand in the run folder's roster.csv."
    ),
    "rounds.png": (
        "Round by round: cost over its lower bound, then each promise with its target as a dashed "
        "line; the band is the confidence interval."
    ),
    "backlog.png": (
        "Contacts of all stages that are open with the team at the end of each interval: mean over "
        "horizons, with its confidence interval as a band."
    ),
    "first_reply.png": (
        "Mean time to the first reply by day of arrival, by the clock on the wall, with its "
        "confidence interval as a band. What is due only after the horizon is not counted, so "
        "the last days may be empty."
    ),
    "hostile_by_day.png": (
        "Share of what came in that was truly hostile, day by day, with its confidence interval. "
        "What is due only after the horizon is not counted."
    ),
    "early_warning.png": (
        "What a live screen would show at the end of each hour, by the clock on the wall: the line "
        "is the mean over "
        "horizons, the band holds the middle 80 % of them."
    ),
}


# Which charts stand under which section.
SECTION_CHARTS = {
    "Channels": ("service_level.png", "first_reply.png", "hostile_by_day.png"),
    "Backlog": ("backlog.png",),
    "Early warning": ("early_warning.png",),
}


def report_html(run: Run, *, names: bool = False, charts: Mapping[str, bytes] | None = None) -> str:
    """Return the report on a run as one HTML page without any outside reference.

    The same run gives the same text. Agents go by pseudonyms unless ``names``. ``charts`` are
    those of ``draw_all`` where they are drawn already.
    """
    if charts is None:
        charts = draw_all(run, names=names)
    environment = Environment(
        loader=PackageLoader("reports.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tight"] = tight
    template = environment.get_template("report.html.j2")
    return template.render(
        report=content_of(run, names=names),
        style=style,
        pictures={name: _data_uri(picture) for name, picture in charts.items()},
        captions=_captions(run),
        section_charts=SECTION_CHARTS,
    )


def tight(text: str) -> str:
    """Return a text in which no line ends between a figure and its unit."""
    return re.sub(r"(?<=\d) (?=(?:%|h|min|s)(?!\w))", "\N{NO-BREAK SPACE}", text)


def _captions(run: Run) -> dict[str, str]:
    """Return what each chart shows; only a plan's has two ways of routing side by side."""
    if not isinstance(run, Plan):
        return CAPTIONS
    both = "Both ways of routing had the same roster and the same cases."
    return CAPTIONS | {"hostile_share.png": f"{CAPTIONS['hostile_share.png']} {both}"}


def _data_uri(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}"
