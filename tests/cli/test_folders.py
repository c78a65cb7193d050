"""Where a run may be written."""

from pathlib import Path

import pytest

from reports.run.cap_folder import check_cap_folder
from reports.run.run_choice import MARK, choose_folder, slug
from scenarios.problems import ScenarioError


def test_without_a_folder_the_next_free_one_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert choose_folder(None, "Our Team, 2027", force=False) == Path("runs/our-team-2027-1")
    Path("runs/our-team-2027-1").mkdir(parents=True)
    assert choose_folder(None, "Our Team, 2027", force=False) == Path("runs/our-team-2027-2")


def test_a_run_is_replaced_only_if_asked(tmp_path: Path) -> None:
    (tmp_path / MARK).write_text("", encoding="utf-8")
    with pytest.raises(ScenarioError, match="--force"):
        choose_folder(tmp_path, "x", force=False)
    assert choose_folder(tmp_path, "x", force=True) == tmp_path


def test_what_is_no_run_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("", encoding="utf-8")
    with pytest.raises(ScenarioError, match="no run folder"):
        choose_folder(tmp_path, "x", force=True)
    with pytest.raises(ScenarioError, match="no run folder"):
        choose_folder(tmp_path / "diary.txt", "x", force=True)


def test_new_and_empty_folders_are_taken(tmp_path: Path) -> None:
    assert choose_folder(tmp_path, "x", force=False) == tmp_path
    assert choose_folder(tmp_path / "new", "x", force=False) == tmp_path / "new"


@pytest.mark.parametrize(("name", "plain"), [("Ä & B", "b"), ("../../etc", "etc"), ("...", "run")])
def test_names_become_plain(name: str, plain: str) -> None:
    assert slug(name) == plain


def test_a_place_that_cannot_be_written_is_told_before_anything_is_computed(tmp_path: Path) -> None:
    file = tmp_path / "diary.txt"
    file.write_text("", encoding="utf-8")
    with pytest.raises(ScenarioError, match="nothing can be put into"):
        choose_folder(file / "run", "x", force=False)
    with pytest.raises(ScenarioError, match="nothing can be put into"):
        check_cap_folder(file / "cap", force=False)


def test_the_look_whether_a_folder_can_be_made_leaves_nothing(tmp_path: Path) -> None:
    choose_folder(tmp_path / "deep" / "new", "x", force=False)
    assert not list(tmp_path.iterdir())
