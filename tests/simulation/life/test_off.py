"""What is said but has no effect leaves every record as it was, bit for bit."""

from typing import Any

import numpy as np
import pytest

from scenarios import library
from scenarios.durations import Distribution, Duration, Patience
from scenarios.reader import read_scenario
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.rules import default_rules
from simulation.arrivals.context import needs_context
from simulation.durations import patience_of, poisson_quantile, seconds_of
from simulation.records import to_frame
from simulation.world import compile_world
from tests.simulation.desk_run import run_replication
from tests.simulation.scenes import constant, roster, shift

REPLICATIONS = 2


def merged(said: Any, more: Any) -> Any:
    if not isinstance(said, dict) or not isinstance(more, dict):
        return more
    return said | {key: merged(said.get(key), one) for key, one in more.items()}


def changed(said: Scenario, more: dict[str, Any]) -> Scenario:
    return Scenario.model_validate(merged(said.model_dump(), more))


def a_team_of_three() -> Scenario:
    """The team of the library, with calls and with customers who leave."""
    said = read_scenario(library.find("team-of-3"))
    patience = {"distribution": "exponential", "mean_seconds": 7200.0}
    phone = {
        "medium": "phone",
        "volume_per_week": 60.0,
        "handle_time": {"mean_seconds": 300.0},
        "patience": {"distribution": "exponential", "mean_seconds": 240.0, "at_once_share": 0.1},
        "hostility": {"share": 0.2},
        "sla": {"share": 0.8, "within_seconds": 60.0},
    }
    team = said.team.model_dump()
    for one in team["agents"]:
        one["skills"] = (*one["skills"], "phone")
    channels = {"posts": {"patience": patience}, "messages": {"patience": patience}}
    more = {"channels": {**channels, "phone": phone}, "team": team, "horizon": {"weeks": 2}}
    return changed(said, more)


def a_simple_roster(said: Scenario) -> Roster:
    """Everybody from nine to half past five with a break, but on Mondays only one of them."""
    shifts = []
    for day in range(7 * said.horizon.weeks):
        for one in said.team.agents[: 1 if day % 7 == 0 else 3] if day % 7 < 5 else ():
            at = 1440 * day + 540
            break_at = at + 210
            shifts.append(
                shift(
                    one.id,
                    (at, break_at),
                    (break_at, break_at + 30, "break"),
                    (break_at + 30, at + 510),
                )
            )
    return roster(*shifts)


def on(*names: str, **fields: Any) -> dict[str, Any]:
    return {"channels": dict.fromkeys(names, fields)}


def desk(**fields: Any) -> dict[str, Any]:
    said = {"channels": ["posts", "phone"], "after_seconds": 600.0, "capacity": 3, **fields}
    return {"external_desks": {"agency": said}}


def stages(*listed: dict[str, Any]) -> dict[str, Any]:
    return {"stages": [{"id": f"s{place}", **one} for place, one in enumerate(listed)]}


AUTHORS = {"regulars": 20, "share": 0.0}
BOTH = ("posts", "messages")
WITHOUT_EFFECT = {
    "one stage": on(*BOTH, "phone", workflow=stages({"public": True, "same_agent_seconds": 900.0})),
    "a stage nobody needs": on(*BOTH, workflow=stages({}, {"probability": 0.0, "work_share": 9.0})),
    "no branching": on("posts", backlash={"branching": 0.0}),
    "nobody spills": on(*BOTH, spill=[{"to": "phone", "share": 0.0}]),
    "nobody posts again": on(*BOTH, repost={"share": 0.0, "after": constant(60)}),
    "nobody returns": on(*BOTH, repeat={"share": 0.0}),
    "the bot tries nobody": on(*BOTH, bot={"tried_share": 0.0}),
    "the bot ends nothing": on(*BOTH, "phone", bot={"deflection": 0.0, "seconds": 0.0}),
    "answers spare nobody": on("posts", public_answers={"deflection": 0.0, "useful_share": 1.0}),
    "no answer is useful": on("posts", public_answers={"useful_share": 0.0}),
    "answers spare at most nobody": on("posts", public_answers={"at_most": 0.0}),
    "nobody accepts a call back": on("phone", callback={"acceptance": 0.0}),
    "nothing is moderated": on("posts", moderation={"share": 0.0, "to": "messages"}),
    "moderation comes too late": on("posts", moderation={"share": 1.0, "after_seconds": 1e9}),
    "no holding reply yet": on(*BOTH, holding_reply={"after_seconds": 1e9}),
    "nobody writes often": {"authors": AUTHORS},
    "a desk that takes nothing": desk(most_cases_per_day=0),
    "a desk that comes too late": desk(after_seconds=1e9),
    "no slowdown": {"team": {"after_hostile": {"slowdown": 0.0}}},
    "a profile without a factor": {"team": {"profiles": {"plain": {"handle_time_factor": {}}}}},
}
SEEN_ONLY = {
    "a holding reply nobody minds": (
        on(*BOTH, holding_reply={"after_seconds": 60.0, "patience_factor": 1.0}),
        "holding_seconds",
    ),
    "authors without a history": (
        {
            "authors": {
                **AUTHORS,
                "share": 0.5,
                "factor_after_hostile": 1.0,
                "factor_after_unanswered": 1.0,
            }
        },
        "author",
    ),
    "posts hidden where they are": (
        on("posts", moderation={"share": 1.0, "after_seconds": 60.0}),
        "moderated_seconds",
    ),
}


def same_but_for(more: dict[str, Any], *columns: str) -> bool:
    """Whether the records are the same with and without; false where these columns are too."""
    plain = a_team_of_three()
    said = changed(plain, more)
    plan, differs = a_simple_roster(plain), False
    for replication in range(REPLICATIONS):
        one, other = (
            run_replication(compile_world(by), plan, default_rules(by), 1, replication)
            for by in (plain, said)
        )
        before, after = to_frame(one.tasks), to_frame(other.tasks)
        assert len(before) > 500
        assert set(before.outcome) >= {1, 2}
        differs = differs or not before[list(columns)].equals(after[list(columns)])
        rest = before.columns.difference(columns)
        if not before[rest].equals(after[rest]):
            return False
        if not to_frame(one.agents).equals(to_frame(other.agents)):
            return False
    return differs or not columns


@pytest.mark.parametrize("name", WITHOUT_EFFECT)
def test_what_has_no_effect_changes_no_record(name: str) -> None:
    assert same_but_for(WITHOUT_EFFECT[name])


@pytest.mark.parametrize("name", SEEN_ONLY)
def test_what_is_only_noted_changes_nothing_else(name: str) -> None:
    more, column = SEEN_ONLY[name]
    assert same_but_for(more, column)


def test_the_features_are_said_indeed() -> None:
    plain = a_team_of_three()
    assert not needs_context(plain)
    by_pace = {"no slowdown", "a profile without a factor"}
    for name, more in WITHOUT_EFFECT.items():
        assert needs_context(changed(plain, more)) is (name not in by_pace)


@pytest.mark.parametrize("distribution", Distribution)
def test_one_number_gives_the_same_duration_alone_as_among_many(distribution: str) -> None:
    marks = np.linspace(0.0005, 0.9995, 1999)
    said = Duration(distribution=Distribution(distribution), mean_seconds=310.0, cv=0.7)
    patience = Patience(**dict(said), at_once_share=0.25)
    for many, alone in (
        (seconds_of(said, marks), [seconds_of(said, marks[k : k + 1])[0] for k in range(1999)]),
        (patience_of(patience, marks), [patience_of(patience, np.array([u]))[0] for u in marks]),
    ):
        assert many.tolist() == alone
    counts = poisson_quantile(marks, np.full(1999, 0.4))
    assert counts.tolist() == [poisson_quantile(np.array([u]), np.array([0.4]))[0] for u in marks]
