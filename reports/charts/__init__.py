"""Charts of a plan, each one a function from a plan to a figure."""

from reports.charts.canvas import ImageFormat, image
from reports.charts.coverage import coverage_chart
from reports.charts.gantt import gantt_chart
from reports.charts.history import history_chart
from reports.charts.hostile_share import hostile_share_chart
from reports.charts.service_level import service_level_chart
from reports.pseudonyms import labels_of
from scheduler.plan import Plan


def draw_all(plan: Plan, *, names: bool = False) -> dict[str, bytes]:
    """Return every chart that the plan has something to show in, as PNG by file name.

    The same plan gives the same bytes. Agents go by their pseudonyms unless ``names``. Without
    any SLA there is no service level to draw, without rounds no history.
    """
    labels = labels_of(plan.scenario, names=names)
    figures = {
        "coverage.png": coverage_chart(plan),
        "service_level.png": service_level_chart(plan),
        "hostile_share.png": hostile_share_chart(plan, labels),
        "gantt.png": gantt_chart(plan, labels),
        "rounds.png": history_chart(plan),
    }
    return {
        name: image(figure, ImageFormat.PNG)
        for name, figure in figures.items()
        if figure is not None
    }
