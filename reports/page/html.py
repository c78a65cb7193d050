"""The report: one self-contained HTML page that opens with the verdict."""

import base64
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import style
from reports.charts import draw_all
from reports.page.report_content import content_of
from reports.runs import Run

# What each chart shows, for those who cannot see it and for everybody below it.
CAPTIONS = {
    "hostile_share.png": (
        "Hostile share of each agent's own cases: the dot is the mean, the diamond the worst week "
        "or other window of any simulated horizon. Two ways of routing stand for the same "
        "roster and the same cases."
    ),
    "service_level.png": (
        "Service level by weekday and hour of arrival: blue is above the target, orange below, "
        "white means that nothing came in."
    ),
    "coverage.png": (
        "Agents on duty against the work. Deferrable work is drawn when it comes in; it may be "
        "done later within its limit."
    ),
    "gantt.png": "The first week of the roster; gaps are breaks, colours are kinds of shifts.",
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
        "confidence interval as a band."
    ),
    "hostile_by_day.png": (
        "Share of what came in that was truly hostile, day by day, with its confidence interval."
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
    template = environment.get_template("report.html.j2")
    return template.render(
        report=content_of(run, names=names),
        style=style,
        pictures={name: _data_uri(picture) for name, picture in charts.items()},
        captions=CAPTIONS,
        section_charts=SECTION_CHARTS,
    )


def _data_uri(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}"
