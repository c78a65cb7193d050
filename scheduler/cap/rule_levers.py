"""Levers on what the router knows: labels, the truth at close, the look-ahead."""

from collections.abc import Iterator
from typing import Any

from scenarios.cap import Classifier
from scenarios.scenario import Scenario
from scheduler.cap.lever import ASSUMED, Lever, LeverKind, hourly_cost
from simulation.arrivals.volume import workload_of

_SECONDS_PER_HOUR = 3600.0
_LOOK_AHEADS = (0.0, 0.5, 1.0)


def rule_levers(scenario: Scenario) -> Iterator[Lever]:
    """Yield better labels, marking the truth at close, and other look-aheads."""
    yield from _labels(scenario)
    cap = scenario.cap
    if cap is None:
        return
    if not cap.known_at_close and _errs(scenario.classifier):
        yield _truth(scenario)
    for ahead in _LOOK_AHEADS:
        if cap.hostile is not None and ahead != cap.look_ahead:
            words = f"the gate looks ahead by {ahead:g} in place of {cap.look_ahead:g}"
            changed = _with_cap(scenario, {"look_ahead": ahead})
            yield Lever(LeverKind.LOOK_AHEAD, words, changed, None, 0.0, "a setting")


def _labels(scenario: Scenario) -> Iterator[Lever]:
    classifier, step = scenario.classifier, ASSUMED.label_step
    for name in ("recall", "precision"):
        now = getattr(classifier, name)
        if now < 1.0:
            better = round(min(now + step, 1.0), 6)
            changed = scenario.model_copy(
                update={"classifier": classifier.model_copy(update={name: better})}
            )
            words = f"labels with a {name} of {better:g} in place of {now:g}"
            source = "what better labels cost is not known"
            yield Lever(LeverKind.LABELS, words, changed, None, None, source)


def _truth(scenario: Scenario) -> Lever:
    workload = workload_of(scenario, seed=scenario.planning.seed, replications=2)
    hours = float(workload.cases.sum()) * ASSUMED.mark_seconds / _SECONDS_PER_HOUR
    return Lever(
        LeverKind.TRUTH,
        "agents mark when they close a contact whether it was hostile",
        _with_cap(scenario, {"known_at_close": True}),
        None,
        hours * hourly_cost(scenario, scenario.team.agents),
        f"{ASSUMED.mark_seconds:g} s a contact at the hourly cost (assumption)",
    )


def _with_cap(scenario: Scenario, update: dict[str, Any]) -> Scenario:
    assert scenario.cap is not None
    return scenario.model_copy(update={"cap": scenario.cap.model_copy(update=update)})


def _errs(classifier: Classifier) -> bool:
    return classifier.recall < 1.0 or classifier.precision < 1.0
