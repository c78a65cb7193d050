"""Writing a scenario as YAML."""

import io

from ruamel.yaml import YAML

from scenarios.channels import Channel
from scenarios.replay_file import messages_to_csv
from scenarios.scenario import Scenario
from scenarios.staffed_team import without_staffed_team


def scenario_to_yaml(scenario: Scenario) -> str:
    """Return a scenario as YAML with every field filled in.

    It reads back equal where the files of ``replay_files`` lie beside it. The team of a staffing
    is left out: reading makes it again.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None  # innermost lists and mappings on one line
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 100
    yaml.allow_unicode = True
    text = io.StringIO()
    lean = {key: _without_messages(channel) for key, channel in scenario.channels.items()}
    data = scenario.model_copy(update={"channels": lean}).model_dump(mode="json")
    for key, channel in data["channels"].items():
        if channel["replay"] is not None:
            del channel["replay"]["messages"]
            channel["replay"]["messages_file"] = _file_of(key)
    yaml.dump(without_staffed_team(data), text)
    return text.getvalue()


def replay_files(scenario: Scenario) -> dict[str, str]:
    """Return the CSV files with the messages of replays that go with the YAML, by name."""
    return {
        _file_of(key): messages_to_csv(channel.replay.messages)
        for key, channel in scenario.channels.items()
        if channel.replay is not None
    }


def _file_of(channel_id: str) -> str:
    return f"replay-{channel_id}.csv"


def _without_messages(channel: Channel) -> Channel:
    if channel.replay is None:
        return channel
    return channel.model_copy(update={"replay": channel.replay.model_copy(update={"messages": ()})})
