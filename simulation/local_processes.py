"""Local worker processes, started in the one way that is safe beside a solver's threads."""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from typing import Any


@contextmanager
def local_processes(
    count: int, begin: Callable[..., None] | None = None, *given: Any
) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of worker processes, each of which calls ``begin(*given)`` once.

    An interrupt is left to the process that waits for the results. Whatever goes wrong in the
    block, an interrupt included, work not yet begun is dropped and the processes have ended
    when it is left.
    """
    # Forking this process itself is unsafe once a solver's threads have run in it.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(["simulation.replications"])
        resource_tracker.ensure_running()  # first, as it lets interrupts through again
        with _interrupts_held_back():
            forkserver.ensure_running()
    pool = _Pool(count, context, initializer=_begin, initargs=(begin, given))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Pool(ProcessPoolExecutor):
    """A pool whose processes are told what to do without an interrupt on the way.

    They start as work is handed in; cut short, what they read makes them print a traceback.
    """

    def submit(self, *args: Any, **named: Any) -> Future[Any]:
        """Hand in work, and start a process for it where there is none."""
        with _interrupts_held_back():
            return super().submit(*args, **named)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Keep interrupts for a moment, and raise one that came at the end.

    Without it an interrupt that comes while processes load their modules makes them print a
    traceback.
    """
    with _noted(), _blocked():
        yield


@contextmanager
def _blocked() -> Iterator[None]:
    """Block interrupts in this thread; processes started meanwhile have them blocked for good."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _noted() -> Iterator[None]:
    """Only note interrupts until the end: however one thread blocks them, another takes them."""
    if threading.current_thread() is not threading.main_thread():  # it handles none
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
        if came:
            signal.raise_signal(signal.SIGINT)


def _begin(begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if begin is not None:
        begin(*given)
