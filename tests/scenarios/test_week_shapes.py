import numpy as np
import pytest

from scenarios.channels import Channel, Medium, WeekShape
from scenarios.durations import Duration
from scenarios.week_shapes import PRESETS, hour_weights


def _channel(shape: WeekShape | str) -> Channel:
    return Channel(
        medium=Medium.POST, volume_per_week=1.0, shape=shape, handle_time=Duration(mean_seconds=1.0)
    )


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_weights_of_a_week(name: str) -> None:
    weights = hour_weights(_channel(name))
    assert weights.shape == (168,)
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()


def test_the_hour_of_a_weekday_has_the_product_of_its_weights() -> None:
    by_weekday = tuple(float(day + 1) for day in range(7))
    by_hour = tuple(float(hour + 1) for hour in range(24))
    weights = hour_weights(_channel(WeekShape(by_weekday=by_weekday, by_hour=by_hour)))
    assert weights[3 * 24 + 10] / weights[0] == pytest.approx(4 * 11)


def test_168_weights_replace_the_other_two() -> None:
    listed = tuple(float(hour % 5) for hour in range(168))
    weights = hour_weights(_channel(WeekShape(by_hour_of_week=listed)))
    assert weights == pytest.approx(np.array(listed) / sum(listed))


def test_an_unknown_preset_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match='did you mean "evening"'):
        hour_weights(_channel("evenings"))
