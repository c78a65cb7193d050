"""What all tests share: the same examples every time, blank pictures, compiling, order."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.compiling import compile_share
from tests.pictures import pictures_left_blank

LONGEST = ("test_docs.py", "test_promises.py")

# A red run is to speak of the change that it follows, not of luck: the same examples every time.
# `make test-all` looks for new ones (--hypothesis-profile=explore).
settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("explore", derandomize=False)
settings.load_profile("same")


@pytest.fixture
def blank_pictures() -> Iterator[None]:
    """Leave the pictures of run folders blank, where a test is about something else."""
    with pictures_left_blank():
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left alone with it in the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let each of several workers compile another part of the code before the tests begin."""
    worker = getattr(session.config, "workerinput", None)
    if worker is not None and session.items:
        compile_share(int(worker["workerid"].removeprefix("gw")), int(worker["workercount"]))
