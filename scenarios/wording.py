"""What pydantic finds, in a planner's words: what is wrong and what would be right."""

from collections.abc import Callable
from typing import Any

from pydantic_core import ErrorDetails

from scenarios.fields import description, known_fields
from scenarios.nearest import known_names
from scenarios.problems import FieldPath

_EXAMPLES = {
    "channels": "{posts: {medium: post, ...}}",
    "languages": "[de, en]",
    "skills": "[posts, phone]",
    "agents": "[{id: anna, contract: full, skills: [posts]}]",
    "serves": "[[phone], [posts, messages]]",
    "shifts": '{early: {starts: ["08:00"], length_minutes: 510}}',
}

# Fields that take the name of a preset or a mapping of one's own.
_NAME_OR_OWN = {
    "shape": "office, or weights of your own: {by_weekday: [1, 1, 1, 1, 1, 0.5, 0.5]}",
    "workflow": "six-stages, or stages of your own: {stages: [{id: answer}, {id: resolve}]}",
}


def message_of(error: ErrorDetails, path: FieldPath) -> str:
    """Return the message for one of pydantic's errors at a path of the file."""
    maker = _MAKERS.get(error["type"])
    if maker is None:
        return f"{error['msg']} (written: {_shown(error['input'])})"
    return maker(error, path)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f'"{value[:60]}"'
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _limits(error: ErrorDetails) -> dict[str, Any]:
    return error.get("ctx", {})


def _missing(error: ErrorDetails, path: FieldPath) -> str:
    meaning = description(path)
    explained = f" ({meaning.rstrip('.')})" if meaning else ""
    return f"is missing; add {path[-1]}:{explained}"


def _unknown(error: ErrorDetails, path: FieldPath) -> str:
    return f"is no field here; {known_names(str(path[-1]), known_fields(path[:-1]))}"


def _expects(what: str) -> Callable[[ErrorDetails, FieldPath], str]:
    def make(error: ErrorDetails, path: FieldPath) -> str:
        names = [part for part in path if isinstance(part, str)]
        if path[-1:] and path[-1] in _NAME_OR_OWN:
            return f"{_shown(error['input'])} does not fit here; write {_NAME_OR_OWN[names[-1]]}"
        example = _EXAMPLES.get(names[-1] if names else "", "")
        shown = f", such as {example}" if example else ""
        return f"{_shown(error['input'])} is not {what}; write {what}{shown}"

    return make


def _number(what: str) -> Callable[[ErrorDetails, FieldPath], str]:
    def make(error: ErrorDetails, path: FieldPath) -> str:
        quotes = " without quotes" if isinstance(error["input"], str) else ""
        return f"{_shown(error['input'])} is not {what}; write {what}{quotes}"

    return make


def _bound(words: str, key: str) -> Callable[[ErrorDetails, FieldPath], str]:
    def make(error: ErrorDetails, path: FieldPath) -> str:
        limit = _limits(error)[key]
        if not isinstance(limit, int | float):
            # Only dates have other limits.
            return f"{_shown(error['input'])} is out of range; write a day from 1970 to 2199"
        advice = f"write a number {words} {limit:g}"
        if key == "le" and limit == 1:
            advice = "write a share from 0 to 1, such as 0.2 for 20 %"
        return f"{_shown(error['input'])} is out of range; {advice}"

    return make


def _one_of(error: ErrorDetails, path: FieldPath) -> str:
    expected = str(_limits(error)["expected"]).replace("'", "").replace(" or ", ", ")
    words = expected.split(", ")
    advice = known_names(str(error["input"]), words)
    allowed = f"write {expected}" if len(words) == 1 else f"write one of {expected}"
    near = f" ({advice})" if advice.startswith("did") else ""
    return f"{_shown(error['input'])} is not known here; {allowed}{near}"


def _id(error: ErrorDetails, path: FieldPath) -> str:
    if "A-Za-z0-9" not in str(_limits(error)["pattern"]):
        return f"{_shown(error['input'])} does not fit; write two capital letters such as DE"
    return (
        f"{_shown(error['input'])} is no id; write 1 to 64 letters without accents, digits, "
        "dots, dashes or underscores, beginning with a letter or digit"
    )


def _too_short(error: ErrorDetails, path: FieldPath) -> str:
    limits = _limits(error)
    least, actual = limits["min_length"], limits["actual_length"]
    return f"has {actual} entries; write at least {least}"


def _too_long(error: ErrorDetails, path: FieldPath) -> str:
    limits = _limits(error)
    return f"has more than {limits['max_length']} entries; leave out the rest"


def _date(error: ErrorDetails, path: FieldPath) -> str:
    return f"{_shown(error['input'])} is no date; write an existing day as YYYY-MM-DD"


def _local_time(error: ErrorDetails, path: FieldPath) -> str:
    written = _shown(error["input"])
    return f"{written} is no local time; write YYYY-MM-DD HH:MM, without an offset"


def _said_by_noun(error: ErrorDetails, path: FieldPath) -> str:
    return str(_limits(error)["error"])


_MAKERS: dict[str, Callable[[ErrorDetails, FieldPath], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "value_error": _said_by_noun,
    "float_type": _number("a number"),
    "int_type": _number("a whole number"),
    "int_from_float": _number("a whole number"),
    "finite_number": _number("a finite number"),
    "bool_type": _number("true or false"),
    "bool_parsing": _number("true or false"),
    "string_type": _expects("text"),
    "model_type": _expects("a mapping of fields"),
    "dict_type": _expects("a mapping of names to values"),
    "tuple_type": _expects("a list"),
    "list_type": _expects("a list"),
    "greater_than": _bound("above", "gt"),
    "greater_than_equal": _bound("of at least", "ge"),
    "less_than": _bound("below", "lt"),
    "less_than_equal": _bound("of at most", "le"),
    "enum": _one_of,
    "literal_error": _one_of,
    "string_pattern_mismatch": _id,
    "too_short": _too_short,
    "too_long": _too_long,
    "date_type": _date,
    "date_parsing": _date,
    "date_from_datetime_parsing": _date,
    "date_from_datetime_inexact": _date,
    "datetime_type": _local_time,
    "datetime_parsing": _local_time,
    "datetime_from_date_parsing": _local_time,
    "timezone_naive": _local_time,
}
