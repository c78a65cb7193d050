"""The report: one self-contained HTML page that opens with the verdict."""

import base64

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import style
from reports.charts import draw_all
from reports.page.report_content import content_of
from scheduler.plan import Plan

# What each chart shows, for those who cannot see it and for everybody below it.
CAPTIONS = {
    "hostile_share.png": (
        "Hostile share of each agent's own cases: the dot is the mean, the diamond the worst week "
        "or other window of any simulated horizon. Same roster, same cases on both sides."
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
    "rounds.png": "Cost and service round by round.",
}


def report_html(plan: Plan, *, names: bool = False) -> str:
    """Return the report on a plan as one HTML page without any outside reference.

    The same plan gives the same text. Agents go by pseudonyms unless ``names``.
    """
    charts = draw_all(plan, names=names)
    environment = Environment(
        loader=PackageLoader("reports.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html.j2")
    return template.render(
        report=content_of(plan, names=names),
        style=style,
        pictures={name: _data_uri(picture) for name, picture in charts.items()},
        captions=CAPTIONS,
    )


def _data_uri(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}"
