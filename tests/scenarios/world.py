"""A small scenario with every part of the world in it, without a mistake, and how to break it."""

from pathlib import Path

from tests.scenarios.broken import line_in, write_changed

MENTIONS = """\
received_at,brand,mood,tongue,shares,who
2027-02-28T23:30:00+00:00,Ours,calm,de,0,ann
2027-03-01T09:00:00+01:00,Ours,angry,de,3,bob
2027-03-01T08:30:00+01:00,Ours,calm,en,,ann
2027-03-02T10:00:00+01:00,Theirs,angry,de,7,cy
2027-03-28T02:30:00+02:00,Ours,calm,,0,
2027-03-29T00:00:00+02:00,Ours,angry,de,5,bob
"""

WORLD = """\
fairshift: 1
name: World
horizon:
  start: 2027-03-01
  opening: {mon-fri: "09:00-18:00"}
channels:
  posts:
    medium: post
    volume_per_week: 100
    handle_time: {mean_seconds: 300}
    patience: {mean_seconds: 86400}
    hostility: {share: 0.2}
    workflow:
      stages:
        - {id: answer, public: true}
        - {id: resolve, skill: expert}
    backlash: {branching: 0.5, hostile_share: 0.7}
    spill:
      - {to: phone, share: 0.3}
      - {to: messages, share: 0.2}
    repost: {share: 0.2, after: {mean_seconds: 7200}}
    repeat: {share: 0.1, to: messages}
    public_answers: {channels: [posts]}
    moderation: {share: 0.5, to: messages}
  messages:
    medium: message
    handle_time: {mean_seconds: 300}
    languages: {de: 0.8, en: 0.2}
    workflow: six-stages
    holding_reply: {after_seconds: 60}
    replay:
      file: mentions.csv
      where: {brand: [Ours]}
      hostile: {mood: [angry]}
      language_column: tongue
      audience_column: shares
      author_column: who
  phone:
    medium: phone
    arrivals:
      - {from_time: "09:00", every_minutes: 60, cases: [5, 5], days: mon-fri}
    handle_time: {mean_seconds: 300}
    patience: {mean_seconds: 120}
    sla: {share: 0.8, within_seconds: 30}
    callback: {acceptance: 0.4}
events:
  outage:
    from_local: 2027-03-02 10:00
    to_local: 2027-03-02 12:00
    channels: [phone]
storms:
  sunday:
    channel: posts
    from_local: 2027-03-07 20:00
    cases: 50
authors: {regulars: 100, share: 0.2, channels: [posts, messages]}
start:
  warm_up_hours: 24
  backlog:
    messages: {cases: 20, oldest_hours: 3}
external_desks:
  agency:
    channels: [messages]
    after_seconds: 3600
    capacity: 2
team:
  contracts:
    full: {hours_per_week: 38.5}
  profiles:
    voice: {handle_time_factor: {phone: 0.8}}
  agents:
    - {id: ann, contract: full, skills: [posts, expert, messages, phone], languages: [de, en]}
    - {id: ben, contract: full, skills: [posts, phone], profile: voice}
shifts:
  full: {starts: ["09:00"], length_minutes: 360}
"""


def world_line(text: str) -> int:
    """Return the line of the world that holds a text; it must be only one."""
    return line_in(WORLD, text)


def write_world(folder: Path, *changes: tuple[str, str], mentions: str = MENTIONS) -> Path:
    """Write the world and its messages with some texts replaced; return the scenario's path."""
    (folder / "mentions.csv").write_text(mentions, encoding="utf-8")
    return write_changed(folder / "scenario.yaml", WORLD, changes)
