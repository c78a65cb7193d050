"""What a publication is asked for on the command line, read and checked before anything else."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from reports.publish.standing import Standing, standing_in
from reports.run.beside import scenario_beside
from reports.run.run_folder import read_any_run
from reports.runs import Run
from scenarios.problems import Problem, ScenarioError
from scenarios.reader import read_scenario
from scenarios.roster import Roster
from scenarios.roster_file import read_roster
from scenarios.scenario import Scenario


@dataclass(frozen=True)
class PublishChoice:
    """The options of a publication, as they were written."""

    to: Path
    approved_by: str
    approval: str | None = None
    note: str | None = None
    roster: Path | None = None
    despite: str | None = None
    on: str | None = None
    names: bool = False


@dataclass(frozen=True)
class PublishJob:
    """A run, the roster of it that is to be published, and what was published there before."""

    choice: PublishChoice
    run: Run
    scenario: Scenario  # as the roster was made: a repair's, where the roster is one of a repair
    roster: Roster
    standing: Standing | None
    counted_from: dt.date | None  # None: from the day of the approval

    @property
    def repaired(self) -> bool:
        """Whether the roster is another than that of the run."""
        return self.choice.roster is not None


def publish_job(folder: Path, choice: PublishChoice) -> PublishJob:
    """Return what is to be published. Raises ScenarioError with everything that is wrong."""
    problems = [*_blank(choice), *_places(folder, choice)]
    since = _date(choice.on, problems)
    run: Run | None = None
    standing: Standing | None = None
    roster: tuple[Scenario, Roster] | None = None
    try:
        run = read_any_run(folder)
        roster = _roster(run, choice)
    except ScenarioError as error:
        problems.extend(error.problems)
    try:
        standing = standing_in(choice.to)
    except ScenarioError as error:
        problems.extend(error.problems)
    if problems or run is None or roster is None:
        raise ScenarioError(problems)
    return PublishJob(choice, run, *roster, standing, since)


def _blank(choice: PublishChoice) -> list[Problem]:
    options = {
        "--approved-by": (choice.approved_by, "write who approved it"),
        "--approval": (choice.approval, "write the reference, or leave it out"),
        "--note": (choice.note, "write a note, or leave it out"),
        "--despite": (choice.despite, "write the reason, or leave it out"),
    }
    return [
        Problem(option, None, "", f"is blank; {remedy}")
        for option, (said, remedy) in options.items()
        if said is not None and not said.strip()
    ]


def _places(folder: Path, choice: PublishChoice) -> list[Problem]:
    run, to = folder.resolve(), choice.to.resolve()
    if run == to or run in to.parents or to in run.parents:
        message = "and the run folder lie in one another, and a run is never changed; name another"
        return [Problem(f"--to {choice.to}", None, "", message)]
    return []


def _date(text: str | None, problems: list[Problem]) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = "is no date; write a day such as 2026-11-24"
        problems.append(Problem(f"--on {text}", None, "", message))
        return None


def _roster(run: Run, choice: PublishChoice) -> tuple[Scenario, Roster]:
    """Return the roster with the scenario that it was made for; names are those of the run."""
    if choice.roster is None:
        return run.scenario, run.roster
    expected = read_scenario(Path(scenario_beside(choice.roster)))
    if _team(expected) != _team(run.scenario) or expected.horizon != run.scenario.horizon:
        message = "is of another team or another time than the run; name a repair of its roster"
        raise ScenarioError([Problem(f"--roster {choice.roster}", None, "", message)])
    scenario = _with_names_of(run.scenario, expected)
    return scenario, read_roster(choice.roster, scenario)


def _team(scenario: Scenario) -> list[str]:
    return [agent.id for agent in scenario.team.agents]


def _with_names_of(named: Scenario, scenario: Scenario) -> Scenario:
    names = {agent.id: agent.name for agent in named.team.agents}
    agents = tuple(
        agent.model_copy(update={"name": names[agent.id]}) for agent in scenario.team.agents
    )
    team = scenario.team.model_copy(update={"agents": agents})
    return scenario.model_copy(update={"team": team})
