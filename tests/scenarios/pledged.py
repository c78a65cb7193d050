"""A small scenario with everything that is agreed with people, and without a mistake."""

from pathlib import Path

from tests.scenarios.broken import line_in, write_changed

PLEDGED = """\
fairshift: 1
name: Pledged
horizon:
  start: 2027-03-01
  weeks: 4
  opening: 24/7
channels:
  phone:
    medium: phone
    volume_per_week: 100
    handle_time: {mean_seconds: 300}
team:
  contracts:
    full:
      hours_per_week: 38.5
      rules:
        max_nights: 6
        max_week_hours: null
  rotations:
    weekly:
      weeks:
        - {mon-fri: [early], sat: []}
        - {mon-wed: [late, early], sun: []}
        - {}
  on_duty:
    lead:
      skill: supervisor
      agents: 2
      hours: {mon-fri: "08:00-18:00"}
    first-aid: {skill: phone, hourly_cost: 30}
  no_lone_worker: true
  agents:
    - id: anna
      contract: full
      skills: [phone, supervisor]
      rotation: weekly
      rotation_week: 2
      rules:
        night_from: "22:00"
        min_consecutive_days: 2
        forward_rotation: true
        prices: {forward_rotation: 12}
      carry_over:
        last_shift_end: 2027-03-01 06:00
        last_shift_start: 2027-02-28 22:00
        last_shift: night
        days_in_row: 3
        nights_in_row: 2
        week_hours: [40, 32.5]
        sundays_worked: 4
        lates: 1.5
    - id: ben
      contract: full
      skills: [phone, supervisor]
      absences:
        - {first: 2027-03-08, last: 2027-03-12}
      fixed:
        - {date: 2027-03-02, shift: early, start: "07:00"}
        - {date: 2027-03-03, shift: late}
      wishes:
        - {first: 2027-03-19, last: 2027-03-21, wish: off, cost: 25}
        - {first: 2027-03-22, wish: work, shifts: [early]}
    - id: cleo
      contract: full
      skills: [phone]
      protected: minor
      carry_over: {days_off_in_row: 2}
shifts:
  early:
    starts: ["06:00", "07:00"]
    length_minutes: 360
    days: mon-fri
  late:
    start_grid: {from_time: "12:00", to_time: "14:00", every_minutes: 60}
    lengths_minutes: [330, 360]
  night: {starts: ["22:00"], length_minutes: 360}
  weekend-call: {starts: ["08:00"], length_minutes: 600, days: "sat,sun", on_call_paid_share: 0.25}
rules:
  preset: de-arbzg
  sunday_work: true
  free_sundays_per_year: null
  max_shifts: {night: 4, early: 10}
  forbidden_successions:
    late: [early]
  min_days_off_after_nights: 2
  prices:
    max_shifts: 40
    daily_rest_hours: 20
    availability: 15
  minors:
    max_day_hours: 7
fairness: {late: 5, night: 10, weekend: 20, late_from: "19:00"}
"""


def line_of(text: str) -> int:
    """Return the line of the scenario that holds a text; it must be only one."""
    return line_in(PLEDGED, text)


def write(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the scenario with some texts replaced and return its path."""
    return write_changed(folder / "scenario.yaml", PLEDGED, changes)
