"""The scenario that lies beside a roster in a run folder."""

from pathlib import Path

from reports.run.run_choice import MARK
from scenarios.problems import Problem, ScenarioError


def scenario_beside(roster: Path | None) -> str:
    """Return the file of the scenario to which a roster of a run folder belongs.

    Raises ScenarioError without a roster, and where there is no scenario beside it.
    """
    if roster is None:
        message = "is missing; name a scenario, or a roster in a run folder with --roster"
        raise ScenarioError([Problem("SCENARIO", None, "", message)])
    beside = roster.parent / MARK
    if not beside.is_file():
        message = f"lies in no run folder: there is no {MARK} beside it; name its scenario as well"
        raise ScenarioError([Problem(f"--roster {roster}", None, "", message)])
    return str(beside)
