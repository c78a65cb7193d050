"""The expressions of TaskRouter: what they mean, and what is told where they are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.taskrouter.expressions import (
    Expression,
    ExpressionError,
    conjuncts,
    holds,
    is_always_true,
    keys_of,
    parse,
)

TASK = {
    "type": "ticket",
    "value": 5,
    "rate": 5.1,
    "vip": True,
    "tags": ["a", "b"],
    "object": {"list": ["x", "y"], "name": "z"},
}


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("1 == 1", True),
        ("1==2", False),
        ("type == 'ticket'", True),
        ('type != "ticket"', False),
        ("value > 4 AND value <= 5", True),
        ("value >= 5.1", False),
        ("rate >= 5.1", True),
        ("vip == true", True),
        ("vip == 1", False),
        ("missing == 'x'", False),
        ("missing != 'x'", True),
        ("missing > 0", False),
        ("tags HAS 'a'", True),
        ("tags HAS 'c'", False),
        ("type IN ['lead', 'ticket']", True),
        ("type NOT IN ['lead', 'ticket']", False),
        ("type in ['ticket']", True),
        ("'b' IN tags", True),
        ("object.name == 'z'", True),
        ("object.list[1] == 'y'", True),
        ("object.list[7] == 'y'", False),
        ("type CONTAINS 'ick'", True),
        ("type CONTAINS 'lead'", False),
        # A scalar operator on an array is false, an array operator on two scalars too.
        ("tags == 'a'", False),
        ("tags != 'a'", False),
        ("type HAS 'ticket'", False),
        ("type NOT IN 'lead'", False),
        # AND binds more than OR.
        ("1 == 2 AND 1 == 2 OR 1 == 1", True),
        ("1 == 2 AND (1 == 2 OR 1 == 1)", False),
        ("(vip == false) or (value < 9)", True),
    ],
)
def test_what_an_expression_means(text: str, true: bool) -> None:
    assert holds(parse(text), TASK) is true


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("team-1 == 2", "column 5: TaskRouter knows no hyphens"),
        ("value = 1", "column 7: a single ="),
        ("value ==", "column 9: ends where"),
        ("type HAS 'x", "column 10: the text has no end"),
        ("(value == 1", "column 12: ends where a closing parenthesis"),
        ("value == 1)", 'column 11: ")" stands where AND'),
        ("value AND 1 == 1", 'column 7: "AND" stands where one of =='),
        ("value == 1 XOR 1 == 1", 'column 12: "XOR"'),
        ("value == 1 && 1 == 1", 'column 12: "&"'),
        ("type IN ['a' 'b']", "column 14: \"'b'\" stands where a comma"),
        ("type IN [value]", "of a list"),
        ("NOT value == 1", 'column 1: "NOT"'),
        ("", "column 1: ends"),
        ("12ab == 1", 'column 1: "1"'),
    ],
)
def test_what_is_wrong_is_told_with_its_column(text: str, said: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert said in str(error.value)


def test_the_parts_of_an_and() -> None:
    parts = conjuncts(parse("a == 1 AND (b == 2 AND c == 3) AND (d == 4 OR e == 5)"))
    assert [len(list(keys_of(part))) for part in parts] == [1, 1, 1, 2]


def test_what_is_always_true() -> None:
    assert is_always_true(parse("1 == 1"))
    assert not is_always_true(parse("1 == 2"))
    assert not is_always_true(parse("workers.available == 0"))


@given(st.text(alphabet="ab1'\"[](),.=<>! ANDORHSI-_", max_size=25))
def test_any_text_is_an_expression_or_an_error_with_a_column(text: str) -> None:
    expression = or_none(text)
    assert expression is None or holds(expression, TASK) in (True, False)


def or_none(text: str) -> Expression | None:
    try:
        return parse(text)
    except ExpressionError as error:
        if not str(error).startswith("column "):
            raise
        return None
