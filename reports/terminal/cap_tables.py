"""What cap says: what cannot hold, the lowest cap, its price, cap against service, levers."""

from collections.abc import Sequence
from typing import Any

from reports.terminal.tables import Cell, TextTable
from scenarios.cap_layers import has_promise
from scenarios.scenario import Scenario
from scheduler.cap.bound_levers import BoundLever
from scheduler.cap.inquiry import CapInquiry, ShareInquiry
from scheduler.cap.measured import promises_of
from scheduler.cap.obstacles import Obstacle, Outlook
from scheduler.cap.price import FluidPrice, SeenPrice
from scheduler.cap.ranking import RankedLever, Ranking
from scheduler.cap.seen import CapPoint
from simulation.measures.outcome import Estimate

_POINTS = 100.0


def scenario_tables(
    scenario: Scenario, found: Outlook, levers: Sequence[BoundLever]
) -> tuple[TextTable | str, ...]:
    """Return what is known of a scenario's cap, and what would make an impossible one possible."""
    tables = outlook_tables(scenario, found)
    if not found.proven:
        return tables
    if not levers:
        return (*tables, "No single change that was tried brings the lowest cap down.")
    rows = tuple(
        (one.words, _percent(one.lowest_cap), "nothing" if one.opens else "still proved impossible")
        for one in levers
    )
    title = "what would make it possible, by the same linear programme"
    columns = ("change", "lowest cap then", "stands against the cap")
    return (*tables, TextTable(title, columns, rows, figures=("lowest cap then",)))


def scenario_data(
    scenario: Scenario, found: Outlook, levers: Sequence[BoundLever]
) -> dict[str, Any]:
    """Return the same in plain data."""
    told = [
        {
            "kind": one.kind.value,
            "words": one.words,
            "lowest_cap": one.lowest_cap,
            "opens": one.opens,
        }
        for one in levers
    ]
    return {**outlook_data(scenario, found), "bound_levers": told}


def outlook_tables(scenario: Scenario, found: Outlook) -> tuple[TextTable | str, ...]:
    """Return what is known of a scenario's cap before anything is solved."""
    rows: list[tuple[Cell, ...]] = [
        ("hostile share of all cases", _percent(found.bound.volume_share)),
        ("lowest cap that can hold, by bound", _percent(found.lowest_cap)),
    ]
    cap = scenario.cap
    rows.insert(0, ("the cap", cap_words(scenario)))
    title = "before solving: what holds for every roster"
    tables: list[TextTable | str] = [TextTable(title, ("", "share"), tuple(rows))]
    warned = [one for one in found.obstacles if not one.proven]
    if found.proven:
        tables.append(_told("cannot hold (proved)", found.proven))
    if warned:
        tables.append(_told("may be hard (warnings)", warned))
    if not found.proven and cap is not None:
        tables.append("Nothing stands against the cap before solving; a plan has to show the rest.")
    return tuple(tables)


def _told(title: str, obstacles: Sequence[Obstacle]) -> str:
    """Return sentences as lines, which a table would make wider than any terminal."""
    lines = (f"- {one.kind.value}: {one.sentence}" for one in obstacles)
    return "\n".join([title, *lines, ""])


def outlook_data(scenario: Scenario, found: Outlook) -> dict[str, Any]:
    """Return the same in plain data."""
    return {
        "cap": None if scenario.cap is None else scenario.cap.hostile,
        "volume_share": found.bound.volume_share,
        "lowest_cap_by_bound": found.lowest_cap,
        "carried_by": list(found.bound.carriers),
        "obstacles": [
            {
                "kind": one.kind.value,
                "proven": one.proven,
                "sentence": one.sentence,
                "lowest": one.lowest,
            }
            for one in found.obstacles
        ],
    }


def cap_words(scenario: Scenario) -> str:
    """Return the team's cap in words."""
    cap = scenario.cap
    if cap is None:
        return "none"
    said = []
    if cap.hostile is not None:
        said.append(f"{cap.hostile:.1%} hostile a {cap.window.value}")
    if cap.contacts_per_shift is not None:
        said.append(f"{cap.contacts_per_shift} hostile contacts a shift")
    if cap.minutes_per_paid_hour is not None:
        said.append(f"{cap.minutes_per_paid_hour:g} hostile minutes a paid hour")
    if cap.longest_run is not None:
        said.append(f"{cap.longest_run} hostile contacts in a row")
    return ", ".join(said) or ("own limits alone" if has_promise(scenario) else "cool-downs alone")


def inquiry_tables(found: CapInquiry) -> tuple[TextTable | str, ...]:
    """Return everything about the cap of a run."""
    tables = list(outlook_tables(found.scenario, found.outlook))
    tables.append(_lowest(found))
    if found.share is not None:
        tables += [_price(found.share, found.scenario), _fluid(found.share.fluid, found.scenario)]
        tables.append(frontier_table(found.share, found.scenario))
    elif found.stopped:
        tables.append("Interrupted before other caps had been tried; what was found until then:")
    else:
        tables.append("The cap limits no share of the whole team, so no other share was tried.")
    tables += [levers_table(found.ranking, found.scenario.currency)]
    return tuple(tables)


def _lowest(found: CapInquiry) -> TextTable:
    rows: list[tuple[Cell, ...]] = []
    if found.share is not None:
        share = found.share
        seen = share.lowest_seen
        rows += [
            ("this roster, by bound", _percent(share.roster_bound), "linear programme"),
            (
                "this roster, seen to hold",
                _percent(seen.cap),
                f"simulated, all promises kept, to {_POINTS * seen.step:g} points",
            ),
        ]
    fairest = found.fairest
    rows.append(
        (
            "least unfair division",
            f"{fairest.least:.2f} to {fairest.largest:.2f}",
            "hostile contacts a paid hour, the most of anybody as few as can be (bound)",
        )
    )
    return TextTable("the lowest cap", ("", "share", "what it is"), tuple(rows), figures=("share",))


def _price(share: ShareInquiry, scenario: Scenario) -> TextTable:
    currency = scenario.currency
    title = (
        f"a point of cap at {share.cap:.1%}, simulated on the same horizons: what it changes, and "
        "what a week would make up for a point less"
    )
    columns = (
        "promise", "level", "a point less (points)", "a point more (points)", "hours", currency
    )  # fmt: skip
    rows = tuple(_price_row(one) for one in share.seen)
    return TextTable(title, columns, rows, figures=columns[2:4])


def _price_row(one: SeenPrice) -> tuple[Cell, ...]:
    return (
        one.promised.name,
        _percent(one.level),
        _points(one.point_less),
        _points(one.point_more),
        one.hours_per_week,
        one.money_per_week,
    )


def _fluid(price: FluidPrice, scenario: Scenario) -> TextTable:
    how = "the same all through the point" if price.dual_is_exact else "not all through the point"
    left = ", ".join(f"{cases:.1f} of {name}" for name, cases in price.unanswered_less.items())
    rows: tuple[tuple[Cell, ...], ...] = (
        ("the cap as a whole", price.cost - price.cost_without, "against none"),
        ("a point, by the dual", price.dual_per_point, how),
        ("a point less", price.point_less, "solved anew"),
        ("a point more", price.point_more, "solved anew"),
        ("hours a point less would buy", price.hours_less, "over the horizon"),
    )
    if left:
        rows += (("cases that a point less would leave", None, left),)
    title = (
        "if everything came as expected (linear programme without chance), "
        f"{scenario.currency} over the horizon"
    )
    return TextTable(title, ("", "cost", ""), rows, decimals=2)


def frontier_table(share: ShareInquiry, scenario: Scenario) -> TextTable:
    """Return the table of cap against service."""
    confidence = scenario.planning.confidence
    promises = [one for one, _ in promises_of(share.frontier[0].measured)]
    columns = ("cap", *(one.name for one in promises), "horizons over the cap", "kept", "of")
    rows = tuple(
        (
            _percent(point.cap),
            *(_level(point.level(one, confidence)) for one in promises),
            _percent(point.breach_share),
            "yes" if point.kept else "no",
            point.replications,
        )
        for point in share.frontier
    )
    return TextTable("cap against service, this roster (simulated)", columns, rows)


def levers_table(ranking: Ranking, currency: str) -> TextTable:
    """Return the table of levers."""
    title = f"levers, by what they bring per {currency}: {aim_words(ranking)}"
    columns = ("lever", "brings (points)", f"{currency} a horizon", "all kept", "says", "cost from")
    rows = tuple(
        (
            one.lever.words,
            _points(one.gain),
            one.cost,
            "yes" if one.kept else "no",
            lever_words(one),
            one.lever.cost_source,
        )
        for one in ranking.levers
    )
    return TextTable(title, columns, rows, decimals=0, figures=("brings (points)",))


def aim_words(ranking: Ranking) -> str:
    """Return what levers are measured by, in words."""
    aim = ranking.aim
    names = [one.name for one in aim.promises] + (["the cap"] if aim.cap else [])
    if aim.missed:
        return f"what is missed is {', '.join(names)}"
    return "nothing is missed, so points of all promises"


def lever_words(one: RankedLever) -> str:
    """Return what a lever does, in a word or two."""
    lost = f"; loses {', '.join(p.name for p in one.lost)}" if one.lost else ""
    if not one.is_seen:
        return f"no difference seen{lost}"
    return ("helps" if one.helps else "harms") + lost


def inquiry_data(found: CapInquiry) -> dict[str, Any]:
    """Return everything about the cap of a run in plain data."""
    data = outlook_data(found.scenario, found.outlook)
    data["currency"] = found.scenario.currency
    data["least_unfair_per_paid_hour"] = found.fairest.per_hour
    data["interrupted"] = found.stopped
    data["share"] = None if found.share is None else _share_data(found.share)
    data["aim"] = {
        "promises": [one.name for one in found.ranking.aim.promises],
        "cap": found.ranking.aim.cap,
        "missed": found.ranking.aim.missed,
    }
    data["levers"] = [_lever_data(one) for one in found.ranking.levers]
    return data


def _share_data(share: ShareInquiry) -> dict[str, Any]:
    fluid = share.fluid
    return {
        "cap": share.cap,
        "lowest_by_bound": share.roster_bound,
        "lowest_seen": share.lowest_seen.cap,
        "fluid_price": {
            "cost": fluid.cost,
            "cost_without_cap": fluid.cost_without,
            "dual_per_point": fluid.dual_per_point,
            "dual_is_exact": fluid.dual_is_exact,
            "point_less": fluid.point_less,
            "point_more": fluid.point_more,
            "hours_less": fluid.hours_less,
            "unanswered_less": fluid.unanswered_less,
        },
        "simulated_price": [
            {
                "promise": one.promised.name,
                "target": one.target,
                "level": one.level,
                "point_less": _estimate(one.point_less),
                "point_more": _estimate(one.point_more),
                "hours_per_week": one.hours_per_week,
                "money_per_week": one.money_per_week,
            }
            for one in share.seen
        ],
        "frontier": [_point_data(one) for one in share.frontier],
    }


def _point_data(point: CapPoint) -> dict[str, Any]:
    return {
        "cap": point.cap,
        "replications": point.replications,
        "service_level": {
            one.name: float(point.measured.levels(one).mean())
            for one, _ in promises_of(point.measured)
        },
        "breach_share": point.breach_share,
        "kept": point.kept,
    }


def _lever_data(one: RankedLever) -> dict[str, Any]:
    return {
        "kind": one.lever.kind.value,
        "words": one.lever.words,
        "gain": _estimate(one.gain),
        "service_level": {p.name: _estimate(e) for p, e in one.service_level.items()},
        "breach_share": _estimate(one.breach_share),
        "cost": one.cost,
        "cost_source": one.lever.cost_source,
        "says": lever_words(one),
        "all_kept": one.kept,
    }


def _estimate(one: Estimate) -> dict[str, float | int]:
    return {"mean": one.mean, "low": one.low, "high": one.high, "replications": one.replications}


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{share:.1%}"


def _points(one: Estimate) -> str:
    # What rounds to nought has no sign of its own.
    mean, low, high = (round(_POINTS * share, 1) + 0.0 for share in (one.mean, one.low, one.high))
    return f"{mean:+.1f} ({low:+.1f} to {high:+.1f})"


def _level(one: Estimate) -> str:
    return f"{one.mean:.1%} ± {(one.high - one.low) / 2:.1%}"
