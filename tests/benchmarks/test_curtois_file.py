"""Reading the text files of the Curtois instances."""

import pytest

from benchmarks.rosters.curtois_file import (
    Cover,
    Employee,
    Request,
    ShiftType,
    parse_instance,
    read_instance,
)
from benchmarks.rosters.data import instances
from tests.benchmarks.small_curtois import TEXT, small_instance


def test_every_section_is_read() -> None:
    instance = small_instance()
    assert instance.days == 14
    assert instance.types == (
        ShiftType("E", 480, frozenset()),
        ShiftType("L", 600, frozenset("E")),
        ShiftType("N", 720, frozenset("EL")),
    )
    assert instance.employees[0] == Employee(
        "A", (("E", 14), ("L", 2), ("N", 0)), 3600, 1440, 4, 2, 2, 1, frozenset({0, 9})
    )
    assert instance.employees[1].days_off == frozenset()
    assert instance.on == (Request("A", 1, "E", 3), Request("B", 2, "L", 2))
    assert instance.off == (Request("B", 4, "N", 5),)
    assert instance.cover[1] == Cover(1, "E", 2, 100, 7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT.replace("SECTION_COVER", "SECTION_COVERS"), "unknown section SECTION_COVERS"),
        ("3,4\n" + TEXT, "before the first section"),
        (TEXT.replace("A,E=14|L=2|N=0,3600,1440,4,2,2,1\n", "").replace("B,E=14", "#"), "no staff"),
    ],
)
def test_another_format_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_instance("broken", text)


def test_spaces_remarks_and_days_off_in_several_rows_change_nothing() -> None:
    told = TEXT.replace("|", " | ").replace("SECTION_COVER", "SECTION_COVER # who is wanted")
    told = told.replace("A,0,9", "A,0 # a Monday\n\nA,9")
    assert told.count("A,9") > TEXT.count("A,9")
    assert parse_instance("told", told) == parse_instance("told", TEXT)


def test_the_public_files_are_read_whole() -> None:
    paths = instances("curtois", "Instance*.txt")
    if not paths:
        pytest.skip("the public instances are not part of a clone")
    for path in paths:
        read = read_instance(path)
        lines = [line for line in path.read_text().splitlines() if line]
        rows = [line for line in lines if not line.startswith(("#", "SECTION_"))]
        said = 1 + len(read.types) + len(read.employees) + len(read.on) + len(read.off)
        said += len(read.cover) + sum(1 for one in read.employees if one.days_off)
        assert len(rows) == said
