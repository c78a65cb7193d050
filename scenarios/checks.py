"""Checks across fields."""

from scenarios.problems import Problem
from scenarios.yaml_source import Source


def check(source: Source) -> list[Problem]:
    """Return nothing yet."""
    return []
