"""What a repair is asked for on the command line, read into what is expected now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.nearest import known_names
from scenarios.problems import Problem, ScenarioError
from scenarios.roster import Roster
from scenarios.roster_file import read_roster
from scenarios.scenario import Scenario
from scenarios.timeline import NonexistentTimeError, Timeline
from scheduler.progress import Listener
from scheduler.repair import (
    Away,
    Expectation,
    NothingToScaleError,
    Repair,
    TwoShiftsError,
    repair,
)


@dataclass(frozen=True)
class RepairChoice:
    """The options of a repair, as they were written."""

    roster: Path
    absent: Sequence[str] = ()
    volume_scale: float = 1.0
    volume_from: str | None = None
    freeze_until: str | None = None
    seconds: float = 10.0


@dataclass(frozen=True)
class RepairJob:
    """A published roster, and what is to be reckoned with."""

    scenario: Scenario
    published: Roster
    said: Expectation
    seconds: float
    file: Path

    def run(self, on_progress: Listener) -> Repair:
        """Repair; raises ScenarioError where that cannot be."""
        try:
            return repair(
                self.scenario,
                self.published,
                self.said,
                seconds=self.seconds,
                on_progress=on_progress,
            )
        except NothingToScaleError as error:
            raise ScenarioError([_problem("--volume-scale", f"{error}; leave it out")]) from None
        except TwoShiftsError as error:
            raise ScenarioError([_problem(f"--roster {self.file}", str(error))]) from None


def repair_job(scenario: Scenario, choice: RepairChoice) -> RepairJob:
    """Return what is to be repaired. Raises ScenarioError with everything that is wrong."""
    problems: list[Problem] = []
    away = [one for text in choice.absent if (one := _away(scenario, text, problems))]
    freeze = _freeze(scenario, choice.freeze_until, problems)
    since = _volume_from(scenario, choice, problems)
    published: Roster | None = None
    try:
        published = read_roster(choice.roster, scenario)
    except ScenarioError as error:
        problems.extend(error.problems)
    if problems or published is None:
        raise ScenarioError(problems)
    said = Expectation(tuple(away), choice.volume_scale, since, freeze)
    return RepairJob(scenario, published, said, choice.seconds, choice.roster)


def _away(scenario: Scenario, text: str, problems: list[Problem]) -> Away | None:
    place = f"--absent {text}"
    agent_id, _, days = text.partition(":")
    first_text, _, last_text = days.partition("..")
    first, last = _date(first_text), _date(last_text or first_text)
    if first is None or last is None:
        message = "write an agent and days: A7:2026-11-23..2026-11-25, or one: A7:2026-11-23"
        problems.append(_problem(place, message))
        return None
    known = [agent.id for agent in scenario.team.agents]
    timeline = Timeline(scenario.horizon)
    begin, end = timeline.date(0), timeline.date(scenario.horizon.days - 1)
    if agent_id not in known:
        problems.append(
            _problem(place, f'"{agent_id}" is no agent; {known_names(agent_id, known)}')
        )
    elif last < first:
        problems.append(_problem(place, f"ends ({last}) before it starts ({first}); swap them"))
    elif last < begin or first > end:
        message = f"lies outside the horizon {begin} to {end}; correct the dates"
        problems.append(_problem(place, message))
    return Away(agent_id, max(first, begin), min(last, end))


def _freeze(scenario: Scenario, text: str | None, problems: list[Problem]) -> dt.datetime | None:
    if text is None:
        return None
    place = f'--freeze-until "{text}"'
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        message = 'is no time; write a local one, such as "2026-11-24 12:00"'
        problems.append(_problem(place, message))
        return None
    timeline = Timeline(scenario.horizon)
    end = timeline.date(scenario.horizon.days)
    if time.tzinfo is not None or time.second or time.microsecond:
        problems.append(_problem(place, "write whole minutes of local time, without an offset"))
        return None
    if time.date() >= end:
        message = f"leaves nothing to plan: the horizon ends with {end - dt.timedelta(days=1)}"
        problems.append(_problem(place, message))
        return None
    try:
        timeline.minute_of_local(time)
    except NonexistentTimeError as error:
        problems.append(_problem(place, str(error)))
        return None
    return time


def _volume_from(
    scenario: Scenario, choice: RepairChoice, problems: list[Problem]
) -> dt.date | None:
    text = choice.volume_from
    if text is None:
        return None
    place, date = f"--volume-from {text}", _date(text)
    timeline = Timeline(scenario.horizon)
    begin, end = timeline.date(0), timeline.date(scenario.horizon.days - 1)
    if date is None:
        problems.append(_problem(place, "is no date; write a day such as 2026-11-24"))
    elif choice.volume_scale == 1:
        problems.append(_problem(place, "says nothing without --volume-scale; add it, e.g. 1.3"))
    elif not begin <= date <= end:
        message = f"lies outside the horizon {begin} to {end}; correct the date"
        problems.append(_problem(place, message))
    return date


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _problem(place: str, message: str) -> Problem:
    return Problem(place, None, "", message)
