"""How many hostile posts one of them leads to, worked out by hand."""

from typing import Any

import pytest

from scenarios.branching import total_branching_ratio
from scenarios.channels import Channel


def channel(medium: str, **fields: Any) -> Channel:
    data = {"medium": medium, "volume_per_week": 10.0, "handle_time": {"mean_seconds": 60.0}}
    return Channel.model_validate({**data, **fields})


def spill(to: str, share: float, at_most: int | None = 1) -> dict[str, Any]:
    return {"to": to, "share": share, "at_most": at_most}


POSTS = {"backlash": {"branching": 0.5, "hostile_share": 0.6}}


def test_alone_it_is_branching_times_hostile_share() -> None:
    assert total_branching_ratio({"p": channel("post", **POSTS)}) == pytest.approx(0.3)
    assert total_branching_ratio({"m": channel("message")}) == 0


def test_each_return_to_the_posts_is_one_more_hostile_post() -> None:
    once = channel("post", **POSTS, spill=[spill("p", 0.4)])
    assert total_branching_ratio({"p": once}) == pytest.approx(0.5 * (0.6 + 0.4))
    twice = channel("post", **POSTS, spill=[spill("p", 0.4, 2)])
    assert total_branching_ratio({"p": twice}) == pytest.approx(0.5 * (0.6 + 0.4 + 0.16))
    always = channel("post", **POSTS, spill=[spill("p", 0.4, None)])
    assert total_branching_ratio({"p": always}) == pytest.approx(0.5 * (0.6 + 0.4 / 0.6))


def test_the_way_back_may_lead_over_another_channel() -> None:
    posts = channel("post", **POSTS, spill=[spill("c", 0.5, 2)])
    calls = channel("phone", spill=[spill("p", 0.4, 2)])
    assert total_branching_ratio({"p": posts, "c": calls}) == pytest.approx(0.5 * (0.6 + 0.2))


def test_repeats_and_spills_exclude_each_other() -> None:
    both = channel("post", **POSTS, spill=[spill("p", 0.4)], repeat={"share": 0.3, "at_most": 1})
    assert total_branching_ratio({"p": both}) == pytest.approx(0.5 * (0.6 + 0.4))
    more = channel("post", **POSTS, spill=[spill("p", 0.2)], repeat={"share": 0.3, "at_most": 1})
    assert total_branching_ratio({"p": more}) == pytest.approx(0.5 * (0.6 + 0.3))
