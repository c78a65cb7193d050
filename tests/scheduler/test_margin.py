"""A wider margin is taken where it helps, and only as wide as promises to customers bear."""

from dataclasses import replace

import pytest

from scheduler import margin
from scheduler.candidates import loop_verdict
from scheduler.loop import plan
from scheduler.margin import LOOKED_FOR_BREACHES, WIDER, look_at_cap, most_lost, with_wider_margin
from scheduler.plan import Plan
from scheduler.trials import Trial
from simulation.measures.outcome import Estimate, Outcome, VerdictStatus
from simulation.measures.verdict import promised_levels
from tests.scheduler.two_groups import two_groups


@pytest.fixture(scope="module")
def made() -> Plan:
    return plan(two_groups({"classifier.recall": 0.85, "classifier.precision": 0.75}))


@pytest.fixture(scope="module")
def trial(made: Plan) -> Trial:
    return Trial(made.scenario, made.roster, made.rules)


def serving(made: Plan, lost: float) -> Outcome:
    """The plan's outcome with so much of each service level lost."""

    def worse(level: Estimate | None) -> Estimate:
        assert level is not None  # each channel here has a promise
        mean, low, high = level.mean - lost, level.low - lost, level.high - lost
        return replace(level, mean=mean, low=low, high=high)

    channels = tuple(
        replace(one, service_level=worse(one.service_level)) for one in made.outcome.channels
    )
    return replace(made.outcome, channels=channels)


class Simulated:
    """What is simulated: by width of the margin, service lost and replications with a breach."""

    def __init__(self, made: Plan, by_width: dict[float, tuple[float, int]]) -> None:
        self.made, self.by_width = made, by_width
        self.asked: list[tuple[float, range]] = []

    def __call__(self, trial: Trial, replications: range, words: str) -> Outcome:
        own, quota = self.made.rules.quota, trial.rules.quota
        assert own is not None
        assert quota is not None
        width = round(quota.margin_z / own.margin_z, 6)
        lost, breaches = self.by_width[width]
        self.asked.append((width, replications))
        seen = serving(self.made, lost)
        assert seen.cap is not None
        cap = replace(
            seen.cap,
            replications=len(replications),
            replications_with_breach=breaches,
            forms=tuple(replace(one, replications_with_breach=breaches) for one in seen.cap.forms),
        )
        return replace(seen, cap=cap)


def width_taken(made: Plan, trial: Trial) -> float:
    own, taken = made.rules.quota, trial.rules.quota
    assert own is not None
    assert taken is not None
    return taken.margin_z / own.margin_z


WIDEST, MIDDLE, LEAST = WIDER[0], WIDER[1], WIDER[-1]
TOO_MUCH = dict.fromkeys(WIDER, (0.5, 0))
CASES = {
    "nobody passed the cap": ({1.0: (0.0, 0)}, 1.0, 0),
    "the widest fits": ({1.0: (0.0, 3), WIDEST: (0.01, 0)}, WIDEST, 0),
    "the widest costs too much": (
        {1.0: (0.0, 8), WIDEST: (0.04, 0), MIDDLE: (0.02, 1)},
        MIDDLE,
        1,
    ),
    "the widest breaks a promise": (
        {1.0: (0.0, 8), **TOO_MUCH, LEAST: (0.01, 2)},
        LEAST,
        2,
    ),
    "the widest does not help": (
        {1.0: (0.0, 2), WIDEST: (0.01, 2), MIDDLE: (0.01, 1)},
        MIDDLE,
        1,
    ),
    "none fits": ({1.0: (0.0, 8), **TOO_MUCH}, 1.0, 8),
}


@pytest.mark.parametrize("case", CASES)
def test_the_widest_margin_is_taken_that_fits_and_helps(
    made: Plan, trial: Trial, case: str
) -> None:
    by_width, width, breaches = CASES[case]
    simulated = Simulated(made, by_width)
    looked = look_at_cap(trial, made.outcome, simulated)
    assert width_taken(made, looked.trial) == pytest.approx(width)
    assert looked.breaches == breaches
    assert looked.outcome.channels == serving(made, by_width[width][0]).channels


def test_the_cap_is_judged_in_horizons_that_no_rule_was_tuned_in(made: Plan, trial: Trial) -> None:
    simulated = Simulated(made, {1.0: (0.0, 4), WIDEST: (0.0, 1)})
    looked = look_at_cap(trial, made.outcome, simulated)
    own = len(made.outcome.replications)
    further = range(own, own + LOOKED_FOR_BREACHES)
    assert simulated.asked == [(1.0, further), (WIDEST, range(own)), (WIDEST, further)]
    assert looked.outcome.cap is not None
    assert looked.outcome.cap.replications == LOOKED_FOR_BREACHES


@pytest.mark.parametrize(("breaches", "status"), [(1, "met"), (4, "met"), (5, "undecided")])
def test_a_breach_in_many_horizons_is_no_reason_for_another_round(
    made: Plan, trial: Trial, breaches: int, status: str
) -> None:
    """Clopper and Pearson's bound of 196 of 200 is .9548, that of 195 is .9483."""
    same = dict.fromkeys((1.0, *WIDER), (0.0, breaches))
    looked = look_at_cap(trial, made.outcome, Simulated(made, same))
    (cap,) = (
        one
        for one in loop_verdict(made.scenario, looked.outcome).promises
        if one.channel_id is None
    )
    assert cap.status == status


def test_without_service_to_spare_nothing_is_looked_at(made: Plan, trial: Trial) -> None:
    poor = serving(made, 0.5)
    simulated = Simulated(made, {})
    looked = look_at_cap(trial, poor, simulated)
    assert simulated.asked == []
    assert (looked.trial, looked.outcome) == (trial, poor)


def test_perfect_labels_need_no_wider_margin(made: Plan, trial: Trial) -> None:
    perfect = two_groups()
    assert perfect.classifier.recall == perfect.classifier.precision == 1.0
    assert with_wider_margin(replace(trial, scenario=perfect), WIDEST) is None
    assert with_wider_margin(trial, WIDEST) is not None


def test_what_a_promise_loses_most_is_told(made: Plan) -> None:
    scenario, whole = made.scenario, made.outcome
    assert most_lost(scenario, whole, whole) == 0.0
    for level in promised_levels(scenario, whole):
        half = replace(level.level, mean=level.level.mean / 2)
        worse = replace(
            whole,
            channels=tuple(
                replace(one, service_level=half) if one.channel_id == level.channel_id else one
                for one in whole.channels
            ),
        )
        assert most_lost(scenario, whole, worse) == pytest.approx(half.mean)
        assert most_lost(scenario, worse, whole) == 0.0  # of the others, none


def test_the_plan_kept_its_promises_so_that_the_cases_above_say_something(made: Plan) -> None:
    assert margin.keeps_service(made.scenario, made.outcome)
    assert made.verdict.status is VerdictStatus.MET
