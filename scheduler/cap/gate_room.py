"""How many cases labelled hostile the quota's gates let an agent take on a shift, on average."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from scenarios.cap import CapLimits, CapWindow
from scenarios.cap_layers import all_limits
from scenarios.queues import Line, groups_of, lines_of, serves
from scenarios.scenario import Scenario
from scheduler.hostility import hostile_chance, hostile_minutes, hostile_minutes_cv
from scheduler.requirement import LineVolume, Room
from scheduler.rules import margin_z
from scheduler.shapes import shapes_of
from simulation.desk.decisions import amount_holds, skewness, uncertainty


@dataclass(frozen=True)
class Moments:
    """Mean, variance and third central moment of an amount."""

    mean: float = 0.0
    variance: float = 0.0
    third: float = 0.0

    def times(self, factor: float) -> "Moments":
        """Return those of so many such amounts, independent of each other."""
        return Moments(factor * self.mean, factor * self.variance, factor * self.third)

    def plus(self, other: "Moments") -> "Moments":
        """Return those of the sum with an independent amount."""
        return Moments(
            self.mean + other.mean, self.variance + other.variance, self.third + other.third
        )


@dataclass(frozen=True)
class CaseLoad:
    """What a case labelled hostile weighs at a gate, in hand and after it was closed."""

    in_hand: Moments
    closed: Moments


def cases_within(limit: float, case: CaseLoad, leak: Moments, z: float) -> int:
    """Return the most cases whose last one the gate still lets through.

    ``leak`` is what harmless work brings meanwhile; the margin is that of the gates
    (``amount_holds``), for all closed cases, the one in hand and the leak.
    """
    count = 0
    while case.in_hand.mean > 0:
        met = case.closed.times(count).plus(case.in_hand).plus(leak)
        if not amount_holds(met.mean, met.variance, met.third, z, limit):
            break
        count += 1
    return count


class GateRoom:
    """The room of every agent for the cases of some lines, by the forms that count amounts."""

    def __init__(self, scenario: Scenario, volumes: Sequence[LineVolume]) -> None:
        """Look at a team and what comes in."""
        self.scenario = scenario
        self.shift_hours = _shift_hours(scenario)
        self.limits = all_limits(scenario)
        self.group_of = {one: group for group in groups_of(scenario) for one in group.agent_ids}
        self.lines = {line.id: line for line in lines_of(scenario)}
        self.volumes = {volume.line_id: volume for volume in volumes}
        self.chance, self.minutes = hostile_chance(scenario), hostile_minutes(scenario)
        self.spread = hostile_minutes_cv(scenario)

    @cached_property
    def z(self) -> float:
        """The quota's margin, in standard deviations."""
        return margin_z(self.scenario)

    def is_pooled(self, agent_id: str) -> bool:
        """Whether an agent's hostile minutes are limited over more than a shift."""
        assert self.scenario.cap is not None
        pooled = self.scenario.cap.window is not CapWindow.SHIFT
        return pooled and self.limits[agent_id].minutes_per_paid_hour is not None

    def of_shift(self, agent_id: str, cases: dict[str, float]) -> Room | None:
        """Return the room of each shift, for the mix of ``cases`` by line; None: unlimited."""
        limits = self.limits[agent_id]
        contacts = self._contacts(agent_id, limits, cases)
        assert self.scenario.cap is not None
        timed = self.scenario.cap.window is CapWindow.SHIFT
        minutes = self._an_hour(agent_id, limits, cases, self.shift_hours) if timed else None
        if contacts is None and minutes is None:
            return None
        return Room((agent_id,), contacts, minutes)

    def of_window(self, agent_id: str, cases: dict[str, float]) -> Room | None:
        """Return the room where minutes are judged over a week or the horizon as a whole.

        Whose minutes are not limited has the room of the shifts.
        """
        assert self.scenario.cap is not None
        limits, hours = self.limits[agent_id], self._contract_hours(agent_id)
        if self.scenario.cap.window is CapWindow.HORIZON:
            hours *= self.scenario.horizon.weeks
        an_hour = self._an_hour(agent_id, limits, cases, hours)
        return (
            self.of_shift(agent_id, cases) if an_hour is None else Room((agent_id,), None, an_hour)
        )

    def _contacts(self, agent_id: str, limits: CapLimits, cases: dict[str, float]) -> float | None:
        if limits.contacts_per_shift is None:
            return None
        p = _mean(cases, {line: self.chance[_hostile(line)] for line in cases})
        one = Moments(p, uncertainty(p, 1.0, 1.0), skewness(p, 1.0, 1.0, 1.0))
        leaked = self._leak(agent_id)[0] * self.shift_hours
        leak = Moments(leaked, leaked, leaked)  # few of many: Poisson
        load = CaseLoad(one, self._closed(one))
        return float(cases_within(limits.contacts_per_shift, load, leak, self.z))

    def _an_hour(
        self, agent_id: str, limits: CapLimits, cases: dict[str, float], hours: float
    ) -> float | None:
        """Return the cases for a paid hour where the margin is that of so many hours."""
        if limits.minutes_per_paid_hour is None:
            return None
        queues = {line: _hostile(line) for line in cases}
        p = _mean(cases, {line: self.chance[queue] for line, queue in queues.items()})
        mean = _mean(cases, {line: self.minutes[queue] for line, queue in queues.items()})
        spread = _mean(cases, {line: self.spread[queue] for line, queue in queues.items()})
        square, cube = _square(mean, spread), _cube(mean, spread)
        in_hand = Moments(p * mean, uncertainty(p, mean, square), skewness(p, mean, square, cube))
        # How long it took is known then; whether it was hostile, only where that is marked.
        closed = Moments(p * mean, p * (1 - p) * square, p * (1 - p) * (1 - 2 * p) * cube)
        load = CaseLoad(in_hand, self._closed(closed))
        limit = limits.minutes_per_paid_hour * hours
        return cases_within(limit, load, self._leaked_minutes(agent_id, hours), self.z) / hours

    def _closed(self, doubtful: Moments) -> Moments:
        """Return what a closed case weighs: without doubt where its truth is marked."""
        assert self.scenario.cap is not None
        return Moments(doubtful.mean) if self.scenario.cap.known_at_close else doubtful

    def _leaked_minutes(self, agent_id: str, hours: float) -> Moments:
        """Return the hostile minutes of cases labelled harmless in so many working hours."""
        rate, minutes = self._leak(agent_id)
        if not rate:
            return Moments()
        most = max(self.spread.values())
        each = minutes / rate
        return Moments(
            hours * minutes, hours * rate * _square(each, most), hours * rate * _cube(each, most)
        )

    def _leak(self, agent_id: str) -> tuple[float, float]:
        """Return hostile cases labelled harmless and their minutes in a contract hour.

        As if everybody who serves a line had as much of it an hour; what the division gives to
        whom is not known before the roster.
        """
        recall = self.scenario.classifier.recall
        cases, minutes = 0.0, 0.0
        for line in self.lines.values():
            volume = self.volumes.get(line.id)
            if volume is None or not serves(self.group_of[agent_id], line):
                continue
            rate = (1 - recall) * float(volume.hostile_cases.sum()) / self._hours_of(line)
            cases += rate
            minutes += rate * self.minutes[f"{line.id}/harmless"]
        return cases, minutes

    def _hours_of(self, line: Line) -> float:
        weekly = sum(
            self._contract_hours(one) for one, group in self.group_of.items() if serves(group, line)
        )
        return weekly * self.scenario.horizon.weeks

    def _contract_hours(self, agent_id: str) -> float:
        team = self.scenario.team
        (agent,) = (one for one in team.agents if one.id == agent_id)
        return team.contract_of(agent).hours_per_week


def _shift_hours(scenario: Scenario) -> float:
    """Return the paid hours of a usual shift: the mean of those that the templates allow."""
    paid = {
        (one.template, one.start_minute, one.length_minutes): one.length_minutes
        - sum(end - start for start, end in one.breaks)
        for one in shapes_of(scenario)
        if one.on_call_paid_share is None
    }
    return sum(paid.values()) / len(paid) / 60.0 if paid else 0.0


def _hostile(line_id: str) -> str:
    return f"{line_id}/hostile"


def _mean(weights: dict[str, float], values: dict[str, float]) -> float:
    return sum(weights[key] * values[key] for key in weights) / sum(weights.values())


def _square(mean: float, spread: float) -> float:
    return mean**2 * (1.0 + spread**2)


def _cube(mean: float, spread: float) -> float:
    """Return the mean cube of a time, as of a gamma distribution."""
    return mean**3 * (1.0 + spread**2) * (1.0 + 2.0 * spread**2)
