"""Sources, spans and distances in the planner's words, with the section each rule comes from."""

import datetime as dt
import re
from collections.abc import Sequence

from scenarios.limit_layers import limit_of, source_of
from scenarios.limits import Limits
from scenarios.team import Agent
from scenarios.timeline import Timeline
from scheduler.explain.sources import LEAST, Source
from scheduler.people.calendar import Calendar
from scheduler.people.rules import BARRING_RULES, KIND_RULES, PERSON_RULES
from scheduler.requirement import HeadCount

_PHRASES = {
    "daily_rest_hours": "{:g} h of daily rest",
    "weekly_rest_hours": "{:g} h of rest once a week",
    "max_week_hours": "at most {:g} h of work a week",
    "average_week_hours": "at most {:g} h of work a week on average",
    "night_average_week_hours": "at most {:g} h a week on average for who may work nights",
    "max_days_per_week": "at most {} working days a week",
    "max_consecutive_days": "at most {} working days in a row",
    "min_consecutive_days": "at least {} working days in a row",
    "min_consecutive_days_off": "at least {} days off in a row",
    "max_consecutive_nights": "at most {} night shifts in a row",
    "max_nights": "at most {} night shifts in the horizon",
    "min_days_off_after_nights": "{} days off after night shifts",
    "max_weekends": "at most {} weekends with work",
    "free_sundays_per_year": "{} free Sundays a year",
    "sunday_substitute_weeks": "a day off within {} weeks for a Sunday worked",
    "holiday_substitute_weeks": "a day off within {} weeks for a holiday worked",
}
_ONE = re.compile(r"\b(day|shift|week|weekend|Sunday)s\b")
_KNOWN = {rule.name: rule.words for rule in (*PERSON_RULES, *BARRING_RULES)} | {
    rule.name: rule.words for rule in KIND_RULES
}
_UNITS = {
    "absences": ("shift in it", "shifts in it"),
    "availability": ("shift outside them", "shifts outside them"),
    "unavailable": ("shift in it", "shifts in it"),
    "started": ("shift before it", "shifts before it"),
    "fixed": ("day on which it is not kept", "days on which it is not kept"),
    "rotation": ("shift beside it", "shifts beside it"),
    "closed": ("shift all the same", "shifts all the same"),
    "daily_rest_hours": ("rest too short", "rests too short"),
    "weekly_rest_hours": ("week without", "weeks without"),
    "forbidden_successions": ("pair of days", "pairs of days"),
    "forward_rotation": ("pair of days", "pairs of days"),
    "complete_weekends": ("weekend", "weekends"),
    "max_weekends": ("weekend more", "weekends more"),
    "max_days_per_week": ("day more", "days more"),
    "max_consecutive_days": ("day more", "days more"),
    "min_consecutive_days": ("day fewer", "days fewer"),
    "min_consecutive_days_off": ("day fewer", "days fewer"),
    "max_nights": ("night more", "nights more"),
    "max_consecutive_nights": ("night more", "nights more"),
    "min_days_off_after_nights": ("shift too soon", "shifts too soon"),
    "free_sundays_per_year": ("Sunday more", "Sundays more"),
    "sunday_substitute_weeks": ("day off fewer", "days off fewer"),
    "holiday_substitute_weeks": ("day off fewer", "days off fewer"),
}
_MOST_NAMES = 6
IN_MINUTES = frozenset(
    {"contract_hours", "max_week_hours", "average_week_hours", "night_average_week_hours"}
)


def in_words(calendar: Calendar, agent: int, source: Source) -> str:
    """Return what a source says of an agent, and where it comes from."""
    said = calendar.agents[agent]
    if source.rule in Limits.model_fields:
        return f"{_limit(calendar, said, source.rule)} ({_section(calendar, agent, source.rule)})"
    if source.rule == "contract_hours":
        return _contract(calendar, said, source)
    if source.rule == "absences":
        absence = said.absences[source.number]
        return f"the absence of {said.id} {_dates(absence.first, absence.last)}"
    if source.rule == "unavailable":
        time = said.unavailable[source.number]
        span = f"{time.from_local:%Y-%m-%d %H:%M} to {time.to_local:%Y-%m-%d %H:%M}"
        return f"the time from {span}, in which {said.id} cannot work"
    if source.rule == "fixed":
        date = calendar.timeline.date(source.first)
        shifts = " and ".join(one.shift for one in said.fixed if one.date == date)
        return f"the fixed shift {shifts} of {said.id} on {_day(date)}"
    return _agreed(said, source.rule)


def rule_in_words(calendar: Calendar, agent: int, rule: str) -> str:
    """Return a rule as it is for an agent, and where it comes from, without names and dates."""
    if rule in Limits.model_fields:
        return in_words(calendar, agent, Source(rule))
    words = {
        "absences": "absences",
        "unavailable": "times at which somebody cannot work",
        "availability": "the hours at which people can work",
        "fixed": "fixed shifts",
        "rotation": "rotations",
        "started": "first days of work",
        "contract_hours": "hours of the contract, least and most",
        "closed": "the team being closed on holidays",
    }
    return words[rule]


def way_in_words(calendar: Calendar, agent: int, source: Source, units: int) -> str:
    """Return how far a source gives way: hours, shifts, days; hours not worked with their pay."""
    if source.rule in IN_MINUTES:
        words = f"{units / 60:.1f} h {'less' if source.side == LEAST else 'more'}"
        contract = calendar.scenario.team.contract_of(calendar.agents[agent])
        pay = units / 60 * contract.hourly_cost
        paid = source.side == LEAST and pay > 0
        return f"{words}, {calendar.scenario.currency} {pay:,.0f} if paid" if paid else words
    one, many = _UNITS.get(source.rule, ("shift", "shifts"))
    return f"{units} {one if units == 1 else many}"


def _limit(calendar: Calendar, agent: Agent, rule: str) -> str:
    value = limit_of(calendar.scenario, agent, rule)
    if rule == "max_days_per_week":
        contract = calendar.scenario.team.contract_of(agent).max_days_per_week
        value = contract if value is None else min(value, contract)
    phrase = _PHRASES.get(rule, _KNOWN[rule])
    if value == 1:
        phrase = _ONE.sub(r"\1", phrase)
    return phrase.format(value)


def _section(calendar: Calendar, agent: int, rule: str) -> str:
    said, scenario = calendar.agents[agent], calendar.scenario
    if rule == "max_days_per_week":
        value = limit_of(scenario, said, rule)
        if value is None or scenario.team.contract_of(said).max_days_per_week < value:
            return f"contract {said.contract}"
    return source_of(scenario, said, rule)


def _contract(calendar: Calendar, agent: Agent, source: Source) -> str:
    asks = "asks for at least" if source.side == LEAST else "allows at most"
    return (
        f"contract {agent.contract} {asks} {source.number / 60:.1f} h "
        f"{_span_of_days(calendar, source.first, source.last)}"
    )


def _span_of_days(calendar: Calendar, first: int, last: int) -> str:
    if last - first == 7:
        return f"in the week from {calendar.timeline.date(first)}"
    return "over the whole horizon"


def _agreed(agent: Agent, rule: str) -> str:
    words = {
        "availability": f"the hours at which {agent.id} can work",
        "started": f"the first day of work of {agent.id} ({agent.started})",
        "rotation": f"the rotation {agent.rotation} of {agent.id}",
        "closed": "the team being closed on the holiday",
        "overlap": "no two shifts at one time",
    }
    return words.get(rule, _KNOWN.get(rule, rule.replace("_", " ")))


def _dates(first: dt.date, last: dt.date) -> str:
    return f"on {_day(first)}" if first == last else f"from {first} to {last}"


def _day(date: dt.date) -> str:
    return f"{date:%A} {date}"


def span_in_words(timeline: Timeline, first_minute: int, last_minute: int) -> str:
    """Return a span of elapsed minutes: weekday, date and times, e.g. Saturday 2026-11-28 18:00."""
    first, last = timeline.local(first_minute), timeline.local(last_minute)
    return f"{_day(first.date())} {first:%H:%M}-{last:%H:%M}"


def long_span_in_words(timeline: Timeline, first_minute: int, last_minute: int) -> str:
    """Return a span that may end with a day or another one, e.g. ... 18:00 to Sunday ... 24:00."""
    first, last = timeline.local(first_minute), timeline.local(last_minute - 1)
    at_midnight = (last.hour, last.minute) == (23, 59)
    ends = "24:00" if at_midnight else f"{timeline.local(last_minute):%H:%M}"
    if first.date() == last.date():
        return f"{_day(first.date())} {first:%H:%M}-{ends}"
    return f"{_day(first.date())} {first:%H:%M} to {_day(last.date())} {ends}"


def listed(words: Sequence[str]) -> str:
    """Return words joined by commas and a last "and"."""
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"


def heads_in_words(calendar: Calendar, count: HeadCount, wanted: int) -> str:
    """Return how many of whom a count wants, e.g. 2 with skill german (late-german)."""
    if count.never_alone:
        return "nobody alone"
    asked = calendar.scenario.team.on_duty.get(count.name)
    return f"{wanted} {count.name}" if asked is None else f"{wanted} with skill {asked.skill}"


def slots_in_words(calendar: Calendar, count: HeadCount, first: int, last: int) -> str:
    """Return when slots of a count are: times of a day, or the days of shifts of a template."""
    if count.template_id is not None:
        return f"{_day(calendar.timeline.date(first))}, shifts {count.template_id}"
    step = calendar.scenario.horizon.interval_minutes
    return span_in_words(calendar.timeline, first * step, last * step)


def missing_in_words(calendar: Calendar, count: HeadCount, heads: int, slots: int) -> str:
    """Return what it takes to go without some heads, with the price of a missing hour."""
    if count.template_id is not None:
        return f"{heads} fewer"
    hours = heads * slots * calendar.scenario.horizon.interval_minutes / 60
    price = hours * calendar.scenario.planning.short_hour_cost
    return (
        f"{heads} fewer, {hours:.1f} agent-hours, {calendar.scenario.currency} {price:,.0f} "
        "as a missing hour is priced"
    )


def hours_in_words(hours: float) -> str:
    """Return hours, or minutes where there is less than a tenth of one."""
    return f"{hours:.1f} h" if hours >= 0.1 else f"{60 * hours:.0f} min"


def contracted_in_words(agents: int) -> str:
    """Return how many there are at all."""
    return f"{agents} {'is' if agents == 1 else 'are'} contracted"


def some_of(names: Sequence[str]) -> list[str]:
    """Return names to be listed: of very many the first few, and how many others."""
    if len(names) <= _MOST_NAMES:
        return list(names)
    return [*names[: _MOST_NAMES - 1], f"{len(names) - _MOST_NAMES + 1} others"]
