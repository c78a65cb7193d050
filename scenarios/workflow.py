"""Workflows: the stages that a case walks through, and the preset of six."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.base import Id, NonNegative, Noun, Positive, Share
from scenarios.durations import Duration
from scenarios.promises import Sla

BelowOne = Annotated[float, Field(strict=True, ge=0, lt=1)]


class BackOffice(Noun):
    """Work that leaves the team and comes back: the stage begins with this delay for some."""

    share: Share
    """Share of the stage's cases that go to the back office first."""
    delay: Duration
    """How long they stay there, by the wall clock."""


class Stage(Noun):
    """One step of a case: one piece of agent work, with what comes before and after it."""

    id: Id
    """Name of the stage, unique in its workflow."""
    handle_time: Duration | None = None
    """Handle time of a harmless case; left out, the channel's times work_share."""
    work_share: Positive = 1.0
    """Part of the channel's handle time that this stage takes, where it has none of its own."""
    skill: Id | None = None
    """Skill that the stage needs; left out, the channel's."""
    public: bool = False
    """Whether others read along in this stage."""
    probability: Share = 1.0
    """Share of cases that need the stage; the others go on to the next."""
    think_time: Duration | None = None
    """Time until the customer writes again, before the stage; left out, the team goes on."""
    drop_out: Share = 0.0
    """Share of customers who never come to this stage, so that the case ends unresolved."""
    back_office: BackOffice | None = None
    """Delay by another department before the stage; left out, none."""
    same_agent_seconds: NonNegative = 0.0
    """How long the stage waits for the agent of the stage before, while on duty; 0: for nobody."""
    sla: Sla | None = None
    """The promise on this stage, counted from its start; the first stage has the channel's."""
    still_hostile: Share = 1.0
    """Chance that a case hostile in the stage before is still hostile here (replies calm)."""
    back_to: Id | None = None
    """Earlier stage, or this one, to which some cases go back afterwards."""
    back_share: BelowOne = 0.0
    """Share of cases that go back."""


class Workflow(Noun):
    """The stages of a channel's cases, in order."""

    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    """First to last; the first one answers the customer's first message."""
    resolution: Sla | None = None
    """The promise on the whole: from the first message to the end of the last stage."""

    @model_validator(mode="after")
    def _stages_fit(self) -> Self:
        ids = [stage.id for stage in self.stages]
        for place, stage in enumerate(self.stages):
            if stage.id in ids[:place]:
                raise ValueError(f'two stages are called "{stage.id}"; give each its own id')
            if stage.back_share and stage.back_to not in ids[: place + 1]:
                raise ValueError(
                    f'stage "{stage.id}" goes back to "{stage.back_to}", which is neither it nor '
                    "an earlier stage"
                )
        first = self.stages[0]
        if first.think_time or first.drop_out or first.back_office or first.probability < 1:
            raise ValueError(
                f'the first stage "{first.id}" starts with the customer\'s message; it has no '
                "think_time, drop_out, back_office or probability"
            )
        if first.sla is not None:
            raise ValueError(f'the first stage "{first.id}" has the channel\'s sla; put it there')
        return self


SIX_STAGES = Workflow(
    # The stages are those of a public complaint (Dimelo guest article). Shares of work, think
    # times and drop-out are assumptions; that 46 % of public replies redirect the customer to
    # something private is known (Simply Measured 2013).
    stages=(
        Stage(id="acknowledge", work_share=0.15, public=True),
        Stage(id="ask", work_share=0.10, probability=0.46, same_agent_seconds=900),
        Stage(
            id="answer",
            work_share=0.40,
            think_time=Duration(mean_seconds=3600, cv=1.5),
            drop_out=0.15,
            same_agent_seconds=1800,
            still_hostile=0.7,
        ),
        Stage(
            id="resolve",
            work_share=0.40,
            probability=0.5,
            back_office=BackOffice(share=0.4, delay=Duration(mean_seconds=14400, cv=1.0)),
            same_agent_seconds=1800,
            still_hostile=0.8,
        ),
        Stage(id="close", work_share=0.10, still_hostile=0.5),
        Stage(id="tell", work_share=0.10, public=True, probability=0.3),
    )
)
"""Acknowledge in public, ask in private, answer, resolve, close, tell the audience."""

WORKFLOWS: dict[str, Workflow] = {"six-stages": SIX_STAGES}
