"""A copy of the package in which a recipe of CONTRIBUTING.md was followed, and what runs in it, in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copy_to(home: Path) -> Path:
    """A copy of the package and of what travels with it."""
    for folder in ("simulation", "scenarios", "teaching"):
        shutil.copytree(ROOT / folder, home / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return home


def place(file: Path, mark: str, line: str, after: bool = False) -> None:
    """Write a line before the one place where `mark` stands, or behind it."""
    written = file.read_text(encoding="utf-8")
    assert written.count(mark) == 1, mark
    file.write_text(written.replace(mark, mark + line if after else line + mark), encoding="utf-8")


def word(home: Path, lang: str, words: Mapping[str, str]) -> None:
    """Write entries, "section.name" -> words, into a language's file, each first in its section."""
    for key, said in words.items():
        section, name = key.split(".")
        place(
            home / "simulation/data/words" / f"{lang}.toml",
            f"[{section}]\n",
            f'{name} = "{said}"\n',
            after=True,
        )


def python(home: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code with the package of `home`, and these tests."""
    paths = os.pathsep.join(map(str, (home, ROOT)))
    return subprocess.run(
        [sys.executable, "-c", code], cwd=home, env=os.environ | {"PYTHONPATH": paths, "COLUMNS": "120"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
