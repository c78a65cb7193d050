"""Assignment rules as Amazon Connect queues, hours of operation and routing profiles."""

from collections.abc import Iterator
from itertools import product

from reports.period_times import period_windows
from reports.routing.connect_differences import connect_notes
from reports.routing.notes import notes_file
from reports.routing.validation import checked, too_much
from scenarios.assignment import AssignmentRules, GroupRule, QuotaLimits
from scenarios.channels import Medium
from scenarios.problems import Problem
from scenarios.queues import Group, Queue, groups_of, queues_of
from scenarios.scenario import Scenario
from scenarios.wall import MINUTES_PER_DAY, WindowsByWeekday

CHANNELS = {
    Medium.PHONE: "VOICE",
    Medium.CHAT: "CHAT",
    Medium.EMAIL: "EMAIL",
    Medium.MESSAGE: "TASK",
    Medium.POST: "TASK",
}
MOST_QUEUES = 100
MOST_QUEUES_IN_PROFILE = 50
MOST_PROFILES = 500
MOST_HOURS = 100
MOST_USERS = 500
MOST_QUEUES_IN_REQUEST = 10
DELAY_SECONDS_PER_PREFERENCE = 1  # the least by which Connect can let a group come later

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_ON, _OFF = "hostile on", "hostile off"
_REGULAR = ""  # at all times of the week that no period names
_QUOTA = "ask AWS for a higher quota, or {}"

Document = dict[str, object]


def connect_files(scenario: Scenario, rules: AssignmentRules) -> dict[str, bytes]:
    """Return bodies of Connect's requests by file name, references by name in place of ids.

    Each group has a profile with hostile queues and one without; who has used up the quota is
    moved from the first to the second. Each time of the week with rules of its own has hours of
    operation, and such two profiles for each group. Raises ScenarioError for what Connect cannot
    take.
    """
    made = _Connect(scenario, rules)
    parts: dict[str, object] = {
        "hours_of_operation.json": made.hours(),
        "queues.json": made.queues(),
        "routing_profiles.json": made.profiles(),
        "flip_rules.json": made.flip_rules(),
    }
    files = checked("connect", parts, made.problems())
    return {**files, "notes.md": notes_file(connect_notes(scenario, rules))}


class _Connect:
    """The parts of an instance, made from the same queues and groups."""

    def __init__(self, scenario: Scenario, rules: AssignmentRules) -> None:
        self.scenario = scenario
        self.rules = rules
        self.sets = {_REGULAR: rules.group_rules, **{p.id: p.group_rules for p in rules.periods}}
        everything = [rule for own in self.sets.values() for rule in own]
        serving = {rule.group_id for rule in everything}
        self.groups = [group for group in groups_of(scenario) if group.id in serving]
        used = {rule.queue_id for rule in everything}
        self.used = {queue.id: queue for queue in queues_of(scenario) if queue.id in used}
        self.ranks = sorted({rule.priority for rule in everything})

    def hours(self) -> Document:
        """Return the hours: the team's, those of channels with their own, those of periods."""
        kinds = {"Opening hours": self._openings(), "Times of week in the rules": self._periods()}
        return {
            "CreateHoursOfOperation": [
                {
                    "Name": name,
                    "Description": f"{kind} of {self.scenario.name}",
                    "TimeZone": self.scenario.horizon.zone,
                    "Config": list(_config(windows)),
                }
                for kind, named in kinds.items()
                for name, windows in named.items()
            ]
        }

    def queues(self) -> Document:
        """Return the queues, a hostile and a harmless one for each line."""
        return {
            "CreateQueue": [
                {
                    "Name": _name(queue),
                    "Description": f"Contacts of {queue.line.id} labelled "
                    f"{'hostile' if queue.labelled_hostile else 'harmless'}",
                    "HoursOfOperationId": self._hours_of(queue.line.channel_id),
                }
                for queue in self.used.values()
            ]
        }

    def profiles(self) -> Document:
        """Return the routing profiles; a request takes ten queues, the rest follow by another."""
        created, associated = [], []
        for when, group, hostile_on in product(self.sets, self.groups, (True, False)):
            name = _profile(group, hostile_on, when)
            configs = list(self._queue_configs(group, hostile_on, when))
            created.append(self._profile(group, name, configs[:MOST_QUEUES_IN_REQUEST]))
            for start in range(MOST_QUEUES_IN_REQUEST, len(configs), MOST_QUEUES_IN_REQUEST):
                more = configs[start : start + MOST_QUEUES_IN_REQUEST]
                associated.append({"RoutingProfileId": name, "QueueConfigs": more})
        return {"CreateRoutingProfile": created, "AssociateRoutingProfileQueues": associated}

    def flip_rules(self) -> Document:
        """Return when who is moved to which profile, with the limits of each agent."""
        limits = self.rules.quota.limits if self.rules.quota else {}
        return {
            "when_hostile_left_is_zero": {"request": "UpdateUserRoutingProfile", "profile": "off"},
            "when_hostile_left_is_positive": {
                "request": "UpdateUserRoutingProfile",
                "profile": "on",
            },
            "when_hours_begin_or_end": {
                "request": "UpdateUserRoutingProfile",
                "hours": list(self._periods()),
            },
            "agents": [
                {
                    "agent_id": agent_id,
                    "on": _profile(group, True, _REGULAR),
                    "off": _profile(group, False, _REGULAR),
                    "in_hours": {
                        _hours(period.id): {
                            "on": _profile(group, True, period.id),
                            "off": _profile(group, False, period.id),
                        }
                        for period in self.rules.periods
                    },
                    "limits": _limits(limits.get(agent_id, QuotaLimits())),
                }
                for group in self.groups
                for agent_id in group.agent_ids
            ],
        }

    def problems(self) -> list[Problem]:
        """Return where there is more than the default quotas of an instance allow."""
        profiles, queues = "connect/routing_profiles.json", "connect/queues.json"
        found = [
            *too_much(
                queues,
                "CreateQueue",
                "queues",
                len(self.used),
                MOST_QUEUES,
                _QUOTA.format("have fewer channels, languages or stages"),
            ),
            *too_much(
                profiles,
                "CreateRoutingProfile",
                "routing profiles",
                2 * len(self.groups) * len(self.sets),
                MOST_PROFILES,
                _QUOTA.format("merge groups"),
            ),
            *too_much(
                "connect/hours_of_operation.json",
                "CreateHoursOfOperation",
                "hours of operation",
                len(self._openings()) + len(self._periods()),
                MOST_HOURS,
                _QUOTA.format("give channels the team's opening hours"),
            ),
            *too_much(
                "connect/flip_rules.json",
                "agents",
                "users",
                sum(len(group.agent_ids) for group in self.groups),
                MOST_USERS,
                _QUOTA.format("divide the team over two instances"),
            ),
        ]
        for when, group in product(self.sets, self.groups):
            found += too_much(
                profiles,
                f"CreateRoutingProfile {_profile(group, True, when)}",
                "queues in a profile",
                len(self._rules_of(group, when)),
                MOST_QUEUES_IN_PROFILE,
                _QUOTA.format("let the group serve fewer queues"),
            )
        return found

    def _profile(self, group: Group, name: str, configs: list[Document]) -> Document:
        everything = [rule for when in self.sets for rule in self._rules_of(group, when)]
        served = {self.used[rule.queue_id].line.channel_id for rule in everything}
        first = min(everything, key=lambda rule: rule.priority)
        profile: Document = {
            "Name": name,
            "Description": f"Group {group.id}, {len(group.agent_ids)} agents",
            "DefaultOutboundQueueId": _name(self.used[first.queue_id]),
            "MediaConcurrencies": [
                {
                    "Channel": channel,
                    "Concurrency": at_once,
                    "CrossChannelBehavior": {"BehaviorType": "ROUTE_CURRENT_CHANNEL_ONLY"},
                }
                for channel, at_once in at_once_by_channel(self.scenario, served).items()
            ],
            "AgentAvailabilityTimer": "TIME_SINCE_LAST_ACTIVITY",
        }
        # A request takes no empty list: who serves nothing then has a profile without queues.
        return profile | ({"QueueConfigs": configs} if configs else {})

    def _queue_configs(self, group: Group, hostile_on: bool, when: str) -> Iterator[Document]:
        own = self._rules_of(group, when)
        for rule in sorted(own, key=lambda rule: (rule.priority, rule.queue_id)):
            queue = self.used[rule.queue_id]
            if queue.labelled_hostile and not hostile_on:
                continue
            medium = self.scenario.channels[queue.line.channel_id].medium
            yield {
                "QueueReference": {"QueueId": _name(queue), "Channel": CHANNELS[medium]},
                "Priority": self.ranks.index(rule.priority) + 1,
                "Delay": DELAY_SECONDS_PER_PREFERENCE * rule.preference,
            }

    def _rules_of(self, group: Group, when: str) -> list[GroupRule]:
        return [rule for rule in self.sets[when] if rule.group_id == group.id]

    def _periods(self) -> dict[str, WindowsByWeekday]:
        return {_hours(one.id): period_windows(self.scenario, one) for one in self.rules.periods}

    def _openings(self) -> dict[str, WindowsByWeekday]:
        own = {
            f"hours of {channel_id}": channel.opening
            for channel_id, channel in self.scenario.channels.items()
            if channel.opening is not None
        }
        return {"hours of the team": self.scenario.horizon.opening, **own}

    def _hours_of(self, channel_id: str) -> str:
        own = f"hours of {channel_id}"
        return own if own in self._openings() else "hours of the team"


def at_once_by_channel(scenario: Scenario, channel_ids: set[str]) -> dict[str, int]:
    """Return how many contacts of a channel of Connect an agent has at once: the smallest number.

    Several channels of the scenario may be one in Connect.
    """
    at_once: dict[str, int] = {}
    for channel_id, channel in scenario.channels.items():
        if channel_id in channel_ids:
            name = CHANNELS[channel.medium]
            at_once[name] = min(channel.concurrency, at_once.get(name, channel.concurrency))
    return at_once


def _config(week: WindowsByWeekday) -> Iterator[Document]:
    for day, windows in zip(_DAYS, week, strict=True):
        for start, end in windows:
            yield {"Day": day, "StartTime": _clock(start), "EndTime": _clock(end)}


def _clock(minute: int) -> dict[str, int]:
    """Return a time of day; the end of a day is its midnight, 0:00."""
    hours, minutes = divmod(minute % MINUTES_PER_DAY, 60)
    return {"Hours": hours, "Minutes": minutes}


def _limits(limits: QuotaLimits) -> dict[str, float | int | None]:
    return {
        "cap": limits.hostile,
        "contacts_per_shift": limits.contacts_per_shift,
        "minutes_per_paid_hour": limits.minutes_per_paid_hour,
        "longest_run": limits.longest_run,
    }


def _name(queue: Queue) -> str:
    return queue.id.replace("/", " ")


def _hours(period_id: str) -> str:
    return f"hours of period {period_id}"


def _profile(group: Group, hostile_on: bool, when: str) -> str:
    at = f" at {when}" if when else ""
    return f"{group.id} {_ON if hostile_on else _OFF}{at}"
