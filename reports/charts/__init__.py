"""Charts of a run, each one a function from a run to a figure."""

from matplotlib.figure import Figure

from reports.charts.canvas import ImageFormat, image
from reports.charts.coverage import coverage_chart
from reports.charts.early_warning import early_warning_chart
from reports.charts.gantt import gantt_chart
from reports.charts.history import history_chart
from reports.charts.hostile_share import hostile_share_chart
from reports.charts.over_time import backlog_chart, first_reply_chart, hostile_by_day_chart
from reports.charts.service_level import service_level_chart
from reports.pseudonyms import labels_of
from reports.runs import Run
from reports.sections.section import meets_hostility
from scheduler.plan import Plan

MOST_PEOPLE = 150  # beyond this a row for everybody can no longer be read


def draw_all(run: Run, *, names: bool = False) -> dict[str, bytes]:
    """Return every chart that the run has something to show in, as PNG by file name.

    The same run gives the same bytes. Agents go by their pseudonyms unless ``names``. Without
    any SLA there is no service level to draw, without rounds no history, and without hostility no
    share of it.
    """
    labels = labels_of(run.scenario, names=names)
    hostile = meets_hostility(run.outcome)
    figures: dict[str, Figure | None] = {
        "service_level.png": service_level_chart(run),
        "backlog.png": backlog_chart(run),
        "first_reply.png": first_reply_chart(run),
        "hostile_by_day.png": hostile_by_day_chart(run) if hostile else None,
        "early_warning.png": early_warning_chart(run),
    }
    if len(run.scenario.team.agents) <= MOST_PEOPLE:
        figures["hostile_share.png"] = hostile_share_chart(run, labels) if hostile else None
        figures["gantt.png"] = gantt_chart(run, labels)
    if isinstance(run, Plan):
        figures |= {"coverage.png": coverage_chart(run), "rounds.png": history_chart(run)}
    return {
        name: image(figure, ImageFormat.PNG)
        for name, figure in figures.items()
        if figure is not None
    }
