"""A wheel is built, unpacked and used: one package, which needs no folder of the checkout and minds none of a user's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from simulation import shipped
from simulation.reports.teaching_pack import PARTS, SHEETS
from simulation.scenario import scenario_names

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages that holds ours."""
    built, place = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = built.iterdir()
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    return place


def said(site: Path, folder: Path, *words: str) -> tuple[str, str]:
    """What Python prints in a working folder, and what on the error stream, with the installed package."""
    done = subprocess.run(
        [sys.executable, "-P", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(site)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip(), done.stderr.strip()


def checkout(place: Path) -> Path:
    """A checkout of this project in which a scenario was changed."""
    shutil.copytree(ROOT / "scenarios", place / "scenarios")
    shutil.copy(ROOT / "pyproject.toml", place)
    (place / "simulation").mkdir()
    changed = place / "scenarios" / "both_talk.py"
    changed.write_text(
        changed.read_text(encoding="utf-8").replace("Both sides talk:", "Both argue:"), "utf-8"
    )
    return changed


TITLE = "from simulation import load_scenario; print(load_scenario('both_talk').title)"


def test_one_package_with_every_scenario_and_every_text(site: Path) -> None:
    assert {path.name.partition("-")[0] for path in site.iterdir()} == {"simulation", "detente"}
    package = site / "simulation"
    for name in ("scenarios", "teaching"):
        assert not (package / name).exists()
    assert {f"{name}.py" for name in scenario_names()} <= {
        path.name for path in (package / "_scenarios").iterdir()
    }
    texts = {path.name for path in (package / "_teaching" / "id").iterdir()}
    assert texts >= {*SHEETS, *(f"{part}.md" for part in PARTS)}
    assert not list((package / "_teaching").glob("**/*.py"))


def test_studies_are_in_the_source_archive(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (archive,) = tmp_path.iterdir()
    with tarfile.open(archive) as packed:
        held = {name.partition("/")[2] for name in packed.getnames()}
    assert {"studies/README.md", "studies/knockouts.py", "studies/known/__main__.py"} <= held
    assert "docs/claims/claims.md" in held
    assert not {"docs/claims/claims.json", "docs/claims/claims.html"} & held


def test_a_users_own_folders_of_these_names_do_no_harm(site: Path, tmp_path: Path) -> None:
    for name in ("scenarios", "teaching"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(
            "raise SystemExit(f'mine: {__name__}')\n", encoding="utf-8"
        )
    script = tmp_path / "mine.py"
    script.write_text(
        "from simulation import load_scenario\n"
        "from simulation.reports.teaching_pack import printed\n"
        "from simulation.scenario.translated import translated\n"
        "print(len(printed('en')), translated(load_scenario('helsinki_1975'), 'id').title)\n",
        encoding="utf-8",
    )
    found, wrong = said(site, tmp_path, str(script))
    assert (found, wrong) == ("23 Helsinki 1975 dan persoalan hak, 1975-1978", "")


@pytest.mark.long
def test_in_a_checkout_its_own_file_counts_and_says_that_it_differs(site: Path, tmp_path: Path) -> None:
    changed = checkout(tmp_path / "house")
    line = f"{changed} counts here; it differs from what is installed"
    (changed.parent / "deep").mkdir()
    assert said(site, changed.parent / "deep", "-c", TITLE) == (
        "Both argue: five years of dialogue, then free",
        line,
    )
    assert said(site, tmp_path, "-c", TITLE) == ("Both sides talk: five years of dialogue, then free", "")
    # a script of the checkout, started from elsewhere: what it takes from another scenario is the checkout's too
    assert said(site, tmp_path, str(changed.with_name("both_hold.py")), "--help")[1] == line
    assert said(site, tmp_path, str(changed), "--help")[1] == line


def test_the_package_of_a_checkout_takes_what_stands_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout(tmp_path / "house").parent)
    assert shipped.folder("scenarios") == ROOT / "scenarios"
