"""Ctrl-C that is not lost on the way."""

import signal
import threading
from types import FrameType, TracebackType
from typing import Self


class Interrupts:
    """Remembers an interrupt until the next step of a run, and raises it there once more.

    Libraries in C++ may clear a KeyboardInterrupt that is raised while they call back into
    Python; the solver's does while a model is built. In the main thread only; elsewhere signals
    are not delivered, and this does nothing.
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._noted = False
        self._in_main_thread = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Self:
        """Begin to listen."""
        if self._in_main_thread:
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the signal back to whoever had it."""
        if self._in_main_thread:
            signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raise KeyboardInterrupt if one was noted; only in the main thread."""
        if self._noted and threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._noted = True
        raise KeyboardInterrupt
