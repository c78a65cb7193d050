"""A small staffed scenario without a mistake, and how to break it."""

from pathlib import Path

from tests.scenarios.broken import line_in, write_changed

STAFFED = """\
fairshift: 1
name: Two call types
horizon: {start: 2027-03-01, weeks: 1, opening: {mon-fri: "08:00-10:00"}}
channels:
  a:
    medium: phone
    arrivals: [{from_time: "08:00", every_minutes: 30, cases: [30, 40, 40, 30], days: mon}]
    handle_time: {distribution: exponential, mean_seconds: 240}
    patience: {distribution: exponential, mean_seconds: 360, at_once_share: 0.05}
  b:
    medium: phone
    skill: second
    languages: {en: 1}
    arrivals: [{from_time: "08:00", every_minutes: 30, cases: [10, 10, 10, 10], days: mon}]
    handle_time: {distribution: exponential, mean_seconds: 300}
staffing:
  from_time: "08:00"
  every_minutes: 30
  days: mon,tue
  groups:
    ones:
      serves: [[a]]
      agents: [3, 5, 2, 0]
    both:
      serves: [[b], [a]]
      agents: [2]
      languages: [en]
      handle_time_factor: {a: 1.2}
  asks:
    a: [[ones], [both]]
"""


def staffed_line(text: str) -> int:
    """Return the line of the staffed scenario that holds a text; it must be only one."""
    return line_in(STAFFED, text)


def write_staffed(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the staffed scenario with some texts replaced and return its path."""
    return write_changed(folder / "scenario.yaml", STAFFED, changes)
