"""A page on a run, written anew: its report, or the draft of the works council's annex."""

from pathlib import Path

from reports.annex.annex import annex_of
from reports.annex.page import annex_html
from reports.page.html import report_html
from reports.run.atomic import write_atomically
from reports.run.run_folder import read_any_run
from scenarios.problems import Problem, ScenarioError


def write_page(folder: Path, to: Path | None, *, annex: bool, names: bool) -> Path:
    """Write the report on a run, or with ``annex`` the annex as a draft, and return its file.

    Without ``to`` it goes to the run folder. Raises ScenarioError where no run can be read, and
    for an annex with names.
    """
    if annex and names:
        message = "the annex has pseudonyms alone; leave one of --annex and --names out"
        raise ScenarioError([Problem("--names", None, "", message)])
    if to is not None and (to.is_dir() or not to.parent.is_dir()):
        message = "is no file in a folder that exists; name a file such as report.html"
        raise ScenarioError([Problem(f"--to {to}", None, "", message)])
    run = read_any_run(folder)
    if annex:
        target, page = to or folder / "annex.html", annex_html(annex_of(run, run.scenario))
    else:
        name = "report-with-names.html" if names else "report.html"
        target, page = to or folder / name, report_html(run, names=names)
    write_atomically(target, page.encode())
    return target
