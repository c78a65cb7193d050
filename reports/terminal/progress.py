"""Progress on a terminal: a bar after two seconds, or a line now and then where there is none."""

import threading
import time
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from reports.terminal.interrupts import Interrupts
from scheduler.progress import Progress

DELAY_SECONDS = 2.0
LINE_EVERY_SECONDS = 10.0


def step_text(step: Progress) -> str:
    """Return a step as one line, e.g. ``simulating 12/60: posts 0.84``."""
    return _title(step) + (f": {step.note}" if step.note else "")


def _title(step: Progress) -> str:
    return f"{step.stage} {step.done}/{step.total}" if step.total > 1 else step.stage


class ProgressDisplay:
    """Shows the steps of a run on a stream, normally standard error.

    On a terminal a bar appears once the run has taken two seconds and vanishes at its end.
    Elsewhere the current step is written as a line at most every ten seconds. Quiet shows
    nothing at all. Ctrl-C ends the run at the next step at the latest, see ``Interrupts``.
    """

    def __init__(self, stream: TextIO, *, quiet: bool = False) -> None:
        """Show on ``stream``, or nowhere."""
        self._stream = stream
        self._quiet = quiet
        self._terminal = stream.isatty()
        self._began = self._last_line = time.monotonic()
        self._bar: Bars | None = None
        self._task: TaskID | None = None
        self._step = Progress("starting", 0, 0)
        self._lock = threading.Lock()
        self._interrupts = Interrupts()
        self._timer = threading.Timer(DELAY_SECONDS, self._start_bar)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Begin to count the seconds."""
        self._interrupts.__enter__()
        if self._terminal and not self._quiet:
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._interrupts.__exit__(kind, error, trace)
        self._timer.cancel()
        with self._lock:
            if self._bar is not None:
                self._bar.stop()

    def show(self, step: Progress) -> None:
        """Show a step; this is the listener that a run calls."""
        self._interrupts.check()
        if self._quiet:
            return
        with self._lock:
            self._step = step
            self._update_bar()
        if not self._terminal:
            self._maybe_write_line()

    def _start_bar(self) -> None:
        with self._lock:
            self._bar = Bars(
                TextColumn("{task.description}"),
                BarColumn(bar_width=30),
                TimeElapsedColumn(),
                TextColumn("{task.fields[note]}"),
                console=Console(file=self._stream, markup=False, highlight=False),
                transient=True,
            )
            self._task = self._bar.add_task(self._step.stage, total=None, note="")
            self._update_bar()
            self._bar.start()

    def _update_bar(self) -> None:
        if self._bar is None or self._task is None:
            return
        step = self._step
        self._bar.update(
            self._task,
            description=_title(step),
            completed=step.done,
            total=step.total if step.total > 1 else None,
            note=step.note,
        )

    def _maybe_write_line(self) -> None:
        now = time.monotonic()
        if now - self._last_line >= LINE_EVERY_SECONDS:
            self._last_line = now
            self._stream.write(f"{now - self._began:.0f} s  {step_text(self._step)}\n")
            self._stream.flush()
