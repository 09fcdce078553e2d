"""A parameter that has gone is named as such wherever it may still be written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulation import cli, gone
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import load_scenario

#: near a name that there is, so that a guess at a misspelling would be at hand
OLD = "trust_gains"
WORDS = "since version 0.2: it moved nothing; leave it out"
SAID = f"is no longer a parameter of the model, {WORDS}"


@pytest.fixture(autouse=True)
def one_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(gone.gone("en"), OLD, WORDS)


def test_no_name_is_both_there_and_gone() -> None:
    assert set(gone.gone("en")) & set(PARAMETER_TABLE) == set()


def test_from_python_in_a_scenario_and_in_a_sweep() -> None:
    scenario = load_scenario("classroom")
    with pytest.raises(ScenarioError) as caught:
        scenario.changed(parameters={OLD: 1.0})
    assert str(caught.value) == f"scenario 'classroom': parameters.{OLD} {SAID}"
    for value in (1.0, np.array([0.5, 1.0])):
        with pytest.raises(ScenarioError) as caught:
            simulate(scenario, runs=2, parameters={OLD: value})
        assert str(caught.value) == f"parameter '{OLD}' {SAID}"


@pytest.mark.parametrize(
    "arguments", [["check", "{file}"], ["run", "{file}"], ["run", "classroom", "--param", f"{OLD}=1"]]
)
def test_on_the_command_line(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.toml"
    text = load_scenario("classroom").to_toml()
    file.write_text(text.replace("[parameters]\n", f"[parameters]\n{OLD} = 1.0\n"), encoding="utf-8")
    assert cli.main([one.format(file=file) for one in arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"parameters.{OLD} {SAID}" in line
