"""What a simulation leaves behind besides its figures on the screen."""

from dataclasses import dataclass
from pathlib import Path

from reports.run.run_choice import choose_folder
from reports.run.simulation_choice import SimulationJob
from scenarios.problems import Problem, ScenarioError
from scheduler.progress import Listener
from simulation.replications import Replicated
from simulation.stopping import StopReason


@dataclass(frozen=True)
class SimulationOutput:
    """Where a run folder, a trace and records go; None for what nobody asked for."""

    folder: Path | None = None
    trace: Path | None = None
    records: Path | None = None

    def problems(self, *, force: bool) -> tuple[Problem, ...]:
        """Return why something cannot be written there, before anything is computed."""
        found: list[Problem] = []
        if self.folder is not None:
            try:
                choose_folder(self.folder, "", force=force)
            except ScenarioError as error:
                found.extend(error.problems)
        if self.trace is not None:
            found.extend(_trace_problems(self.trace, force=force))
        return tuple(found)

    def write(self, job: SimulationJob, made: Replicated) -> None:
        """Write the run folder and the trace; each of them whole or not at all."""
        if self.folder is not None:
            from reports.run.simulation_run import write_simulation  # charts take time to load

            write_simulation(job, made, self.folder)
        if self.trace is not None:
            from reports.run.trace_csv import write_trace

            first = made.outcome.replications[0]
            write_trace(job.scenario, job.roster, job.rules, first, self.trace)

    def write_records(self, job: SimulationJob, made: Replicated, on_progress: Listener) -> None:
        """Write the records of every replication; none after an interrupt."""
        if self.records is None or made.stop.reason is StopReason.INTERRUPTED:
            return
        from reports.run.records_parquet import write_records

        horizons = job.replications[: made.stop.replications]
        write_records(
            job.scenario, job.roster, job.rules, horizons, self.records, on_progress=on_progress
        )


def _trace_problems(file: Path, *, force: bool) -> list[Problem]:
    if file.is_dir() or not file.parent.is_dir():
        message = "is no file in a folder that exists; name a file such as trace.csv"
    elif file.exists() and not force:
        message = "is there already; add --force to replace it, or name another file"
    else:
        return []
    return [Problem(f"--trace {file}", None, "", message)]
