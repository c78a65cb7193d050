"""Teams for whom the tour search finds no first tours: the model's roster is only a start."""

import pytest

from scheduler.roster_model import solve, solve_roster
from scheduler.tours.search import NoTourError, TourSearch
from tests.scheduler.small_teams import required, small


def test_a_roster_of_the_model_is_bettered_by_tours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first lawful roster costs what it costs; large teams must not be left with it."""

    def none(search: TourSearch, *_: object) -> None:
        raise NoTourError(search.agents - 1)

    monkeypatch.setattr(TourSearch, "give_first", none)
    monkeypatch.setattr(solve, "_SMALL", 0)
    monkeypatch.setattr(solve, "_MIDDLING", 0)
    shifts = {
        name: {"starts": [start], "length_minutes": 480}
        for name, start in (("early", "06:00"), ("late", "14:00"), ("night", "22:00"))
    }
    scenario = small(
        shifts=shifts,
        agents=[{"id": f"a{number}"} for number in range(4)],
        contract={"hours_per_week": 16.0},
    )
    wanted = {24 * day + hour: 1 for day in range(4) for hour in (6, 7, 14, 15)}
    found = solve_roster(scenario, required(scenario, phone=wanted), (), seconds=5.0)
    assert found.costs is not None
    assert found.costs.short_hours == 0.0
