"""Tables, JSON and progress on streams that are terminals and that are not."""

import contextlib
import io
import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from reports.terminal.json_text import json_text
from reports.terminal.progress import DELAY_SECONDS, ProgressDisplay, step_text
from reports.terminal.tables import TextTable, show, table_as_csv
from scheduler.progress import Progress

TABLE = TextTable("A title", ("who", "n", "share"), (("ann", 3, 0.25), ("=1+1", None, 0.5)), 2)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(table: TextTable, *, as_json: bool = False) -> str:
    stream = io.StringIO()
    show(table, stream, as_json=as_json)
    return stream.getvalue()


def test_a_table_is_plain_text_where_there_is_no_terminal() -> None:
    text = shown(TABLE)
    assert "A title" in text
    assert "0.25" in text
    assert "\x1b" not in text


def test_of_a_table_without_rows_only_the_title_is_shown() -> None:
    assert shown(TextTable("no rule broken", ("agent", "rule"), ())) == "no rule broken\n"


def test_a_table_as_json_has_its_numbers_in_full() -> None:
    assert json.loads(shown(TABLE, as_json=True)) == [
        {"who": "ann", "n": 3, "share": 0.25},
        {"who": "=1+1", "n": None, "share": 0.5},
    ]


def test_a_cell_of_a_csv_starts_no_formula() -> None:
    assert table_as_csv(TABLE) == "who,n,share\nann,3,0.25\n'=1+1,,0.5\n"


def test_json_knows_no_nan_and_no_infinity() -> None:
    assert json.loads(json_text({"a": float("nan"), "b": [float("inf"), 1.5]})) == {
        "a": None,
        "b": [None, 1.5],
    }


def test_what_has_no_form_in_json_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no form"):
        json_text({"a": {1, 2}})


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (Progress("simulating", 12, 60, "posts 0.84"), "simulating 12/60: posts 0.84"),
        (Progress("volume", 0, 1), "volume"),
    ],
)
def test_a_step_in_words(step: Progress, text: str) -> None:
    assert step_text(step) == text


def test_a_bar_appears_only_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    with ProgressDisplay(stream) as display:
        display.show(Progress("short", 1, 2))
    assert stream.getvalue() == ""

    monkeypatch.setattr("reports.terminal.progress.DELAY_SECONDS", 0.0)
    stream = Terminal()
    with ProgressDisplay(stream) as display:
        time.sleep(0.3)
        display.show(Progress("long", 1, 2))
        time.sleep(0.3)
    assert "long" in stream.getvalue()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that the test moves: its last entry is the time."""
    times = [0.0]
    monkeypatch.setattr("reports.terminal.progress.time.monotonic", lambda: times[-1])
    return times


def test_without_a_terminal_a_line_is_written_now_and_then(clock: list[float]) -> None:
    stream = io.StringIO()
    with ProgressDisplay(stream) as display:
        for second in range(35):
            clock.append(float(second))
            display.show(Progress("simulating", second, 35))
    assert stream.getvalue() == (
        "10 s  simulating 10/35\n20 s  simulating 20/35\n30 s  simulating 30/35\n"
    )


def test_quiet_is_quiet(clock: list[float]) -> None:
    for stream in (io.StringIO(), Terminal()):
        with ProgressDisplay(stream, quiet=True) as display:
            clock.append(1000.0)
            display.show(Progress("simulating", 1, 2))
        assert stream.getvalue() == ""


def test_an_interrupt_that_a_library_swallows_is_raised_at_the_next_step() -> None:
    before = signal.getsignal(signal.SIGINT)
    with ProgressDisplay(io.StringIO()) as display:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            display.show(Progress("simulating", 1, 2))
    assert signal.getsignal(signal.SIGINT) is before


def test_another_thread_is_not_interrupted() -> None:
    with ProgressDisplay(io.StringIO()) as display:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(display.show, Progress("simulating", 1, 2)).exception() is None


def test_the_delay_is_the_promised_one() -> None:
    assert DELAY_SECONDS == 2.0
