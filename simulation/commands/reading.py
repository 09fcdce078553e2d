"""A result that `detente run` wrote, read again: refused with one line if it is something else."""

from __future__ import annotations

from pathlib import Path

import xarray as xr

from simulation import stored
from simulation.commands import folders
from simulation.commands.refusals import CommandError
from simulation.errors import ScenarioError
from simulation.results import scenario_of
from simulation.scenario import Scenario
from simulation.variables import VARIABLES

NEEDED = (
    "scenario",
    "scenario_name",
    "title",
    "seed",
    "runs",
    "keep",
    "version",
)  # attributes of every result
RESULT = "result.nc"


def check_kind(path: Path) -> None:
    """Refuse, with a CommandError, a folder or a file that is neither a result nor a scenario, and name the right one."""
    there = path / RESULT if path.is_dir() else path.parent / RESULT
    kind = path.suffix.lower()
    if path.is_dir() or (path.is_file() and kind not in ("", ".nc", ".toml", ".py")):
        what = "a folder" if path.is_dir() else "neither a result nor a scenario"
        instead = f"give '{there}'" if there.is_file() else f"give a {RESULT} that `detente run` wrote"
        raise CommandError(f"'{path}' is {what}; {instead}, or a scenario")


def read_result(path: Path) -> tuple[Scenario, xr.Dataset]:
    """The scenario and the Dataset of a `result.nc`; a CommandError for a file that is no such result, or not the whole."""
    if not path.is_file():
        raise CommandError(f"'{path}' is no file; give a {RESULT} that `detente run` wrote, or a scenario")
    folders.settle(path.parent)
    try:
        result = stored.read(path)
    except OSError as error:
        raise CommandError(
            f"'{path}' cannot be read ({folders.reason(error)}); give a {RESULT} that can"
        ) from None
    except ScenarioError as error:
        raise CommandError(
            f"'{path}' {error}; give a {RESULT} that `detente run` or simulation.stored.save wrote"
        ) from None
    missing = [name for name in NEEDED if name not in result.attrs]
    if missing:
        raise CommandError(
            f"'{path}' is no result of `detente run` (it lacks {', '.join(missing)}); give a {RESULT} that it wrote"
        )
    if result.attrs["keep"] != "all":
        raise CommandError(
            f"'{path}' holds {result.attrs['keep']} figures, and a report needs every month; simulate with keep=\"all\""
        )
    again = f"run `detente run {result.attrs['scenario_name']}` again"
    try:
        scenario = scenario_of(result)
    except ScenarioError as error:
        version = result.attrs["version"]
        raise CommandError(
            f"'{path}' was made by version {version} of a scenario that cannot be read now ({error}); {again}"
        ) from None
    for problem in _gaps(scenario, result):
        raise CommandError(f"'{path}' is not a whole result: it {problem}; {again}")
    return scenario, result


def _gaps(scenario: Scenario, result: xr.Dataset) -> list[str]:
    """What a result lacks of what its scenario and its attributes promise."""
    lacking = [name for name in VARIABLES if name not in result]
    if lacking:
        return [f"lacks {', '.join(lacking[:3])}{', ...' if len(lacking) > 3 else ''}"]
    promised = {
        "run": int(result.attrs["runs"]),
        "month": scenario.months,
        "pair": len(scenario.pairs),
        "state": len(scenario.labels),
    }
    return [
        f"holds {result.sizes.get(axis, 0)} of {size} {axis}s"
        for axis, size in promised.items()
        if result.sizes.get(axis, 0) != size
    ]
