"""Rosters as a long CSV file: one row for each part of a shift."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from scenarios.csv_source import Row, read_table
from scenarios.nearest import known_names
from scenarios.problems import Problem, ScenarioError
from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline

ROSTER_COLUMNS = (
    "agent_id",
    "shift_id",
    "activity",
    "start_utc",
    "end_utc",
    "start_local",
    "end_local",
    "tz",
    "paid_minutes",
    "queue",
)
NEEDED = ("agent_id", "shift_id", "activity")
_FIRST_YEAR, _LAST_YEAR = 1970, 2199  # as in scenario files
_ACTIVITIES = "work, break or on_call"


@dataclass(frozen=True)
class _Part:
    """One readable row."""

    line: int
    agent_id: str
    shift_id: str
    segment: Segment
    paid_minutes: int


def read_roster(path: Path, scenario: Scenario) -> Roster:
    """Return the roster in a long CSV file, written by fairshift or edited by hand.

    Times are ISO 8601, either in the ``*_utc`` columns (ending in Z) or in the ``*_local`` ones;
    where both stand they must agree. A local time may leave out its offset; one that comes twice
    in autumn then means its first coming. A blank ``paid_minutes`` is the length of work, and
    nothing for a break or for being on call. A shift is work with breaks, or on call as a whole.
    Raises ScenarioError with everything that is wrong. Working-time rules are not checked here.
    """
    agent_ids = tuple(agent.id for agent in scenario.team.agents)
    timeline = Timeline(scenario.horizon)
    return _read(path, _RowReader(str(path), timeline, agent_ids))


def read_past_roster(path: Path, scenario: Scenario) -> Roster:
    """Return the shifts of the team that start before the horizon, from a file as above.

    Minutes count from the scenario's first midnight, so that they are negative. What starts in
    the horizon or after it, and people who are not in the team (any more), are left out. Raises
    ScenarioError with everything that is wrong.
    """
    agent_ids = {agent.id for agent in scenario.team.agents}
    return Roster(
        tuple(
            shift
            for shift in read_other_roster(path, scenario).shifts
            if shift.start_minute < 0 and shift.agent_id in agent_ids
        )
    )


def read_other_roster(path: Path, scenario: Scenario) -> Roster:
    """Return all shifts in a file as above, whoever works them and whenever they are.

    Minutes count from the scenario's first midnight. Raises ScenarioError with everything that
    is wrong.
    """
    return _read(path, _RowReader(str(path), Timeline(scenario.horizon)))


def _read(path: Path, reader: "_RowReader") -> Roster:
    name = str(path)
    table = read_table(path, needed=NEEDED, known=ROSTER_COLUMNS)
    problems = list(table.problems)
    problems += _columns_problems(table.columns, name)
    if problems and not table.rows:
        raise ScenarioError(problems)
    parts = [part for row in table.rows if (part := reader.part(row)) is not None]
    problems += reader.problems
    shifts = _shifts(parts, reader, problems)
    problems += _overlaps(shifts, {part.shift_id: part.line for part in reversed(parts)}, name)
    if problems:
        raise ScenarioError(_in_columns(table.columns, one) for one in problems)
    return Roster(tuple(sorted(shifts, key=lambda one: (one.start_minute, one.agent_id))))


def _in_columns(columns: tuple[str, ...], problem: Problem) -> Problem:
    """Return a problem of a time in UTC as one of the local time where the file has that alone."""
    local = problem.field.replace("_utc", "_local")
    alone = problem.field not in columns and local in columns
    return replace(problem, field=local) if alone else problem


def _columns_problems(columns: tuple[str, ...], name: str) -> list[Problem]:
    return [
        Problem(name, 1, f"{edge}_utc", f"add the column {edge}_utc or {edge}_local")
        for edge in ("start", "end")
        if f"{edge}_utc" not in columns and f"{edge}_local" not in columns
    ]


class _RowReader:
    """Reads rows and collects what is wrong with them.

    With ``agent_ids`` there are no other people, and no other times than the horizon's.
    """

    def __init__(
        self, file: str, timeline: Timeline, agent_ids: tuple[str, ...] | None = None
    ) -> None:
        self.file = file
        self.timeline = timeline
        self.agent_ids = agent_ids
        self.problems: list[Problem] = []
        self.broken_shifts: set[str] = set()  # those with a row that could not be read

    def wrong(self, line: int, column: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, line, column, message))

    def part(self, row: Row) -> _Part | None:
        """Return a row's part of a shift, or None after noting what is wrong."""
        before = len(self.problems)
        cells = row.cells
        if self.agent_ids is not None and cells["agent_id"] not in self.agent_ids:
            advice = known_names(cells["agent_id"], self.agent_ids)
            self.wrong(row.line, "agent_id", f'"{cells["agent_id"]}" is no agent; {advice}')
        if not cells["shift_id"]:
            self.wrong(row.line, "shift_id", "is blank; give all rows of a shift the same id")
        if cells["activity"] not in tuple(Activity):
            message = f'"{cells["activity"]}" is not known here; write {_ACTIVITIES}'
            self.wrong(row.line, "activity", message)
        if cells.get("queue"):
            self.wrong(row.line, "queue", "shifts are not bound to queues; leave it blank")
        self._zone(row)
        start, end = self._minute(row, "start"), self._minute(row, "end")
        if start is not None and end is not None and end <= start:
            self.wrong(row.line, "end_utc", "ends before it starts; correct one of the times")
        paid = self._paid(row, 0 if start is None or end is None else end - start)
        if len(self.problems) > before or start is None or end is None:
            self.broken_shifts.add(cells["shift_id"])
            return None
        segment = Segment(start, end, Activity(cells["activity"]))
        return _Part(row.line, cells["agent_id"], cells["shift_id"], segment, paid)

    def _zone(self, row: Row) -> None:
        zone, right = row.cells.get("tz", ""), self.timeline.horizon.zone
        if zone and zone != right:
            message = f'"{zone}" is not the zone of the scenario; write {right}'
            self.wrong(row.line, "tz", message)

    def _paid(self, row: Row, length: int) -> int:
        text = row.cells.get("paid_minutes", "")
        if not text:
            return length if row.cells["activity"] == Activity.WORK else 0
        if not text.isdecimal() or int(text) > 24 * 60:
            message = f'"{text}" is no number of minutes; write a whole number or leave it blank'
            self.wrong(row.line, "paid_minutes", message)
            return 0
        return int(text)

    def _minute(self, row: Row, edge: str) -> int | None:
        """Return the elapsed minute of a row's start or end."""
        utc, local = row.cells.get(f"{edge}_utc", ""), row.cells.get(f"{edge}_local", "")
        if not utc and not local:
            self.wrong(row.line, f"{edge}_utc", f"is blank; fill in {edge}_utc or {edge}_local")
            return None
        minutes = [
            self._read(row.line, column, text)
            for column, text in ((f"{edge}_utc", utc), (f"{edge}_local", local))
            if text
        ]
        if None in minutes:
            return None
        if len(set(minutes)) > 1:
            message = f"is another time than {edge}_utc; correct one of the two or leave one blank"
            self.wrong(row.line, f"{edge}_local", message)
            return None
        return self._within(row.line, edge, minutes[0])

    def _read(self, line: int, column: str, text: str) -> int | None:
        try:
            time = dt.datetime.fromisoformat(text)
        except ValueError:
            message = f'"{text}" is no time; write it as 2027-03-01T08:00:00+01:00 or with Z'
            self.wrong(line, column, message)
            return None
        if not _FIRST_YEAR <= time.year <= _LAST_YEAR:
            self.wrong(line, column, f'"{text}" is out of range; write a day from 1970 to 2199')
            return None
        if time.second or time.microsecond:
            self.wrong(line, column, f'"{text}" has seconds; write whole minutes')
            return None
        if time.tzinfo is None and column.endswith("_utc"):
            self.wrong(line, column, f'"{text}" has no offset; write a Z behind it')
            return None
        if time.tzinfo is None:
            try:
                return self.timeline.minute_of_local(time)
            except ValueError as error:
                self.wrong(line, column, str(error))
                return None
        return int((time - self.timeline.origin_utc).total_seconds()) // 60

    def _within(self, line: int, edge: str, minute: int | None) -> int | None:
        """Return a minute that lies in the horizon, give or take the night around it."""
        first, last = (
            self.timeline.minute(-1, 0),
            self.timeline.minute(self.timeline.horizon.days + 1, 0),
        )
        if self.agent_ids is not None and minute is not None and not first <= minute <= last:
            days = self.timeline.horizon
            end = self.timeline.date(days.days - 1)
            message = f"lies outside the horizon {days.start} to {end}; correct the date"
            self.wrong(line, f"{edge}_utc", message)
            return None
        return minute


def _shifts(parts: list[_Part], reader: _RowReader, problems: list[Problem]) -> list[Shift]:
    by_id: dict[str, list[_Part]] = {}
    for part in parts:
        by_id.setdefault(part.shift_id, []).append(part)
    shifts = []
    for shift_id, listed in by_id.items():
        if shift_id in reader.broken_shifts:
            continue
        listed.sort(key=lambda part: part.segment)
        found = _shift_problems(listed, reader)
        problems.extend(found)
        if not found:
            shifts.append(_shift(shift_id, listed, reader.timeline))
    return shifts


def _shift_problems(parts: list[_Part], reader: _RowReader) -> list[Problem]:
    shift_id = parts[0].shift_id
    found = []
    for one, other in pairwise(parts):
        if other.agent_id != parts[0].agent_id:
            message = f"shift {shift_id} has two agents; give each agent a shift of their own"
            found.append(Problem(reader.file, other.line, "agent_id", message))
        elif other.segment.start_minute < one.segment.end_minute:
            message = f"overlaps line {one.line} of the same shift; let one end where one starts"
            found.append(Problem(reader.file, other.line, "start_utc", message))
        elif other.segment.start_minute > one.segment.end_minute:
            message = (
                f"leaves a gap after line {one.line} of the same shift; fill it with a break "
                "or give the rest a new shift_id"
            )
            found.append(Problem(reader.file, other.line, "start_utc", message))
    found.extend(_activity_problems(shift_id, parts, reader))
    day = reader.timeline.local(parts[0].segment.start_minute).date()
    after = reader.timeline.day_index(day) >= reader.timeline.horizon.days
    if reader.agent_ids is not None and after:
        message = "the shift starts after the horizon; leave it out or plan more weeks"
        found.append(Problem(reader.file, parts[0].line, "start_utc", message))
    return found


def _activity_problems(shift_id: str, parts: list[_Part], reader: _RowReader) -> list[Problem]:
    """Return what is wrong about what a shift is made of: work with breaks, or on call."""
    on_call = [part for part in parts if part.segment.activity is Activity.ON_CALL]
    if on_call and len(on_call) < len(parts):
        message = f"shift {shift_id} is partly on call; give what is on call a shift_id of its own"
        return [Problem(reader.file, on_call[0].line, "activity", message)]
    if on_call or any(part.segment.activity is Activity.WORK for part in parts):
        return []
    message = f"shift {shift_id} has no work; add a row with activity work"
    return [Problem(reader.file, parts[0].line, "activity", message)]


def _shift(shift_id: str, parts: list[_Part], timeline: Timeline) -> Shift:
    return Shift(
        id=shift_id,
        agent_id=parts[0].agent_id,
        date=timeline.local(parts[0].segment.start_minute).date(),
        shape_id="",
        segments=tuple(part.segment for part in parts),
        paid_minutes=sum(part.paid_minutes for part in parts),
    )


def _overlaps(shifts: list[Shift], lines: dict[str, int], name: str) -> list[Problem]:
    by_agent: dict[str, list[Shift]] = {}
    for shift in sorted(shifts, key=lambda one: (one.start_minute, one.end_minute)):
        by_agent.setdefault(shift.agent_id, []).append(shift)
    return [
        Problem(
            name,
            lines[other.id],
            "start_utc",
            f"shift {other.id} overlaps shift {one.id} of the same agent; move one of them",
        )
        for listed in by_agent.values()
        for one, other in pairwise(listed)
        if other.start_minute < one.end_minute
    ]
