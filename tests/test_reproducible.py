"""One seed is one set of histories: on any Python, NumPy and processor the same acts, and numbers alike to 1e-10.

Bits of numbers may differ between processors, since NumPy's exponential has other last bits with other instructions. What
one machine gives for other blocks, cores and orders, and after a sweep was resumed or spread, is tested where these are, to
the bit.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from simulation import simulate

RUNS, SEED = 128, 7
#: of all that is chosen or happens; made again, on purpose, when the model or the order of its chance changes
HISTORIES = {
    "classroom": "d89028253132955d1d0990796dd16d1c74f1de868e2d7bf0be359266252bc516",
    "triangle_1971": "f506b9eafae99f95b488ddd55eabfb803eb01513cc99beb58a5c5b6c84b2819a",
}


def chosen(result: xr.Dataset) -> str:
    """SHA-256 of acts, agreements, crises and all else that is so or not, variable by variable."""
    found = hashlib.sha256()
    for name in sorted(map(str, result.data_vars)):
        values = result[name].to_numpy()
        if values.dtype.kind != "f":
            found.update(np.ascontiguousarray(values).tobytes())
    return found.hexdigest()


@pytest.mark.parametrize("scenario", HISTORIES)
def test_a_seed_is_one_set_of_histories_everywhere(scenario: str) -> None:
    assert chosen(simulate(scenario, runs=RUNS, seed=SEED)) == HISTORIES[scenario]


def features() -> dict[str, bool]:
    """What NumPy makes use of on this processor; nothing where this version does not say."""
    return dict(getattr(import_module("numpy._core._multiarray_umath"), "__cpu_features__", {}))


ELSEWHERE = f"""
import sys, numpy as np
from numpy._core._multiarray_umath import __cpu_features__
from simulation import simulate
assert not __cpu_features__["X86_V3"], "it is on"
result = simulate("triangle_1971", runs={RUNS}, seed={SEED})
np.savez(sys.argv[1], **{{str(name): result[name].to_numpy() for name in result.data_vars}})
"""


@pytest.mark.skipif(
    not features().get("X86_V3"), reason="this processor or this NumPy has no X86_V3 to switch off"
)
def test_a_lesser_processor_goes_the_same_way(tmp_path: Path) -> None:
    """As on a machine without AVX2 and FMA, which NumPy is told that this one is."""
    lesser = {**os.environ, "NPY_DISABLE_CPU_FEATURES": "X86_V3"}
    subprocess.run([sys.executable, "-c", ELSEWHERE, tmp_path / "a.npz"], env=lesser, check=True)
    here = simulate("triangle_1971", runs=RUNS, seed=SEED)
    with np.load(tmp_path / "a.npz") as there:
        for name in there.files:
            mine = here[name].to_numpy()
            if mine.dtype.kind == "f":
                scale = np.abs(mine).max()
                np.testing.assert_allclose(there[name], mine, rtol=1e-10, atol=1e-10 * scale, err_msg=name)
            else:
                np.testing.assert_array_equal(there[name], mine, err_msg=name)
