"""What the tests of commands share: a small scenario, a program of its own, a line of refusal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulation import cli
from simulation.scenario import Rivalry, Scenario, StateSpec

ROOT = Path(__file__).parent.parent


def small(**changes: Any) -> Scenario:
    """Two states, three years: enough to write everything, little enough to be quick."""
    states = (
        StateSpec(name="US", title="United States", gdp=2.0, influence=0.5),
        StateSpec(name="USSR", title="Soviet Union", gdp=1.0, influence=0.5),
    )
    rivalries = (Rivalry(between=("US", "USSR"), tension=(60, 60), trust=(0.3, 0.3)),)
    return Scenario(
        **{
            "name": "small",
            "title": "A small rivalry",
            "start": "1962-01",
            "months": 36,
            "states": states,
            "rivalries": rivalries,
            **changes,
        }
    )


def program(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python as a program of its own, with the package importable whether or not it is installed."""
    search = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": search}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err
