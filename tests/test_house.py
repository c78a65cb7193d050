"""The house as a whole: which way imports go, and what no file of it may hold."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("scenarios", "simulation", "scheduler", "reports", "cli")  # lowest first
OUTSIDE = ("tests", "benchmarks", "docs")
LONGEST_FILE = 400
SEEDED_RANDOM = {"Generator", "BitGenerator", "Philox", "SeedSequence"}
# Written in two parts so that this file does not hold what it looks for.
HOSTS = tuple(
    name + "." + end
    for name, end in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("anaconda", "org"),
        ("docker", "io"),
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.:/-])/" + r"(?:home|Users|root|work|tmp|mnt)/\w")


def house_files() -> Iterator[Path]:
    for floor in FLOORS[:-1]:
        yield from sorted((ROOT / floor).rglob("*.py"))
    yield ROOT / "cli.py"


def python_files() -> Iterator[Path]:
    yield from house_files()
    for place in OUTSIDE:
        yield from sorted((ROOT / place).rglob("*.py"))


def floor_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of every module or member imported anywhere in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def upward_imports(floor: str, source: str) -> list[str]:
    forbidden = {*FLOORS[FLOORS.index(floor) + 1 :], *OUTSIDE}
    modules = imported_modules(ast.parse(source))
    return [module for module in modules if module.split(".")[0] in forbidden]


def star_imports(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]


def prints(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]


def global_randomness(source: str) -> list[str]:
    """Return uses of the random module, of numpy's global generator and of unseeded ones."""
    tree = ast.parse(source)
    found = [m for m in imported_modules(tree) if m == "random" or m.startswith("random.")]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in (
            "np.random",
            "numpy.random",
        ):
            if node.attr not in {*SEEDED_RANDOM, "default_rng"}:
                found.append(ast.unparse(node))
        elif (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).endswith("default_rng")
            and not node.args
            and not node.keywords
        ):
            found.append(ast.unparse(node))
    return found


def tracked_texts() -> Iterator[tuple[Path, str]]:
    """Yield every text file under version control with its content."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("tracked files can only be listed in a git clone")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file():
            content = path.read_bytes()
            if b"\0" not in content[:8000]:
                yield path, content.decode("utf-8", errors="replace")


def hosts_in(text: str) -> list[str]:
    return [host for host in HOSTS if host in text]


@pytest.mark.parametrize("path", list(house_files()), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_only_go_down(path: Path) -> None:
    assert upward_imports(floor_of(path), path.read_text(encoding="utf-8")) == []


def test_only_the_door_prints() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in house_files()
        if path.name != "cli.py" and (lines := prints(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_no_file_imports_everything() -> None:
    found = [p for p in python_files() if star_imports(p.read_text(encoding="utf-8"))]
    assert found == []


def test_no_global_randomness() -> None:
    found = {
        str(path.relative_to(ROOT)): uses
        for path in python_files()
        if (uses := global_randomness(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_files_stay_short() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in python_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) >= LONGEST_FILE
    }
    assert long == {}


def test_no_registry_host_and_no_machine_path_is_written_down() -> None:
    found = {
        str(path.relative_to(ROOT)): (hosts_in(text), MACHINE_PATHS.findall(text))
        for path, text in tracked_texts()
        if hosts_in(text) or MACHINE_PATHS.search(text)
    }
    assert found == {}


class TestTheChecksCanFail:
    """Each check above sees the mistake it is there for."""

    @pytest.mark.parametrize(
        ("floor", "line", "wrong"),
        [
            ("scenarios", "import simulation.desk.desk", True),
            ("simulation", "from scheduler.plan import Plan", True),
            ("scheduler", "def f():\n    from reports.page import html", True),
            ("reports", "import cli", True),
            ("reports", "from tests import house", True),
            ("scheduler", "from simulation.desk.desk import run_cases", False),
            ("reports", "from reports.page.html import page", False),
        ],
    )
    def test_direction(self, floor: str, line: str, wrong: bool) -> None:
        assert bool(upward_imports(floor, line)) is wrong

    @pytest.mark.parametrize(
        ("line", "wrong"),
        [
            ("import random", True),
            ("from random import choice", True),
            ("import numpy as np\nnp.random.seed(1)", True),
            ("import numpy as np\nnp.random.normal()", True),
            ("import numpy as np\nnp.random.default_rng()", True),
            ("import numpy as np\nnp.random.default_rng(7)", False),
            ("import numpy as np\nnp.random.Generator(np.random.Philox(7))", False),
        ],
    )
    def test_randomness(self, line: str, wrong: bool) -> None:
        assert bool(global_randomness(line)) is wrong

    def test_prints_and_stars(self) -> None:
        assert prints("def f():\n    print(1)") == [2]
        assert star_imports("from os import *") == [1]

    def test_hosts_and_paths(self) -> None:
        assert hosts_in("see files.pythonhosted" + ".org") == ["pythonhosted" + ".org"]
        assert MACHINE_PATHS.search("read /" + "home/ann/x.csv")
        assert not MACHINE_PATHS.search("see https://example.com/" + "work/x and ./tmp/x")
