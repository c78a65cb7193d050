"""Early warning over replications: which hour is called the worst."""

import math
from dataclasses import replace

import numpy as np
import pytest

from simulation.measures.outcome import WarningOutcome
from simulation.measures.warning import (
    COUNTED,
    LEAST_IN_DAY,
    LEAST_IN_HOUR,
    WarningHours,
    warning_outcome,
)
from simulation.records import Floats

HOURS = 72
ENOUGH = float(LEAST_IN_DAY)


def calm() -> WarningHours:
    """Three days on which nothing happens, with just enough contacts behind every figure."""

    def all_day(value: float) -> Floats:
        return np.full(HOURS, value)

    return WarningHours(
        response_rate=all_day(0.9),
        frt_seconds=all_day(60.0),
        backlog_age_seconds=all_day(60.0),
        public_unanswered=all_day(0.1),
        cascade_per_hour=all_day(0.0),
        hostile_share=all_day(0.1),
        abandonment=all_day(0.1),
        behind=np.full((len(COUNTED), HOURS), ENOUGH),
        offspring=0,
        hostile_public=1,
    )


def outcome(*made: WarningHours) -> WarningOutcome:
    return warning_outcome(made, 0.95)


def shares(values: dict[int, float], usual: float) -> Floats:
    every = np.full(HOURS, usual)
    for hour, value in values.items():
        every[hour] = value
    return every


def test_the_first_day_is_never_the_worst() -> None:
    bad = replace(
        calm(),
        response_rate=shares({7: 0.0, 40: 0.5}, 0.9),
        backlog_age_seconds=shares({7: 9999.0, 40: 500.0}, 60.0),
    )
    made = outcome(bad, bad)
    for one, worst in ((made.response_rate, 0.5), (made.backlog_age_seconds, 500.0)):
        assert one.peak.mean == pytest.approx(worst)
        assert one.peak_hour == 40
    assert made.response_rate.mean[7] == 0.0


def test_an_hour_with_hardly_any_contacts_behind_it_is_not_the_worst() -> None:
    bad = replace(calm(), hostile_share=shares({30: 1.0, 50: 0.6}, 0.1))
    bad.behind[COUNTED.index("hostile_share"), 30] = LEAST_IN_HOUR - 1
    made = outcome(bad, bad).hostile_share
    assert made.peak.mean == pytest.approx(0.6)
    assert made.peak_hour == 50


def test_of_equally_bad_hours_the_busiest_is_named() -> None:
    bad = replace(calm(), response_rate=shares({30: 0.0, 50: 0.0, 60: 0.0}, 0.9))
    bad.behind[COUNTED.index("response_rate"), 50] = 300.0
    assert outcome(bad).response_rate.peak_hour == 50


def test_without_an_hour_to_judge_there_is_no_worst() -> None:
    few = calm()
    few.behind[:] = LEAST_IN_HOUR - 1
    made = outcome(few).response_rate
    assert math.isnan(made.peak.mean)
    assert made.peak_hour is None
