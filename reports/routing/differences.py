"""What several vendors cannot say of assignment rules, in plain words."""

from collections.abc import Iterator

from reports.period_times import period_words
from reports.wording import counted, duration, joined
from scenarios.assignment import AssignmentRules, GroupRule, RoutingPolicy
from scenarios.cap import Then
from scenarios.queues import line_words
from scenarios.scenario import Scenario


def kept_back(rules: AssignmentRules) -> str:
    """Return whom the reserves keep out of work that can wait; empty where nobody."""
    return joined(
        [
            f"up to {counted(most, 'agent')} of {joined(reserve.group_ids)} for "
            f"{joined([line_words(line) for line in reserve.line_ids])}"
            for reserve in rules.reserves
            if (most := max(reserve.agents, default=0))
        ]
    )


def reserve_words(vendor: str, rules: AssignmentRules) -> Iterator[str]:
    """Yield that reserves for live work are left out."""
    said = kept_back(rules)
    if said:
        yield (
            f"Reserves for live work: the rules keep {said} out of work that can wait, by time of "
            f"week, until that work is due within {duration(rules.release_slack_seconds)}. "
            f"{vendor} looks at one agent at a time and cannot count the others, so live contacts "
            "may find nobody free more often. reserves.csv of the format rules says when how many."
        )


def least_exposed_words(vendor: str, rules: AssignmentRules) -> Iterator[str]:
    """Yield that agents are not ordered by what they have met."""
    if rules.policy is RoutingPolicy.PLAN:
        yield (
            "Least exposed first: the rules give a hostile contact to the free agent with the "
            f"smallest hostile share; {vendor} gives it to the one who has waited longest or has "
            "most room. The cap holds all the same, but hostile work is spread less evenly."
        )


def order_words(vendor: str, rules: AssignmentRules) -> Iterator[str]:
    """Yield that equals go by age."""
    if not rules.first_come:
        late = ", and what is late gives way once to what can still be in time"
        yield (
            "Order by due time: of work that ranks alike the rules serve first what is due first"
            f"{late if rules.due_again_seconds else ''}; {vendor} serves the oldest."
        )


def step_words(vendor: str, rules: AssignmentRules) -> Iterator[str]:
    """Yield which steps for cases that nobody may take are left out."""
    steps = rules.quota.steps if rules.quota else ()
    said = [
        f"{step.then.value}{f' {step.to}' if step.to else ''} after {duration(step.after_seconds)}"
        for step in steps
        if step.then is not Then.WAIT
    ]
    if said:
        yield (
            f"A hostile case that nobody may take: the rules go on to {joined(said)}; {vendor} "
            "lets it wait. Move it by hand or by a rule of the flow that looks at its age."
        )


def every_rule(rules: AssignmentRules) -> tuple[GroupRule, ...]:
    """Return the group rules of all times of the week."""
    return (*rules.group_rules, *(rule for one in rules.periods for rule in one.group_rules))


def when_periods_are(scenario: Scenario, rules: AssignmentRules) -> str:
    """Return the times of the week with rules of their own, each with its days and hours."""
    return "; ".join(f"{one.id} is {period_words(scenario, one)}" for one in rules.periods)


def cap_by_counting(consequence: str) -> str:
    """Return that somebody has to count, with the gate of the reference callback."""
    return (
        "The quota: count each agent's contacts as the reference callback does "
        "(docs/routing/assignment_callback.py: margin for wrong labels and look-ahead included); "
        f"when hostile_left comes to 0, your application {consequence}, and back when it is above "
        "0 again. Without that the cap is not kept."
    )
