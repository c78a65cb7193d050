"""A publication: its files made, and written whole beside the history of those before it."""

import datetime as dt
import hashlib
import importlib.metadata
import platform
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from reports.annex.annex import annex_of
from reports.annex.page import annex_html, annex_markdown
from reports.page.rules_words import rules_in_words
from reports.publish.differences import changes_between, changes_in_words, days_in_common
from reports.publish.notice import notice_of_changes, notice_of_first
from reports.publish.objections import NotPublishedError, Objection, objections_to
from reports.publish.publication import (
    PUBLICATION,
    Approval,
    Changes,
    Despite,
    Judged,
    NoticeGiven,
    Publication,
    publication_to_json,
)
from reports.publish.publish_choice import PublishJob
from reports.publish.roster_files import roster_files, rules_files
from reports.publish.standing import EARLIER, KEPT, Standing
from reports.repair_words import with_templates
from reports.run.atomic import folder_written_whole
from reports.run.run_parts import ROSTER, Files
from reports.sections.section import meets_hostility
from reports.verdict_rows import verdict_sentence
from scenarios.problems import Problem, ScenarioError
from scenarios.roster import Roster
from scenarios.roster_file import read_other_roster
from scenarios.timeline import Timeline


@dataclass(frozen=True)
class Published:
    """A publication as it was written."""

    publication: Publication
    folder: Path


def publish(job: PublishJob, now: dt.datetime) -> Published:
    """Publish a run into a folder, and return what was published.

    ``now`` is the moment of the approval, with its zone. The folder is written whole: what stood
    there before is kept beside the new publication. Raises NotPublishedError where something
    speaks against the run and no reason is given, and ScenarioError where there is a reason but
    nothing speaks against it, or where a file is in the way; nothing is written then.
    """
    objections = objections_to(job.run, job.scenario, job.roster)
    if objections and job.choice.despite is None:
        raise NotPublishedError(objections)
    if job.choice.despite is not None and not objections:
        message = "nothing speaks against this run; leave it out"
        raise ScenarioError([Problem("--despite", None, "", message)])
    roster = with_templates(job.scenario, job.roster)
    made = _publication(job, roster, now.astimezone(Timeline(job.scenario.horizon).zone))
    files, made = _files(job, roster, made, objections)
    _write(job.choice.to, job.standing, files)
    return Published(made, job.choice.to)


def _publication(job: PublishJob, roster: Roster, now: dt.datetime) -> Publication:
    scenario, choice, horizon = job.scenario, job.choice, job.scenario.horizon
    rules = rules_in_words(
        scenario, job.run.rules, hostile_matters=meets_hostility(job.run.outcome)
    )
    changes, notice = _news(job, roster, rules, job.counted_from or now.date())
    return Publication(
        number=1 if job.standing is None else job.standing.last.number + 1,
        scenario=scenario.name,
        first_day=horizon.start,
        last_day=Timeline(horizon).date(horizon.days - 1),
        approval=Approval(
            by=choice.approved_by,
            at_local=now.isoformat(timespec="seconds"),
            zone=horizon.zone,
            reference=choice.approval,
            note=choice.note,
        ),
        despite=None,
        verdict=Judged(job.run.verdict.status.value, verdict_sentence(job.run), not job.repaired),
        notice=notice,
        changes=changes,
        rules=rules,
        digests={},
        versions={
            "fairshift": importlib.metadata.version("fairshift"),
            "python": platform.python_version(),
        },
    )


def _news(
    job: PublishJob, roster: Roster, rules: tuple[str, ...], counted_from: dt.date
) -> tuple[Changes, NoticeGiven]:
    """Return what is new against the publication before, and how early people hear of it."""
    if job.standing is None:
        return Changes(None), notice_of_first(job.scenario, roster, counted_from)
    last = job.standing.last
    before = read_other_roster(job.standing.roster_file, job.scenario)
    days = days_in_common(job.scenario, last)
    found = changes_between(job.scenario, before, roster, days, counted_from)
    changes = changes_in_words(job.scenario, last, before, roster, rules, found)
    if not days:
        return changes, notice_of_first(job.scenario, roster, counted_from)
    return changes, notice_of_changes(job.scenario, roster, found, counted_from)


def _files(
    job: PublishJob, roster: Roster, made: Publication, objections: tuple[Objection, ...]
) -> tuple[Files, Publication]:
    """Return the content of every file by its path, and the publication with their digests."""
    files = roster_files(job, roster) | rules_files(job)
    reason = job.choice.despite
    made = replace(
        made,
        despite=Despite(reason, tuple(one.sentence for one in objections)) if reason else None,
        digests={
            "roster_sha256": _digest(files[ROSTER]),
            "rules_sha256": _digest(files["rules.json"]),
            "scenario_sha256": job.scenario.digest(),
        },
    )
    annex = annex_of(job.run, job.scenario, made, objections)
    files["annex.html"] = annex_html(annex).encode()
    files["annex.md"] = annex_markdown(annex).encode()
    made = replace(made, files_sha256={path: _digest(files[path]) for path in sorted(files)})
    record = publication_to_json(made).encode()
    files[PUBLICATION] = record
    files[f"publication-{made.number}.json"] = record
    return files, made


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(folder: Path, standing: Standing | None, files: Files) -> None:
    """Write the folder whole: what is new, and what stood there and is not replaced."""
    kept = {} if standing is None else _kept(standing)
    in_the_way = sorted(set(files) & {path.as_posix() for path in kept})
    if in_the_way:
        message = "is in the way of a file that is to be published; move it elsewhere"
        raise ScenarioError(Problem(str(folder / path), None, "", message) for path in in_the_way)
    with folder_written_whole(folder) as place:
        for path, source in kept.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, place / path)
        for name, content in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)


def _kept(standing: Standing) -> dict[Path, Path]:
    """Return what is kept of a folder: where it goes, and where it stands now."""
    kept = {path: standing.folder / path for path in standing.others()}
    place = Path(EARLIER) / str(standing.last.number)
    own = (name for name in KEPT if name in standing.last.files_sha256)
    return kept | {place / name: standing.folder / name for name in own}
