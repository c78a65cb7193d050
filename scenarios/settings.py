"""Single settings from the command line, such as ``cap.hostile=0.2``."""

from collections.abc import Sequence
from typing import Any

from scenarios.problems import FieldPath, Origin, Problem, ScenarioError, field_name
from scenarios.yaml_source import Source, parse_value

AGENTS: FieldPath = ("team", "agents")


def is_about_agents(setting: str) -> bool:
    """Whether a setting changes single agents, who may come from a file of their own."""
    return setting.strip().startswith("team.agents.")


def with_settings(source: Source, settings: Sequence[str]) -> Source:
    """Return the source with settings applied in order; what cannot be is in its problems."""
    for setting in settings:
        try:
            source = _with_setting(source, setting)
        except ScenarioError as error:
            source = Source(source.data, source.origins, source.problems + error.problems)
    return source


def _with_setting(source: Source, setting: str) -> Source:
    origin = Origin(f"--set {setting}")
    dotted, equals, text = setting.partition("=")
    if not equals or not all(part.strip() for part in dotted.split(".")):
        message = "write a field, an equals sign and a value: cap.hostile=0.2"
        raise ScenarioError([Problem(origin.file, None, "", message)])
    value = parse_value(text, origin)
    path = _path_in(source.data, dotted.strip(), (), origin)
    data = _put(source.data, path, value.data)
    kept = {at: o for at, o in source.origins.items() if at[: len(path)] != path}
    if isinstance(value.data, dict):
        kept = dict(source.origins)
    new = {(*path, *inner): at for inner, at in value.origins.items()}
    return Source(data, {**kept, **new}, source.problems + value.problems)


def _path_in(data: Any, dotted: str, before: FieldPath, origin: Origin) -> FieldPath:
    """Return a dotted path as keys and list places; a known name may hold dots itself."""
    if not dotted:
        return before
    head, _, rest = dotted.partition(".")
    if isinstance(data, list):
        if not head.isdigit() or int(head) >= len(data):
            field = field_name((*before, head))
            message = f'"{head}" is no place in this list; write 0 to {len(data) - 1}'
            raise ScenarioError([Problem(origin.file, None, field, message)])
        place = int(head)
        return _path_in(data[place], rest, (*before, place), origin)
    if isinstance(data, dict):
        for key in sorted(data, key=len, reverse=True):
            if dotted == key or dotted.startswith(key + "."):
                return _path_in(data[key], dotted[len(key) + 1 :], (*before, key), origin)
    return _path_in(None, rest, (*before, head), origin)


def _put(data: Any, path: FieldPath, value: Any) -> Any:
    """Return the data with the value at a path; a mapping is merged into a mapping."""
    if not path:
        if isinstance(data, dict) and isinstance(value, dict):
            merged = dict(data)
            for key, inner in value.items():
                merged[key] = _put(data.get(key), (), inner)
            return merged
        return value
    head, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(head, int):
        return [*data[:head], _put(data[head], rest, value), *data[head + 1 :]]
    here = data if isinstance(data, dict) else {}
    return {**here, head: _put(here.get(head), rest, value)}
