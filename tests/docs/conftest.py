"""The reference callback as a module, as it is when copied out of the documentation."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "routing"
MODULES = (
    "assignment_callback",
    "quota_books",
    "quota_gates",
    "quota_moments",
    "quota_settings",
)


@pytest.fixture(scope="module")
def callback() -> Iterator[ModuleType]:
    """The callback, with what stands beside it."""
    sys.path.insert(0, str(FOLDER))
    try:
        yield importlib.import_module("assignment_callback")
    finally:
        sys.path.remove(str(FOLDER))
        for name in MODULES:
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def books(callback: ModuleType) -> ModuleType:
    """What the callback decides by."""
    return sys.modules["quota_books"]


@pytest.fixture(scope="module")
def settings(callback: ModuleType) -> ModuleType:
    """How the callback reads its settings."""
    return sys.modules["quota_settings"]
