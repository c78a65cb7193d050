"""What an outcome says, section by section: the same for the terminal and for the page."""

from collections.abc import Callable

from reports.sections.channel_sections import backlog, channels, flows, resolution, stages
from reports.sections.ladder_section import ladder
from reports.sections.people_sections import groups, people
from reports.sections.public_sections import early_warning, socially_devoted
from reports.sections.relief_sections import relief, worth
from reports.sections.section import Section
from scenarios.scenario import Scenario
from simulation.measures.outcome import Outcome

_ALL: tuple[Callable[[Scenario, Outcome], Section | None], ...] = (
    channels,
    stages,
    resolution,
    backlog,
    flows,
    relief,
    ladder,
    early_warning,
    socially_devoted,
    people,
    groups,
    worth,
)


def sections_of(scenario: Scenario, outcome: Outcome) -> tuple[Section, ...]:
    """Return the sections of an outcome that the scenario has a use for, in reading order."""
    made = (section(scenario, outcome) for section in _ALL)
    return tuple(section for section in made if section is not None)
