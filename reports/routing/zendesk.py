"""Assignment rules as Zendesk omnichannel routing queues, groups, skills and capacity rules."""

from collections.abc import Iterator

from reports.pseudonyms import labels_of
from reports.routing.differences import every_rule
from reports.routing.notes import notes_file
from reports.routing.validation import checked, too_much
from reports.routing.zendesk_differences import zendesk_notes
from reports.routing.zendesk_schedules import period_tags, schedules
from scenarios.assignment import AssignmentRules, GroupRule
from scenarios.channels import Medium
from scenarios.problems import Problem
from scenarios.queues import Group, Queue, groups_of, queues_of
from scenarios.scenario import Scenario
from scenarios.taskrouter.names import Names, plain_names

CHANNELS = {
    Medium.PHONE: "talk",
    Medium.CHAT: "messaging",
    Medium.MESSAGE: "messaging",
    Medium.EMAIL: "support",
    Medium.POST: "support",
}
MOST_QUEUES = 199
MOST_PRIORITY = 100
HOSTILE_TAG = "fairshift_hostile"

Document = dict[str, object]


def zendesk_files(
    scenario: Scenario, rules: AssignmentRules, *, names: bool = False
) -> dict[str, bytes]:
    """Return bodies of Zendesk's requests by file name, groups by name in place of ids.

    Each group has a second one beside it for hostile tickets; who has used up the quota is taken
    out of that. Times of the week with rules of their own are schedules, and queues of their own
    where those differ. Raises ScenarioError for what Zendesk cannot take.
    """
    made = _Zendesk(scenario, rules)
    parts: dict[str, object] = {
        "groups.json": made.group_list(labels_of(scenario, names=True) if names else {}),
        "queues.json": made.queue_list(),
        "routing_attributes.json": made.attributes(),
        "capacity_rules.json": made.capacity_rules(),
    }
    if rules.periods:
        parts["schedules.json"] = schedules(scenario, rules)
    files = checked("zendesk", parts, made.problems())
    return {**files, "notes.md": notes_file(zendesk_notes(scenario, rules))}


class _Zendesk:
    """The parts of an account, made from the same queues and groups."""

    def __init__(self, scenario: Scenario, rules: AssignmentRules) -> None:
        self.scenario = scenario
        self.rules = rules
        self.names = names = Names(scenario)
        own = {"channel": names.channels, "language": names.languages, "stage": names.stages}
        self.small = {key: plain_names(of.values(), small=True) for key, of in own.items()}
        self.groups = {group.id: group for group in groups_of(scenario)}
        self.ranks = sorted({rule.priority for rule in every_rule(rules)})
        self.tags = period_tags(rules)
        self.queues = list(self._queues())

    def group_list(self, labels: dict[str, str]) -> Document:
        """Return the groups with their agents, by id or by the labels that are given."""
        return {
            "groups": [
                {
                    "group": {"name": _group(group, hostile), "description": _about(hostile)},
                    "agents": [labels.get(one, one) for one in group.agent_ids],
                }
                for group in self.groups.values()
                for hostile in (False, True)
            ]
        }

    def queue_list(self) -> Document:
        """Return the queues in the order in which Zendesk asks them."""
        return {
            "queues": [
                {"queue": {**queue, "order": order}}
                for order, queue in enumerate(self.queues, start=1)
            ]
        }

    def attributes(self) -> Document:
        """Return skill types with their skills, and which agents have which."""
        kinds = {
            "skill": {agent.id: agent.skills for agent in self.scenario.team.agents},
            "language": {agent.id: agent.languages for agent in self.scenario.team.agents},
        }
        return {
            "attributes": [
                {
                    "attribute": {"name": kind},
                    "attribute_values": [
                        {
                            "attribute_value": {"name": value},
                            "agents": [one for one, own in values.items() if value in own],
                        }
                        for value in dict.fromkeys(v for own in values.values() for v in own)
                    ],
                }
                for kind, values in kinds.items()
                if any(values.values())
            ]
        }

    def capacity_rules(self) -> Document:
        """Return one capacity rule for everybody: how many tickets of a channel at once."""
        at_once: dict[str, int] = {}
        for channel in self.scenario.channels.values():
            name = CHANNELS[channel.medium]
            if name != "talk":  # a call is taken alone, so Zendesk asks for no number
                at_once[name] = min(channel.concurrency, at_once.get(name, channel.concurrency))
        return {
            "capacity_rules": [
                {
                    "name": f"fairshift {self.scenario.name}",
                    "description": "Tickets at once, as simulated",
                    "capacities": at_once,
                }
            ]
        }

    def problems(self) -> list[Problem]:
        """Return where there is more than Zendesk takes."""
        file = "zendesk/queues.json"
        return [
            *too_much(
                file,
                "queues",
                "custom queues",
                len(self.queues),
                MOST_QUEUES,
                "have fewer channels, languages or stages",
            ),
            *too_much(
                file,
                "priority",
                "different priorities",
                len(self.ranks),
                MOST_PRIORITY,
                "let more queues rank alike",
            ),
        ]

    def _queues(self) -> Iterator[Document]:
        """Yield a queue for each time at which it is otherwise, then the one for all the rest.

        A ticket goes to the first queue that takes it, so the times have to come first.
        """
        sets = {one.id: one.group_rules for one in self.rules.periods}
        for queue in queues_of(self.scenario):
            own = [rule for rule in self.rules.group_rules if rule.queue_id == queue.id]
            regular = self._served(queue, own) if own else None
            for when, rules in sets.items():
                own = [rule for rule in rules if rule.queue_id == queue.id]
                then = self._served(queue, own) if own else regular
                if then is not None and then != regular:
                    yield {**self._named_so(queue, when), **then}
            if regular is not None:
                yield {**self._named_so(queue, None), **regular}

    def _named_so(self, queue: Queue, when: str | None) -> Document:
        name = self.names.queue(queue)
        conditions = list(self._conditions(queue))
        if when is not None:
            conditions.append(_tagged(self.tags[when], True))
        return {
            "name": name if when is None else f"{name} at {when}",
            "description": f"Tickets of {queue.line.id} labelled "
            f"{'hostile' if queue.labelled_hostile else 'harmless'}"
            + ("" if when is None else f", at {when}"),
            "definition": {"all": conditions, "any": []},
        }

    def _served(self, queue: Queue, rules: list[GroupRule]) -> Document:
        return {
            "priority": self.ranks.index(min(rule.priority for rule in rules)) + 1,
            "primary_groups": self._named(queue, rules, first=True),
            "secondary_groups": self._named(queue, rules, first=False),
        }

    def _named(self, queue: Queue, rules: list[GroupRule], *, first: bool) -> Document:
        asked_first = min(rule.preference for rule in rules)
        own = [
            {"name": _group(self.groups[rule.group_id], queue.labelled_hostile)}
            for rule in rules
            if (rule.preference == asked_first) is first
        ]
        return {"count": len(own), "groups": own}

    def _conditions(self, queue: Queue) -> Iterator[Document]:
        line = queue.line
        said = self.names.line_attributes(line)
        for key, small in self.small.items():
            if key in said:
                yield _tagged(f"fairshift_{key}_{small[str(said[key])]}", True)
        yield _tagged(HOSTILE_TAG, queue.labelled_hostile)


def _tagged(tag: str, there: bool) -> Document:
    operator = "includes" if there else "not_includes"
    return {"field": "current_tags", "operator": operator, "value": tag}


def _group(group: Group, hostile: bool) -> str:
    return f"{group.id} hostile" if hostile else group.id


def _about(hostile: bool) -> str:
    return "Whom the quota leaves room for hostile tickets" if hostile else "Everybody of the group"
