"""On which line of a JSON text each value stands."""

import re
from bisect import bisect_right
from json import JSONDecoder

from scenarios.problems import FieldPath

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = JSONDecoder()


class JsonLines:
    """The lines of the values in a text that is valid JSON."""

    def __init__(self, text: str) -> None:
        """Walk through the text once."""
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._places: dict[FieldPath, int] = {}
        self._value(self._next(0), ())

    def line(self, path: FieldPath) -> int:
        """Return the line of the value at a path, or of the nearest value around it."""
        known = next(path[:n] for n in range(len(path), -1, -1) if path[:n] in self._places)
        return bisect_right(self._starts, self._places[known])

    def _next(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def _value(self, at: int, path: FieldPath) -> int:
        """Note a value that begins at a place; return the place behind it."""
        self._places.setdefault(path, at)
        if self._text[at] == "{":
            return self._inside(at, path, "}")
        if self._text[at] == "[":
            return self._inside(at, path, "]")
        return _DECODER.raw_decode(self._text, at)[1]

    def _inside(self, at: int, path: FieldPath, end: str) -> int:
        at, number = self._next(at + 1), 0
        while self._text[at] != end:
            key: str | int = number
            if end == "}":
                begin = at
                key, at = _DECODER.raw_decode(self._text, at)
                self._places[(*path, key)] = begin
                at = self._next(self._next(at) + 1)
            at = self._next(self._value(at, (*path, key)))
            if self._text[at] == ",":
                at = self._next(at + 1)
            number += 1
        return at + 1
