"""The scenario: everything the planner said, checked, with defaults filled in."""

import hashlib
from typing import Any, Literal, Self

from pydantic import Field

from scenarios.backlash import Event, Storm
from scenarios.base import Id, Noun
from scenarios.cap import Cap, Classifier
from scenarios.channels import Channel
from scenarios.horizon import Horizon
from scenarios.planning import Planning, Volume
from scenarios.pledges import Fairness
from scenarios.relief import ExternalDesk, Value
from scenarios.returning import Authors, Start
from scenarios.shift_shapes import ShiftTemplate
from scenarios.staffing import Staffing
from scenarios.team import Team
from scenarios.working_time import WorkingTimeRules


class Scenario(Noun):
    """A team, its channels, its volume and its promises over a horizon."""

    fairshift: Literal[1]
    """Version of the file format."""
    name: str
    """Title of reports."""
    currency: str = "EUR"
    """Currency of all costs."""
    horizon: Horizon
    """When."""
    channels: dict[Id, Channel] = Field(min_length=1)
    """What comes in."""
    volume: Volume = Volume()
    """Factors on all volume."""
    events: dict[Id, Event] = Field(default_factory=dict)
    """Dated changes of volume and mood: outages, campaigns."""
    storms: dict[Id, Storm] = Field(default_factory=dict)
    """Cases put in on purpose."""
    authors: Authors | None = None
    """People who write often; left out, every case stands alone."""
    start: Start = Start()
    """How the simulation begins: warm-up, backlog."""
    external_desks: dict[Id, ExternalDesk] = Field(default_factory=dict)
    """Agencies and departments that take cases over."""
    classifier: Classifier = Classifier()
    """How hostility is seen."""
    cap: Cap | None = None
    """The cap on hostile work; left out, there is none."""
    team: Team
    """Who works."""
    shifts: dict[Id, ShiftTemplate] = Field(min_length=1)
    """Kinds of shifts."""
    staffing: Staffing | None = None
    """Exact numbers of agents by group and period, in place of a roster; for simulate only."""
    value: Value | None = None
    """What the service is worth, as an estimate; left out, nothing is said of it."""
    rules: WorkingTimeRules = WorkingTimeRules()
    """Working-time rules."""
    fairness: Fairness | None = None
    """How lates, nights, weekends, holidays and hostile hours are spread; left out, not at all."""
    planning: Planning = Planning()
    """How the plan is sought and proved."""

    def digest(self) -> str:
        """Return a SHA-256 of the whole content, in hexadecimal."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def replace(self, **changes: Any) -> Self:
        """Return a copy with top-level parts replaced, checked again."""
        return type(self).model_validate({**dict(self), **changes})
