"""Cell formats of the workbook, each made once."""

from typing import Any

from reports import style
from simulation.measures.outcome import VerdictStatus

_BASE = {"font_name": "Calibri", "font_size": 10, "font_color": style.INK, "valign": "vcenter"}
_CELL = {**_BASE, "border": 1, "border_color": style.GRID, "align": "center", "text_wrap": True}


class Formats:
    """All formats of one workbook; XlsxWriter wants them made by the workbook itself."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Any] = {}
        self.plain = book.add_format(_BASE)
        self.title = book.add_format({**_BASE, "bold": True, "font_size": 14})
        self.wrapped = book.add_format({**_BASE, "text_wrap": True, "valign": "top"})
        self.heading = book.add_format(
            {**_BASE, "bold": True, "bottom": 1, "bg_color": style.SHADE}
        )
        self.agent = book.add_format({**_CELL, "align": "left", "bold": True})
        self.number = book.add_format({**_CELL, "num_format": "0.0"})
        self.off_contract = book.add_format(
            {**_CELL, "num_format": "0.0", "bold": True, "font_color": style.BAD}
        )
        self.absent = book.add_format({**_CELL, "italic": True, "font_color": style.MUTED})

    def filled(self, colour: str) -> Any:
        """Return the format of a grid cell on a colour."""
        return self._once("filled", {**_CELL, "bg_color": colour})

    def day(self, colour: str) -> Any:
        """Return the format of a day's heading on a colour."""
        return self._once("day", {**_CELL, "bold": True, "bg_color": colour})

    def status(self, status: VerdictStatus) -> Any:
        """Return the format of a verdict's status."""
        colours = {
            VerdictStatus.MET: style.GOOD,
            VerdictStatus.NOT_MET: style.BAD,
            VerdictStatus.UNDECIDED: style.WARN,
        }
        return self._once("status", {**_BASE, "bold": True, "font_color": colours[status]})

    def _once(self, kind: str, properties: dict[str, Any]) -> Any:
        key = (kind, *(str(value) for value in properties.values()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]
