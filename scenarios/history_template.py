"""A ready scenario with one channel's figures replaced by those fitted from history."""

import io
from pathlib import Path
from textwrap import wrap
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from scenarios.history import FittedChannel
from scenarios.nearest import known_names
from scenarios.problems import Problem, ScenarioError
from scenarios.yaml_source import read_text


def scenario_with_history(template: Path, channel_id: str, fitted: FittedChannel) -> str:
    """Return the text of a complete scenario: the template's, with one channel as fitted.

    Comments of the template stay, except those of the figures replaced; comments at the channel
    say which file, rows and period the figures come from and what was taken as hostile. Raises
    ScenarioError if the template has no such channel.
    """
    yaml = YAML(typ="rt")
    yaml.width = 100
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    scenario = yaml.load(read_text(template))
    channels = scenario.get("channels") or {}
    if channel_id not in channels:
        message = f'there is no channel "{channel_id}"; {known_names(channel_id, channels)}'
        raise ScenarioError([Problem(str(template), None, "channels", message)])
    channel = channels[channel_id]
    _put(channel, "volume_per_week", _round(fitted.volume_per_week, 1))
    _put(channel, "shape", _shape(fitted))
    _put(channel, "busyness_cv", _round(fitted.busyness_cv, 3))
    if fitted.hostile_share is not None:
        hostility = channel.get("hostility")
        if hostility is None:
            hostility = channel["hostility"] = CommentedMap()
        _put(hostility, "share", _round(fitted.hostile_share, 4))
        if fitted.hostility_by_hour is not None:
            _put(hostility, "by_hour", _numbers(fitted.hostility_by_hour))
    comment = "\n".join(wrapped for line in provenance(fitted) for wrapped in wrap(line, 92))
    channel.yaml_set_start_comment(comment, indent=4)
    text = io.StringIO()
    yaml.dump(scenario, text)
    # Folded lists end their lines with a blank.
    return "\n".join(line.rstrip() for line in text.getvalue().split("\n"))


def provenance(fitted: FittedChannel) -> tuple[str, ...]:
    """Return lines that say where fitted figures come from."""
    spec = fitted.spec
    chosen = " and ".join(str(one) for one in spec.filters) or "every row"
    hours = "as written" if spec.as_written else spec.zone
    lines = [
        "volume_per_week, shape and busyness_cv are fitted from history:",
        f"{fitted.file}, {fitted.messages} of {fitted.rows} rows ({chosen}),",
        f"received {fitted.first:%Y-%m-%d %H:%M} to {fitted.last:%Y-%m-%d %H:%M} ({hours}).",
        f"Full days behind busyness_cv: {fitted.full_days}.",
    ]
    if fitted.full_days < 14:
        lines.append("So few days do not tell weekdays from busy days; a surge among them counts.")
    if spec.answered_share != 1:
        lines.append(f"Only {spec.answered_share:g} of the messages are taken to need an answer.")
    if fitted.hostile_share is not None:
        lines += [
            "Taken as hostile: " + " and ".join(str(one) for one in spec.hostile) + ":",
            f"{fitted.hostile_messages} of {fitted.messages} ({fitted.hostile_share:.1%}).",
        ]
    return tuple(lines)


def _put(mapping: CommentedMap, key: str, value: Any) -> None:
    """Set a value and drop the template's comment on the old one."""
    mapping.ca.items.pop(key, None)
    mapping[key] = value


def _shape(fitted: FittedChannel) -> CommentedMap:
    shape = CommentedMap()
    shape["by_weekday"] = _numbers(fitted.by_weekday)
    shape["by_hour"] = _numbers(fitted.by_hour)
    return shape


def _numbers(values: tuple[float, ...]) -> CommentedSeq:
    listed = CommentedSeq(_round(value, 3) for value in values)
    listed.fa.set_flow_style()
    return listed


def _round(value: float, digits: int) -> float:
    return round(float(value), digits)
