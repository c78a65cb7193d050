"""The explanation of a run folder's roster, as explain asks for it."""

import datetime as dt
from pathlib import Path
from typing import Any

from reports.run.run_folder import read_run
from reports.terminal.explain_tables import (
    days_data,
    days_tables,
    explanation_data,
    explanation_tables,
)
from scenarios.nearest import known_names
from scenarios.problems import Problem, ScenarioError
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.explain import UnknownShiftError, explain_days, explain_roster
from scheduler.progress import Listener


def explained(
    folder: Path, agent_id: str | None, date: str | None, *, as_json: bool, on_progress: Listener
) -> Any:
    """Return what explain shows of a run: tables, or plain data for JSON.

    Raises ScenarioError where there is no plan, and for an agent or date that it does not have.
    """
    plan = read_run(folder)
    scenario, roster = plan.scenario, plan.roster
    day = _checked(scenario, agent_id, date)
    currency = scenario.currency
    try:
        if agent_id is None:
            found = explain_roster(scenario, plan.requirement, roster, on_progress)
            render = explanation_data if as_json else explanation_tables
            return render(found, currency)
        days = explain_days(scenario, plan.requirement, roster, agent_id, day, on_progress)
    except UnknownShiftError as error:
        raise ScenarioError([Problem(str(folder), None, "", str(error))]) from error
    show = days_data if as_json else days_tables
    return show(days, currency)


def _checked(scenario: Scenario, agent_id: str | None, date: str | None) -> dt.date | None:
    """Return the date that is asked for; raises ScenarioError with all that is wrong."""
    problems = []
    ids = [agent.id for agent in scenario.team.agents]
    if agent_id is not None and agent_id not in ids:
        message = f'there is no agent "{agent_id}"; {known_names(agent_id, ids)}'
        problems.append(Problem(f"--agent {agent_id}", None, "", message))
    if date is not None and agent_id is None:
        message = "says nothing without an agent; add --agent"
        problems.append(Problem(f"--date {date}", None, "", message))
    found = None if date is None else _date(date)
    last = Timeline(scenario.horizon).date(scenario.horizon.days - 1)
    if date is not None and (found is None or not scenario.horizon.start <= found <= last):
        message = f"is no date of the roster; write one from {scenario.horizon.start} to {last}"
        problems.append(Problem(f"--date {date}", None, "", message))
    if problems:
        raise ScenarioError(problems)
    return found


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
