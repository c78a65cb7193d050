"""What explain says of a roster: where it is short, what binds, and what each choice would take."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from reports.terminal.tables import Cell, TextTable
from reports.wording import counted
from scheduler.explain.binding import Gain, MoreAgent
from scheduler.explain.choices import Choice, ExplainedDay
from scheduler.explain.price import Price
from scheduler.explain.run import Explanation
from scheduler.explain.shortage import Shortage
from scheduler.explain.wishes import WishPrice

_MOST_ROWS = 12
_LEAST = 0.005  # in currency; less is rounding
_PARTS = ("wages", "wishes", "fairness", "rules at a price", "missing hours")


def explanation_tables(explained: Explanation, currency: str) -> tuple[TextTable, ...]:
    """Return the tables of a roster as a whole; prices are in the currency."""
    tables = [_shortages(explained.shortages), _rules(explained.rules, currency)]
    tables.append(_more(explained.contracts, explained.agents, currency))
    if explained.wishes:
        tables.append(_wishes(explained.wishes, currency))
    return tuple(tables)


def explanation_data(explained: Explanation, currency: str) -> dict[str, Any]:
    """Return the same in plain data, in full."""
    return {
        "currency": currency,
        "shortages": [asdict(one) for one in explained.shortages],
        "one_rule_less": [asdict(one) for one in explained.rules],
        "more_hours": [asdict(one) for one in explained.contracts],
        "one_more_agent": [asdict(one) for one in explained.agents],
        "wishes_not_granted": [
            asdict(one) | {"date": str(one.date), "price": price_data(one.price)}
            for one in explained.wishes
        ],
    }


def days_tables(days: Sequence[ExplainedDay], currency: str) -> tuple[TextTable, ...]:
    """Return the table of one day's choices, or of the days of the horizon."""
    return (_one_day(days[0], currency) if len(days) == 1 else _all_days(days, currency),)


def days_data(days: Sequence[ExplainedDay], currency: str) -> dict[str, Any]:
    """Return the same in plain data, in full."""
    return {
        "agent_id": days[0].agent_id,
        "currency": currency,
        "best_tour_saves": days[0].saving,
        "days": [
            {
                "date": str(day.date),
                "planned": day.planned,
                "reason": day.reason,
                "choices": [_choice_data(one) for one in day.choices],
            }
            for day in days
        ],
    }


def price_data(price: Price | None) -> dict[str, float] | None:
    """Return a price with its parts."""
    return None if price is None else {"total": price.total, **asdict(price)}


def price_words(price: Price) -> str:
    """Return what a price is made of, e.g. "missing hours 600, wages -40"."""
    parts = zip(_PARTS, price.parts, strict=True)
    told = [(name, amount) for name, amount in parts if abs(amount) >= _LEAST]
    told.sort(key=lambda one: -abs(one[1]))
    return ", ".join(f"{name} {amount:,.2f}" for name, amount in told)


def _choice_data(one: Choice) -> dict[str, Any]:
    return {
        "choice": one.what,
        "planned": one.planned,
        "alone": price_data(one.alone),
        "against_alone": list(one.against),
        "best": price_data(one.best),
        "never": list(one.never),
        "moved": [str(date) for date in one.moved],
    }


def _shortages(found: Sequence[Shortage]) -> TextTable:
    hours = sum(one.hours for one in found)
    title = f"{counted(len(found), 'shortage')}, {hours:.1f} agent-hours, the greatest first"
    if not found:
        title = "no shortage against the requirement"
    if len(found) > _MOST_ROWS:
        title += f"; the first {_MOST_ROWS} of them"
    rows = tuple((one.hours, one.sentence) for one in found[:_MOST_ROWS])
    decimals = 1 if all(hours >= 0.05 for hours, _ in rows) else 2  # 0.0 would say nothing
    return TextTable(title, ("agent-hours", "where and why"), rows, decimals=decimals)


def _rules(gains: Sequence[Gain], currency: str) -> TextTable:
    binding = [one for one in gains if one.people]
    idle = len(gains) - len(binding)
    title = (
        f"one rule less for one person, all other shifts as they are ({currency} saved; an "
        f"estimate of what a new roster would save); {counted(idle, 'rule')} would save nothing"
    )
    rows = tuple(
        (one.what, f"{one.people} of {one.tried}", one.most, one.agent_id) for one in binding
    )
    columns = ("without", "people it would free", "saves at most", "with")
    return TextTable(title, columns, rows, column_decimals={"saves at most": 2})


def _more(gains: Sequence[Gain], agents: Sequence[MoreAgent], currency: str) -> TextTable:
    title = f"one more, all other shifts as they are ({currency} saved, pay deducted; an estimate)"
    rows: list[tuple[Cell, ...]] = [(one.what, one.most, one.agent_id) for one in gains]
    rows += [
        (f"one more agent of {one.group_id}, contract {one.contract}", one.saved, "somebody new")
        for one in agents
    ]
    return TextTable(title, ("what", "saves", "with"), tuple(rows), decimals=2)


def _wishes(wishes: Sequence[WishPrice], currency: str) -> TextTable:
    rows = tuple(
        (
            one.agent_id,
            str(one.date),
            one.wish,
            one.planned,
            one.worth,
            None if one.price is None else one.price.total,
            "no lawful tour grants it" if one.price is None else price_words(one.price),
        )
        for one in wishes[:_MOST_ROWS]
    )
    title = f"{counted(len(wishes), 'wish', 'wishes')} not granted, the cheapest to grant first"
    columns = ("agent", "date", "wish", "planned", "worth", "granting would cost", "of which")
    return TextTable(f"{title} ({currency})", columns, rows, decimals=2)


def _one_day(day: ExplainedDay, currency: str) -> TextTable:
    title = (
        f"{day.agent_id} on {day.date:%A} {day.date}: {day.reason}. "
        f"Prices in {currency}, all other people's shifts as they are{_saving(day, currency)}"
    )
    rows = tuple(_choice_row(one) for one in day.choices)
    columns = ("choice", "at best", "this day alone", "why", "other days that change")
    return TextTable(title, columns, rows, decimals=2)


def _choice_row(one: Choice) -> tuple[Cell, ...]:
    name = f"{one.what} (planned)" if one.planned else one.what
    best = "not possible" if one.best is None else f"{_rounded(one.best.total):+,.2f}"
    if one.planned:
        alone = ""
    else:
        alone = "against rules" if one.alone is None else f"{_rounded(one.alone.total):+,.2f}"
    moved = "" if one.planned else ", ".join(f"{date:%m-%d}" for date in one.moved)
    return (name, best, alone, _why(one), moved)


def _why(one: Choice) -> str:
    """Return what a price is made of, and which rules stand against a choice."""
    said = []
    if one.best is None:
        said.append("no tour keeps it with: " + "; ".join(one.never) if one.never else "no tour")
    elif price_words(one.best):
        said.append(price_words(one.best))
    if one.against and one.best is not None:
        said.append("alone against " + "; ".join(one.against))
    return ". ".join(said)


def _all_days(days: Sequence[ExplainedDay], currency: str) -> TextTable:
    first = days[0]
    title = (
        f"{first.agent_id}: each day and the next best choice. Prices in {currency}, all other "
        f"people's shifts as they are{_saving(first, currency)}"
    )
    columns = ("date", "planned", "next best", "at best", "why", "not possible")
    return TextTable(title, columns, tuple(_day_row(day) for day in days), decimals=2)


def _day_row(day: ExplainedDay) -> tuple[Cell, ...]:
    others = [one for one in day.choices if not one.planned and one.best is not None]
    barred = [one for one in day.choices if one.best is None]
    never = "; ".join(
        f"{one.what.split()[0]}: {', '.join(one.never or one.against)}" for one in barred
    )
    date = f"{day.date:%a} {day.date}"
    if not others:
        return (date, day.planned, "", None, "", never)
    one = others[0]
    assert one.best is not None
    return (date, day.planned, one.what, f"{_rounded(one.best.total):+,.2f}", _why(one), never)


def _saving(day: ExplainedDay, currency: str) -> str:
    if day.saving < _LEAST:
        return ""
    return f"; the best tour of {day.agent_id} would be {currency} {day.saving:,.2f} cheaper"


def _rounded(amount: float) -> float:
    """Return an amount in whole cents, without a zero below zero."""
    return round(amount, 2) + 0.0
