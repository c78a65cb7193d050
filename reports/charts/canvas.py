"""The ground of every chart: one look, and the same bytes on every run."""

import io
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from reports import style

# The stubs of matplotlib differ between versions in what a look may hold, hence Any.
_LOOK: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so it is there on every machine
    "font.size": style.FONT_POINTS,
    "axes.titlesize": style.TITLE_POINTS,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlepad": 10,
    "axes.titlecolor": style.INK,
    "axes.edgecolor": style.GRID,
    "axes.labelcolor": style.MUTED,
    "axes.labelsize": style.SMALL_POINTS,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "grid.color": style.GRID,
    "grid.linewidth": 0.8,
    "xtick.color": style.MUTED,
    "ytick.color": style.MUTED,
    "xtick.labelsize": style.SMALL_POINTS,
    "ytick.labelsize": style.SMALL_POINTS,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.minor.size": 0,
    "text.color": style.INK,
    "legend.frameon": False,
    "legend.fontsize": style.SMALL_POINTS,
    "figure.facecolor": style.PAPER,
    "savefig.facecolor": style.PAPER,
    "svg.hashsalt": "fairshift",  # ids inside the SVG are random without it
    "svg.fonttype": "path",
    "hatch.linewidth": 0.6,
}


class ImageFormat(StrEnum):
    """How a chart is written."""

    PNG = "png"
    SVG = "svg"


class Canvas:
    """One figure with its axes, drawn in the look of the house.

    Use it as a context manager: the look holds inside the block and leaves no trace outside.
    """

    def __init__(self, height_inches: float, width_inches: float = style.WIDTH_INCHES) -> None:
        self._look = rc_context(_LOOK)
        self._size = (width_inches, height_inches)

    def __enter__(self) -> Figure:
        """Return an empty figure."""
        self._look.__enter__()
        figure = Figure(figsize=self._size, layout=_layout())
        FigureCanvasAgg(figure)
        return figure

    def __exit__(self, *raised: Any) -> None:
        """Put the settings of matplotlib back as they were."""
        self._look.__exit__(*raised)


def _layout() -> ConstrainedLayoutEngine:
    """Return a layout with some inches of air, so that no title meets an edge."""
    return ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.08)


def image(figure: Figure, image_format: ImageFormat) -> bytes:
    """Return a figure as PNG or SVG; without date and version, so that bytes repeat."""
    sink = io.BytesIO()
    svg = image_format is ImageFormat.SVG
    metadata = {"Date": None, "Creator": None} if svg else {"Software": None}
    with rc_context(_LOOK):
        figure.savefig(sink, format=image_format.value, dpi=style.DOTS_PER_INCH, metadata=metadata)
    return sink.getvalue()


def legend_above(
    axes: Axes, handles: Sequence[Any] | None = None, *, columns: int = 5, rise: float = 1.0
) -> None:
    """Put the legend in one line above the axes, on the right, clear of the data."""
    place: dict[str, Any] = {
        "loc": "lower right",
        "bbox_to_anchor": (1.0, rise),
        "ncols": columns,
        "borderaxespad": 0.3,
        "handlelength": 1.6,
        "columnspacing": 1.4,
    }
    if handles is None:
        axes.legend(**place)
    else:
        axes.legend(handles=handles, **place)


def legend_below(axes: Axes, *, columns: int = 3) -> None:
    """Put the legend under the axes, where several entries cannot meet the title."""
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, -0.2),
        ncols=columns,
        handlelength=1.4,
        handletextpad=0.5,
        columnspacing=0.9,
    )


def legend_at_foot(figure: Figure, handles: Sequence[Any], *, columns: int = 6) -> None:
    """Put the legend at the foot of the whole figure, in room of its own."""
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=columns,
        handlelength=1.6,
        columnspacing=1.4,
    )
