"""Checks of working-time limits: what has to hold between the limits that somebody is under.

A limit may be said by the scenario, a contract or an agent, and be changed for protected people;
a pair of limits may come from two of these, so that each is looked at together with those below.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from scenarios.checks.parts import Parts
from scenarios.limits import NOT_LIMITS, Limits
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem
from scenarios.working_time import Protected

_RULES: FieldPath = ("rules",)
_MOST_DAYS_OFF_AFTER_NIGHTS = 2
_BREAKS = {
    "break_minutes_over_4_5_hours": "four and a half hours",
    "break_minutes_over_6_hours": "six hours",
    "break_minutes_over_9_hours": "nine hours",
}
_OF_NIGHTS = (
    "max_night_shift_hours",
    "night_average_week_hours",
    "max_consecutive_nights",
    "max_nights",
    "min_days_off_after_nights",
)


@dataclass(frozen=True)
class Layer:
    """Limits in one place of a file, over those below it, the lowest first."""

    path: FieldPath
    said: Limits
    below: tuple[Limits, ...] = ()

    def value(self, field: str) -> Any:
        """Return a limit that holds here."""
        says = [one for one in (*self.below, self.said) if field in one.model_fields_set]
        return getattr((says or [self.said])[-1], field)

    def merged(self) -> Limits:
        """Return all limits that hold here."""
        return Limits.model_construct(**{name: self.value(name) for name in Limits.model_fields})


def check_limits(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about limits on working time, wherever they are said."""
    layers = tuple(layers_of(parts))
    for layer in layers:
        yield from _templates(parts, layer)
        if parts.rules is None:  # what lies below is not known
            continue
        for fields, message in _contradictions(layer):
            # Not of limits that come from a preset alone: others may have switched them off.
            written = [path for path in ((*layer.path, one) for one in fields) if parts.says(path)]
            if written:
                yield parts.problem(written[0], message)
        yield from _prices(parts, layer, layers)
    yield from _protected(parts)


def layers_of(parts: Parts) -> Iterator[Layer]:
    """Yield the limits of the scenario, protected people, contracts and agents."""
    ground = () if parts.rules is None else (parts.rules,)
    if parts.rules is not None:
        yield Layer(_RULES, parts.rules)
        for name in ("minors", "expecting"):
            limits = getattr(parts.rules, name)
            if limits is not None:
                yield Layer((*_RULES, name), limits, ground)
    for key, limits in parts.contract_rules.items():
        yield Layer(("team", "contracts", key, "rules"), limits, ground)
    for person in parts.people:
        contract = parts.contract_rules.get(person.contract or "")
        if person.rules is not None:
            below = ground if contract is None else (*ground, contract)
            yield Layer(("team", "agents", person.place, "rules"), person.rules, below)


def _templates(parts: Parts, layer: Layer) -> Iterator[Problem]:
    for name in layer.said.max_shifts:
        yield from unknown_template(parts, (*layer.path, "max_shifts", name), name)
    for name, others in layer.said.forbidden_successions.items():
        path: FieldPath = (*layer.path, "forbidden_successions", name)
        yield from unknown_template(parts, path, name)
        for place, other in enumerate(others):
            yield from unknown_template(parts, (*path, place), other)


def unknown_template(parts: Parts, path: FieldPath, name: str) -> Iterator[Problem]:
    """Yield a problem at a path if no shift template has the name."""
    if parts.template_ids and name not in parts.template_ids:
        advice = known_names(name, parts.template_ids)
        yield parts.problem(path, f'there is no shift "{name}" in shifts; {advice}')


def _contradictions(layer: Layer) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the fields that do not go together, and why."""
    value = layer.value
    yield from _night(layer)
    least, most = value("min_consecutive_days"), value("max_consecutive_days")
    if least is not None and most is not None and least > most:
        yield (
            ("min_consecutive_days", "max_consecutive_days"),
            f"at least {least} working days in a row and at most {most} cannot both hold; lower "
            "the least or raise the most",
        )
    after = value("min_days_off_after_nights")
    if after is not None and after > _MOST_DAYS_OFF_AFTER_NIGHTS:
        yield (
            ("min_days_off_after_nights",),
            f"{after} days off after nights are more than this version can plan; write 0, 1 or 2",
        )
    steps = [(field, value(field)) for field in _BREAKS if value(field) is not None]
    for (fewer, short), (more, long) in pairwise(steps):
        if long < short:
            yield (
                (more, fewer),
                f"the break over {_BREAKS[more]} ({long} minutes) is shorter than that over "
                f"{_BREAKS[fewer]} ({short}); swap them",
            )


def _night(layer: Layer) -> Iterator[tuple[tuple[str, ...], str]]:
    first, last = layer.value("night_from"), layer.value("night_to")
    if (first is None) != (last is None):
        message = "a night has a start and an end; give both night_from and night_to, or neither"
        yield ("night_from", "night_to"), message
    elif first is not None and first % 1440 == last % 1440:
        message = 'the night ends when it starts; write e.g. night_from: "23:00", night_to: "06:00"'
        yield ("night_to", "night_from"), message
    elif first is None:
        for field in _OF_NIGHTS:
            if layer.value(field) is not None:
                message = "nobody knows what a night is; add night_from and night_to to the rules"
                yield (field,), message


def _prices(parts: Parts, layer: Layer, layers: tuple[Layer, ...]) -> Iterator[Problem]:
    """Yield prices of rules that nobody is under; what protects people has prices of its own."""
    shields = ((*_RULES, "minors"), (*_RULES, "expecting"))
    others = [one for one in layers if one is layer or one.path not in shields]
    for rule in layer.said.prices:
        if rule in NOT_LIMITS or any(_limits_something(one, rule) for one in others):
            continue
        message = f"{rule} limits nobody, so there is nothing to pay for; set it, or leave it out"
        yield parts.problem((*layer.path, "prices", rule), message)


def _limits_something(layer: Layer, rule: str) -> bool:
    if rule == "max_days_per_week":  # every contract has such a limit
        return True
    value = getattr(layer.said, rule)
    if rule in ("sunday_work", "holiday_work"):
        return not value and rule in layer.said.model_fields_set
    return value is not None and value is not False and value != {}


def _protected(parts: Parts) -> Iterator[Problem]:
    """Yield people who are to be protected although nothing says how."""
    if parts.rules is None:
        return
    for person in parts.people:
        if person.protected is None or parts.rules.limits_of(person.protected) is not None:
            continue
        field = "minors" if person.protected is Protected.MINOR else "expecting"
        message = (
            f'the preset "{parts.rules.preset}" has no limits for them; write them under '
            f"rules.{field}, use de-arbzg, or leave protected out"
        )
        yield parts.problem(("team", "agents", person.place, "protected"), message)
