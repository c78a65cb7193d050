"""What the tests of the door share: a way to call it, and a scenario that is planned quickly."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import cli


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]

TINY = """\
fairshift: 1
name: Tiny team
horizon:
  zone: Europe/Berlin
  start: 2027-02-01
  weeks: 1
  opening: {mon-fri: "09:00-17:00"}
channels:
  posts:
    medium: post
    volume_per_week: 60
    shape: office
    handle_time: {mean_seconds: 300, cv: 0.5}
    hostility: {share: 0.2}
    sla: {share: 0.5, within_seconds: 14400}
cap: {hostile: 0.9, window: week}
team:
  contracts:
    full: {hours_per_week: 40, flexibility_hours: 8, hourly_cost: 25}
  agents:
    - {id: ann, name: Ann Secret, contract: full, skills: [posts]}
    - {id: bob, name: Bob Secret, contract: full, skills: [posts]}
shifts:
  day:
    starts: ["09:00"]
    length_minutes: 480
    breaks: [{minutes: 30, earliest_after_minutes: 240}]
    days: mon-fri
planning: {seed: 3, solve_seconds: 2, max_rounds: 1, replications: 2}
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as left:
            cli.main([str(one) for one in arguments])
        code = left.value.code
        assert isinstance(code, int)
        written = capsys.readouterr()
        return Ended(code, written.out, written.err)

    return call


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return path
