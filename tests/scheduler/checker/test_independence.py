"""The checker stands on its own: it takes nothing from what makes rosters."""

import ast
from pathlib import Path

import scheduler.checker

ROOM = Path(scheduler.checker.__file__).parent
# What a roster is judged against: the requirement, the cuts, and the form of its costs.
SHARED = {"scheduler.cuts", "scheduler.plan", "scheduler.requirement"}


def taken_from_the_scheduler(source: str) -> set[str]:
    modules = {
        node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module is not None
    }
    own = "scheduler.checker"
    return {m for m in modules if m.startswith("scheduler") and not m.startswith(own)}


def test_the_checker_shares_no_code_with_what_makes_rosters():
    files = sorted(ROOM.glob("*.py"))
    assert len(files) > 10
    taken = {file.name: taken_from_the_scheduler(file.read_text()) - SHARED for file in files}
    assert {name: modules for name, modules in taken.items() if modules} == {}


def test_a_shared_module_would_be_seen():
    assert taken_from_the_scheduler("from scheduler.shapes import place") == {"scheduler.shapes"}
