"""Starting a scenario of one's own: a ready one copied, with volume from history if wanted."""

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from scenarios import library
from scenarios.history import FittedChannel, HistorySpec, fit_history
from scenarios.history_template import provenance, scenario_with_history
from scenarios.message_file import Condition
from scenarios.problems import Problem, ScenarioError
from scenarios.reader import read_scenario

SCENARIO_FILE = "scenario.yaml"


@dataclass(frozen=True)
class HistoryChoice:
    """A file of messages and what to make of it, as written on a command line."""

    file: Path
    time_column: str
    filters: tuple[str, ...]  # conditions such as brand=United
    hostile: tuple[str, ...]
    channel_id: str
    as_written: bool = False  # see HistorySpec
    answered_share: float = 1.0


@dataclass(frozen=True)
class Started:
    """A folder that has been started."""

    scenario_file: Path
    notes: tuple[str, ...]  # what was done, in words


def start_folder(folder: Path, template: str, choice: HistoryChoice | None = None) -> Started:
    """Write a ready scenario into a new or empty folder, whole or not at all.

    With a choice of history, one channel has its figures from there. Raises ScenarioError with
    what is wrong; then nothing is written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = "is not an empty folder; name a new one"
        raise ScenarioError([Problem(str(folder), None, "", message)])
    try:
        source, *others = library.files(template)
    except KeyError as error:
        raise ScenarioError([Problem("--template", None, "", str(error.args[0]))]) from None
    text, notes = source.read_text(encoding="utf-8"), [f"from the ready scenario {template}"]
    if choice is not None:
        fitted = _fit(choice, read_scenario(source).horizon.zone)
        text = scenario_with_history(source, choice.channel_id, fitted)
        notes += [f"channel {choice.channel_id}:", *provenance(fitted)]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as unfinished:
        draft = Path(unfinished) / "draft"
        draft.mkdir()
        (draft / SCENARIO_FILE).write_text(text, encoding="utf-8")
        for other in others:
            shutil.copyfile(other, draft / other.name)
        _must_read(draft / SCENARIO_FILE, folder / SCENARIO_FILE)
        if folder.exists():  # not replaced itself: it may be where the planner stands
            for file in draft.iterdir():
                file.replace(folder / file.name)
        else:
            draft.replace(folder)
    return Started(folder / SCENARIO_FILE, tuple(notes))


def _must_read(draft: Path, final: Path) -> None:
    """Raise what is wrong with a draft, under the name that it would have had."""
    try:
        read_scenario(draft)
    except ScenarioError as error:
        raise ScenarioError(
            replace(problem, file=str(final)) if problem.file == str(draft) else problem
            for problem in error.problems
        ) from None


def _fit(choice: HistoryChoice, zone: str) -> FittedChannel:
    problems: list[Problem] = []
    filters = _conditions(choice.filters, "--where", problems)
    hostile = _conditions(choice.hostile, "--hostile", problems)
    if problems:
        raise ScenarioError(problems)
    spec = HistorySpec(
        zone=zone,
        time_column=choice.time_column,
        filters=filters,
        hostile=hostile,
        hourly_hostility=bool(hostile),
        as_written=choice.as_written,
        answered_share=choice.answered_share,
    )
    return fit_history(choice.file, spec)


def _conditions(
    texts: tuple[str, ...], option: str, problems: list[Problem]
) -> tuple[Condition, ...]:
    conditions = []
    for text in texts:
        try:
            conditions.append(Condition.parse(text))
        except ValueError as error:
            problems.append(Problem(option, None, "", str(error)))
    return tuple(conditions)
