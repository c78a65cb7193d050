"""The expressions of TaskRouter: the part of the grammar that is written here and edited by hand.

Comparisons (``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``CONTAINS``, ``HAS``, ``IN``,
``NOT IN``) of constants, lists and keys, joined by ``AND``, ``OR`` and parentheses. Meaning as in
Twilio's "Using TaskRouter Expressions": a key that is not there is null, a scalar operator is false
for an array, and an array operator is false for two scalars.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Value = str | float | bool | None | list["Value"]

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?(?![\w.]))
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<word>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d+\])*)
    |(?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,)
    )""",
    re.VERBOSE,
)
_LOGIC = ("AND", "OR")
_SCALAR: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPERATORS = ("==", "!=", *_SCALAR, "CONTAINS", "HAS", "IN", "NOT IN")


class ExpressionError(ValueError):
    """An expression is outside the grammar; the message says where and what would be right."""


@dataclass(frozen=True)
class Constant:
    """A text, a number, a truth value or a list of them."""

    value: Value


@dataclass(frozen=True)
class Key:
    """A key of a task's or a worker's attributes, e.g. worker.hostile_left."""

    path: tuple[str | int, ...]

    @property
    def name(self) -> str:
        """The key as it is written, without array places."""
        return ".".join(part for part in self.path if isinstance(part, str))


@dataclass(frozen=True)
class Comparison:
    """Two operands and what is said of them."""

    left: Constant | Key
    operator: str
    right: Constant | Key


@dataclass(frozen=True)
class AllOf:
    """Parts that must all be true."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class AnyOf:
    """Parts of which one must be true."""

    parts: tuple["Expression", ...]


Expression = Comparison | AllOf | AnyOf


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    column: int  # counted from 1


def parse(text: str) -> Expression:
    """Return an expression; raises ExpressionError with the column for what is not understood."""
    return _Parser(_tokens(text), len(text) + 1).whole()


def holds(expression: Expression, attributes: Mapping[str, object]) -> bool:
    """Whether an expression is true for attributes as they stand in JSON."""
    if isinstance(expression, AllOf):
        return all(holds(part, attributes) for part in expression.parts)
    if isinstance(expression, AnyOf):
        return any(holds(part, attributes) for part in expression.parts)
    left = _value(expression.left, attributes)
    right = _value(expression.right, attributes)
    return _compare(left, expression.operator, right)


def conjuncts(expression: Expression) -> tuple[Expression, ...]:
    """Return the parts that AND joins at the top; a single one where nothing is joined."""
    if not isinstance(expression, AllOf):
        return (expression,)
    return tuple(one for part in expression.parts for one in conjuncts(part))


def keys_of(expression: Expression) -> Iterator[Key]:
    """Yield every key of an expression, as often as it is named."""
    if isinstance(expression, Comparison):
        for operand in (expression.left, expression.right):
            if isinstance(operand, Key):
                yield operand
        return
    for part in expression.parts:
        yield from keys_of(part)


def is_always_true(expression: Expression) -> bool:
    """Whether an expression is true whatever the attributes, such as 1 == 1."""
    return not any(keys_of(expression)) and holds(expression, {})


def _value(operand: Constant | Key, attributes: Mapping[str, object]) -> object:
    if isinstance(operand, Constant):
        return operand.value
    here: object = attributes
    for part in operand.path:
        if isinstance(part, str):
            here = here.get(part) if isinstance(here, Mapping) else None
        else:
            here = here[part] if isinstance(here, list) and part < len(here) else None
    return here


def _compare(left: object, sign: str, right: object) -> bool:
    if sign in ("HAS", "IN", "NOT IN"):
        array, one = (left, right) if sign == "HAS" else (right, left)
        if not isinstance(array, list) or isinstance(one, list):
            return False
        return (one in array) is (sign != "NOT IN")
    if isinstance(left, list) or isinstance(right, list):
        return False
    if sign in ("==", "!="):
        return (_same(left, right)) is (sign == "==")
    if sign == "CONTAINS":
        return isinstance(left, str) and isinstance(right, str) and right in left
    if _is_number(left) and _is_number(right):
        return _SCALAR[sign](left, right)  # type: ignore[arg-type]
    return False


def _same(left: object, right: object) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            raise _strange(text, place)
        kind = str(found.lastgroup)
        tokens.append(_Token(kind, found[kind], found.start(kind) + 1))
        place = found.end()
    return tokens


def _strange(text: str, place: int) -> ExpressionError:
    place += len(text[place:]) - len(text[place:].lstrip())
    column, sign = place + 1, text[place]
    if sign == "-":
        return ExpressionError(
            f"column {column}: TaskRouter knows no hyphens; write an underscore in the name"
        )
    if sign == "=":
        return ExpressionError(f"column {column}: a single = says nothing; write ==")
    if sign in "\"'":
        return ExpressionError(f"column {column}: the text has no end; close the quotation mark")
    return ExpressionError(f'column {column}: "{sign}" is not understood; take it out')


class _Parser:
    """A parser by recursive descent; OR binds less than AND."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self.tokens = tokens
        self.end = end  # column behind the last character
        self.place = 0

    def whole(self) -> Expression:
        """Return the expression that all tokens make."""
        expression = self._any()
        token = self._next()
        if token is not None:
            raise self._expected("AND, OR or the end", token)
        return expression

    def _any(self) -> Expression:
        parts = [self._all()]
        while self._take("OR"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self) -> Expression:
        parts = [self._unit()]
        while self._take("AND"):
            parts.append(self._unit())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _unit(self) -> Expression:
        if self._take("("):
            inner = self._any()
            if not self._take(")"):
                raise self._expected("a closing parenthesis", self._next())
            return inner
        left = self._operand()
        sign = self._operator()
        return Comparison(left, sign, self._operand())

    def _operator(self) -> str:
        token = self._next()
        if token is not None:
            word = token.text.upper()
            if word == "NOT" and self._ahead(1) == "IN":
                self.place += 2
                return "NOT IN"
            if word in OPERATORS:
                self.place += 1
                return word
        raise self._expected(f"one of {', '.join(OPERATORS)}", token)

    def _operand(self) -> Constant | Key:
        token = self._next()
        if token is None or (token.kind == "sign" and token.text != "["):
            raise self._expected("a key, a text, a number or a list", token)
        self.place += 1
        if token.text == "[":
            return Constant(self._list(token))
        constant = _constant(token)
        if constant is not None:
            return constant
        if token.text.upper() in (*_LOGIC, *OPERATORS, "NOT"):
            self.place -= 1
            raise self._expected("a key, a text, a number or a list", token)
        return Key(_path(token.text))

    def _list(self, start: _Token) -> list[Value]:
        values: list[Value] = []
        while not self._take("]"):
            token = self._next()
            constant = _constant(token) if token is not None else None
            if constant is None:
                raise self._expected("a text or a number of a list", token or start)
            values.append(constant.value)
            self.place += 1
            if self._ahead(0) != "]" and not self._take(","):
                raise self._expected("a comma or the end of the list", self._next())
        return values

    def _next(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _ahead(self, steps: int) -> str | None:
        place = self.place + steps
        return self.tokens[place].text.upper() if place < len(self.tokens) else None

    def _take(self, text: str) -> bool:
        token = self._next()
        found = token is not None and token.kind != "text" and token.text.upper() == text
        self.place += found
        return found

    def _expected(self, what: str, token: _Token | None) -> ExpressionError:
        if token is None:
            return ExpressionError(f"column {self.end}: ends where {what} should stand")
        return ExpressionError(
            f'column {token.column}: "{token.text}" stands where {what} should stand'
        )


def _constant(token: _Token) -> Constant | None:
    if token.kind == "text":
        return Constant(token.text[1:-1])
    if token.kind == "number":
        return Constant(float(token.text) if "." in token.text else int(token.text))
    if token.text in ("true", "false"):
        return Constant(token.text == "true")
    return None


def _path(text: str) -> tuple[str | int, ...]:
    parts = re.findall(r"[A-Za-z_]\w*|\d+", text)
    return tuple(int(part) if part.isdigit() else part for part in parts)
