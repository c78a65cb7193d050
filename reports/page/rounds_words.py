"""The loop in words: what each round cost and taught, and why there was no further one."""

from dataclasses import dataclass

from reports.wording import NOT_AVAILABLE, money, percent
from scheduler.plan import LoopEnd, Plan, Round

_CAP = "cap:"  # how promises of the cap begin


@dataclass(frozen=True)
class RoundRow:
    """One round of the loop in words."""

    number: int
    objective: str
    bound: str
    gap: str
    wages: str
    cap_held: str
    missed: str
    learned: str


def round_rows(plan: Plan) -> tuple[RoundRow, ...]:
    """Return a row for each round."""
    return tuple(_row(plan, one) for one in plan.rounds)


def why_stopped(plan: Plan) -> str:
    """Return why the loop went no further, and which round the plan is of."""
    last, kept = plan.rounds[-1].number, kept_round(plan)
    is_last = plan.ended is LoopEnd.CERTIFIED or kept in (None, last)
    of = "" if is_last else f" The plan is that of round {kept}, the best."
    reason = {
        LoopEnd.CERTIFIED: "the certificate on fresh random numbers found every promise kept.",
        LoopEnd.OUT_OF_ROUNDS: "that is as many as planning.max_rounds allows.",
        LoopEnd.STALLED: "the last rounds brought nothing better.",
        LoopEnd.NOTHING_TO_LEARN: "there was nothing more to learn from it.",
        LoopEnd.NO_ROSTER_IN_TIME: "no other roster was found in the time given "
        "(planning.solve_seconds).",
    }[plan.ended]
    return f"The loop ended after round {last}: {reason}{of}"


def kept_round(plan: Plan) -> int | None:
    """Return the round whose roster the plan has, known by its cost; None where none is."""
    costs = plan.solution.costs
    same = [one.number for one in plan.rounds if costs and one.objective == costs.total]
    return same[0] if same else None


def _row(plan: Plan, one: Round) -> RoundRow:
    currency = plan.scenario.currency
    return RoundRow(
        number=one.number,
        objective=money(one.objective, currency),
        bound=NOT_AVAILABLE if one.bound is None else money(one.bound, currency),
        gap=NOT_AVAILABLE if one.gap is None else percent(max(0.0, one.gap)),
        wages=money(one.wages, currency),
        cap_held="" if one.cap_held is None else percent(one.cap_held.mean),
        missed="; ".join(one.missed) or "nothing",
        learned=_lesson(one, is_last=one.number == plan.rounds[-1].number),
    )


def _lesson(one: Round, *, is_last: bool) -> str:
    """Return what the next round does otherwise."""
    if not one.missed:
        return "every promise is kept: certified"
    if is_last:
        return "no further round"
    lessons = []
    if one.cuts_added:
        cuts = "one place" if one.cuts_added == 1 else f"{one.cuts_added} places"
        lessons.append(f"more people are asked for in {cuts}, where they help most")
    if any(promise.startswith(_CAP) for promise in one.missed):
        lessons.append("the quota is made more careful")
    return "; ".join(lessons) or "the work is divided anew"
