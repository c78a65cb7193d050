"""What steps, desks and moderation take of the hostile cases in time, so that no room is asked."""

import math
from collections.abc import Sequence

import numpy as np

from scenarios.cap import BlockedStep, Then
from scenarios.queues import Line
from scenarios.relief import ExternalDesk
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.hostility import hostile_minutes
from scheduler.line_promise import line_promise

Span = tuple[int, int]  # elapsed minutes, half-open


class Elsewhere:
    """Ways out of the team that open before a case is late; without a promise all do."""

    def __init__(self, scenario: Scenario, timeline: Timeline) -> None:
        """Look at the steps for blocked cases, the external desks and moderation."""
        self.scenario, self.timeline = scenario, timeline
        self.steps = scenario.cap.when_blocked if scenario.cap is not None else ()
        self.minutes = hostile_minutes(scenario)
        midnights = [timeline.minute(day, 0) for day in range(scenario.horizon.days)]
        self.midnights = np.array(midnights)

    def helpers(self, line: Line) -> frozenset[str]:
        """Return the groups that a step asks in time for blocked cases of a line."""
        timely = (one for one in self.steps if one.then is Then.GROUP and self._timely(line, one))
        return frozenset(one.to for one in timely if one.to is not None)

    def moderated_share(self, line: Line) -> float:
        """Return the share of a line's labelled cases that moderation takes from the team."""
        said = self.scenario.channels[line.channel_id].moderation
        leaving = 1.0 if said is None or said.to is not None else said.closes_share
        if any(one.then is Then.MODERATE and self._timely(line, one) for one in self.steps):
            return leaving
        if said is None or said.after_seconds > self._limit_seconds(line):
            return 0.0
        return said.share * leaving

    def desk_cases(self, lines: Sequence[Line], span: Span) -> float:
        """Return the most cases of some lines that external desks may take in a span."""
        return sum(
            self._most(desk, lines, span)
            for desk_id, desk in self.scenario.external_desks.items()
            if any(self._opens(desk_id, desk, line) for line in lines)
        )

    def _opens(self, desk_id: str, desk: ExternalDesk, line: Line) -> bool:
        """Whether a desk may take a line's blocked cases in time; a step's has its own time."""
        if line.channel_id not in desk.channels:
            return False
        named = [one for one in self.steps if one.then is Then.DESK and one.to == desk_id]
        if named:
            return any(self._timely(line, one) for one in named)
        return desk.after_seconds <= self._limit_seconds(line)

    def _most(self, desk: ExternalDesk, lines: Sequence[Line], span: Span) -> float:
        whole = np.array([[0, self.timeline.total_minutes]])
        windows = whole if desk.opening is None else self.timeline.open_windows(desk.opening)
        open_minutes = np.clip(
            np.minimum(windows[:, 1], span[1]) - np.maximum(windows[:, 0], span[0]), 0, None
        ).sum()
        fastest = min(self.minutes[f"{line.id}/hostile"] for line in lines)
        most = desk.capacity * float(open_minutes) / (fastest * desk.handle_time_factor)
        if desk.most_cases_per_day is not None:
            days = np.searchsorted(self.midnights, [span[0], span[1] - 1], side="right")
            most = min(most, float(desk.most_cases_per_day * (days[1] - days[0] + 1)))
        return most

    def _timely(self, line: Line, step: BlockedStep) -> bool:
        return step.after_seconds <= self._limit_seconds(line)

    def _limit_seconds(self, line: Line) -> float:
        promise = line_promise(self.scenario, line)
        return math.inf if promise is None else promise.within_seconds
