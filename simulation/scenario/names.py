"""Scenarios by name: the modules of the folder `scenarios`, or a file."""

from __future__ import annotations

import importlib
import pkgutil
import re
from os import PathLike, fspath
from pathlib import Path

from simulation.errors import ScenarioError, choose, show
from simulation.scenario.whole import Scenario


def scenario_names() -> tuple[str, ...]:
    """The names that `load_scenario` knows: the modules of `scenarios`, alphabetical."""
    package = importlib.import_module("scenarios")
    names = (module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name for name in names if not name.startswith("_")))


def load_scenario(name_or_path: str | PathLike[str]) -> Scenario:
    """A scenario by name ("cold_war": SCENARIO of the module scenarios.cold_war) or from a TOML file.

    A path object, or text that ends in .toml or holds a slash, is a file; anything else is a name.
    Raises ScenarioError.
    """
    if not isinstance(name_or_path, str | PathLike):
        found = show(name_or_path)
        raise ScenarioError(f"scenario is {found}; give a name, for example cold_war, or a .toml file")
    text = fspath(name_or_path)
    where = f"scenario {show(text)}"
    if text.endswith(".py"):
        name = re.split(r"[\\/]", text)[-1].removesuffix(".py")
        raise ScenarioError(f"is a Python file; give the name {show(name)}, or a .toml file", where)
    if not isinstance(name_or_path, str) or text.lower().endswith(".toml") or "/" in text or "\\" in text:
        return Scenario.from_toml(Path(text))
    if text not in scenario_names():
        file = Path(f"{text}.toml")
        there = text.strip() not in ("", ".", "..") and file.is_file()
        hint = (
            f"did you mean the file {show(str(file))}?"
            if there
            else choose(text, scenario_names(), "scenario")
        )
        raise ScenarioError(f"is not known; {hint}", where)
    found = getattr(importlib.import_module(f"scenarios.{text}"), "SCENARIO", None)
    if not isinstance(found, Scenario):
        raise ScenarioError("has no SCENARIO; declare SCENARIO = Scenario(...) in its module", where)
    return found
