"""YAML 1.2 text as plain data that remembers the line of every value."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from scenarios.problems import FieldPath, Origin, Problem, ScenarioError, problem_at

MOST_VALUES = 200_000  # aliases of aliases could otherwise grow without end
_TAG = "tag:yaml.org,2002:"
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True)
class Source:
    """Plain data (mappings with text keys, lists, scalars) with the origin of each value."""

    data: Any
    origins: dict[FieldPath, Origin] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()  # what is wrong but does not stop the reading

    def origin(self, path: FieldPath) -> Origin:
        """Return where a path was written, or a value within it, or else the nearest around it."""
        if path not in self.origins:
            within = (o for at, o in self.origins.items() if at[: len(path)] == path)
            if (inner := next(within, None)) is not None:
                return inner
        for length in range(len(path), -1, -1):
            if path[:length] in self.origins:
                return self.origins[path[:length]]
        raise KeyError("a source has an origin for its root")


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file; raises ScenarioError where there is none."""
    name = str(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ScenarioError([Problem(name, None, "", "there is no such file")]) from None
    except IsADirectoryError:
        message = "is a folder; name the scenario file within it"
        raise ScenarioError([Problem(name, None, "", message)]) from None
    except OSError as error:
        message = f"cannot be read ({error.strerror}); check its permissions"
        raise ScenarioError([Problem(name, None, "", message)]) from None
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        message = "is a binary file; a text file in UTF-8 is needed"
        raise ScenarioError([Problem(name, line, "", message)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"is not UTF-8 (byte 0x{content[error.start]:02x}); save it as UTF-8"
        raise ScenarioError([Problem(name, line, "", message)]) from None


def read_yaml(path: Path) -> Source:
    """Return a YAML file's mapping with its lines; raises ScenarioError if it holds none."""
    return parse_yaml(read_text(path), Origin(str(path), 1))


def parse_yaml(text: str, origin: Origin) -> Source:
    """Return the mapping in a YAML text; raises ScenarioError if it holds none."""
    source = parse_value(text, origin)
    if source.data is None:
        message = 'is empty; start with "fairshift: 1", or with "extends:" and a base'
        raise ScenarioError([*source.problems, Problem(origin.file, origin.line, "", message)])
    if not isinstance(source.data, dict):
        kind = "a list" if isinstance(source.data, list) else "a single value"
        message = f'holds {kind} at the top; write fields as "name: value"'
        raise ScenarioError([Problem(origin.file, source.origin(()).line, "", message)])
    return source


def parse_value(text: str, origin: Origin) -> Source:
    """Return any YAML value with its origins; an origin without a line is that of all of it."""
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise ScenarioError([_syntax_problem(error, origin)]) from None
    except YAMLError as error:
        message = " ".join(str(error).split()) + "; write plain printable text"
        raise ScenarioError([Problem(origin.file, origin.line, "", message)]) from None
    except RecursionError:
        message = "is nested too deeply; a scenario has a handful of levels"
        raise ScenarioError([Problem(origin.file, origin.line, "", message)]) from None
    builder = _Builder(origin)
    data = None if node is None else builder.build(node, (), ())
    builder.origins.setdefault((), origin)
    return Source(data, builder.origins, tuple(builder.problems))


def _syntax_problem(error: MarkedYAMLError, origin: Origin) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = origin.line if mark is None or origin.line is None else mark.line + 1
    reason = " ".join(str(error.problem or error.context).split())
    if "'\\t'" in reason or "\\t" in reason:
        reason = "a tab where YAML wants spaces; indent with spaces"
    elif "but found another document" in reason or "single document" in str(error):
        reason = "a second document begins; keep one scenario in a file, without ---"
    else:
        reason = f"is no valid YAML: {reason}; check indentation, colons, quotes and brackets"
    return Problem(origin.file, line, "", reason)


class _Builder:
    """Turns composed nodes into plain data and collects what is wrong."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.origins: dict[FieldPath, Origin] = {}
        self.problems: list[Problem] = []
        self.values = 0

    def _at(self, node: Node) -> Origin:
        line = None if self.origin.line is None else node.start_mark.line + 1
        return Origin(self.origin.file, line)

    def build(self, node: Node, path: FieldPath, above: tuple[int, ...]) -> Any:
        """Return the data of a node; ``above`` holds the nodes around it, against cycles."""
        self.values += 1
        self.origins.setdefault(path, self._at(node))
        if id(node) in above or self.values > MOST_VALUES:
            message = "an alias repeats itself without end; write the values out"
            self.problems.append(problem_at(self._at(node), path, message))
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path, (*above, id(node)))
        if isinstance(node, SequenceNode):
            inner = (*above, id(node))
            return [self.build(item, (*path, k), inner) for k, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: MappingNode, path: FieldPath, above: tuple[int, ...]) -> Any:
        data: dict[str, Any] = {}
        first_lines: dict[str, int | None] = {}
        for key_node, value_node in node.value:
            where = self._at(key_node)
            if not isinstance(key_node, ScalarNode):
                message = "a field's name is a plain word, not a list or mapping"
                self.problems.append(problem_at(where, path, message))
                continue
            key = str(key_node.value)
            inner = (*path, key)
            if key in data:
                first = first_lines[key]
                at = "" if first is None else f" (first on line {first})"
                message = f"is written twice{at}; keep one"
                self.problems.append(problem_at(where, inner, message))
                continue
            first_lines[key] = where.line
            self.origins[inner] = where
            data[key] = self.build(value_node, inner, above)
        return data

    def _scalar(self, node: Node, path: FieldPath) -> Any:
        text = str(node.value)
        tag = str(node.tag).removeprefix(_TAG)
        try:
            return _scalar_value(tag, text)
        except ValueError:
            message = f'"{text}" is no {tag}; write it in quotes if it is text'
        except KeyError:
            message = f"the tag {node.tag} is not known here; write the value without it"
        self.problems.append(problem_at(self._at(node), path, message))
        return None


def _scalar_value(tag: str, text: str) -> Any:
    if tag == "null":
        return None
    if tag == "bool":
        return _BOOLEANS[text.lower()]
    if tag == "int":
        return int(text.replace("_", ""), 0) if text.lstrip("+-")[:2] in ("0x", "0o") else int(text)
    if tag == "float":
        return float(text.replace(".inf", "inf").replace(".nan", "nan").replace(".NaN", "nan"))
    if tag in ("str", "timestamp", "merge", "value"):
        return text  # dates stay as written; the nouns read them
    raise KeyError(tag)
