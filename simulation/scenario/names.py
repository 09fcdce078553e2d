"""Scenarios by name: the files of the folder `scenarios`, or a file of one's own."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from simulation import paths, shipped
from simulation.errors import Named, ScenarioError, choose, show
from simulation.saying import say
from simulation.scenario.whole import Scenario


def scenario_names() -> tuple[str, ...]:
    """The names that `load_scenario` knows: the Python files of `scenarios`, alphabetical."""
    files = shipped.folder("scenarios").glob("*.py")
    return tuple(sorted(file.stem for file in files if not file.stem.startswith("_")))


def load_scenario(name_or_path: str | PathLike[str]) -> Scenario:
    """A scenario by name ("cold_war": SCENARIO of scenarios/cold_war.py) or from a TOML file.

    A path object, or text that ends in .toml or holds a slash, is a file; anything else is a name.
    Raises ScenarioError.
    """
    if not isinstance(name_or_path, str | PathLike):
        raise ScenarioError(say("refusal_file.no_name", found=show(name_or_path)))
    text = fspath(name_or_path)
    where = Named("scenario", text)
    if text.endswith(".py"):
        name = re.split(r"[\\/]", text)[-1].removesuffix(".py")
        raise ScenarioError(say("refusal_file.python_file", name=show(name)), where)
    if not isinstance(name_or_path, str) or text.lower().endswith(".toml") or "/" in text or "\\" in text:
        return Scenario.from_toml(Path(text))
    if text not in scenario_names():
        file = Path(f"{text}.toml")
        there = text.strip() not in ("", ".", "..") and paths.is_file(file)
        hint = (
            say("refusal_file.did_you_mean_file", file=show(str(file)))
            if there
            else choose(text, scenario_names(), "scenario")
        )
        raise ScenarioError(say("refusal.not_known", hint=hint), where)
    found = getattr(_run(shipped.file("scenarios", f"{text}.py")), "SCENARIO", None)
    if not isinstance(found, Scenario):
        raise ScenarioError(say("refusal_file.no_scenario"), where)
    return found


def as_scenario(given: Scenario | str | PathLike[str]) -> Scenario:
    """A scenario, its name, or the path of its file, as the scenario. Raises ScenarioError."""
    return given if isinstance(given, Scenario) else load_scenario(given)


@cache
def _run(file: Path) -> Any:
    """The module that a file is, not among `sys.modules`: what it defines is sent to other processes by value."""
    spec = spec_from_file_location(f"simulation.scenarios.{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
