"""The cap on hostile work in all its forms, and for whom each limit holds."""

from collections.abc import Iterator, Mapping

from reports.annex.part import AnnexPart, Row
from reports.wording import duration, percent
from scenarios.cap import Cap, CapLimits
from scenarios.scenario import Scenario


def hostile_cap(scenario: Scenario, labels: Mapping[str, str]) -> AnnexPart:
    """Return the limits on hostile work of everybody, of groups, and of single people."""
    title = "The cap on hostile work"
    cap = scenario.cap
    if cap is None:
        return AnnexPart(title, ("There is none: nothing limits how much abuse anybody meets.",))
    return AnnexPart(
        title,
        (
            "The cap is on what people truly meet. A row for a group or a person replaces the row "
            "for everybody; what such a row does not name stays.",
            _known(scenario, cap),
        ),
        ("for whom", "form", "what it says", "limit"),
        tuple(_rows(scenario, cap, labels)),
    )


def _known(scenario: Scenario, cap: Cap) -> str:
    seen = scenario.classifier
    known = (
        f"The label on a case finds {percent(seen.recall, 0)} of hostile ones and is right in "
        f"{percent(seen.precision, 0)} of those it names; the routing keeps a margin for that."
    )
    if not cap.known_at_close:
        return known
    return known + " Agents mark what a case truly was when they close it, and that is counted."


def _rows(scenario: Scenario, cap: Cap, labels: Mapping[str, str]) -> Iterator[Row]:
    yield from _rows_of("everybody", cap)
    for name, limits in cap.groups.items():
        yield from _rows_of(f"group {name}", limits)
    for agent in scenario.team.agents:
        if agent.cap is not None:
            yield from _rows_of(labels[agent.id], agent.cap)
    yield "everybody", "window", _words(Cap, "window"), cap.window.value
    if cap.burst:
        yield "everybody", "burst", _words(Cap, "burst"), f"{cap.burst:g}"


def _rows_of(who: str, limits: CapLimits) -> Iterator[Row]:
    for form in CapLimits.model_fields:
        value = getattr(limits, form)
        if value is not None:
            yield who, form, _words(CapLimits, form), _limit(form, value)


def _words(noun: type[CapLimits], field: str) -> str:
    return str(noun.model_fields[field].description)


def _limit(form: str, value: float) -> str:
    """Return a limit in its unit: the only share is the hostile one."""
    if form == "hostile":
        return percent(value)
    return duration(value) if form.endswith("_seconds") else f"{value:g}"
