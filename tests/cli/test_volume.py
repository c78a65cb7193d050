"""volume: what comes in, for reading, as CSV and as JSON."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_weeks_carry_the_volume_of_the_file(run: Run, tiny: Path) -> None:
    ended = run("volume", tiny, "--json", "--replications", "10")
    assert ended.code == 0
    assert ended.err == ""
    rows = {row["weekday"]: row for row in json.loads(ended.out)}
    days = [row["cases"] for name, row in rows.items() if name != "week"]
    assert rows["week"]["cases"] == pytest.approx(60)
    assert sum(days) == pytest.approx(60)
    assert rows["week"]["work_hours"] == pytest.approx(60 * 300 / 3600)
    assert rows["week"]["hostile_share"] == pytest.approx(0.2)
    assert all(row["cases_p10"] <= row["cases_p90"] for row in rows.values())


def test_hours_add_up_to_a_day(run: Run, tiny: Path) -> None:
    ended = run("volume", tiny, "--by", "hour", "--csv", "--replications", "5")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert [row["hour"] for row in rows][:2] == ["00:00", "01:00"]
    assert sum(float(row["cases"]) for row in rows) == pytest.approx(60 / 7)


def test_settings_and_seed_count(run: Run, tiny: Path) -> None:
    few = ["--csv", "--replications", "5"]
    once, again = run("volume", tiny, *few), run("volume", tiny, *few)
    other = run("volume", tiny, *few, "--seed", "99")
    doubled = run("volume", tiny, "--json", "--set", "volume.scale=2", "--replications", "5")
    assert once.out == again.out != other.out
    assert json.loads(doubled.out)[-1]["cases"] == pytest.approx(120)


def test_the_table_is_for_reading(run: Run, tiny: Path) -> None:
    ended = run("volume", tiny, "--replications", "5")
    assert "Tiny team: volume by weekday" in ended.out
    assert "mon" in ended.out
    assert ended.err == ""
