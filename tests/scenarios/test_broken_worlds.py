"""What does not fit together around a case is answered with file, line, field and remedy."""

from pathlib import Path

import pytest

from scenarios.reader import read_scenario
from tests.scenarios.broken import problems_of
from tests.scenarios.world import world_line, write_world

# What is replaced by what; the field complained of; a word of the remedy.
ONE_LINE = {
    "unknown spill target": ("to: phone", "to: phon", "channels.posts.spill.0.to", '"phone"'),
    "spill of more than all": ("share: 0.3", "share: 0.9", "channels.posts.spill", "1 or less"),
    "unknown repeat target": (
        "share: 0.1, to: messages",
        "share: 0.1, to: mesages",
        "channels.posts.repeat.to",
        '"messages"',
    ),
    "unknown moderation target": (
        "share: 0.5, to: messages",
        "share: 0.5, to: mesages",
        "channels.posts.moderation.to",
        '"messages"',
    ),
    "moderation moves to a call": (
        "share: 0.5, to: messages",
        "share: 0.5, to: phone",
        "channels.posts.moderation.to",
        "name a channel of messages or e-mail (messages)",
    ),
    "answers for an unknown channel": (
        "public_answers: {channels: [posts]}",
        "public_answers: {channels: [post]}",
        "channels.posts.public_answers.channels.0",
        '"posts"',
    ),
    "answers that nobody reads": (
        "callback: {acceptance: 0.4}",
        "public_answers: {channels: [posts]}",
        "channels.phone.public_answers",
        "public: true",
    ),
    "backlash on private messages": (
        "holding_reply: {after_seconds: 60}",
        "backlash: {}",
        "channels.messages.backlash",
        "medium: post",
    ),
    "moderation of private messages": (
        "holding_reply: {after_seconds: 60}",
        "moderation: {share: 0.5}",
        "channels.messages.moderation",
        "medium: post",
    ),
    "a branching ratio of one": (
        "branching: 0.5, hostile_share: 0.7",
        "branching: 2, hostile_share: 0.5",
        "channels.posts.backlash",
        "keep it below 1",
    ),
    "call back to a message": (
        "holding_reply: {after_seconds: 60}",
        "callback: {}",
        "channels.messages.callback",
        "for phone or chat",
    ),
    "writing again on the phone": (
        "callback: {acceptance: 0.4}",
        "repost: {share: 0.2, after: {mean_seconds: 60}}",
        "channels.phone.repost",
        "spill",
    ),
    "holding reply to a call": (
        "callback: {acceptance: 0.4}",
        "holding_reply: {}",
        "channels.phone.holding_reply",
        "use callback",
    ),
    "unknown workflow": (
        "workflow: six-stages",
        "workflow: six-stage",
        "channels.messages.workflow",
        '"six-stages"',
    ),
    "workflow that is a list": (
        "workflow: six-stages",
        "workflow: [answer, close]",
        "channels.messages.workflow",
        "stages of your own: {stages:",
    ),
    "workflow that is a number": (
        "workflow: six-stages",
        "workflow: 6",
        "channels.messages.workflow",
        "write six-stages, or",
    ),
    "unknown field of a stage": (
        "{id: resolve, skill: expert}",
        "{id: resolve, skil: expert}",
        "channels.posts.workflow.stages.1.skil",
        '"skill"',
    ),
    "stage called twice": (
        "{id: resolve, skill: expert}",
        "{id: answer, skill: expert}",
        "channels.posts.workflow",
        "its own id",
    ),
    "stage that nobody can do": (
        "{id: resolve, skill: expert}",
        "{id: resolve, skill: experts}",
        "channels.posts.workflow.stages.1.skill",
        '"expert"',
    ),
    "calls outside opening hours": (
        'from_time: "09:00"',
        'from_time: "17:00"',
        "channels.phone.arrivals.0.cases",
        "mon 18:00-19:00",
    ),
    "calls on a closed day": (
        "days: mon-fri}",
        'days: "fri,sat"}',
        "channels.phone.arrivals.0.cases",
        "write 0 there",
    ),
    "periods past midnight": (
        'from_time: "09:00"',
        'from_time: "23:00"',
        "channels.phone.arrivals.0",
        "do not fit",
    ),
    "two sources of volume": (
        "volume_per_week: 100",
        "volume_per_week: 100\n    arrivals: [{every_minutes: 60, cases: [1]}]",
        "channels.posts",
        "keep one of them",
    ),
    "event on an unknown channel": (
        "channels: [phone]",
        "channels: [fone]",
        "events.outage.channels.0",
        '"phone"',
    ),
    "event before the horizon": (
        "from_local: 2027-03-02 10:00",
        "from_local: 2027-02-28 10:00",
        "events.outage.from_local",
        "from 2027-03-01 00:00 to before 2027-03-29 00:00",
    ),
    "event that runs backwards": (
        "from_local: 2027-03-02 10:00",
        "from_local: 2027-03-02 13:00",
        "events.outage",
        "swap",
    ),
    "event with seconds": (
        "to_local: 2027-03-02 12:00",
        "to_local: 2027-03-02 12:00:30",
        "events.outage.to_local",
        "whole minutes",
    ),
    "storm on an unknown channel": (
        "channel: posts",
        "channel: post",
        "storms.sunday.channel",
        '"posts"',
    ),
    "storm after the horizon": (
        "2027-03-07 20:00",
        "2027-03-29 00:00",
        "storms.sunday.from_local",
        "to before 2027-03-29 00:00",
    ),
    "storm in the hour that does not exist": (
        "2027-03-07 20:00",
        "2027-03-28 02:30",
        "storms.sunday.from_local",
        "clocks jump",
    ),
    "authors of an unknown channel": (
        "channels: [posts, messages]",
        "channels: [posts, mesages]",
        "authors.channels.1",
        '"messages"',
    ),
    "warm-up of all": ("warm_up_hours: 24", "warm_up_hours: 671", "start.warm_up_hours", "fewer"),
    "backlog of an unknown channel": (
        "messages: {cases: 20",
        "mesages: {cases: 20",
        "start.backlog.mesages",
        '"messages"',
    ),
    "backlog of calls": (
        "messages: {cases: 20",
        "phone: {cases: 20",
        "start.backlog.phone",
        "warm_up_hours",
    ),
    "desk for an unknown channel": (
        "channels: [messages]",
        "channels: [mesages]",
        "external_desks.agency.channels.0",
        '"messages"',
    ),
    "desk that is never open": (
        "capacity: 2",
        "opening: {mon: closed}\n    capacity: 2",
        "external_desks.agency.opening",
        "write hours",
    ),
    "unknown profile": ("profile: voice", "profile: vioce", "team.agents.1.profile", '"voice"'),
    "profile for an unknown channel": (
        "{phone: 0.8}",
        "{phones: 0.8}",
        "team.profiles.voice.handle_time_factor.phones",
        '"phone"',
    ),
    "messages written by hand": (
        "file: mentions.csv",
        "file: mentions.csv\n      messages: []",
        "channels.messages.replay.messages",
        "leave it out",
    ),
    "replay of no file": (
        "file: mentions.csv",
        "file: 3",
        "channels.messages.replay.file",
        "text",
    ),
    "replay of a missing file": (
        "file: mentions.csv",
        "file: mention.csv",
        "channels.messages.replay.file",
        "correct the name",
    ),
    "replay of a file elsewhere": (
        "file: mentions.csv",
        "file: ../mentions.csv",
        "channels.messages.replay.file",
        "copy it into the folder",
    ),
    "replay of another month": (
        "start: 2027-03-01",
        "start: 2027-05-03",
        "channels.messages.replay.file",
        "are from 2027-03-01 to 2027-03-29 (Europe/Berlin) and none lies in the horizon",
    ),
    "languages of a channel without": (
        "    languages: {de: 0.8, en: 0.2}\n",
        "",
        "channels.messages.replay.language_column",
        "add languages:",
    ),
}
# Where the line is not that of the change: text on the line, in the file as it was.
TOLD_AT = {
    "spill of more than all": ("    spill:", 0),
    "stage called twice": ("    workflow:\n", 0),
    "two sources of volume": ("  posts:", 0),
    "event that runs backwards": ("  outage:", 0),
    "desk that is never open": ("capacity: 2", 0),
    "replay of another month": ("file: mentions.csv", 0),
    "languages of a channel without": ("language_column", -1),
    "periods past midnight": ("from_time:", 0),
}
OTHERS_ALSO = (
    "replay of another month",
    "stage that nobody can do",
    "unknown field of a stage",
)  # other fields complain, too


@pytest.mark.parametrize("case", ONE_LINE)
def test_one_mistake_is_found_on_its_line(case: str, tmp_path: Path) -> None:
    old, new, field, remedy = ONE_LINE[case]
    path = write_world(tmp_path, (old, new))
    problems = [one for one in problems_of(path) if case not in OTHERS_ALSO or one.field == field]
    (problem,) = problems
    text, more = TOLD_AT.get(case, (old, new.count("\n")))
    line = 13 if text == "    workflow:\n" else world_line(text) + more
    assert (problem.file, problem.line, problem.field) == (str(path), line, field)
    assert remedy in problem.message


@pytest.mark.parametrize(
    ("old", "line", "field", "remedy"),
    [
        ("    patience: {mean_seconds: 86400}\n", "spill:", "channels.posts.spill", "add patience"),
        (
            "    patience: {mean_seconds: 120}\n",
            "callback:",
            "channels.phone.callback",
            "add patience",
        ),
        (
            "    sla: {share: 0.8, within_seconds: 30}\n",
            "callback:",
            "channels.phone.callback",
            "add sla",
        ),
    ],
)
def test_patience_and_sla_are_asked_for_where_they_are_needed(
    old: str, line: str, field: str, remedy: str, tmp_path: Path
) -> None:
    (problem,) = problems_of(write_world(tmp_path, (old, "")))
    assert (problem.line, problem.field) == (world_line(line) - 1, field)
    assert remedy in problem.message


def test_the_world_has_no_problem(tmp_path: Path) -> None:
    scenario = read_scenario(write_world(tmp_path))
    assert scenario.team.agents[1].profile == "voice"
    assert [stage.id for stage in scenario.channels["posts"].stages] == ["answer", "resolve"]


def test_a_live_channel_takes_a_replay_only_in_its_opening_hours(tmp_path: Path) -> None:
    change = ("    medium: message\n", "    medium: chat\n")
    more = [("backlog:\n    messages: {cases: 20, oldest_hours: 3}", "backlog: {}")]
    more += [("share: 0.5, to: messages", "share: 0.5")]
    path = write_world(tmp_path, change, *more)
    (problem,) = problems_of(path)
    assert (problem.line, problem.field) == (
        world_line("file: mentions.csv"),
        "channels.messages.replay.file",
    )
    assert "3 of its 4 messages" in problem.message
    assert "first 2027-03-01 00:30" in problem.message
    more += [("    workflow: six-stages\n", "    workflow: six-stages\n    opening: 24/7\n")]
    assert read_scenario(write_world(tmp_path, change, *more)).channels["messages"].realtime


def test_arrivals_at_night_need_no_shape_of_the_day(tmp_path: Path) -> None:
    hours = ('{mon-fri: "09:00-18:00"}', '{mon-fri: "09:00-18:00", sun: "00:00-01:00"}')
    night = (
        '"09:00", every_minutes: 60, cases: [5, 5], days: mon-fri',
        '"00:00", every_minutes: 60, cases: [5], days: sun',
    )
    scenario = read_scenario(write_world(tmp_path, hours, night))
    assert scenario.channels["phone"].weekly_cases == 5


def test_a_cascade_that_feeds_itself_by_what_comes_back_is_refused(tmp_path: Path) -> None:
    loud = ("branching: 0.5, hostile_share: 0.7", "branching: 1.2, hostile_share: 0.7")
    assert read_scenario(write_world(tmp_path, loud))
    again = ("{to: phone, share: 0.3}", "{to: posts, share: 0.3, at_most: 1}")
    (problem,) = problems_of(write_world(tmp_path, loud, again))
    assert problem.field == "channels.posts.backlash"
    assert "leads to 1.2 others" in problem.message
