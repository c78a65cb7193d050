"""Worker processes: an interrupt does not cut short what they are told when they start."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

import pytest

from simulation.local_processes import local_processes


@pytest.fixture
def another_thread() -> Iterator[None]:
    """A thread that takes interrupts where the one that hands in work has them blocked."""
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    yield
    ended.set()
    thread.join()


@pytest.mark.usefixtures("another_thread")
def test_an_interrupt_waits_until_work_is_handed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    handed_in: list[str] = []

    def submit(pool: ProcessPoolExecutor, *args: Any, **named: Any) -> Future[Any]:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)  # until the other thread has taken it
        handed_in.append("whole")
        return Future()

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    with pytest.raises(KeyboardInterrupt), local_processes(1) as pool:
        pool.submit(os.getpid)
    assert handed_in == ["whole"]
