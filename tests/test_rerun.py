"""A result is made again from its file alone; where it comes out otherwise, that is said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from simulation import ScenarioError, cli, simulate, stored
from simulation.experiments.rerun import rerun
from simulation.state import FREE


@pytest.mark.parametrize("keep", ["all", "yearly", "summary"])
def test_a_result_with_parameters_and_worlds_of_its_own_is_made_again_from_its_file(
    tmp_path: Path, keep: str
) -> None:
    result = simulate(
        "classroom",
        runs=4,
        seed=5,
        keep=keep,
        parameters={"trust_gain": [0.1, 0.2, 0.3, 0.4], "precision": 3.0},
        doctrines={"Kastara": "grit"},
        worlds=[3, 3, 0, 9],
    )
    stored.save(result, tmp_path / "a.nc")
    again = rerun(stored.read(tmp_path / "a.nc"))
    assert again.differs == ()
    assert again.variables == len(result.data_vars)
    assert again.before == again.now


def test_what_came_out_otherwise_is_named_with_where_and_by_how_much() -> None:
    result = simulate("classroom", runs=3, seed=5)
    tension = result.tension.copy(deep=True)
    tension[1, 7:, 0] += 0.25
    (one,) = rerun(result.assign(tension=tension)).differs
    assert (one.variable, one.runs, one.first) == ("tension", 1, "1960-08")
    assert one.largest == pytest.approx(0.25)


def test_acts_that_were_given_are_not_in_the_file() -> None:
    free = {"initiative": np.full((1, 48, 2), FREE)}
    made = simulate("classroom", acts=free)
    with pytest.raises(ScenarioError, match="acts that were given in Python"):
        rerun(made)


def test_the_command_says_so_and_ends_with_1_where_something_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = simulate("classroom", runs=2, seed=5)
    stored.save(result, tmp_path / "result.nc")
    assert cli.main(["rerun", str(tmp_path)]) == 0
    assert "all 41 variables are equal" in " ".join(capsys.readouterr().out.split())
    stored.save(result.assign(tension=result.tension + 0.5), tmp_path / "result.nc")
    assert cli.main(["rerun", str(tmp_path / "result.nc"), "--lang", "id"]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "1 dari 41 variabel berbeda" in said
    assert "Jan 1960" in said
    assert cli.main(["rerun", str(tmp_path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["equal"]
    assert found["differs"][0]["runs"] == 2
