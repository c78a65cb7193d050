"""Form Rest: a long time without work in a span of days."""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.people.tour_rules import Rest
from scheduler.roster_model.ground import Ground, Option
from scheduler.roster_model.linear import total


def add_rests(ground: Ground, rests: Sequence[Rest], agents: Sequence[int]) -> None:
    """Give everybody an opportunity for each rest, or pay for it."""
    for agent in agents:
        windows: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for rest in rests:
            chances: list[cp_model.IntVar] = []
            for day in range(rest.first, rest.last):
                key = (day, rest.minutes)
                if key not in windows:
                    windows[key] = _windows(ground, agent, day, rest.minutes)
                chances += windows[key]
            if rest.price is None:
                ground.model.add_bool_or(chances)
            else:
                without = ground.model.new_bool_var("")
                ground.model.add_bool_or([*chances, without])
                ground.pay(rest.price, without)


@dataclass(frozen=True)
class _Around:
    """The shifts that an agent might have before and after a day, day by day, the nearest first."""

    before: list[tuple[Option, ...]]
    after: list[tuple[Option, ...]]


def _windows(ground: Ground, agent: int, day: int, minutes: int) -> list[cp_model.IntVar]:
    """Return the times of rest around a day off: each begins when some shift before may end.

    A shift before is in the way of a window that begins before its end, a shift after of one
    that ends after its start. A shift in the way of a window is also in the way of all earlier
    (or all later) ones, so one row holds them together: for the same shifts the longest.
    """
    around = _Around(
        [ground.options[agent, other] for other in range(day - 1, ground.days.start - 1, -1)],
        [ground.options[agent, other] for other in range(day + 1, ground.days.stop)],
    )
    starts = _starts(around, ground.rules[agent].last_end, minutes)
    windows = [ground.model.new_bool_var(f"rest_{agent}_{day}_{start}") for start in starts]
    if windows:
        ground.model.add(total(windows) <= ground.off[agent, day])
    rows: dict[tuple[int, ...], list[cp_model.IntVar]] = {}
    for options in around.before:
        for place, start in enumerate(starts):
            late = [one.chosen for one in options if one.duty.end_minute > start]
            rows[tuple(one.index for one in late)] = [*windows[: place + 1], *late]
    for options in around.after:
        for place in range(len(starts) - 1, -1, -1):
            end = starts[place] + minutes
            early = [one.chosen for one in options if one.duty.start_minute < end]
            rows[tuple(one.index for one in early)] = [*windows[place:], *early]
    rows.pop((), None)
    for row in rows.values():
        ground.model.add_at_most_one(row)
    return windows


def _starts(around: _Around, last_end: int | None, minutes: int) -> list[int]:
    """Return when a window may begin: in time for every shift after, or at the end of one before.

    Where the last shift before the horizon is known, no window begins before its end.
    """
    next_starts = [one.duty.start_minute for options in around.after for one in options]
    ends = {one.duty.end_minute for options in around.before for one in options}
    if not next_starts:
        return [max(ends | ({last_end} if last_end is not None else set()), default=0)]
    safe = min(next_starts) - minutes
    if last_end is not None:
        safe = max(safe, last_end)
    return sorted({safe, *(end for end in ends if end > safe)})
