"""The compiled twin on replayed messages beside drawn channels: the same records bit for bit."""

from simulation.records import Origin
from simulation.world import compile_world
from tests.simulation.compiled.same import check_same
from tests.simulation.scenes import agent, around_the_clock, channel, exponential, rules, scenario


def test_the_twin_says_the_same_of_a_replay() -> None:
    messages = [
        {
            "second": 400.0 * number,
            "hostile": [None, True, False][number % 3],
            "language": [None, "de", "en"][number % 3],
            "audience": [None, 3.0][number % 2],
            "author": [None, "ann", "bob", None][number % 4],
        }
        for number in range(600)
    ]
    posts = channel(
        "post",
        volume_per_week=None,
        replay={"file": "messages.csv", "messages": messages, "needs_answer": 0.7},
        languages={"de": 3.0, "en": 1.0},
        hostility={"share": 0.2},
        handle_time=exponential(500),
        patience=exponential(20_000),
        backlash={"branching": 0.6},
        spill=[{"to": "phone", "share": 0.5}],
    )
    phone = channel("phone", patience=exponential(120), callback={"offer_after_seconds": 0.0})
    said = scenario(
        {"posts": posts, "phone": phone},
        [
            {**agent("a", "posts", "phone"), "languages": ["de", "en"]},
            {**agent("b", "posts"), "languages": ["de"]},
        ],
        authors={"regulars": 20, "share": 0.5},
    )
    made = check_same(compile_world(said), around_the_clock(said), rules(said))
    origins = set(made.tasks.origin.tolist())
    assert {Origin.REPLAY, Origin.DRAWN, Origin.BACKLASH, Origin.SPILL} <= origins
