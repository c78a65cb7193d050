"""What repair says: how much changes, what is missing, which rules give way."""

from typing import Any

from reports.repair_words import change_words, repair_title
from reports.terminal.exit_codes import ExitCode
from reports.terminal.roster_table import broken_rules
from reports.terminal.tables import TextTable
from scheduler.checker import Violation
from scheduler.repair import Repair

_HAIR = 0.05  # agent-hours


def repair_tables(made: Repair) -> tuple[TextTable | str, ...]:
    """Return the lines and tables of a repair for reading."""
    missing = made.missing
    hours = TextTable(
        repair_title(made),
        ("", "as published", "as things are now", "repaired"),
        (("agent-hours missing", missing.published, missing.as_it_is, missing.repaired),),
    )
    lines = tuple(change_words(made.scenario, one) for one in made.changes)
    told: list[TextTable | str] = [*lines, "", hours] if lines else [hours]
    if made.broken or made.priced:
        told.append(broken_rules(made.scenario, (*made.broken, *made.priced)))
    return tuple(told)


def repair_data(made: Repair) -> dict[str, Any]:
    """Return a repair in plain data, prices in the scenario's currency."""
    return {
        "changes": len(made.chosen),
        "taken_by_absence": len(made.changes) - len(made.chosen),
        "price": made.price,
        "currency": made.scenario.currency,
        "proven": made.proven,
        "interrupted": made.interrupted,
        "missing_hours": {
            "published": made.missing.published,
            "as_it_is": made.missing.as_it_is,
            "repaired": made.missing.repaired,
        },
        "list": [
            {
                "agent_id": one.agent_id,
                "date": str(one.date),
                "before": None if one.before is None else one.before.id,
                "after": None if one.after is None else one.after.id,
                "absent": one.absent,
                "notice_days": one.notice_days,
                "short_notice": one.short_notice,
                "price": one.price,
                "words": change_words(made.scenario, one),
            }
            for one in made.changes
        ],
        "broken_as_before": [_rule(one) for one in made.as_before],
        "newly_broken": [_rule(one) for one in made.newly_broken],
        "broken_at_a_price": [_rule(one) for one in made.priced],
    }


def repair_notes(made: Repair) -> tuple[str, ...]:
    """Return what a planner should know beside the tables."""
    notes = []
    if made.as_before:
        notes.append(
            f"{len(made.as_before)} of the broken rules were broken by the published roster already"
        )
    if made.newly_broken:
        notes.append(
            "No roster keeps all rules any more after what is frozen or absent; this one breaks "
            "as little as possible"
            if made.impossible
            else "Not everybody who must be on duty was found in the time given"
        )
    return tuple(notes)


def repair_code(made: Repair) -> ExitCode:
    """Return how a repair ended."""
    if made.interrupted:
        return ExitCode.INTERRUPTED
    if made.impossible:
        return ExitCode.IMPOSSIBLE
    more = made.missing.repaired > made.missing.published + _HAIR
    return ExitCode.MISSED if more or made.newly_broken else ExitCode.MET


def _rule(one: Violation) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "source": one.source,
        "agent_id": one.agent_id,
        "date": None if one.date is None else str(one.date),
        "message": one.message,
        "price": one.price,
    }
