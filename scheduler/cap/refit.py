"""The rules of a plan, fitted to a changed scenario, cap or team."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scenarios.assignment import AssignmentRules, Reserve
from scenarios.queues import Line, groups_of, lines_of, serves
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.cap.lever import Lever
from scheduler.division import divide_work
from scheduler.requirement import Requirement
from scheduler.rules import RuleSettings, plan_rules
from scheduler.trials import Trial
from simulation.arrivals.volume import workload_of

_DRAWS = 2  # of the workload's spread, which nobody looks at here
_NOTHING = Requirement((), (), np.zeros(0, dtype=np.int64))


def with_cap(scenario: Scenario, share: float) -> Scenario:
    """Return a scenario with another cap on the hostile share; raises ValueError without a cap."""
    if scenario.cap is None:
        raise ValueError("the scenario has no cap that could be another")
    return scenario.model_copy(update={"cap": scenario.cap.model_copy(update={"hostile": share})})


@dataclass(frozen=True)
class Fitter:
    """Fits the rules of a plan to changed scenarios, caps and rosters."""

    base: Trial

    def trial(self, scenario: Scenario, roster: Roster) -> Trial:
        """Return a trial of a changed scenario and roster under rules like those of the plan.

        Reserves, release and what the plan's loop made of the margin and of the look-ahead stay;
        who is asked for what, quotas and chances follow from the changed scenario and roster.
        """
        rules = self.base.rules
        fitted = replace(
            _fresh(scenario, roster, *self._factors),
            policy=rules.policy,
            reserves=_reserves(rules.reserves, scenario),
            release_slack_seconds=rules.release_slack_seconds,
            first_come=rules.first_come,
            due_again_seconds=rules.due_again_seconds,
        )
        return Trial(scenario, roster, fitted)

    def with_lever(self, lever: Lever) -> Trial:
        """Return a trial of a lever, with the plan's roster unless the lever brings its own."""
        roster = self.base.roster if lever.roster is None else lever.roster
        return self.trial(lever.scenario, roster)

    @cached_property
    def plain(self) -> Trial:
        """The plan itself under fitted rules, which all others are compared with."""
        return self.trial(self.base.scenario, self.base.roster)

    @cached_property
    def _factors(self) -> tuple[float, float]:
        """By how much the loop widened the margin, and how much of the look-ahead it kept."""
        quota = self.base.rules.quota
        usual = _fresh(self.base.scenario, self.base.roster, 1.0, 1.0).quota
        if quota is None or usual is None:
            return 1.0, 1.0
        margin = quota.margin_z / usual.margin_z if usual.margin_z else 1.0
        full = sum(usual.sure_cases_per_hour.values())
        ahead = sum(quota.sure_cases_per_hour.values()) / full if full else 1.0
        return round(margin, 6), round(ahead, 4)


def _fresh(scenario: Scenario, roster: Roster, margin: float, ahead: float) -> AssignmentRules:
    workload = workload_of(scenario, seed=scenario.planning.seed, replications=_DRAWS)
    return plan_rules(
        scenario,
        _NOTHING,
        divide_work(scenario, workload, roster),
        RuleSettings((), 0.0, margin, ahead),
    )


def _reserves(reserves: Sequence[Reserve], scenario: Scenario) -> tuple[Reserve, ...]:
    """Return the reserves with the groups that now serve their lines; those of lines no more go."""
    lines: dict[str, Line] = {line.id: line for line in lines_of(scenario)}
    found = []
    for reserve in reserves:
        kept = tuple(line_id for line_id in reserve.line_ids if line_id in lines)
        serving = tuple(
            group.id
            for group in groups_of(scenario)
            if kept and all(serves(group, lines[line_id]) for line_id in kept)
        )
        if serving:
            found.append(replace(reserve, group_ids=serving, line_ids=kept))
    return tuple(found)
