"""The versions that are said to do are those that are tried: every floor in pyproject.toml stands in `.ci/lowest.txt`."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
#: the first part of the file; what the oldest versions bring along stands behind it
FLOORS, ALONG = (
    [line for line in part.splitlines() if line and not line.startswith("#")]
    for part in (ROOT / ".ci/lowest.txt").read_text(encoding="utf-8").split("\n\n")
)


def pinned(lines: list[str]) -> dict[str, str]:
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}


def requirements() -> list[Requirement]:
    """What the package and its extras ask for, but for itself."""
    said = [
        *PROJECT["dependencies"],
        *(one for extra in PROJECT["optional-dependencies"].values() for one in extra),
    ]
    return [one for one in map(Requirement, said) if one.name != PROJECT["name"]]


def test_every_requirement_has_one_floor_and_it_is_the_version_that_is_tried() -> None:
    floors: dict[str, set[str]] = {}
    for one in requirements():
        floors.setdefault(canonicalize_name(one.name), set()).update(
            part.version for part in one.specifier if part.operator == ">="
        )
    assert {
        name: versions for name, versions in floors.items() if versions != {pinned(FLOORS).get(name)}
    } == {}
    assert set(pinned(FLOORS)) == set(floors)
    assert not set(floors) & set(pinned(ALONG))


def test_what_is_newest_is_within_the_ranges() -> None:
    lines = (ROOT / ".ci/constraints.txt").read_text(encoding="utf-8").splitlines()
    newest = [Requirement(line) for line in lines if line and not line.startswith("#")]
    allowed = {canonicalize_name(one.name): one.specifier for one in requirements()}
    beyond = [
        str(one)
        for one in newest
        for part in one.specifier
        if not allowed.get(canonicalize_name(one.name), one.specifier).contains(part.version)
    ]
    assert beyond == []
