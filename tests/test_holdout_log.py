"""The log of looks at the held-out years: written in a checkout of this project, nowhere else, and never in the way."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from simulation import cli
from simulation.experiments import holdout_log
from simulation.experiments.holdout_log import COLUMNS, LOG, Checkout, checkout_at, note
from studies.episodes import __main__ as episodes

ROOT = Path(__file__).parents[1]
ROW = re.compile(
    r"\| \d{4}-\d\d-\d\d \d\d:\d\d \| [0-9a-f]{12} \| (clean|changed) \| `.+` \| \d+ \| \d+ \| .+ \|"
)


def git(folder: Path, *words: str) -> None:
    given = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *given, "-C", str(folder), *words], check=True, capture_output=True)


def repository(folder: Path, name: str = "detente") -> Path:
    """A git checkout with one commit, of a project of this name."""
    (folder / "simulation").mkdir(parents=True)
    (folder / "simulation" / "code.py").write_text("x = 1\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n', encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def rows(place: Path) -> list[str]:
    lines = (place / LOG).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if ROW.fullmatch(line)]


@pytest.fixture
def place(tmp_path: Path) -> Checkout:
    found = checkout_at(repository(tmp_path / "house"))
    assert found is not None
    return found


# --- where ------------------------------------------------------------------------------------------------------


def test_a_checkout_of_this_project_is_known_from_any_folder_of_it(tmp_path: Path) -> None:
    house = repository(tmp_path / "house")
    for folder in (house, house / "simulation"):
        found = checkout_at(folder)
        assert found is not None
        assert found.root.resolve() == house.resolve()
        assert re.fullmatch("[0-9a-f]{12}", found.commit)
        assert found.tree == "clean"


@pytest.mark.parametrize("kind", ["another project", "no repository", "no project", "no git entry"])
def test_elsewhere_there_is_none(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    if kind == "another project":
        repository(folder, "other")
    elif kind == "no repository":
        folder.mkdir()
    else:
        repository(folder)
    if kind == "no project":
        (folder / "pyproject.toml").write_text("[project\n", encoding="utf-8")
    if kind == "no git entry":
        shutil.rmtree(folder / ".git")
    assert checkout_at(folder) is None


def test_what_a_look_writes_leaves_the_tree_clean_and_all_else_does_not(place: Checkout) -> None:
    assert note(place, "detente validate", 500, 0, "a") is not None
    (place.root / "docs" / "validation.md").write_text("made", encoding="utf-8")
    again = checkout_at(place.root)
    assert again is not None
    assert again.tree == "clean"
    (place.root / "simulation" / "more.py").write_text("y = 2\n", encoding="utf-8")
    changed = checkout_at(place.root)
    assert changed is not None
    assert changed.tree == "changed"


@pytest.mark.parametrize("kind", ["no git", "git refuses", "a .git file that leads nowhere"])
def test_a_look_counts_where_git_says_nothing(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = repository(tmp_path / "house")
    if kind == "no git":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif kind == "git refuses":  # as it does for another user's folder
        (house / ".git" / "config").write_text("[nonsense", encoding="utf-8")
    else:
        shutil.rmtree(house / ".git")
        (house / ".git").write_text("gitdir: nowhere", encoding="utf-8")
    found = checkout_at(house / "simulation")
    assert found == Checkout(house.resolve(), "unknown", "unknown")
    assert note(found, "detente validate", 5, 7, "x") is not None
    assert "| unknown | unknown | `detente validate` | 5 | 7 | x |" in (house / LOG).read_text(
        encoding="utf-8"
    )


def test_variables_that_lead_git_astray_are_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, other = repository(tmp_path / "house"), repository(tmp_path / "other")
    (other / "more").write_text("x", encoding="utf-8")
    before = checkout_at(house)
    for git_dir in ("/nonsense", str(other / ".git")):
        monkeypatch.setenv("GIT_DIR", git_dir)
        monkeypatch.setenv("GIT_WORK_TREE", str(other))
        assert checkout_at(house) == before


def test_no_setting_makes_a_changed_tree_clean(place: Checkout) -> None:
    new, old = place.root / "more.py", place.root / "simulation" / "code.py"
    git(place.root, "config", "status.showUntrackedFiles", "no")
    new.write_text("y = 2\n", encoding="utf-8")
    trees = [checkout_at(place.root)]
    new.unlink()
    for flag in ("assume-unchanged", "skip-worktree"):
        git(place.root, "update-index", f"--{flag}", str(old))
        old.write_text("x = 2\n", encoding="utf-8")
        trees.append(checkout_at(place.root))
        old.write_text("x = 1\n", encoding="utf-8")
        git(place.root, "update-index", f"--no-{flag}", str(old))
    assert trees == [place._replace(tree="changed")] * 3
    assert checkout_at(place.root) == place


# --- what -------------------------------------------------------------------------------------------------------


def test_a_look_is_a_line_below_the_others(place: Checkout) -> None:
    for k in range(3):
        assert note(place, f"detente validate --runs {k}", k, 7, "yearly 2.41, a|b") == place.root / LOG
    text = (place.root / LOG).read_text(encoding="utf-8")
    assert text.startswith("# Looks at the held-out years\n")
    assert f"| {' | '.join(COLUMNS)} |" in text
    assert text.count("# Looks") == 1
    assert [re.findall(r"--runs (\d)`", row) for row in rows(place.root)] == [["0"], ["1"], ["2"]]
    assert "a\\|b |" in text, "a bar within a cell starts no new one"
    changed = place._replace(tree="changed")
    note(changed, "detente validate", 5, 7, "x")
    assert "| changed |" in rows(place.root)[-1]


@pytest.mark.parametrize(
    "before", ["", "something else", "# Looks\n\n| a |\n| --- |\n| row without an end |"]
)
def test_a_log_in_any_state_gets_its_line(before: str, place: Checkout) -> None:
    (place.root / "docs").mkdir()
    (place.root / LOG).write_text(before, encoding="utf-8")
    note(place, "detente validate", 5, 7, "x")
    text = (place.root / LOG).read_text(encoding="utf-8")
    assert text.startswith(before)
    assert text.endswith(" |\n")
    assert len(rows(place.root)) == 1


def test_looks_at_once_leave_a_line_each(place: Checkout) -> None:
    looks = [
        threading.Thread(target=note, args=(place, "detente validate", k, 7, "x" * 200)) for k in range(24)
    ]
    for look in looks:
        look.start()
    for look in looks:
        look.join()
    text = (place.root / LOG).read_text(encoding="utf-8")
    assert len(rows(place.root)) == 24
    assert text.count("# Looks") == 1
    assert [path.name for path in (place.root / "docs").iterdir()] == [LOG.name]


def test_where_nothing_can_be_written_nothing_is_refused(place: Checkout) -> None:
    (place.root / "docs").write_text("a file where the folder should be", encoding="utf-8")
    assert note(place, "detente validate", 5, 7, "x") is None


@pytest.mark.parametrize("kind", ["link", "link that leads nowhere", "folder", "pipe"])
def test_a_log_that_is_no_file_of_its_own_is_left_alone(kind: str, place: Checkout) -> None:
    log, elsewhere = place.root / LOG, place.root / "elsewhere"
    log.parent.mkdir()
    if kind == "folder":
        log.mkdir()
    elif kind == "pipe":
        os.mkfifo(log)
    else:
        log.symlink_to(elsewhere)
    if kind == "link":
        elsewhere.write_text("mine", encoding="utf-8")
    assert note(place, "detente validate", 5, 7, "x") is None
    assert not elsewhere.exists() or elsewhere.read_text(encoding="utf-8") == "mine"


def test_the_log_that_is_committed_has_the_header_of_the_code() -> None:
    text = (ROOT / LOG).read_text(encoding="utf-8")
    assert text.startswith(holdout_log.HEADER)


# --- the command -------------------------------------------------------------------------------------------------


def test_the_command_notes_a_look_in_a_checkout_before_it_shows_it(
    place: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(holdout_log, "checkout", lambda: place)
    assert cli.main(["validate", "--runs", "4", "--seed", "3", "--json"]) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    (row,) = rows(place.root)
    assert "`detente validate --runs 4 --seed 3` | 4 | 3 |" in row
    assert f"yearly 1971-1991 {found['holdout']['yearly']['model']['crps']:.2f}" in row
    assert "holdout_log.md" in said.err
    assert "commit it" in said.err


@pytest.mark.long
def test_the_command_goes_on_where_the_look_cannot_be_noted(
    place: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(holdout_log, "checkout", lambda: place)
    monkeypatch.setattr(holdout_log, "note", lambda *_: None)
    assert cli.main(["validate", "--runs", "2"]) == 0
    said = capsys.readouterr()
    assert "CRPS" in said.out
    assert "note it by hand" in said.err


def test_no_test_opens_the_held_out_years(capsys: pytest.CaptureFixture[str]) -> None:
    """The fixture of all tests stands in for the record; were it gone, this would be a look that nobody counts."""
    assert holdout_log.checkout() is None
    assert cli.main(["validate", "--runs", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    first = {row["key"]: row["record"] for row in found["patterns"]}
    assert first["exchanges_first"] == 1959.0  # the record's is 1958


@pytest.mark.parametrize("noted", [True, False])
def test_the_page_of_episodes_says_whether_its_look_is_noted(
    noted: bool, place: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(holdout_log, "checkout", lambda: place)
    monkeypatch.setattr(episodes, "names", lambda: ("geneva_1955",))
    if not noted:
        (place.root / LOG).mkdir(parents=True)
    episodes.main(runs=2, seed=7, out=place.root / "page.md")
    said = capsys.readouterr()
    assert ("is noted in" in said.out, "could not be noted in" in said.err) == (noted, not noted)
