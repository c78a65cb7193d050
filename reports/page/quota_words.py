"""The quota in sentences: its gates, its margin, and the steps where nobody may take a case."""

from collections import Counter
from collections.abc import Sequence

from reports.wording import counted, duration, joined, money, percent
from scenarios.assignment import Quota, QuotaLimits
from scenarios.cap import BlockedStep, Then


def quota_sentences(quota: Quota, currency: str) -> list[str]:
    """Return the quota as sentences; nobody is named, people with other limits are counted."""
    return [
        *_gates(quota),
        *_margin(quota),
        *_truth(quota),
        *_look_ahead(quota),
        *_steps(quota.steps, currency),
    ]


def _gates(quota: Quota) -> list[str]:
    limits = tuple(quota.limits.values())
    window = quota.window.value
    gates = {
        f"a hostile share of {{}} of the {window}": _said(limits, "hostile"),
        "{} hostile contacts in the shift": _said(limits, "contacts_per_shift"),
        f"{{}} hostile minutes a paid hour of the {window}": _said(limits, "minutes_per_paid_hour"),
        "{} hostile contacts in a row": _said(limits, "longest_run"),
    }
    held = [words.format(limit) for words, limit in gates.items() if limit]
    if not held:
        return []
    return [
        "A case labelled hostile is handed only to somebody who stays within "
        f"{joined(held)}, this case counted."
    ]


def _said(limits: Sequence[QuotaLimits], form: str) -> str:
    """Return the limit that most people have, and how many have another; "" where none has any."""
    often = Counter(getattr(one, form) for one in limits).most_common()
    if all(limit is None for limit, _ in often):
        return ""
    (usual, _), *others = often
    rest = [f"{_limit(form, limit)} for {counted(people, 'agent')}" for limit, people in others]
    return _limit(form, usual) + (f" ({joined(rest)})" if rest else "")


def _limit(form: str, limit: float | None) -> str:
    if limit is None:
        return "any number" if form != "hostile" else "any height"
    return percent(limit, 0) if form == "hostile" else f"{limit:g}"


def _margin(quota: Quota) -> list[str]:
    if not quota.margin_z or not any(0 < one < 1 for one in quota.hostile_chance.values()):
        return []
    return [
        f"A safety margin of {quota.margin_z:.1f} standard deviations is kept for wrong labels, "
        "with which that may be nobody."
    ]


def _truth(quota: Quota) -> list[str]:
    if not quota.known_at_close:
        return []
    return ["When an agent closes a case and marks what it truly was, that is what counts."]


def _look_ahead(quota: Quota) -> list[str]:
    ahead = max(quota.sure_cases_per_hour.values(), default=0.0)
    if not ahead:
        return []
    return [
        f"The gate counts on harmless work in the rest of the shift, up to {ahead:.1f} cases an "
        "hour; whoever relies on it is asked first for harmless cases."
    ]


def _steps(steps: Sequence[BlockedStep], currency: str) -> list[str]:
    """Return what becomes of a case that nobody may take, in the planner's order."""
    said = [_step(step, currency) for step in steps]
    if not steps or steps[-1].then not in (Then.WAIT, Then.BREACH):
        said.append(_DONE[Then.WAIT])
    return [f"Where nobody may take it, {', then '.join(said)}."]


_DONE = {
    Then.WAIT: "it waits until somebody may",
    Then.GROUP: "it is offered to group {}",
    Then.DESK: "it goes to the external desk {}",
    Then.MODERATE: "it is moderated",
    Then.BREACH: "the least exposed gets it and the breach is logged",
}


def _step(step: BlockedStep, currency: str) -> str:
    after = f"after {duration(step.after_seconds)} " if step.after_seconds else ""
    cost = f" ({money(step.cost, currency)} a case)" if step.cost else ""
    return f"{after}{_DONE[step.then].format(step.to)}{cost}"
