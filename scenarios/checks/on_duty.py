"""Checks of least numbers of people on duty."""

from collections.abc import Iterator

from scenarios.checks.parts import Parts
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem
from scenarios.staffed_team import is_staffed


def check_on_duty(parts: Parts) -> Iterator[Problem]:
    """Yield least numbers that no team could keep."""
    team: FieldPath = ("team", "on_duty")
    if is_staffed(parts.source.data):
        if parts.on_duty:
            message = "is for rosters, and a staffing says who is there; leave it out"
            yield parts.problem(team, message)
        return
    if not parts.people:
        return
    for key, wanted in parts.on_duty.items():
        having = sum(wanted.skill in person.skills for person in parts.people)
        if not having:
            skills = sorted({skill for person in parts.people for skill in person.skills})
            message = (
                f'no agent has the skill "{wanted.skill}"; give it to {wanted.agents} or more '
                f"({known_names(wanted.skill, skills)})"
            )
            yield parts.problem((*team, key, "skill"), message)
        elif having < wanted.agents:
            message = (
                f'only {having} have the skill "{wanted.skill}"; lower the number, or give the '
                "skill to more agents"
            )
            yield parts.problem((*team, key, "agents"), message)
        if wanted.hours is not None and not any(wanted.hours):
            message = 'these are no hours; write e.g. {mon-fri: "09:00-18:00"}, or leave them out'
            yield parts.problem((*team, key, "hours"), message)
    if parts.no_lone_worker and len(parts.people) == 1:
        message = "with one agent nobody could ever be on duty; add agents, or leave it out"
        yield parts.problem(("team", "no_lone_worker"), message)
