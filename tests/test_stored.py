"""A result in a file is the result, or it is refused: whatever was damaged, cut, or changed."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from simulation import ScenarioError, simulate
from simulation.stored import SEAL, _of_bytes, digest, read, save

#: what every build of the library can undo
PACKED_BY_ALL = {"zlib", "shuffle", "complevel", "fletcher32"}


@pytest.fixture(scope="module")
def result() -> xr.Dataset:
    return simulate("classroom", runs=3, seed=1, parameters={"trust_gain": np.array([0.1, 0.2, 0.3])})


@pytest.fixture
def file(result: xr.Dataset, tmp_path: Path) -> Path:
    save(result, tmp_path / "result.nc")
    return tmp_path / "result.nc"


def test_what_is_read_is_what_was_written(result: xr.Dataset, file: Path) -> None:
    found = read(file)
    for name, values in result.variables.items():
        if values.dtype.kind == "f":
            np.testing.assert_array_equal(found[name].to_numpy(), values.to_numpy().astype(found[name].dtype))
        else:
            np.testing.assert_array_equal(found[name].to_numpy(), values.to_numpy())
    assert found.attrs["scenario"] == result.attrs["scenario"]


def test_other_programs_open_the_file_too(result: xr.Dataset, file: Path) -> None:
    netCDF4 = pytest.importorskip("netCDF4")  # noqa: N806 - the library's name
    with netCDF4.Dataset(file) as opened:
        assert opened["tension"].shape == result.tension.shape
        assert opened["tension"].units == "points"
        for variable in opened.variables.values():  # what is packed needs no plugin, which few have
            filters = variable.filters() or {}
            assert not [name for name, used in filters.items() if used and name not in PACKED_BY_ALL]


@pytest.mark.skipif(shutil.which("ncdump") is None, reason="there is no ncdump on this machine")
def test_ncdump_reads_the_numbers(result: xr.Dataset, file: Path) -> None:
    printed = subprocess.run(
        ["ncdump", "-v", "crisis,tension", str(file)], capture_output=True, text=True, check=True
    )
    numbers = printed.stdout.split(" tension =")[1].split(";")[0].split(",")
    assert np.array(numbers, float) == pytest.approx(result.tension.to_numpy().ravel(), rel=1e-5)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="there is no R on this machine")
def test_r_reads_the_numbers(result: xr.Dataset, file: Path) -> None:
    asked = f"library(ncdf4); cat(ncvar_get(nc_open('{file}'), 'tension'))"
    read_by_r = subprocess.run(["Rscript", "-e", asked], capture_output=True, text=True, check=False)
    if "no package" in read_by_r.stderr:
        pytest.skip("R is here without its package ncdf4")
    found = np.array(read_by_r.stdout.split(), float)
    assert found == pytest.approx(result.tension.to_numpy().ravel(), rel=1e-4)


def test_three_hundred_damaged_files_are_all_refused(file: Path, tmp_path: Path) -> None:
    whole, chance = file.read_bytes(), random.Random(7)
    damaged = tmp_path / "damaged.nc"
    tried = 0
    while tried < 300:
        made, at = bytearray(whole), chance.randrange(len(whole) - 512)
        kind = tried % 6
        if kind == 0:
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            other = chance.randrange(len(whole) - 64)
            made[at : at + 64], made[other : other + 64] = whole[other : other + 64], whole[at : at + 64]
        elif kind == 2:
            made[at : at + 512] = bytes(512)
        elif kind == 3:
            made = made[:at]
        elif kind == 4:
            made += bytes(chance.randrange(1, 99))
        else:
            made = made[at:] + made[:at]
        if bytes(made) == whole:  # zeros for zeros
            continue
        tried += 1
        damaged.write_bytes(made)
        with pytest.raises(ScenarioError, match=r"is damaged|is no result"):
            read(damaged)


def test_a_file_with_numbers_that_cannot_be_is_refused_though_its_digest_is_right(
    result: xr.Dataset, tmp_path: Path
) -> None:
    wrong = result.assign(tension=result.tension * 0 - 5000)
    save(wrong, tmp_path / "wrong.nc")
    with pytest.raises(ScenarioError, match="holds tension from -5000 to -5000; it lies in"):
        read(tmp_path / "wrong.nc")


def test_a_file_that_was_changed_and_sealed_again_is_refused(result: xr.Dataset, tmp_path: Path) -> None:
    changed = result.assign_attrs(seed=-3, digest=digest(result))
    changed.to_netcdf(tmp_path / "changed.nc", engine="netcdf4")
    body = (tmp_path / "changed.nc").read_bytes()
    (tmp_path / "changed.nc").write_bytes(body + SEAL + _of_bytes(body).encode())
    with pytest.raises(ScenarioError, match="was changed since"):
        read(tmp_path / "changed.nc")


def test_a_digest_is_that_of_what_a_result_holds(result: xr.Dataset) -> None:
    assert digest(result) == digest(result.copy(deep=True))
    assert digest(result) != digest(result.assign(tension=result.tension + 1e-9))
    assert digest(result) != digest(result.assign_attrs(seed=2))
    assert digest(result) != digest(result.assign_coords(parameter_trust_gain=("run", np.zeros(3))))


def test_a_path_that_the_library_cannot_be_told_is_refused_in_one_line(
    result: xr.Dataset, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "kelas é"
    place.mkdir()
    shutil.copy(file, place / "a.nc")
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    with pytest.raises(ScenarioError, match=r"letters that this session's character set has not"):
        save(result, place / "b.nc")
    with pytest.raises(ScenarioError, match=r"kelas \\xe9/a\.nc' has letters"):
        read(place / "a.nc")
    assert [path.name for path in place.iterdir()] == ["a.nc"]
