"""A result that `detente run` wrote, read again: refused with one line if it is something else."""

from __future__ import annotations

from pathlib import Path

import xarray as xr

from simulation.commands.refusals import CommandError
from simulation.scenario import Scenario

NEEDED = (
    "scenario",
    "scenario_name",
    "title",
    "seed",
    "runs",
    "keep",
    "version",
)  # attributes of every result
MONTHLY = (
    "tension",
    "cooperation",
    "mutual_benefit",
    "initiative",
    "response",
    "recognition",
    "severity",
    "war",
)


def read_result(path: Path) -> tuple[Scenario, xr.Dataset]:
    """The scenario and the Dataset of a `result.nc`; a CommandError for a file that is no such result."""
    if not path.is_file():
        raise CommandError(f"'{path}' is no file; give a result.nc that `detente run` wrote, or a scenario")
    try:
        with xr.open_dataset(path, engine="netcdf4") as opened:
            result = opened.load()
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "strerror", None) or error)
        raise CommandError(
            f"'{path}' is no NetCDF file ({reason}); give a result.nc that `detente run` wrote"
        ) from None
    missing = [name for name in NEEDED if name not in result.attrs]
    if missing:
        raise CommandError(
            f"'{path}' is no result of `detente run` (it lacks {', '.join(missing)}); give a result.nc that it wrote"
        )
    if result.attrs["keep"] != "all" or any(name not in result for name in MONTHLY):
        raise CommandError(
            f"'{path}' holds {result.attrs['keep']} figures, and a report needs every month; simulate with keep=\"all\""
        )
    return Scenario.from_toml(str(result.attrs["scenario"])), result
