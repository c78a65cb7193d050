"""Layers of a scenario: base files and named overrides, merged in this order."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scenarios import library
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Origin, Problem, ScenarioError, problem_at
from scenarios.yaml_source import Source, read_yaml

_OF_LIMITS: tuple[FieldPath, ...] = (("forbidden_successions",), ("max_shifts",), ("prices",))
# Mappings whose entries the planner names; null takes an entry away.
COLLECTIONS: tuple[FieldPath, ...] = (
    ("channels",),
    ("channels", "*", "languages"),
    ("channels", "*", "opening"),
    ("channels", "*", "replay", "where"),
    ("channels", "*", "replay", "hostile"),
    ("events",),
    ("external_desks",),
    ("external_desks", "*", "opening"),
    ("horizon", "opening"),
    *(("rules", *inner) for inner in _OF_LIMITS),
    *(("rules", "minors", *inner) for inner in _OF_LIMITS),
    *(("rules", "expecting", *inner) for inner in _OF_LIMITS),
    ("shifts",),
    ("staffing", "asks"),
    ("staffing", "groups"),
    ("staffing", "groups", "*", "handle_time_factor"),
    ("start", "backlog"),
    ("storms",),
    ("team", "contracts"),
    *(("team", "contracts", "*", "rules", *inner) for inner in _OF_LIMITS),
    ("team", "on_duty"),
    ("team", "on_duty", "*", "hours"),
    ("team", "profiles"),
    ("team", "profiles", "*", "handle_time_factor"),
    ("team", "rotations"),
)
_CSV_EXAMPLES = {
    "agents_file": "agents.csv",
    "file": "mentions.csv",
    "last_roster": "last-roster.csv",
    "messages_file": "replay-posts.csv",
}


def read_layers(path: Path, overrides: Sequence[str]) -> Source:
    """Return the merged data of a scenario file; raises ScenarioError if it cannot be merged.

    Mappings merge, lists and single values replace. ``extends`` and ``overrides`` are used up.
    Problems that do not stop the reading are in the result.
    """
    source = _with_bases(path, path.parent.resolve(), ())
    source, blocks = _take(source, "overrides")
    problems = [*source.problems, *_block_problems(blocks)]
    for name in overrides if not _block_problems(blocks) else ():
        try:
            source = merge(source, _block(blocks, name))
        except ScenarioError as error:
            problems.extend(error.problems)
    return Source(source.data, source.origins, tuple(problems))


def override_names(path: Path) -> tuple[str, ...]:
    """Return the names of a scenario file's override blocks, those of its bases included."""
    _, blocks = _take(_with_bases(path, path.parent.resolve(), ()), "overrides")
    return tuple(blocks.data) if isinstance(blocks.data, dict) else ()


def merge(lower: Source, upper: Source) -> Source:
    """Return the upper source laid over the lower one."""
    origins = dict(lower.origins)
    data = _merge_data(lower.data, upper.data, (), origins)
    origins.update({path: origin for path, origin in upper.origins.items() if path})
    return Source(data, origins, lower.problems + upper.problems)


def _merge_data(lower: Any, upper: Any, path: FieldPath, origins: dict[FieldPath, Origin]) -> Any:
    if not isinstance(lower, dict) or not isinstance(upper, dict):
        if isinstance(lower, dict | list):
            for inner in [key for key in origins if key[: len(path)] == path]:
                del origins[inner]
        return upper
    merged = dict(lower)
    for key, value in upper.items():
        inner = (*path, key)
        merged[key] = _merge_data(lower[key], value, inner, origins) if key in lower else value
    return merged


def _with_bases(path: Path, root: Path, above: tuple[Path, ...]) -> Source:
    """Return a file merged over its chain of bases; ``root`` is the folder it may not leave."""
    source, extends = _take(read_yaml(path), "extends")
    if extends.data is None:
        return source
    origin = extends.origin(())
    if not isinstance(extends.data, str):
        message = "name one base: a file such as base.yaml, or a ready scenario"
        raise ScenarioError([problem_at(origin, ("extends",), message)])
    base, base_root = _base_file(extends.data, origin, path, root)
    chain = (*above, path.resolve())
    if base.resolve() in chain:
        names = " -> ".join(one.name for one in (*chain, base))
        message = f"the bases run in a circle ({names}); let one of them extend nothing"
        raise ScenarioError([problem_at(origin, ("extends",), message)])
    return merge(_with_bases(base, base_root, chain), source)


def _base_file(name: str, origin: Origin, path: Path, root: Path) -> tuple[Path, Path]:
    if name in library.names():
        return library.find(name), library.FOLDER.resolve()
    if Path(name).suffix not in (".yaml", ".yml"):
        ready = known_names(name, library.names())
        message = f'there is no ready scenario "{name}" ({ready}); or name a file such as base.yaml'
        raise ScenarioError([problem_at(origin, ("extends",), message)])
    return file_within(name, path.parent, root, origin, ("extends",)), root


def file_within(name: str, folder: Path, root: Path, origin: Origin, field: FieldPath) -> Path:
    """Return a file named in a scenario; raises ScenarioError if it lies outside ``root``.

    Symbolic links are followed before the check.
    """
    path = folder / name
    if not path.resolve().is_relative_to(root):
        message = f'"{name}" lies outside the scenario\'s folder {root}; copy it into the folder'
        raise ScenarioError([problem_at(origin, field, message)])
    if not path.is_file():
        message = f'there is no file "{name}" in {folder}; correct the name or add the file'
        raise ScenarioError([problem_at(origin, field, message)])
    return path


def file_named(name: Any, origin: Origin, field: FieldPath, scenario: Path) -> Path:
    """Return the CSV file that a field names; raises ScenarioError if there is none to be read.

    A name is relative to the file in which it stands; on the command line, to the scenario.
    """
    if not isinstance(name, str):
        message = f"write the name of a CSV file, such as {_CSV_EXAMPLES[str(field[-1])]}"
        raise ScenarioError([problem_at(origin, field, message)])
    written_in = Path(origin.file) if origin.line is not None else scenario
    in_library = written_in.resolve().is_relative_to(library.FOLDER.resolve())
    root = library.FOLDER.resolve() if in_library else scenario.parent.resolve()
    return file_within(name, written_in.parent, root, origin, field)


def _take(source: Source, key: str) -> tuple[Source, Source]:
    """Return the source without a top-level field, and that field as a source of its own."""
    rest = {name: value for name, value in source.data.items() if name != key}
    outer = {path: origin for path, origin in source.origins.items() if path[:1] != (key,)}
    inner = {path[1:]: origin for path, origin in source.origins.items() if path[:1] == (key,)}
    inner.setdefault((), source.origin(()))
    return Source(rest, outer, source.problems), Source(source.data.get(key), inner)


def _block_problems(blocks: Source) -> list[Problem]:
    """Return what is wrong with override blocks as such, chosen or not."""
    if blocks.data is not None and not isinstance(blocks.data, dict):
        message = "write named blocks: {busy: {volume: {scale: 1.5}}}"
        return [problem_at(blocks.origin(()), ("overrides",), message)]
    message = "an override is a mapping of fields, such as {volume: {scale: 1.5}}"
    return [
        problem_at(blocks.origin((name,)), ("overrides", name), message)
        for name, block in (blocks.data or {}).items()
        if not isinstance(block, dict)
    ]


def _block(blocks: Source, name: str) -> Source:
    known = tuple(blocks.data or ())
    if name not in known:
        advice = known_names(name, known) if known else "the file has no overrides"
        message = f'there is no override "{name}"; {advice}'
        raise ScenarioError([Problem(f"--override {name}", None, "", message)])
    _, block = _take(blocks, name)
    return block


def without_removed(source: Source) -> Source:
    """Return the source without the named entries that are null."""
    data = source.data
    for pattern in COLLECTIONS:
        data = _drop_nulls(data, pattern)
    return Source(data, source.origins, source.problems)


def _drop_nulls(data: Any, pattern: FieldPath) -> Any:
    if not isinstance(data, dict):
        return data
    if not pattern:
        return {key: value for key, value in data.items() if value is not None}
    head, rest = pattern[0], pattern[1:]
    keys = list(data) if head == "*" else [key for key in data if key == head]
    return data | {key: _drop_nulls(data[key], rest) for key in keys}
