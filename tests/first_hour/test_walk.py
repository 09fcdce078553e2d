"""The first hour, walked as a stranger walks it: the blocks of the READMEs, line by line, in the shells that people have.

The folder has blanks and é in its name, the output is Windows's cp1252, and the window has 60 columns.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHELLS = ("bash", "zsh")
INSTALLING = (
    "pip install"  # what installs is run by .ci/run, from scratch; here the checkout is what is installed
)
COLUMNS = 60
FEW = "12"  # runs, where the walk is not the long one

#: lines of the first hour that a class takes, by README: up to its first comparison
CLASS = {"README.md": "## For a class", "README.id.md": "## Mengubah satu hal"}
#: what is there after the walk, of each README
LEFT = {
    "README.md": (
        "my_scenario.toml", "before.toml", "after.toml", "sheet.csv", "pack/teaching-pack.html",
        "output/cold_war/figure.png", "output/classroom/figure.png", "output/classroom/result.nc",
        "output/before_after/tension.png", "output/before_after/compare.json", "output/after/report.html",
        "output/after/report.pdf", "output/cuban_missile_crisis_without_missile_sites/run_2.png",
    ),
    "README.id.md": (
        "sebelum.toml", "sesudah.toml", "lembar.csv", "paket/teaching-pack.html",
        "output/sebelum_sesudah/tension.png", "output/sesudah/report.html", "output/sesudah/report.pdf",
    ),
}  # fmt: skip


def lines(readme: str, section: str = "") -> list[str]:
    """The lines of the blocks to paste, of all of a README or of one section."""
    source = (ROOT / readme).read_text(encoding="utf-8")
    if section:
        source = source.split(section, 1)[1].split("\n## ", 1)[0]
    blocks = re.findall(r"^```bash\n(.*?)^```$", source, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if INSTALLING not in line]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder as people have them, and beside it a `detente` that is this checkout's."""
    made = tmp_path / "Mein Café é" / "a class"
    made.mkdir(parents=True)
    program = tmp_path / "bin" / "detente"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m simulation "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    return made


def walk(shell: str, place: Path, pasted: list[str]) -> str:
    """Paste lines into a shell that stops at the first that fails; what it printed."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} on this machine; on one that has it this walk is taken")
    path = f"{place.parents[1] / 'bin'}{os.pathsep}{os.environ['PATH']}"
    about = {**os.environ, "PATH": path, "PYTHONIOENCODING": "cp1252", "COLUMNS": str(COLUMNS)}
    about.pop("DETENTE_LANG", None)
    bare = {"bash": ["--noprofile", "--norc"], "zsh": ["-f"]}[shell]
    done = subprocess.run(
        [shell, *bare, "-e", "-s"], input="\n".join(pasted) + "\n", encoding="cp1252", cwd=place, env=about,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def check_tables(said: str) -> None:
    """No line is wider than the window, those aside that say where files are; no word or number is cut short.

    An arrow that the encoding lacks is written with two signs.
    """
    for line in said.splitlines():
        wide = len(line.rstrip().replace("->", ">"))
        assert wide <= COLUMNS or re.search(r"[\\/]|\.toml|\.csv", line), line
        assert not re.search(r"\w\N{HORIZONTAL ELLIPSIS}(?!\S)", line), line


def fewer(pasted: list[str]) -> list[str]:
    return [re.sub(r"--runs \d+", f"--runs {FEW}", line) for line in pasted]


def change(place: Path, file: str) -> None:
    """The line that the README says to change first."""
    path = place / file
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace('doctrine = "deliberate"', 'doctrine = "grit"', 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before


def through(shell: str, place: Path, pasted: list[str]) -> str:
    """All lines, with one changed where a second copy has been written."""
    copied = next(k for k, line in enumerate(pasted) if re.match(r"detente new (after|sesudah)", line)) + 1
    said = walk(shell, place, pasted[:copied])
    change(place, f"{pasted[copied - 1].split()[2]}.toml")
    return said + walk(shell, place, pasted[copied:])


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("readme", [pytest.param("README.md", marks=pytest.mark.long), "README.id.md"])
def test_a_class_comes_to_its_first_comparison(readme: str, shell: str, place: Path) -> None:
    pasted = lines(readme, CLASS[readme])
    end = next(k for k, line in enumerate(pasted) if line.startswith("detente compare")) + 1
    said = through(shell, place, [line for line in fewer(pasted[:end]) if not line.startswith("detente run")])
    assert "grit" in said
    check_tables(said)
    (made,) = (place / "output").iterdir()
    assert {path.name for path in made.iterdir()} >= {"compare.json", "tension.png"}


@pytest.mark.long
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("readme", LEFT)
def test_the_whole_readme_as_it_stands(readme: str, shell: str, place: Path) -> None:
    """Every line in its order, with the runs that it names."""
    pasted = lines(readme)
    assert len(pasted) >= 10
    said = through(shell, place, [line for line in pasted if "validate" not in line])
    check_tables(said)
    for name in LEFT[readme]:
        assert (place / name).stat().st_size > 0, name
    assert not list(place.rglob(".unfinished*"))
