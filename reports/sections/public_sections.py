"""What others see: early warning of a backlash, and the Socially Devoted score."""

from collections.abc import Callable

from reports.sections.section import (
    Section,
    count,
    length,
    length_range,
    number_range,
    share,
    share_range,
)
from reports.wording import percent
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from simulation.measures.outcome import Estimate, Outcome

Text = Callable[[Estimate], str]

WARNINGS: dict[str, tuple[str, Text, Text]] = {
    "response_rate": ("response rate, 24 h", share, share_range),
    "frt_seconds": ("first reply, 24 h", length, length_range),
    "backlog_age_seconds": ("oldest open", length, length_range),
    "public_unanswered": ("public unanswered, 24 h", share, share_range),
    "cascade_per_hour": ("posts drawn, 1 h", count, number_range),
    "hostile_share": ("hostile share, 1 h", share, share_range),
    "abandonment": ("left, 24 h", share, share_range),
}
"""Early-warning figures in reading order: words, how a mean is shown, how an interval."""


_ONLY_WHERE_ANY = frozenset({"cascade_per_hour", "hostile_share", "abandonment"})


def early_warning(scenario: Scenario, outcome: Outcome) -> Section | None:
    """Return each early-warning figure at its worst hour; None without a public channel.

    A figure without an hour to judge is left out.
    """
    if not any(channel.public for channel in scenario.channels.values()):
        return None
    timeline = Timeline(scenario.horizon)
    rows = []
    for name, (words, text, span) in WARNINGS.items():
        one = getattr(outcome.warning, name)
        if one.peak_hour is None or (name in _ONLY_WHERE_ANY and not one.peak.mean > 0):
            continue
        when = f"{timeline.local(60 * one.peak_hour):%a %d %b %H:%M}"
        rows.append((words, text(one.peak), span(one.peak), when))
    drawn = outcome.warning.offspring_per_hostile_post
    if drawn.mean > 0:
        rows.append(
            ("posts drawn by a hostile one", f"{drawn.mean:.2f}", number_range(drawn, 2), "")
        )
    if not rows:
        return None
    note = "the worst hour of each horizon, its mean; when it is worst on average"
    return Section("Early warning", note, ("figure", "worst", "interval", "when"), tuple(rows))


def socially_devoted(scenario: Scenario, outcome: Outcome) -> Section | None:
    """Return the score of the public channels; None without one."""
    said = outcome.social
    if said is None:
        return None
    rate = share(said.response_rate)
    spread = share_range(said.response_rate)
    rows = (
        ("response rate", percent(said.least_response_rate), rate, spread, said.status.value),
        (
            "response rate, earlier rule",
            percent(said.stricter_response_rate),
            rate,
            spread,
            said.stricter_status.value,
        ),
        (
            "questions a quarter",
            f"{said.least_questions:,.0f}",
            count(said.questions_per_quarter),
            number_range(said.questions_per_quarter, 0),
            "",
        ),
        ("median response", "", length(said.response_median_seconds), "", "reported beside it"),
    )
    columns = ("criterion", "at least", "reached", "interval", "status")
    return Section(
        "Socially Devoted",
        "score of the public channels, taken to be open to anybody",
        columns,
        rows,
    )
