"""What the command publish does: publish, or say what speaks against it."""

import datetime as dt
from pathlib import Path

from reports.publish.objections import NotPublishedError
from reports.publish.publication import Publication, publication_data
from reports.publish.publish import Published, publish
from reports.publish.publish_choice import PublishChoice, PublishJob, publish_job
from reports.terminal.door import note, show
from reports.terminal.exit_codes import ExitCode
from reports.terminal.tables import TextTable
from reports.wording import counted


def published(
    run: Path, choice: PublishChoice, now: dt.datetime, *, as_json: bool, quiet: bool
) -> ExitCode:
    """Publish a run, show what changed, and return how it ended.

    Where something speaks against the run, that is told and nothing is written.
    """
    job = publish_job(run, choice)
    try:
        made = publish(job, now)
    except NotPublishedError as refusal:
        said = [one.sentence for one in refusal.objections]
        if as_json:
            show({"published": False, "objections": said}, as_json=True)
        remedy = 'Nothing was published. To publish all the same, say why: --despite "..."'
        note(*said, remedy)
        return ExitCode.MISSED
    told = publication_data(made.publication) if as_json else _lines(made.publication)
    show(told, as_json=as_json)
    note(*_notes(made, job), quiet=quiet)
    return ExitCode.MET


def _lines(made: Publication) -> tuple[str | TextTable, ...]:
    said, changes = made.approval, made.changes
    lines: list[str] = []
    if changes.against is not None:
        lines += [*changes.roster, *changes.rules] or ["nothing changed"]
        lines.append("")
    what = counted(len([p for p in made.files_sha256 if p.endswith(".ics")]), "calendar")
    rows = (
        ("publication", f"no. {made.number} of {made.scenario}, with {what}"),
        ("approved", f"by {said.by}, {said.at_local}"),
        ("reference", said.reference or "none"),
        ("verdict", made.verdict.status),
        ("notice", _notice(made)),
    )
    return (*lines, TextTable("published", ("", "what"), rows))


def _notice(made: Publication) -> str:
    given = made.notice
    if given.first_shift is None:
        return "no shift"
    days = given.to_first_shift
    return f"kept, {days}" if given.kept else f"too short for {len(given.short)}, {days}"


def _notes(made: Published, job: PublishJob) -> list[str]:
    publication = made.publication
    notes = [f"Notice too short: {one}" for one in publication.notice.short]
    if publication.despite is not None:
        notes += [f"Despite: {one}" for one in publication.despite.objections]
    if job.repaired:
        notes.append("The verdict is that of the run; nothing was proved about this roster")
    if job.choice.names and not any(agent.name for agent in job.scenario.team.agents):
        notes.append("The run holds no names, so ids are shown; plan with --names to have them")
    return [*notes, f"Published in: {made.folder}"]
