"""The roster and the rules as they are handed out."""

from reports.publish.publish_choice import PublishJob
from reports.roster.roster_csv import roster_to_csv
from reports.roster.roster_ics import roster_to_ics
from reports.roster.roster_xlsx import roster_to_xlsx, shifts_to_xlsx
from reports.routing.rules_csv import periods_to_csv, reserves_to_csv, rules_to_csv
from reports.run.run_parts import ROSTER, Files
from scenarios.assignment_file import rules_to_json
from scenarios.roster import Roster


def roster_files(job: PublishJob, roster: Roster) -> Files:
    """Return the roster as a table, a workbook, and a calendar for everybody with a shift.

    Only a roster that was planned so has a verdict to stand in its workbook. Agents go by their
    ids; names stand in workbook and calendars where they were asked for.
    """
    scenario, names = job.scenario, job.choice.names
    files = {ROSTER: roster_to_csv(scenario, roster)}
    if job.repaired:
        files["roster.xlsx"] = shifts_to_xlsx(scenario, roster, names=names)
    else:
        files["roster.xlsx"] = roster_to_xlsx(job.run, names=names)
    for agent in scenario.team.agents:
        calendar = roster_to_ics(scenario, roster, agent.id, names=names)
        if calendar is not None:
            files[f"calendars/{agent.id}.ics"] = calendar
    return files


def rules_files(job: PublishJob) -> Files:
    """Return the routing rules, to be loaded and to be read."""
    return {
        "rules.json": rules_to_json(job.run.rules).encode(),
        "rules.csv": rules_to_csv(job.run.scenario, job.run.rules),
        "periods.csv": periods_to_csv(job.run.scenario, job.run.rules),
        "reserves.csv": reserves_to_csv(job.run.scenario, job.run.rules),
    }
