"""What check says of a roster: broken rules, wishes not granted, and what people carry."""

from collections.abc import Sequence
from typing import Any

from reports.terminal.tables import Cell, TextTable, table_as_records
from reports.wording import counted
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.checker import Violation, burdens_of, wishes_not_granted

_TEAM = "team"


def roster_tables(
    scenario: Scenario, roster: Roster, violations: Sequence[Violation]
) -> tuple[TextTable, ...]:
    """Return the tables of a roster, without those that have nothing to say."""
    tables = [broken_rules(scenario, violations)]
    if any(agent.wishes for agent in scenario.team.agents):
        tables.append(_wishes(scenario, roster))
    return (*tables, _burdens(scenario, roster))


def roster_data(
    scenario: Scenario, roster: Roster, violations: Sequence[Violation]
) -> dict[str, Any]:
    """Return the same in plain data, prices in the scenario's currency."""
    rules = [
        {
            "rule": one.rule,
            "source": one.source,
            "agent_id": one.agent_id,
            "date": None if one.date is None else str(one.date),
            "message": one.message,
            "priced": one.priced,
            "price": one.price,
        }
        for one in violations
    ]
    wishes, burdens = wishes_not_granted(scenario, roster), burdens_of(scenario, roster)
    return {
        "broken": sum(not one.priced for one in violations),
        "broken_at_a_price": sum(one.priced for one in violations),
        "currency": scenario.currency,
        "prices": {
            "rules": sum(one.price for one in violations),
            "wishes": sum(one.price for one in wishes),
            "fairness": sum(one.price for one in burdens),
        },
        "rules": rules,
        "wishes_not_granted": table_as_records(_wishes(scenario, roster)),
        "people": [
            {
                "agent_id": one.agent_id,
                **one.counts,
                "carried": one.carried,
                "price": one.price,
            }
            for one in burdens
        ],
    }


def broken_rules(scenario: Scenario, violations: Sequence[Violation]) -> TextTable:
    """Return one row for each rule that a roster breaks, those without a price first."""
    hard = [one for one in violations if not one.priced]
    priced = [one for one in violations if one.priced]
    rows: list[tuple[Cell, ...]] = [
        (
            one.agent_id or _TEAM,
            str(one.date or "whole horizon"),
            one.rule,
            _without_place(one),
            one.source,
            one.price if one.priced else None,
        )
        for one in (*hard, *priced)
    ]
    title = f"{counted(len(hard), 'rule')} broken" if hard else "no rule broken"
    if priced:
        paid = sum(one.price for one in priced)
        title += f", {len(priced)} at a price ({_money(scenario, paid)})"
    columns = ("agent", "date", "rule", "what is wrong", "source", "price")
    shown = len(columns) if priced else len(columns) - 1
    return TextTable(title, columns[:shown], tuple(row[:shown] for row in rows), decimals=2)


def _without_place(one: Violation) -> str:
    """Return the words without agent and date, which have columns of their own."""
    return one.message.removeprefix(f"{one.agent_id}, {one.date}: ").removeprefix(
        f"{one.agent_id}: "
    )


def _wishes(scenario: Scenario, roster: Roster) -> TextTable:
    missed = wishes_not_granted(scenario, roster)
    rows = tuple((one.agent_id, str(one.date), one.wish, one.planned, one.price) for one in missed)
    title = "every wish granted"
    if missed:
        paid = _money(scenario, sum(one.price for one in missed))
        title = f"{counted(len(missed), 'wish', 'wishes')} not granted ({paid})"
    return TextTable(title, ("agent", "date", "wish", "planned", "price"), rows, decimals=2)


def _burdens(scenario: Scenario, roster: Roster) -> TextTable:
    """Return a row for each person: counts, then what the time before adds to them."""
    burdens = burdens_of(scenario, roster)
    kinds = tuple(burdens[0].counts)
    carried = tuple(kind for kind in kinds if any(one.carried[kind] for one in burdens))
    priced = any(one.price for one in burdens)
    rows: list[tuple[Cell, ...]] = []
    for one in burdens:
        row: list[Cell] = [one.agent_id]
        for kind in kinds:
            row.append(one.counts[kind])
            row += [one.carried[kind]] if kind in carried else []
        rows.append((*row, one.price) if priced else tuple(row))
    columns = ["agent"]
    for kind in kinds:
        columns += [kind, f"{kind} before"] if kind in carried else [kind]
    paid = f" ({_money(scenario, sum(one.price for one in burdens))})" if priced else ""
    names = (*columns, "price") if priced else tuple(columns)
    decimals = {"price": 2}
    return TextTable(f"who works when{paid}", names, tuple(rows), column_decimals=decimals)


def _money(scenario: Scenario, amount: float) -> str:
    return f"{scenario.currency} {amount:,.2f}"
