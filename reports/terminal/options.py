"""Arguments and options that several commands share, as typer reads them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from typer import Argument, Option


class Routing(StrEnum):
    """How cases are handed out where no rules are given."""

    PLAN = "plan"
    LONGEST_IDLE = "longest-idle"
    SKILL_PRIORITY = "skill-priority"
    LEAST_EXPOSED = "least-exposed"


class Engines(StrEnum):
    """What runs the replications."""

    AUTO = "auto"
    COMPILED = "compiled"
    SIMPY = "simpy"


class By(StrEnum):
    """What a row of the volume table stands for."""

    WEEKDAY = "weekday"
    HOUR = "hour"


FORMATS = "csv,xlsx,ics,parquet,rules"

Texts = list[str] | None
ScenarioName = Annotated[str, Argument(metavar="SCENARIO", help="A file, or a ready one's name.")]
RunFolder = Annotated[Path, Argument(metavar="RUN", help="A run folder.")]
RunA = Annotated[Path, Argument(metavar="RUN_A", help="A run folder.")]
RunB = Annotated[Path, Argument(metavar="RUN_B", help="Another one.")]
Everything = Annotated[bool, Option("--all", help="Every figure, not only what decides.")]
NewFolder = Annotated[Path, Argument(metavar="DIR", help="A new or an empty folder.")]

Settings = Annotated[Texts, Option("--set", metavar="FIELD=VALUE", help="Change a field. Repeat.")]
Overrides = Annotated[Texts, Option("--override", metavar="NAME", help="Use an override. Repeat.")]
Seed = Annotated[int | None, Option(min=0, help="In place of planning.seed.")]
Processes = Annotated[int | None, Option(min=1, help="Side by side [default: one per core].")]
EngineWay = Annotated[Engines, Option("--engine", help="What simulates; both say the same.")]
AsJson = Annotated[bool, Option("--json", help="Print one JSON document.")]
AsCsv = Annotated[bool, Option("--csv", help="Print CSV.")]
Quiet = Annotated[bool, Option("--quiet", "-q", help="No progress and no notes.")]
Names = Annotated[bool, Option("--names", help="Show people's names, not pseudonyms.")]
Force = Annotated[bool, Option("--force", help="Replace what fairshift wrote there before.")]

# init
Template = Annotated[str, Option(help="The ready scenario to start from.")]
History = Annotated[Path | None, Option(metavar="CSV", help="Messages, one a row.")]
TimeColumn = Annotated[str, Option(metavar="NAME", help="When received.")]
Where = Annotated[Texts, Option(metavar="COLUMN=VALUE", help="Only these rows. Repeat.")]
Hostile = Annotated[Texts, Option(metavar="COLUMN=VALUE", help="What is hostile. Repeat.")]
ChannelId = Annotated[str, Option(metavar="ID", help="Whose history it is.")]
AsWritten = Annotated[bool, Option(help="Take clock times as they are, zone or not.")]
Answered = Annotated[float, Option(min=0, max=1, help="Share that needs an answer.")]

# schema
OfRules = Annotated[bool, Option("--rules", help="Of rules files instead.")]

# check, volume, plan
ScenarioToCheck = Annotated[
    str | None, Argument(metavar="SCENARIO", help="Left out, that of the roster's run folder.")
]
RosterToCheck = Annotated[
    Path | None, Option("--roster", metavar="FILE", help="Its roster, as CSV.")
]
RowsBy = Annotated[By, Option(help="What a row stands for.")]
Horizons = Annotated[int, Option(min=2, help="Simulated horizons.")]
RunOut = Annotated[Path | None, Option(metavar="DIR", help="[default: runs/NAME-1, -2 ...]")]

# simulate
RosterFile = Annotated[
    Path | None, Option(metavar="FILE", help="As CSV, edited or not [default: staffing].")
]
RulesFile = Annotated[
    Path | None, Option(metavar="FILE", help="Rules as JSON, or a TaskRouter workflow.")
]
RoutingWay = Annotated[Routing, Option(help="Without --rules.")]
Replications = Annotated[int | None, Option(min=2, help="Simulated horizons.")]
Precise = Annotated[
    float | None,
    Option("--relative-half-width", metavar="SHARE", help="Go on until figures are this exact."),
]
AtMost = Annotated[
    int | None, Option("--max-replications", min=2, help="Then, at most [default: 1000].")
]
Watched = Annotated[Texts, Option("--figure", metavar="NAME", help="Then, these figures. Repeat.")]
SimulationOut = Annotated[Path | None, Option(metavar="DIR", help="A folder with everything.")]
RecordsFolder = Annotated[Path | None, Option(metavar="DIR", help="Parquet of all tasks.")]
TraceFile = Annotated[Path | None, Option(metavar="FILE", help="CSV of the first horizon.")]

# repair
RosterToRepair = Annotated[Path, Option("--roster", metavar="FILE", help="As published, as CSV.")]
Absent = Annotated[Texts, Option(metavar="AGENT:FIRST..LAST", help="Days without. Repeat.")]
VolumeScale = Annotated[float, Option(min=0, metavar="FACTOR", help="Volume over the planned.")]
VolumeFrom = Annotated[str | None, Option(metavar="DATE", help="From when [default: frozen].")]
FreezeUntil = Annotated[
    str | None, Option(metavar="TIME", help='What starts before stays: "2026-11-24 12:00".')
]
RepairSeconds = Annotated[float, Option("--seconds", min=0.1, help="Time for the search.")]

# explain
AgentId = Annotated[str | None, Option("--agent", metavar="ID", help="Why this agent's days.")]
DayOf = Annotated[str | None, Option("--date", metavar="DATE", help="With --agent, one day.")]

# publish
PublishTo = Annotated[Path, Option(metavar="DIR", help="The folder of publications.")]
ApprovedBy = Annotated[str, Option(metavar="NAME", help="Who approves it.")]
ApprovalReference = Annotated[
    str | None, Option("--approval", metavar="REFERENCE", help="Of a decision or agreement.")
]
Remark = Annotated[str | None, Option("--note", metavar="TEXT", help="Kept beside the approval.")]
RosterToPublish = Annotated[
    Path | None, Option("--roster", metavar="FILE", help="Of a repair, in place of the run's.")
]
Despite = Annotated[str | None, Option(metavar="REASON", help="Although something is missed.")]
NoticeFrom = Annotated[
    str | None, Option("--on", metavar="DATE", help="Notice counts from then [default: today].")
]

# cap
RunOrScenario = Annotated[
    str, Argument(metavar="RUN_OR_SCENARIO", help="A run folder, or a scenario as for plan.")
]
CapOut = Annotated[
    Path | None, Option("--out", metavar="DIR", help="Also as JSON, CSV and a chart.")
]

# study, export, report
Vary = Annotated[list[str], Option(metavar="FIELD=V1,V2", help="An axis of the grid. Repeat.")]
StudyOut = Annotated[Path, Option(metavar="DIR", help="Where finished points are kept.")]
ExportTo = Annotated[Path, Option(metavar="DIR", help="Where the files go.")]
FormatNames = Annotated[
    str,
    Option(
        "--format", "--formats", metavar="A,B", help="Also rules-json, twilio, connect, zendesk."
    ),
]
Annexed = Annotated[bool, Option("--annex", help="The works council's annex, as a draft.")]
ReportTo = Annotated[Path | None, Option(metavar="FILE", help="[default: in the run folder]")]
