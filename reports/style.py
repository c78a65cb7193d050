"""One palette and one type size for every chart, sheet and page.

The colours of lines and areas are Paul Tol's "bright" and "light" schemes (2021), which stay
apart for the common forms of colour blindness and in grey print.
"""

INK = "#1f2933"
MUTED = "#5f6c7b"
GRID = "#e1e6eb"
SHADE = "#f1f4f7"  # weekends and closed days
HOLIDAY = "#fdf0d5"
PAPER = "#ffffff"

EDITED = "#cfd6dd"  # shifts changed by hand

PLAN = "#33608c"  # what the plan does
PLAN_SOFT = "#c9dbec"
OTHER = "#d9822b"  # what it is set against
OTHER_SOFT = "#f8ddbf"
LIMIT = "#aa3355"  # caps and targets
GOOD = "#2f7d5b"
WARN = "#8f5e12"
BAD = "#b3343f"

_LINES = ("#4477aa", "#ee6677", "#228833", "#aa3377", "#b8a12e", "#33a5c4", "#7d7d7d")
_AREAS = ("#77aadd", "#ee8866", "#bbcc33", "#ffaabb", "#eedd88", "#99ddff", "#44bb99", "#aaaa00")

FONT_POINTS = 9
TITLE_POINTS = 11
SMALL_POINTS = 8
WIDTH_INCHES = 10.0
DOTS_PER_INCH = 150


def line_colour(place: int) -> str:
    """Return the colour of the line at a place in a fixed order; it repeats after seven."""
    return _LINES[place % len(_LINES)]


def area_colour(place: int) -> str:
    """Return the colour of the area at a place in a fixed order; it repeats after eight."""
    return _AREAS[place % len(_AREAS)]
