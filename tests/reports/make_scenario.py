"""The scenario and the roster of the plan made by hand."""

import datetime as dt
from dataclasses import dataclass

from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline

PLAIN_MONDAY = dt.date(2026, 3, 2)
SPRING_MONDAY = dt.date(2026, 3, 23)  # its Sunday has 23 hours in Berlin
AUTUMN_MONDAY = dt.date(2026, 10, 19)  # its Sunday has 25 hours in Berlin
NAMES = ("Zenobia Quellwasser", "Ottokar Brandstifter", "Mirabel Sonnentau", "Jasper Nebelkraehe")


@dataclass(frozen=True)
class Recipe:
    """What to make a plan of."""

    start: dt.date = PLAIN_MONDAY
    weeks: int = 1
    agents: int = 4
    many_channels: bool = False
    met: bool = True
    cap: bool = True
    nights: bool = True


def make_scenario(recipe: Recipe) -> Scenario:
    """Return the scenario of a recipe, as a file would give it."""
    channels = {
        "posts": {
            "medium": "post",
            "volume_per_week": 300.0,
            "languages": {"de": 0.8, "en": 0.2},
            "handle_time": {"mean_seconds": 240.0},
            "hostility": {"share": 0.2},
            "sla": {"share": 0.8, "within_seconds": 3600.0},
        },
        "phone": {
            "medium": "phone",
            "volume_per_week": 180.0,
            "handle_time": {"mean_seconds": 300.0},
            "patience": {"mean_seconds": 180.0, "distribution": "exponential"},
            "hostility": {"share": 0.25},
            "sla": {"share": 0.8, "within_seconds": 20.0},
        },
    }
    if recipe.many_channels:
        channels["email"] = {
            "medium": "email",
            "volume_per_week": 250.0,
            "handle_time": {"mean_seconds": 400.0},
            "sla": {"share": 0.9, "within_seconds": 28800.0},
        }
        channels["chat"] = {
            "medium": "chat",
            "volume_per_week": 200.0,
            "handle_time": {"mean_seconds": 500.0},
            "concurrency": 2,
            "concurrency_slowdown": 0.18,
            "sla": {"share": 0.8, "within_seconds": 60.0},
        }
    agents = [
        {
            "id": f"a{n:02d}",
            "name": NAMES[n % 4] + ("" if n < 4 else f" {n}"),
            "contract": "full" if n % 3 else "part",
            "skills": ["posts", "phone"] + (["email", "chat"] if recipe.many_channels else []),
            "languages": ["de", "en"] if n % 2 else ["de"],
        }
        for n in range(recipe.agents)
    ]
    agents[0]["absences"] = [
        {
            "first": str(recipe.start + dt.timedelta(days=d)),
            "last": str(recipe.start + dt.timedelta(days=d)),
            "credited_hours_per_day": 5.0,
        }
        for d in (1,)
    ]
    return Scenario.model_validate(
        {
            "fairshift": 1,
            "name": "Harbour <Care> & Co",
            "horizon": {
                "start": recipe.start,
                "weeks": recipe.weeks,
                "interval_minutes": 30,
                "opening": "24/7"
                if recipe.nights
                else {"mon-fri": "08:00-20:00", "sat": "09:00-15:00"},
                "holidays": {"state": "BE", "closed": False},
            },
            "channels": channels,
            "cap": {"hostile": 0.22, "cool_down_seconds": 60.0} if recipe.cap else None,
            "team": {
                "contracts": {
                    "full": {"hours_per_week": 40.0, "flexibility_hours": 4.0},
                    "part": {"hours_per_week": 25.0, "flexibility_hours": 2.0},
                },
                "agents": agents,
                "unplanned_absence_share": 0.04,
            },
            "shifts": {
                "early": {"starts": ["08:00"], "length_minutes": 480},
                "late": {"starts": ["12:00"], "length_minutes": 480},
                "night": {"starts": ["22:00"], "length_minutes": 480},
            },
            "rules": {"preset": "none"},
        }
    )


def make_roster(recipe: Recipe, scenario: Scenario) -> Roster:
    """Return five shifts a week for everybody; the first agent works the Saturday night."""
    timeline = Timeline(scenario.horizon)
    shifts = []
    for n, agent in enumerate(scenario.team.agents):
        for day in range(scenario.horizon.days):
            kind = _kind(recipe, n, day)
            if kind is not None:
                shifts.append(_shift(timeline, agent.id, day, kind))
    return Roster(tuple(sorted(shifts, key=lambda s: (s.start_minute, s.agent_id))))


def _kind(recipe: Recipe, agent: int, day: int) -> str | None:
    weekday = day % 7
    if agent == 0 and recipe.nights:
        return "night" if weekday in (3, 4, 5) else None
    if weekday == 5:
        return "short" if agent % 3 == day // 7 % 3 else None
    if weekday == 6 or (agent % 3 == 0 and weekday in (1, 3)):
        return None
    return "early" if (agent + day // 7) % 2 else "late"


_KINDS = {
    "early": (480, 480, 240, 30),
    "late": (720, 480, 210, 30),
    "night": (1320, 480, 240, 30),
    "short": (540, 360, 180, 15),
}


def _shift(timeline: Timeline, agent_id: str, day: int, kind: str) -> Shift:
    start, length, break_after, break_minutes = _KINDS[kind]
    edges = (start, start + break_after, start + break_after + break_minutes, start + length)
    a, b, c, d = (timeline.minute(day, edge) for edge in edges)
    return Shift(
        id=f"{agent_id}-{timeline.date(day)}",
        agent_id=agent_id,
        date=timeline.date(day),
        shape_id=f"{kind}@{start // 60:02d}:{start % 60:02d}+b{break_after}",
        segments=(
            Segment(a, b, Activity.WORK),
            Segment(b, c, Activity.BREAK),
            Segment(c, d, Activity.WORK),
        ),
        paid_minutes=length - break_minutes,
    )
