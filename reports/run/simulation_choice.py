"""What a simulation is asked for on the command line: roster, rules, and how many replications."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reports.wording import joined
from scenarios.assignment import AssignmentRules, RoutingPolicy
from scenarios.assignment_file import rules_from_json
from scenarios.nearest import known_names
from scenarios.problems import Problem, ScenarioError
from scenarios.roster import Roster
from scenarios.roster_file import read_roster
from scenarios.rule_gaps import unasked_queues
from scenarios.scenario import Scenario
from scenarios.staffed_roster import staffed_roster
from scenarios.taskrouter.file import is_workflow, read_taskrouter
from scheduler.baselines import baseline_rules
from scheduler.progress import Listener, Progress
from scheduler.rules import default_rules
from scheduler.staffed_rules import staffed_rules
from simulation.engine import Engine
from simulation.measures.outcome import Outcome, Verdict
from simulation.measures.verdict import verdict_of
from simulation.replications import Replicated, replicate
from simulation.stopping import NoSuchFigure, Precision

MOST = 1000  # replications at most, where a precision says how many
Made = TypeVar("Made")


@dataclass(frozen=True)
class SimulationChoice:
    """The options of a simulation, as they were written."""

    roster: Path | None = None
    rules: Path | None = None
    policy: RoutingPolicy = RoutingPolicy.PLAN  # where there are no rules
    replications: int | None = None
    relative_half_width: float | None = None
    max_replications: int | None = None
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class SimulationJob:
    """What is to be simulated, and until when."""

    scenario: Scenario
    roster: Roster
    rules: AssignmentRules
    replications: range
    precision: Precision | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What will go wrong whatever chance brings, in words: queues that nobody is asked for."""
        left_out = unasked_queues(self.scenario, self.rules)
        if not left_out:
            return ()
        words = f"Warning: these rules ask nobody for {joined(left_out)}"
        return (f"{words}; nobody of the team will answer such cases",)

    def run(
        self, *, processes: int, on_progress: Listener, engine: Engine = Engine.AUTO
    ) -> Replicated:
        """Simulate; raises ScenarioError for figures that do not exist."""
        total = len(self.replications)
        try:
            return replicate(
                self.scenario,
                self.roster,
                self.rules,
                seed=self.scenario.planning.seed,
                replications=self.replications,
                precision=self.precision,
                processes=processes,
                engine=engine,
                on_progress=lambda done: on_progress(Progress("simulating", done, total)),
            )
        except NoSuchFigure as error:
            message = f"is no figure of this simulation; {known_names(error.name, error.known)}"
            raise ScenarioError([_problem(f"--figure {error.name}", message)]) from None

    def verdict(self, outcome: Outcome) -> Verdict:
        """Return the verdict with the confidence that the scenario asks for."""
        way = self.scenario.planning
        return verdict_of(
            self.scenario, outcome, confidence=way.confidence, compliance=way.cap_compliance
        )


def job_of(
    scenario: Scenario, choice: SimulationChoice, known: Sequence[Problem] = ()
) -> SimulationJob:
    """Return what is to be simulated.

    Raises ScenarioError with everything that is wrong, problems ``known`` before included.
    """
    problems = [*known, *_contradictions(choice)]
    roster = _or_problems(lambda: _roster(scenario, choice), problems)
    rules = _or_problems(lambda: _rules(scenario, choice), problems)
    if problems or roster is None or rules is None:
        raise ScenarioError(problems)
    wanted = choice.relative_half_width
    if wanted is None:
        most, precision = choice.replications or scenario.planning.certify_replications, None
    else:
        most, precision = choice.max_replications or MOST, Precision(wanted, choice.figures)
    return SimulationJob(scenario, roster, rules, range(most), precision)


def _contradictions(choice: SimulationChoice) -> Iterator[Problem]:
    wanted = choice.relative_half_width
    if wanted is not None and not 0 < wanted < 1:
        message = "is no relative half-width; write 0.02 for 2 % of the mean"
        yield _problem(f"--relative-half-width {wanted:g}", message)
    if wanted is not None and choice.replications is not None:
        message = (
            "and --relative-half-width both say how many; keep one of them, and limit the second "
            "with --max-replications"
        )
        yield _problem("--replications", message)
    if choice.rules is not None and choice.policy is not RoutingPolicy.PLAN:
        message = "and --rules both say how work is handed out; keep one of them"
        yield _problem(f"--routing {choice.policy.value.replace('_', '-')}", message)
    for option, given in (
        ("--max-replications", choice.max_replications),
        ("--figure", choice.figures),
    ):
        if given and wanted is None:
            message = "says nothing without --relative-half-width; add it, e.g. 0.02"
            yield _problem(option, message)


def _roster(scenario: Scenario, choice: SimulationChoice) -> Roster:
    if choice.roster is not None:
        return read_roster(choice.roster, scenario)
    if scenario.staffing is not None:
        return staffed_roster(scenario)
    message = (
        "is missing, and the scenario has no staffing; name a roster as CSV, such as roster.csv "
        "of a run folder, or write numbers of agents under staffing"
    )
    raise ScenarioError([_problem("--roster", message)])


def _rules(scenario: Scenario, choice: SimulationChoice) -> AssignmentRules:
    """Return the rules of a file, or else those that a way of routing stands for."""
    if choice.rules is not None:
        return _rules_of_file(choice.rules, scenario)
    for rules in baseline_rules(scenario):
        if rules.policy is choice.policy:
            return rules
    return default_rules(scenario) if scenario.staffing is None else staffed_rules(scenario)


def _rules_of_file(path: Path, scenario: Scenario) -> AssignmentRules:
    """Return rules in fairshift's own form, or those of a TaskRouter workflow or its folder."""
    if path.is_dir() or is_workflow(text := path.read_text(encoding="utf-8")):
        return read_taskrouter(path, scenario)
    return rules_from_json(text, file=str(path), scenario=scenario)


def _or_problems(make: Callable[[], Made], problems: list[Problem]) -> Made | None:
    """Return what can be made, or None with the problems added."""
    try:
        return make()
    except ScenarioError as error:
        problems.extend(error.problems)
    except OSError as error:
        problems.append(_problem(str(error.filename), f"{error.strerror}; name another file"))
    except UnicodeDecodeError:
        problems.append(_problem("--rules", "is no text in UTF-8; export the rules again"))
    return None


def _problem(place: str, message: str) -> Problem:
    return Problem(place, None, "", message)
