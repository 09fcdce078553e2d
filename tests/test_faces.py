"""The public names, and the libraries that are not imported before they are needed."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import simulation

ROOT = Path(__file__).parents[1]
TABLES = ("pandas", "xarray")
LARGE = ("mesa", "scipy.stats", "matplotlib", "networkx", "rich.progress")


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter holds after this code."""
    asked = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(done.stdout.split("\n"))


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import simulation", ("numpy", "pydantic", *TABLES, *LARGE)),
        ("from simulation import load_scenario; load_scenario('helsinki_1975')", (*TABLES, *LARGE)),
        ("from simulation import simulate", LARGE),
        ("from simulation.cli import main; main(['--help'])", ("numpy", *TABLES, *LARGE)),
    ],
)
def test_what_is_not_needed_is_not_imported(code: str, absent: tuple[str, ...]) -> None:
    loaded = loaded_by(code)
    assert "simulation" in loaded
    assert loaded & set(absent) == set()


def test_a_public_name_is_what_its_module_has() -> None:
    assert set(simulation.__all__) <= set(dir(simulation))
    for name in simulation.__all__:
        found = getattr(simulation, name)
        assert found is getattr(importlib.import_module(found.__module__), name)
        assert found.__module__.startswith("simulation.")


def test_another_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(AttributeError, match=r"has no 'simulat'; it has DetenteModel, .*, use_language$"):
        simulation.simulat  # noqa: B018
    assert (
        importlib.import_module("simulation.state").FREE == simulation.state.FREE
    )  # a submodule is found as ever
