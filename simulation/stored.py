"""A result as a file: NetCDF that R and ncdump read too, with digests of all that it holds, checked on reading.

The last bytes of the file are a digest of those before (HDF5 leaves alone what stands behind its end): a library that is
given a damaged file may think for ever, so none sees it. The attribute `digest` is one of the variables, coordinates and
attributes, whatever file they are in: two results with one digest are the same.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from simulation.errors import ScenarioError, reason
from simulation.saying import say
from simulation.variables import EVENTS, VARIABLES

DIGEST = "digest"  # the attribute
SEAL = b"\ndetente blake2b "  # begins the last bytes
SIZE = 16  # bytes of a digest, written as twice as many digits
ROUNDED = 1e-5  # relative: what single precision may add at the ends of a range


def check_letters(path: Path) -> None:
    """Raise ScenarioError if the netCDF library could not be told this path: a locale of few letters, a name with more."""
    try:
        str(path.absolute()).encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        raise ScenarioError(say("refusal_result.letters", path=ascii(str(path.absolute())))) from None


def save(result: xr.Dataset, path: Path) -> None:
    """Write a result, numbers in single precision (seven digits), which halves the file.

    Compressed is what mostly repeats, codes and events; to compress the rest would take a third off the file, and half as
    long as to simulate it. zlib, since ncdump and R read no other without a plugin.

    Raises OSError, or RuntimeError from the library, if it cannot be written.
    """
    check_letters(path)
    single = {
        name: values.astype(np.float32)
        for name, values in result.data_vars.items()
        if values.dtype.kind == "f"
    }
    held = result.assign(single)
    held.attrs = {**result.attrs, DIGEST: digest(held)}
    repeats = [name for name in held.data_vars if name in EVENTS or held[name].dtype.kind != "f"]
    packed = {str(name): {"zlib": True, "complevel": 1, "shuffle": True} for name in repeats}
    held.to_netcdf(path, engine="netcdf4", encoding=packed)
    with path.open("r+b") as file:
        seal = SEAL + _of_bytes(file.read()).encode()
        file.write(seal)


def read(path: Path) -> xr.Dataset:
    """The result in a file, whole and unchanged; raises ScenarioError, with one line, for anything else."""
    check_letters(path)
    content = path.read_bytes()
    body, seal = content[: -len(SEAL) - 2 * SIZE], content[-len(SEAL) - 2 * SIZE :]
    if not seal.startswith(SEAL):
        raise ScenarioError(say("refusal_result.no_digest"))
    if seal != SEAL + _of_bytes(body).encode():
        raise ScenarioError(say("refusal_result.damaged"))
    try:
        with xr.open_dataset(path, engine="netcdf4") as opened:
            result = opened.load()
    except Exception as error:  # of a damaged file the libraries raise whatever they stumble over
        why = reason(error).splitlines() or [type(error).__name__]
        raise ScenarioError(say("refusal_result.no_netcdf", why=why[0])) from None
    if result.attrs.get(DIGEST) != digest(result):
        raise ScenarioError(say("refusal_result.changed"))
    for problem in out_of_range(result):
        raise ScenarioError(problem)
    return result


def _of_bytes(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=SIZE).hexdigest()


def digest(result: xr.Dataset) -> str:
    """BLAKE2b over variables, coordinates and attributes, whatever file they were in; `DIGEST` itself is left out."""
    found = hashlib.blake2b(digest_size=SIZE)
    attrs = {name: np.atleast_1d(value).tolist() for name, value in result.attrs.items() if name != DIGEST}
    found.update(json.dumps(attrs, sort_keys=True, ensure_ascii=False, default=str).encode())
    for name in sorted(map(str, result.variables)):
        values = result[name].to_numpy()
        if values.dtype.kind in "OU":
            values = np.array([str(one) for one in values.ravel()], dtype=np.str_)
            content = "\0".join(values).encode()
        elif values.dtype.kind == "M":
            content = values.astype("datetime64[ns]").astype("<i8").tobytes()
        else:
            content = np.ascontiguousarray(values).tobytes()
        found.update(f"{name} {result[name].dims} {result[name].shape}\0".encode() + content)
    return found.hexdigest()


def out_of_range(result: xr.Dataset) -> list[str]:
    """Which variables hold numbers that no month can have."""
    problems = []
    for name, about in VARIABLES.items():
        if name not in result or about.kind == "bool" or result.attrs.get("keep") != "all":
            continue
        values: Any = result[name].to_numpy()
        low = -np.inf if about.low is None else about.low - ROUNDED * max(abs(about.low), 1.0)
        high = np.inf if about.high is None else about.high + ROUNDED * max(abs(about.high), 1.0)
        if not bool(((values >= low) & (values <= high)).all()):
            found = {"least": f"{values.min():g}", "most": f"{values.max():g}"}
            bounds = {"low": f"{low:g}", "high": f"{high:g}"}
            problems.append(say("refusal_result.out_of_range", name=name, **found, **bounds))
    return problems
