"""Blank pictures for tests of run folders that are not about charts, which take longest to draw."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from reports.page.html import CAPTIONS
from reports.runs import Run

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
PLACES = ("reports.run.run_folder", "reports.run.simulation_run", "reports.page.html")


def draw_nothing(run: Run, *, names: bool = False) -> dict[str, bytes]:
    """Return a picture of one pixel by the name of every chart."""
    return dict.fromkeys(CAPTIONS, PIXEL)


@contextmanager
def pictures_left_blank() -> Iterator[None]:
    """Let run folders be written with pictures of one pixel."""
    with pytest.MonkeyPatch.context() as patch:
        for place in PLACES:
            patch.setattr(f"{place}.draw_all", draw_nothing)
        yield
