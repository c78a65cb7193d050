"""Linear expressions of the solver, built in one call and typed once."""

from collections.abc import Iterable

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

__all__ = ["Linear", "Literal", "Term", "constant", "total", "weighted"]

Linear = cp_model.LinearExpr
Term = tuple[int, Linear]  # coefficient, expression


def weighted(terms: Iterable[Term]) -> Linear:
    """Return the weighted sum of expressions; of none, zero."""
    listed = list(terms)
    if not listed:
        return constant(0)
    factors, expressions = zip(*listed, strict=True)
    return cp_model.LinearExpr.weighted_sum(expressions, factors)


def total(expressions: Iterable[Linear]) -> Linear:
    """Return the sum of expressions; of none, zero."""
    return weighted((1, expression) for expression in expressions)


def constant(value: int) -> Linear:
    """Return a number as an expression."""
    return cp_model.LinearExpr.constant(value)
