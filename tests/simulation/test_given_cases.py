"""Cases that the planner gives: storms, replayed messages, and what waits at the start."""

from typing import Any

import numpy as np
import pytest

from scenarios.scenario import Scenario
from simulation.arrivals.volume import Cases, Context, draw_cases
from simulation.records import Origin
from simulation.world import compile_world
from tests.simulation.scenes import agent, channel, exponential, scenario

HOUR = 3600.0
DAY = 24 * HOUR
LANGUAGES = {"de": 3.0, "en": 1.0}
STORM = {"channel": "x", "from_local": "2026-01-07 20:00", "cases": 800, "hostile_share": 0.7}


def team(x: dict[str, Any] | None = None, **parts: Any) -> Scenario:
    offered = {
        "x": channel(
            "post",
            patience=exponential(900),
            handle_time=exponential(300),
            languages=LANGUAGES,
            hostility={"share": 0.2},
            sla={"share": 0.8, "within_seconds": 7200.0, "clock": "wall"},
            **(x or {}),
        ),
        "y": channel("post", volume_per_week=300.0),
    }
    return scenario(offered, [agent("a", "x", "y")], **parts)


def replayed(messages: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    said = {"file": "messages.csv", "messages": messages, **fields}
    return {"volume_per_week": None, "replay": said}


def drawn(said: Scenario, seed: int = 1, replication: int = 0) -> Cases:
    return draw_cases(compile_world(said), seed, replication)


def context_of(cases: Cases) -> Context:
    assert cases.context is not None
    return cases.context


def rows(cases: Cases, origin: Origin | None = None) -> dict[int, tuple[float, ...]]:
    """All that a case brings, by case id; of one origin only, if asked for."""
    names = ("queue", "hostile", "arrival_seconds", "due_seconds", "handle_seconds")
    columns = [getattr(cases, name).tolist() for name in (*names, "patience_seconds")]
    ids = cases.case_id.tolist()
    wanted = ids
    if origin is not None:
        wanted = cases.case_id[context_of(cases).origin == origin].tolist()
    listed = dict(zip(ids, zip(*columns, strict=True), strict=True))
    return {case: listed[case] for case in wanted}


def test_a_storm_has_exactly_its_cases_at_falling_rate() -> None:
    delays, hostile = [], 0
    for replication in range(10):
        cases = drawn(team(storms={"s": STORM}), replication=replication)
        storm = context_of(cases).origin == Origin.STORM
        assert storm.sum() == 800
        delays.extend((cases.arrival_seconds[storm] - 2 * DAY - 20 * HOUR).tolist())
        hostile += int(cases.hostile[storm].sum())
        assert (np.diff(cases.arrival_seconds) >= 0).all()
    assert min(delays) > 0
    # Mean and standard deviation of an exponential delay are 7200; 99.9 % by z = 3.29.
    assert abs(np.mean(delays) - 7200) < 3.29 * 7200 / np.sqrt(8000)
    assert np.mean(np.array(delays) < 7200 * np.log(2)) == pytest.approx(0.5, abs=0.0184)
    assert hostile / 8000 == pytest.approx(0.7, abs=3.29 * np.sqrt(0.21 / 8000))


def test_of_a_storm_at_the_end_only_what_comes_within_the_horizon_counts() -> None:
    late = {**STORM, "from_local": "2026-01-11 22:00"}
    cases = drawn(team(storms={"s": late}))
    storm = cases.arrival_seconds[context_of(cases).origin == Origin.STORM]
    assert storm.max() < 7 * DAY
    # 1 - 1/e of them come within the mean delay.
    assert abs(len(storm) - 800 * (1 - np.exp(-1))) < 3.29 * np.sqrt(800 * 0.2325)


def test_volume_scale_leaves_storms_and_the_backlog_alone() -> None:
    parts: dict[str, Any] = {
        "storms": {"s": STORM},
        "start": {"backlog": {"x": {"cases": 50, "oldest_hours": 5.0}}},
    }
    usual, louder = (drawn(team(**parts, volume={"scale": scale})) for scale in (1.0, 3.0))
    assert len(louder) > len(usual)
    for origin in (Origin.STORM, Origin.BACKLOG):
        assert rows(usual, origin) == rows(louder, origin) != {}


@pytest.mark.parametrize(
    "section",
    [
        {"storms": {"s": STORM}},
        {"start": {"backlog": {"y": {"cases": 50, "oldest_hours": 5.0}}}},
        {"authors": {"regulars": 20, "share": 0.5}},
        {"start": {"warm_up_hours": 5.0}},
        {"events": {"e": {"from_local": "2026-01-05 00:00", "to_local": "2026-01-06 00:00"}}},
    ],
    ids=lambda section: next(iter(section)),
)
def test_adding_a_section_changes_no_other_case(section: dict[str, Any]) -> None:
    for replication in range(3):
        plain = rows(drawn(team(), replication=replication))
        more = drawn(team(**section), replication=replication)
        if more.context is None:
            assert rows(more) == plain
        else:
            assert rows(more, Origin.DRAWN) == plain


@pytest.mark.parametrize(
    "field",
    [
        {"workflow": "six-stages"},
        {"backlash": {}},
        {"spill": [{"to": "y", "share": 0.3}]},
        {"repost": {"share": 0.3, "after": exponential(600)}},
        {"repeat": {"share": 0.3}},
        {"holding_reply": {}},
        {"bot": {}},
        {"public_answers": {}},
        {"moderation": {"share": 0.5}},
    ],
    ids=lambda field: next(iter(field)),
)
def test_a_feature_of_a_channel_gives_its_cases_a_context_and_nothing_else(
    field: dict[str, Any],
) -> None:
    plain, more = drawn(team()), drawn(team(field))
    assert plain.context is None
    assert context_of(more).origin.tolist() == [Origin.DRAWN] * len(plain)
    changed = {"handle_seconds"} if "workflow" in field else set()
    for name in set(vars(plain)) - changed - {"context"}:
        assert getattr(plain, name).tobytes() == getattr(more, name).tobytes()


def test_a_backlog_waits_at_the_start_with_even_ages_and_what_is_left_of_its_limit() -> None:
    said = team(start={"backlog": {"x": {"cases": 4000, "oldest_hours": 5.0}}})
    cases = drawn(said)
    waiting = context_of(cases).origin == Origin.BACKLOG
    assert waiting[:4000].all()
    assert waiting.sum() == 4000
    ages = -cases.arrival_seconds[waiting] / HOUR
    assert ((ages > 0) & (ages <= 5)).all()
    # Kolmogorov's 99.9 % point for 4000 ages is 1.95 / sqrt(4000).
    distance = np.abs(np.sort(ages) / 5 - (np.arange(4000) + 0.5) / 4000).max()
    assert distance < 1.95 / np.sqrt(4000)
    assert cases.due_seconds[waiting] == pytest.approx(2 * HOUR - ages * HOUR)
    assert cases.hostile[waiting].mean() == pytest.approx(0.2, abs=0.021)
    assert np.isfinite(cases.patience_seconds[waiting]).all()


def test_a_backlogs_limit_runs_in_opening_hours_from_the_start() -> None:
    sla = {"share": 0.8, "within_seconds": 2 * HOUR}
    said = scenario(
        {"x": channel("post", sla=sla)},
        [agent("a", "x")],
        horizon={"opening": {"mon-fri": "09:00-17:00"}},
        start={"backlog": {"x": {"cases": 500, "oldest_hours": 4.0}}},
    )
    cases = drawn(said)
    waiting = context_of(cases).origin == Origin.BACKLOG
    age, due = -cases.arrival_seconds[waiting], cases.due_seconds[waiting]
    over = age >= 2 * HOUR
    assert 0.4 < over.mean() < 0.6
    assert due[over] == pytest.approx(2 * HOUR - age[over])
    assert due[~over] == pytest.approx(9 * HOUR + 2 * HOUR - age[~over])


def test_a_backlog_without_age_has_just_come() -> None:
    cases = drawn(team(start={"backlog": {"x": {"cases": 5}}}))
    assert cases.arrival_seconds[:5].tolist() == [0.0] * 5
    assert cases.due_seconds[:5].tolist() == [7200.0] * 5


def message(second: float, **fields: Any) -> dict[str, Any]:
    return {"second": second, **fields}


def test_a_replay_comes_as_the_file_says() -> None:
    messages = [
        message(900.0, hostile=True, language="en", audience=3.5, author="ann"),
        message(100.0, hostile=False, language="de", audience=0.25, author="bob"),
        message(-5.0, hostile=True),
        message(7 * DAY, hostile=True),
        message(500.0, hostile=True, language="en", author="ann"),
    ]
    cases = drawn(team({**replayed(messages), "backlash": {}}, authors=None))
    context = context_of(cases)
    own = context.origin == Origin.REPLAY
    assert cases.arrival_seconds[own].tolist() == [100.0, 500.0, 900.0]
    assert cases.hostile[own].tolist() == [False, True, True]
    assert cases.queue[own].tolist() == [0, 3, 3]
    assert context.author[own].tolist() == [1, 0, 0]
    assert context.audience[own][[0, 2]].tolist() == [0.25, 3.5]
    assert (cases.case_id[own] & 0xFFFFFFFF).tolist() == [1, 4, 0]
    assert cases.due_seconds[own].tolist() == [7300.0, 7700.0, 8100.0]
    assert (context.origin[~own] == Origin.DRAWN).all()
    assert (cases.queue[~own] >= 4).all()


def test_what_a_file_does_not_say_is_drawn_as_for_any_case() -> None:
    messages = [message(60.0 * place) for place in range(8000)]
    authors = {"regulars": 10, "share": 0.4}
    cases = drawn(team({**replayed(messages), "backlash": {"audience_cv": 0.5}}, authors=authors))
    context = context_of(cases)
    own = context.origin == Origin.REPLAY
    # Shares of 8000 cases; 99.9 % by z = 3.29.
    for share, wanted in (
        (cases.hostile[own].mean(), 0.2),
        ((cases.queue[own] // 2 == 1).mean(), 0.25),
        ((context.author[own] >= 0).mean(), 0.4),
    ):
        assert abs(share - wanted) < 3.29 * np.sqrt(wanted * (1 - wanted) / 8000)
    assert context.author.max() < 10
    assert abs(context.audience[own].mean() - 1) < 3.29 * 0.5 / np.sqrt(8000)
    assert context.audience[own].std() == pytest.approx(0.5, rel=0.05)


def test_named_authors_follow_the_regulars_and_are_the_same_on_all_channels() -> None:
    x = replayed([message(10.0, author="ann"), message(20.0, author="bob")])
    said = team(x, authors={"regulars": 7, "share": 1.0})
    channels = dict(said.channels)
    other = {**x["replay"], "messages": [message(30.0, author="bob"), message(40.0)]}
    channels["y"] = channels["y"].model_validate(
        {**dict(channels["y"]), "volume_per_week": None, "replay": other}
    )
    cases = drawn(said.replace(channels=channels))
    author = context_of(cases).author.tolist()
    assert author[:3] == [7, 8, 8]
    assert 0 <= author[3] < 7


def test_a_message_has_its_luck_whatever_the_others_need_or_say() -> None:
    messages = [message(500.0 * place) for place in range(1000)]

    def at(needs: float, scale: float = 1.0, **last: Any) -> dict[int, tuple[float, ...]]:
        listed = [*messages[:-1], message(9.0, **last)] if last else messages
        said = team(replayed(listed, needs_answer=needs), volume={"scale": scale})
        return rows(drawn(said), Origin.REPLAY)

    everything, some = at(1.0), at(0.6)
    assert len(everything) == 1000
    assert some.items() < everything.items()
    assert abs(len(some) - 600) < 3.29 * np.sqrt(240)
    assert at(0.6, 1.0 / 0.6).keys() == everything.keys()
    changed = at(1.0, hostile=True, language="en")
    assert len(changed.items() - everything.items()) == 1


def test_volume_scale_thins_a_replay_or_lets_messages_come_again() -> None:
    messages = [message(500.0 * place, author=str(place)) for place in range(1000)]

    def at(scale: float) -> Cases:
        return drawn(team(replayed(messages), volume={"scale": scale}))

    half, usual, more = (rows(at(scale), Origin.REPLAY) for scale in (0.5, 1.0, 2.3))
    assert half.items() < usual.items() < more.items()
    for listed, wanted, spread in ((half, 500, 250), (usual, 1000, 0), (more, 2300, 210)):
        assert abs(len(listed) - wanted) <= 3.29 * np.sqrt(spread)
    twice = at(2.0)
    own = context_of(twice).origin == Origin.REPLAY
    assert np.bincount((twice.arrival_seconds[own] // 500).astype(int)).tolist() == [2] * 1000
    # The second one is somebody else, with luck of their own.
    assert (context_of(twice).author[own] >= 0).sum() == 1000
    handle = twice.handle_seconds[own].reshape(-1, 2)
    assert (handle[:, 0] != handle[:, 1]).all()


def test_labels_of_a_replay_keep_the_precision_over_the_files_own_share() -> None:
    messages = [message(60.0 * place, hostile=place % 2 == 0) for place in range(10_000)]
    said = team(replayed(messages), classifier={"recall": 0.8, "precision": 0.8})
    cases = drawn(said)
    own = context_of(cases).origin == Origin.REPLAY
    labelled = cases.queue[own] % 2 == 1
    assert cases.hostile[own][labelled].mean() == pytest.approx(0.8, abs=3.29 * 0.4 / 71)


def test_a_language_that_the_channel_does_not_have_is_refused() -> None:
    said = team(replayed([message(1.0), message(2.0, language="fr")]))
    with pytest.raises(ValueError, match=r'message 2 is in "fr".*languages are de, en'):
        compile_world(said)


def test_case_ids_differ_and_stay_below_those_of_cases_that_others_lead_to() -> None:
    said = team(
        replayed([message(1.0)] * 100),
        storms={"s": STORM, "t": {**STORM, "channel": "y"}},
        start={"backlog": {"x": {"cases": 50}, "y": {"cases": 50}}},
        volume={"scale": 2.0},
    )
    cases = drawn(said)
    assert len(np.unique(cases.case_id)) == len(cases) > 2000
    assert cases.case_id.min() >= 0
    assert cases.case_id.max() < 1 << 62
