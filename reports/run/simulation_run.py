"""The run of a simulation: made, written to a folder of its own, and read back."""

import json
from dataclasses import fields
from pathlib import Path

from reports.charts import draw_all
from reports.page.html import report_html
from reports.pseudonyms import without_names
from reports.roster.roster_csv import roster_to_csv
from reports.run.outcome_tables import TABLES, outcome_tables, replications_csv
from reports.run.plain_json import as_text, noun_of, plain
from reports.run.run_choice import MARK
from reports.run.run_parts import (
    MANIFEST,
    REPLICATIONS,
    REPORT,
    ROSTER,
    Files,
    manifest,
    write_run_files,
)
from reports.run.simulation_choice import SimulationJob
from reports.runs import SimulationRun
from scenarios.assignment import AssignmentRules
from scenarios.assignment_file import rules_to_json
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.writer import replay_files, scenario_to_yaml
from simulation.figures import ReplicationTable, table_of
from simulation.measures.outcome import Outcome, Verdict
from simulation.replications import Replicated
from simulation.stopping import Stop

OUTCOME = "outcome.json"
RULES = "rules.json"
FORMAT = 1


class UnreadableRunError(ValueError):
    """A text that holds no simulation, or one of another version."""


def write_simulation(job: SimulationJob, made: Replicated, folder: Path) -> None:
    """Write a simulation's folder: inputs, all figures, tables, charts and report.

    An existing folder is replaced as a whole. No file holds a name or the time of writing, so
    that equal simulations give equal bytes. Where the report fails, the figures are kept.
    """
    run = SimulationRun(
        scenario=without_names(job.scenario),
        roster=job.roster,
        rules=job.rules,
        outcome=made.outcome,
        verdict=job.verdict(made.outcome),
        table=table_of(job.scenario, made.outcome, made.summaries),
        stop=made.stop,
    )
    write_run_files(folder, _core_files(run), lambda: simulation_files(run))


def simulation_files(run: SimulationRun) -> Files:
    """Return the content of every file of a simulation's folder by its path."""
    files = _core_files(run)
    tables = outcome_tables(run.scenario, run.outcome)
    files |= {f"{TABLES}/{name}": content for name, content in tables.items()}
    charts = draw_all(run)
    files |= {f"charts/{name}": picture for name, picture in charts.items()}
    files[REPORT] = report_html(run, charts=charts).encode()
    facts = {
        "verdict": run.verdict.status.value,
        "replications": len(run.outcome.replications),
        "stopped": run.stop.reason.value,
    }
    files[MANIFEST] = manifest(run.scenario, facts, files)
    return files


def _core_files(run: SimulationRun) -> Files:
    """Return the files from which all others can be made."""
    return {
        MARK: scenario_to_yaml(run.scenario).encode(),
        **{name: text.encode() for name, text in replay_files(run.scenario).items()},
        ROSTER: roster_to_csv(run.scenario, run.roster),
        RULES: rules_to_json(run.rules).encode(),
        OUTCOME: simulation_to_json(run).encode(),
        REPLICATIONS: replications_csv(run.table),
    }


def simulation_to_json(run: SimulationRun) -> str:
    """Return a simulation as JSON text that reads back equal."""
    parts = {field.name: getattr(run, field.name) for field in fields(run)}
    scenario = parts.pop("scenario").model_dump(mode="json")
    return as_text({"format": FORMAT, "scenario": scenario, **plain(parts)})


def simulation_from_json(text: str) -> SimulationRun:
    """Return the simulation of a JSON text; raises UnreadableRunError if it holds none."""
    try:
        tree = json.loads(text)
        if tree["format"] != FORMAT:
            raise UnreadableRunError(
                f"the run has format {tree['format']}, this version reads format {FORMAT}; "
                "simulate again"
            )
        return SimulationRun(
            scenario=Scenario.model_validate(tree["scenario"]),
            roster=noun_of(Roster, tree["roster"]),
            rules=noun_of(AssignmentRules, tree["rules"]),
            outcome=noun_of(Outcome, tree["outcome"]),
            verdict=noun_of(Verdict, tree["verdict"]),
            table=noun_of(ReplicationTable, tree["table"]),
            stop=noun_of(Stop, tree["stop"]),
        )
    except UnreadableRunError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableRunError(f"holds no whole simulation: {error}") from error
