"""A small scenario without a mistake, and how to break it."""

from pathlib import Path

from tests.scenarios.broken import line_in, write_changed

GOOD = """\
fairshift: 1
name: Small
horizon:
  zone: Europe/Berlin
  start: 2027-03-01
  weeks: 4
  opening: {mon-fri: "09:00-18:00"}
  holidays: {country: DE, state: BE}
channels:
  posts:
    medium: post
    volume_per_week: 100
    handle_time: {mean_seconds: 300}
    hostility: {share: 0.2}
    sla: {share: 0.8, within_seconds: 3600}
  phone:
    medium: phone
    volume_per_week: 100
    shape: office
    languages: {de: 0.8, en: 0.2}
    handle_time: {mean_seconds: 300}
classifier: {recall: 0.85, precision: 0.75}
cap: {hostile: 0.22}
team:
  contracts:
    full: {hours_per_week: 38.5, flexibility_hours: 4}
  agents:
    - {id: anna, contract: full, skills: [posts, phone], languages: [de, en]}
    - id: ben
      contract: full
      skills: [posts]
      availability: {mon-fri: "08:00-18:00"}
      absences:
        - {first: 2027-03-08, last: 2027-03-12}
        - {first: 2027-03-15, last: 2027-03-19}
      unavailable:
        - {from_local: 2027-03-28 01:30, to_local: 2027-03-28 06:00}
shifts:
  full:
    starts: ["09:00", "09:30"]
    length_minutes: 510
    breaks: [{minutes: 30, earliest_after_minutes: 210}]
rules: {preset: de-arbzg}
"""


def line_of(text: str) -> int:
    """Return the line of the good scenario that holds a text; it must be only one."""
    return line_in(GOOD, text)


def write(folder: Path, *changes: tuple[str, str], name: str = "scenario.yaml") -> Path:
    """Write the good scenario with some texts replaced and return its path."""
    return write_changed(folder / name, GOOD, changes)
