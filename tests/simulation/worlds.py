"""Random small worlds with everything in them that a scenario can say."""

from typing import Any

from hypothesis import strategies as st

from scenarios.assignment import AssignmentRules, QuotaLimits, Reserve, RoutingPolicy
from scenarios.cap import CapWindow
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from tests.simulation.ladders import ladders, with_periods
from tests.simulation.scenes import (
    agent,
    channel,
    exponential,
    quota_of,
    roster,
    rules,
    scenario,
    shift,
)

MEDIA = ("post", "message", "email", "chat", "phone")
LIVE = ("chat", "phone")
MONDAYS = ("2026-01-05", "2026-03-23", "2026-10-19")


def some(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The part, or that it is left out."""
    return st.one_of(st.none(), part)


def share() -> st.SearchStrategy[float]:
    return st.sampled_from([0.0, 0.3, 0.8, 1.0])


def seconds() -> st.SearchStrategy[float]:
    return st.sampled_from([0.0, 60.0, 1800.0])


def durations() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(
        [
            exponential(600),
            {"mean_seconds": 1500.0, "cv": 0.8},
            {"distribution": "gamma", "mean_seconds": 3600.0, "cv": 0.5},
            {"distribution": "constant", "mean_seconds": 900.0},
        ]
    )


@st.composite
def stages(draw: st.DrawFn) -> dict[str, Any]:
    """One to three stages, some with a skill of their own, some leading back."""
    names = ["first", "second", "third"][: draw(st.integers(1, 3))]
    listed: list[dict[str, Any]] = []
    for place, name in enumerate(names):
        one: dict[str, Any] = {
            "id": name,
            "work_share": draw(st.sampled_from([0.25, 1.0])),
            "still_hostile": draw(share()),
            "same_agent_seconds": draw(seconds()),
            "public": draw(st.booleans()),
        }
        if draw(st.booleans()):
            one |= {"back_to": draw(st.sampled_from(names[: place + 1])), "back_share": 0.3}
        if place:
            one |= {
                "probability": draw(st.sampled_from([0.5, 1.0])),
                "drop_out": draw(st.sampled_from([0.0, 0.3])),
                "think_time": draw(some(durations())),
                "skill": draw(some(st.just("expert"))),
                "sla": draw(some(st.just({"share": 0.8, "within_seconds": 900.0}))),
            }
            if draw(st.booleans()):
                one["back_office"] = {"share": 0.5, "delay": draw(durations())}
        listed.append(one)
    return {"stages": listed}


@st.composite
def returns(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """How customers of a channel come back."""
    fields: dict[str, Any] = {}
    if draw(st.booleans()):
        fields["spill"] = [
            {
                "to": draw(st.sampled_from(names)),
                "share": draw(st.sampled_from([0.3, 0.6])),
                "delay": draw(durations()),
                "at_most": draw(st.sampled_from([1, 2, None])),
            }
        ]
    if draw(st.booleans()):
        fields["repost"] = {"share": draw(share()), "after": draw(durations())}
    if draw(st.booleans()):
        target = draw(some(st.sampled_from(names)))
        fields["repeat"] = {"share": 0.5, "to": target, "delay": draw(durations())}
    return fields


@st.composite
def relief(draw: st.DrawFn, medium: str, names: list[str]) -> dict[str, Any]:
    """What helps a channel, as far as it fits the medium."""
    fields: dict[str, Any] = {
        "holding_reply": draw(
            some(
                st.fixed_dictionaries(
                    {
                        "after_seconds": seconds(),
                        "patience_factor": st.sampled_from([0.5, 1.0, 2.0]),
                    }
                )
            )
        ),
        "bot": draw(
            some(
                st.fixed_dictionaries(
                    {"deflection": share(), "failed_share": share(), "seconds": seconds()}
                )
            )
        ),
        "public_answers": draw(
            some(st.just({"deflection": 0.3, "useful_share": 1.0, "channels": names[:1]}))
        ),
    }
    if medium in LIVE:
        fields["callback"] = draw(
            some(
                st.fixed_dictionaries(
                    {
                        "offer_after_seconds": seconds(),
                        "acceptance": share(),
                        "unanswered": share(),
                        "window_seconds": st.sampled_from([60.0, 7200.0]),
                    }
                )
            )
        )
    if medium == "post":
        private = [name for name in names if name in ("message", "email")]
        fields["moderation"] = draw(
            some(
                st.fixed_dictionaries(
                    {
                        "share": share(),
                        "after_seconds": seconds(),
                        "closes_share": share(),
                        "to": some(st.sampled_from(private)) if private else st.none(),
                    }
                )
            )
        )
        fields["backlash"] = draw(
            some(
                st.fixed_dictionaries(
                    {
                        # Low, since whatever comes back draws others in turn: a matter with
                        # reposts, spill and repeats is several hostile posts.
                        "branching": st.just(0.3),
                        "hostile_share": st.sampled_from([0.0, 0.4]),
                        "audience_cv": st.sampled_from([0.0, 1.0]),
                        "after_reply": share(),
                    }
                )
            )
        )
    return fields


@st.composite
def offered(draw: st.DrawFn) -> dict[str, Any]:
    """One to three channels."""
    names = draw(st.lists(st.sampled_from(MEDIA), min_size=1, max_size=3, unique=True))
    said: dict[str, Any] = {}
    for medium in names:
        fields: dict[str, Any] = {
            "volume_per_week": draw(st.sampled_from([0.0, 30.0, 90.0])),
            "shape": draw(st.sampled_from(["flat", "office", "evening"])),
            "handle_time": draw(durations()),
            "patience": draw(
                st.sampled_from(
                    [None, exponential(600), {**exponential(900), "at_once_share": 0.3}]
                )
            ),
            "hostility": {
                "share": draw(st.sampled_from([0.0, 0.2, 0.6])),
                "handle_time_factor": 1.3,
                "rising_per_hour": draw(st.sampled_from([0.0, 0.5])),
            },
            "concurrency": 1 if medium == "phone" else draw(st.integers(1, 3)),
            "concurrency_slowdown": draw(st.sampled_from([0.0, 0.4])),
            "sla": draw(
                st.sampled_from(
                    [
                        None,
                        {"share": 0.8, "within_seconds": 3600.0},
                        {"share": 0.8, "within_seconds": 60.0, "clock": "wall"},
                    ]
                )
            ),
            "workflow": draw(st.one_of(st.none(), st.just("six-stages"), stages())),
            **draw(returns(names)),
            **draw(relief(medium, names)),
        }
        if draw(st.booleans()):
            fields["languages"] = {"de": 3.0, "en": 1.0}
        said[medium] = channel(medium, **fields)
    return said


@st.composite
def people(draw: st.DrawFn, names: list[str]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Agents, and what wears them down."""
    agents = []
    for number in range(draw(st.integers(1, 4))):
        skills = draw(st.lists(st.sampled_from([*names, "expert"]), min_size=1, unique=True))
        one = {
            **agent(f"a{number}", *skills),
            "languages": draw(st.sampled_from([["de"], ["de", "en"]])),
        }
        if draw(st.booleans()):
            one |= {"profile": "trained", "started": "2025-12-01"}
        agents.append(one)
    ends = st.sampled_from(["finish", "hand_over"])
    team: dict[str, Any] = {
        "unplanned_absence_share": draw(st.sampled_from([0.0, 0.3])),
        "profiles": {"trained": {"handle_time_factor": {names[0]: 0.8}}},
        "shift_end": {
            "live": draw(ends),
            "deferrable": draw(ends),
            "hand_over_seconds": draw(seconds()),
        },
        "after_hostile": draw(some(st.just({"slowdown": 0.3, "for_seconds": 900.0}))),
        "shrinkage": draw(some(st.just({"share": 0.2, "length": exponential(900)}))),
        "sickness": draw(some(st.just({"spells_per_year": 20.0}))),
        "learning": draw(some(st.just({"factor_at_start": 1.5}))),
    }
    return agents, team


@st.composite
def surroundings(draw: st.DrawFn, names: list[str], monday: str) -> dict[str, Any]:
    """What is said of the scenario as a whole."""
    parts: dict[str, Any] = {
        "authors": draw(some(st.just({"regulars": 5, "share": 0.5}))),
        "classifier": {"recall": draw(st.sampled_from([1.0, 0.7])), "precision": 1.0},
    }
    if draw(st.booleans()):
        parts["start"] = {
            "backlog": {draw(st.sampled_from(names)): {"cases": 8, "oldest_hours": 5.0}}
        }
    if draw(st.booleans()):
        parts["storms"] = {
            "outcry": {
                "channel": draw(st.sampled_from(names)),
                "from_local": f"{monday} 10:00",
                "cases": 10,
            }
        }
    if draw(st.booleans()):
        parts["events"] = {
            "outage": {
                "from_local": f"{monday} 08:00",
                "to_local": f"{monday} 20:00",
                "volume_factor": 3.0,
                "hostile_factor": 2.0,
            }
        }
    if draw(st.booleans()):
        parts["external_desks"] = {
            "agency": {
                "channels": draw(st.lists(st.sampled_from(names), min_size=1, unique=True)),
                "after_seconds": draw(seconds()),
                "only_hostile": draw(st.booleans()),
                "capacity": draw(st.integers(1, 2)),
                "handle_time_factor": 1.2,
                "opening": draw(some(st.just({"mon-sat": "09:00-18:00"}))),
                "most_cases_per_day": draw(st.sampled_from([None, 3])),
            }
        }
    return parts


@st.composite
def worlds(draw: st.DrawFn) -> Scenario:
    """A scenario with any of the features, all of which fit together."""
    channels = draw(offered())
    names = list(channels)
    agents, team = draw(people(names))
    monday = draw(st.sampled_from(MONDAYS))
    return scenario(
        channels,
        agents,
        team=team,
        horizon={
            "opening": draw(st.sampled_from(["24/7", {"mon-sat": "09:00-18:00"}])),
            "zone": "Europe/Berlin",
            "start": monday,
        },
        **draw(surroundings(names, monday)),
    )


@st.composite
def rosters(draw: st.DrawFn, said: Scenario) -> Roster:
    """Short shifts, some of them through midnight or after the end."""
    shifts = []
    for one in said.team.agents:
        for day in range(-1, 7 * said.horizon.weeks):
            if not draw(st.booleans()):
                continue
            start = 1440 * day + draw(st.sampled_from([360, 540, 541, 1320]))
            work = draw(st.sampled_from([60, 180, 239]))
            pause = draw(st.sampled_from([0, 1, 30]))
            pieces: list[Any] = [(start, start + work)]
            if pause:
                pieces.append((start + work, start + work + pause, "break"))
                pieces.append((start + work + pause, start + 2 * work + pause))
            shifts.append(shift(one.id, *pieces))
    return roster(*shifts)


@st.composite
def limits(draw: st.DrawFn, said: Scenario) -> dict[str, QuotaLimits]:
    """Limits by agent: any of the forms, the same for all or not, or none for some."""
    own = st.builds(
        QuotaLimits,
        hostile=st.sampled_from([None, 0.05, 0.15, 0.3, 0.5]),
        contacts_per_shift=st.sampled_from([None, None, 0, 2, 5]),
        minutes_per_paid_hour=st.sampled_from([None, None, 3.0, 20.0]),
        longest_run=st.sampled_from([None, None, 1, 2]),
    )
    names = [one.id for one in said.team.agents]
    if draw(st.booleans()):
        return dict.fromkeys(names, draw(own))
    return {name: draw(own) for name in draw(st.lists(st.sampled_from(names), unique=True))}


@st.composite
def routings(draw: st.DrawFn, said: Scenario) -> AssignmentRules:
    """Priorities, preferences, quota, reserves and cool-down in any mixture."""
    quota = None
    if draw(st.booleans()):
        quota = quota_of(
            said,
            # Now and then nobody may take anything hostile, so that the steps have work.
            draw(st.one_of(limits(said), st.just(QuotaLimits(contacts_per_shift=0)))),
            window=draw(st.sampled_from(list(CapWindow))),
            burst=draw(st.sampled_from([0.0, 1.0])),
            when_blocked=draw(ladders(said)),
            margin_z=draw(st.sampled_from([0.0, 1.0])),
            chance=draw(st.sampled_from([(0.0, 1.0), (0.1, 0.7)])),
            sure=draw(st.sampled_from([None, (1.0, 0.0), (6.0, 0.1)])),
            known_at_close=draw(st.booleans()),
            minutes=draw(st.sampled_from([(10.0, 0.0), (20.0, 0.8)])),
            leak=draw(st.sampled_from([None, (0.2, 2.0)])),
        )
    reserves: tuple[Reserve, ...] = ()
    if draw(st.booleans()):
        needed = tuple(draw(st.lists(st.integers(0, 2), min_size=7, max_size=7)))
        reserves = (Reserve(("g1",), (), needed * (4 * 24)),)
    by = rules(
        said,
        policy=draw(st.sampled_from([RoutingPolicy.PLAN, *RoutingPolicy])),
        priority={name: draw(st.integers(1, 2)) for name in said.channels},
        preference={"g1": draw(st.integers(1, 2))},
        quota=quota,
        reserves=reserves,
        release_slack_seconds=draw(st.sampled_from([0.0, 900.0])),
        cool_down_seconds=draw(st.sampled_from([0.0, 300.0])),
        cool_down_after_run=draw(st.integers(1, 3)),
        due_again_seconds=draw(st.sampled_from([0.0, 1800.0, 86_400.0])),
    )
    return draw(with_periods(by)) if draw(st.booleans()) else by
