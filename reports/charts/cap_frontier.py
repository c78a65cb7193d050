"""Cap against service: what customers get under each cap, with the same roster."""

from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from reports import style
from reports.charts.canvas import Canvas, legend_below
from scenarios.scenario import Scenario
from scheduler.cap.inquiry import ShareInquiry
from scheduler.cap.measured import promises_of


def frontier_chart(scenario: Scenario, share: ShareInquiry) -> Figure:
    """Return the service level of each promise over the cap, with intervals and the caps named."""
    confidence = scenario.planning.confidence
    caps = [point.cap for point in share.frontier]
    with Canvas(4.0) as figure:
        axes = figure.subplots()
        for place, (promised, _) in enumerate(promises_of(share.frontier[0].measured)):
            levels = [point.level(promised, confidence) for point in share.frontier]
            colour = style.line_colour(place)
            axes.fill_between(
                caps,
                [one.low for one in levels],
                [one.high for one in levels],
                color=colour,
                alpha=0.15,
                linewidth=0,
            )
            means = [one.mean for one in levels]
            axes.plot(caps, means, color=colour, marker="o", markersize=4, label=promised.name)
        for cap, told in ((share.roster_bound, "bound"), (share.cap, "cap")):
            if cap is not None:
                axes.axvline(cap, color=style.LIMIT, linewidth=1.0, linestyle=":")
                axes.annotate(
                    told,
                    (cap, 1.0),
                    xycoords=("data", "axes fraction"),
                    xytext=(3, -10),
                    textcoords="offset points",
                    color=style.LIMIT,
                    fontsize=style.SMALL_POINTS,
                )
        axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.grid(axis="y")
        axes.set_xlabel("cap on the hostile share")
        axes.set_title("Service under each cap, same roster")
        if axes.get_legend_handles_labels()[0]:
            legend_below(axes)
    return figure
