"""Mistakes in limits, rotations, wishes, fixed shifts and carry-over: each with line and field."""

from pathlib import Path

import pytest

from scenarios.reader import read_scenario
from tests.scenarios.broken import line_in, problems_of
from tests.scenarios.pledged import PLEDGED, line_of, write

RULES = "free_sundays_per_year: null"
AGENT = "team.agents"

# What is replaced by what; the field complained of; a word of the remedy.
ONE_LINE = {
    # Names of shifts.
    "rotation": ("mon-fri: [early]", "mon-fri: [erly]", "team.rotations.weekly.weeks.0.mon-fri.0"),
    "second in a rotation": (
        "[late, early]",
        "[late, erly]",
        "team.rotations.weekly.weeks.1.mon-wed.1",
    ),
    "fixed": ("shift: early, start", "shift: erly, start", f"{AGENT}.1.fixed.0.shift"),
    "wish": ("shifts: [early]", "shifts: [erly]", f"{AGENT}.1.wishes.1.shifts.0"),
    "last shift": ("last_shift: night", "last_shift: nite", f"{AGENT}.0.carry_over.last_shift"),
    "most shifts": ("{night: 4, early: 10}", "{nigt: 4}", "rules.max_shifts.nigt"),
    "followed": ("late: [early]", "latte: [early]", "rules.forbidden_successions.latte"),
    "following": ("late: [early]", "late: [erly]", "rules.forbidden_successions.late.0"),
    "of a contract": (
        "max_nights: 6",
        "max_shifts: {erly: 1}",
        "team.contracts.full.rules.max_shifts.erly",
    ),
    "of an agent": (
        "forward_rotation: true",
        "forward_rotation: true\n        max_shifts: {erly: 1}",
        f"{AGENT}.0.rules.max_shifts.erly",
    ),
    "of minors": ("max_day_hours: 7", "max_shifts: {erly: 1}", "rules.minors.max_shifts.erly"),
}
OTHERS = {
    # Rotations.
    "rotation that is not there": (
        "rotation: weekly",
        "rotation: weakly",
        f"{AGENT}.0.rotation",
        '"weekly"',
    ),
    "week beyond the rotation": (
        "rotation_week: 2",
        "rotation_week: 3",
        f"{AGENT}.0.rotation_week",
        "write 0 to 2",
    ),
    "week without a rotation": (
        "      protected: minor",
        "      protected: minor\n      rotation_week: 1",
        f"{AGENT}.2.rotation_week",
        "name one",
    ),
    "shift on a day it does not run": (
        "sat: []}",
        "sat: [early]}",
        "team.rotations.weekly.weeks.0.sat.0",
        "does not start on sat",
    ),
    "no weekday in a rotation": (
        "mon-fri: [early]",
        "mo-fri: [early]",
        "team.rotations.weekly.weeks.0.mo-fri",
        "write mon, mon-fri",
    ),
    "weekday twice": (
        "sat: []}",
        "fri: []}",
        "team.rotations.weekly",
        "keep one",
    ),
    # Fixed shifts.
    "fixed outside the horizon": (
        "2027-03-02, shift",
        "2027-03-30, shift",
        f"{AGENT}.1.fixed.0.date",
        "2027-03-01 to 2027-03-28",
    ),
    "fixed on an absence": (
        "2027-03-02, shift",
        "2027-03-09, shift",
        f"{AGENT}.1.fixed.0.date",
        "absent on 2027-03-09",
    ),
    "fixed on a wrong weekday": (
        "2027-03-02, shift",
        "2027-03-06, shift",
        f"{AGENT}.1.fixed.0.date",
        "is a Saturday",
    ),
    "fixed at a wrong start": (
        'start: "07:00"',
        'start: "07:30"',
        f"{AGENT}.1.fixed.0.start",
        '"07:00"',
    ),
    "fixed twice": (
        "2027-03-03, shift",
        "2027-03-02, shift",
        f"{AGENT}.1.fixed.1.date",
        "keep one",
    ),
    # Wishes.
    "wish outside the horizon": (
        "first: 2027-03-22",
        "first: 2027-04-22",
        f"{AGENT}.1.wishes.1.first",
        "2027-04-22 lies outside",
    ),
    "wish backwards": ("last: 2027-03-21", "last: 2027-03-18", f"{AGENT}.1.wishes.0", "swap"),
    "wish for what": ("wish: work", "wish: early", f"{AGENT}.1.wishes.1.wish", "off, work"),
    # Carry-over.
    "last shift within the horizon": (
        "last_shift_start: 2027-02-28 22:00\n        last_shift: night\n        days_in_row: 3",
        "last_shift_start: 2027-03-01 00:00\n        last_shift: night\n        days_in_row: null",
        f"{AGENT}.0.carry_over.last_shift_start",
        "use fixed",
    ),
    "last shift ends a day later": (
        "last_shift_end: 2027-03-01 06:00",
        "last_shift_end: 2027-03-02 00:01",
        f"{AGENT}.0.carry_over.last_shift_end",
        "more than a day after",
    ),
    "last shift ends before it starts": (
        "last_shift_end: 2027-03-01 06:00",
        "last_shift_end: 2027-02-28 22:00",
        f"{AGENT}.0.carry_over.last_shift_end",
        "swap",
    ),
    "last shift with seconds": (
        "last_shift_end: 2027-03-01 06:00",
        "last_shift_end: 2027-03-01 06:00:30",
        f"{AGENT}.0.carry_over.last_shift_end",
        "whole minutes",
    ),
    "days off that do not fit": (
        "        days_in_row: 3\n        nights_in_row: 2",
        "        days_off_in_row: 3",
        f"{AGENT}.0.carry_over.days_off_in_row",
        "2027-02-25",
    ),
    "more nights than days": (
        "nights_in_row: 2",
        "nights_in_row: 4",
        f"{AGENT}.0.carry_over.nights_in_row",
        "do not fit",
    ),
    "both worked and off": (
        "{days_off_in_row: 2}",
        "{days_off_in_row: 2, days_in_row: 1}",
        f"{AGENT}.2.carry_over",
        "be 0",
    ),
    "a week too long": (
        "[40, 32.5]",
        "[40, 3250]",
        f"{AGENT}.0.carry_over.week_hours.1",
        "at most 168",
    ),
    # Least numbers.
    "skill nobody has": (
        "first-aid: {skill: phone",
        "first-aid: {skill: aid",
        "team.on_duty.first-aid.skill",
        "give it to 1",
    ),
    "more than there are": ("agents: 2", "agents: 3", "team.on_duty.lead.agents", "only 2"),
    "no hours": (
        '{mon-fri: "08:00-18:00"}',
        "{mon-fri: closed}",
        "team.on_duty.lead.hours",
        "leave them out",
    ),
    # Limits.
    "a night that is none": (
        RULES,
        f'{RULES}\n  night_to: "23:00"',
        "rules.night_to",
        'night_to: "06:00"',
    ),
    "a night without an end": (
        'night_from: "22:00"',
        "night_from: null",
        f"{AGENT}.0.rules.night_from",
        "give both",
    ),
    "an agent's night that is none": (
        'night_from: "22:00"',
        'night_from: "06:00"',
        f"{AGENT}.0.rules.night_from",
        "ends when it starts",
    ),
    "least over most": (
        RULES,
        f"{RULES}\n  min_consecutive_days: 7",
        "rules.min_consecutive_days",
        "cannot both hold",
    ),
    "an agent's least over the preset's most": (
        "min_consecutive_days: 2",
        "min_consecutive_days: 7",
        f"{AGENT}.0.rules.min_consecutive_days",
        "cannot both hold",
    ),
    "breaks that shrink": (
        RULES,
        f"{RULES}\n  break_minutes_over_9_hours: 20",
        "rules.break_minutes_over_9_hours",
        "swap",
    ),
    "too many days off after nights": (
        "min_days_off_after_nights: 2",
        "min_days_off_after_nights: 3",
        "rules.min_days_off_after_nights",
        "write 0, 1 or 2",
    ),
    "no price for that": (
        "max_shifts: 40",
        "max_nites: 40",
        "rules.prices.max_nites",
        "max_nights",
    ),
    "what may not be bought": (
        "max_shifts: 40",
        "protected: 40",
        "rules.prices.protected",
        "these can",
    ),
    "nearly a price": ("max_shifts: 40", "max_shift: 40", "rules.prices.max_shift", '"max_shifts"'),
    "a price of nothing": (
        "availability: 15",
        "complete_weekends: 15",
        "rules.prices.complete_weekends",
        "limits nobody",
    ),
    "a price of what is allowed": (
        "availability: 15",
        "sunday_work: 15",
        "rules.prices.sunday_work",
        "limits nobody",
    ),
    "a negative price": ("max_shifts: 40", "max_shifts: -1", "rules.prices.max_shifts", "least 0"),
    "an unknown limit": (
        "max_nights: 6",
        "max_night: 6",
        "team.contracts.full.rules.max_night",
        '"max_nights"',
    ),
    # Shifts.
    "two ways of starts": (
        "  early:\n",
        '  early:\n    start_grid: {from_time: "06:00", to_time: "07:00"}\n',
        "shifts.early",
        "either starts or start_grid",
    ),
    "two ways of lengths": (
        "  late:\n",
        "  late:\n    length_minutes: 300\n",
        "shifts.late",
        "either length_minutes or lengths_minutes",
    ),
    "no start": (
        '  early:\n    starts: ["06:00", "07:00"]\n',
        "  early:\n",
        "shifts.early",
        "add starts",
    ),
    "no length": (
        '  night: {starts: ["22:00"], length_minutes: 360}',
        '  night: {starts: ["22:00"]}',
        "shifts.night",
        "add length_minutes or lengths_minutes",
    ),
    "a grid backwards": (
        'to_time: "14:00"',
        'to_time: "11:00"',
        "shifts.late.start_grid",
        "swap",
    ),
    "a length twice": ("[330, 360]", "[360, 360]", "shifts.late.lengths_minutes", "keep one"),
    "a share of pay above one": (
        "on_call_paid_share: 0.25",
        "on_call_paid_share: 25",
        "shifts.weekend-call.on_call_paid_share",
        "from 0 to 1",
    ),
}
CASES = {f"unknown shift: {name}": (*case, "there is no shift") for name, case in ONE_LINE.items()}
CASES |= {name: case if len(case) == 4 else (*case, "these can") for name, case in OTHERS.items()}


@pytest.mark.parametrize("case", CASES)
def test_one_mistake_is_found_on_its_line(case: str, tmp_path: Path) -> None:
    old, new, field, remedy = CASES[case]
    path = write(tmp_path, (old, new))
    problems = problems_of(path)
    assert [(one.file, one.field) for one in problems] == [(str(path), field)], problems
    assert problems[0].line == _line(path.read_text(encoding="utf-8"), old, new, field)
    assert remedy in problems[0].message


def _line(text: str, old: str, new: str, field: str) -> int:
    """Return the line of a field: within what was put in, or the only one of its name, or there."""
    first = PLEDGED[: PLEDGED.index(old)].count("\n") + 1
    name = field.split(".")[-1]
    if name.isdigit():
        return first
    if f"{name}:" in new:
        return first + new[: new.rindex(f"{name}:")].count("\n")
    return line_in(text, f" {name}:") if text.count(f" {name}:") == 1 else first


def test_the_good_file_has_no_problem(tmp_path: Path) -> None:
    scenario = read_scenario(write(tmp_path))
    anna, ben, _ = scenario.team.agents
    assert anna.carry_over.week_hours == (40.0, 32.5)
    assert [wish.cost for wish in ben.wishes] == [25.0, 10.0]
    assert scenario.shifts["late"].start_times == (720, 780, 840)


def test_all_mistakes_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    changes = (
        ("mon-fri: [early]", "mon-fri: [erly]"),
        ("first-aid: {skill: phone", "first-aid: {skill: aid"),
        ("rotation_week: 2", "rotation_week: 3"),
        ("last_shift: night", "last_shift: nite"),
        ('start: "07:00"', 'start: "07:30"'),
        ("first: 2027-03-22", "first: 2027-04-22"),
        ("late: [early]", "late: [erly]"),
        ("min_days_off_after_nights: 2", "min_days_off_after_nights: 3"),
    )
    problems = problems_of(write(tmp_path, *changes))
    assert [one.line for one in problems] == [line_of(old) for old, _ in changes]


def test_a_wish_may_reach_over_the_ends_of_the_horizon(tmp_path: Path) -> None:
    path = write(tmp_path, ("last: 2027-03-21", "last: 2027-04-21"))
    assert read_scenario(path).team.agents[1].wishes[0].last is not None


def test_who_is_protected_by_nothing_is_told_so(tmp_path: Path) -> None:
    nights = 'preset: none\n  night_from: "23:00"\n  night_to: "06:00"\n  daily_rest_hours: 11'
    path = write(
        tmp_path,
        ("protected: minor", "protected: expecting"),
        ("preset: de-arbzg", nights),
    )
    (problem,) = problems_of(path)
    assert (problem.field, problem.line) == (f"{AGENT}.2.protected", line_of("protected: minor"))
    assert "rules.expecting" in problem.message


def test_a_price_may_stand_where_only_a_contract_has_the_limit(tmp_path: Path) -> None:
    path = write(tmp_path, ("availability: 15", "max_nights: 15"))
    assert read_scenario(path).rules.prices["max_nights"] == 15


def test_a_contract_may_allow_a_shift_that_the_scenario_does_not(tmp_path: Path) -> None:
    longer = ("    length_minutes: 360\n    days", "    length_minutes: 660\n    days")
    rest = ("max_nights: 6", "max_day_hours: 12\n        break_minutes_over_6_hours: 0")
    breaks = "\n        break_minutes_over_9_hours: 0\n        max_hours_without_break: null"
    (problem,) = problems_of(write(tmp_path, longer))
    assert (problem.field, "§3" in problem.message) == ("shifts.early.length_minutes", True)
    assert read_scenario(write(tmp_path, longer, (rest[0], rest[1] + breaks)))


def test_a_preset_contradicts_nobody_who_switches_the_night_off(tmp_path: Path) -> None:
    off = f"{RULES}\n  night_from: null\n  night_to: null"
    path = write(
        tmp_path,
        (RULES, off),
        ("max_nights: 6", "max_weekends: 2"),
        ('        night_from: "22:00"\n', ""),
        ("min_days_off_after_nights: 2", "max_nights: null"),
    )
    assert read_scenario(path).rules.night_from is None


def test_one_agent_cannot_be_kept_from_working_alone(tmp_path: Path) -> None:
    text = PLEDGED[: PLEDGED.index("    - id: ben")] + PLEDGED[PLEDGED.index("shifts:\n") :]
    text = text.replace("agents: 2", "agents: 1")
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    (problem,) = problems_of(path)
    assert (problem.field, problem.line) == (
        "team.no_lone_worker",
        line_in(text, "no_lone_worker"),
    )
