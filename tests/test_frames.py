"""`tidy`: nothing of a result is lost or mixed up on the way into a table. `describe`: it says what was run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from simulation import Scenario, ScenarioError, describe, load_scenario, simulate, stored, tidy
from simulation.actions import ACTIONS
from simulation.catalogue import languages
from simulation.pages.blocks import Grid, Heading
from simulation.results import KEEPS
from simulation.scenario.translated import translated
from simulation.variables import VARIABLES


@pytest.fixture(scope="module")
def result(three: Scenario) -> xr.Dataset:
    gain = np.linspace(0.5, 2.0, 3)
    return simulate(three, runs=3, seed=5, parameters={"trust_gain": gain, "learning": 0.125})


def test_every_number_stands_in_the_row_of_its_run_month_and_pair(result: xr.Dataset) -> None:
    frame = tidy(result, "tension", "trust")
    assert len(frame) == result.tension.size
    indexed = frame.set_index(["run", "month", "pair"])
    for name in ("tension", "trust"):
        xr.testing.assert_equal(
            indexed[name].to_xarray().reindex_like(result[name]), result[name].reset_coords(drop=True)
        )
    assert (frame["pair"] == frame["actor"] + " to " + frame["target"]).all()
    assert frame.drop_duplicates("run")["parameter_trust_gain"].tolist() == [0.5, 1.25, 2.0]


def test_acts_are_named_in_the_order_of_the_scale(result: xr.Dataset) -> None:
    acts = tidy(result, "initiative")["initiative"]
    assert acts.cat.categories.tolist() == [action.name for action in ACTIONS]
    assert acts.cat.codes.tolist() == result.initiative.to_numpy().ravel().tolist()
    assert (acts < "hold").sum() == (result.initiative < 3).sum()


@pytest.mark.parametrize("keep", KEEPS)
def test_every_variable_has_a_table(two: Scenario, keep: str) -> None:
    result = simulate(two, runs=2, keep=keep)
    for name in result.data_vars:
        frame = tidy(result, str(name))
        assert isinstance(frame, pd.DataFrame)
        assert len(frame) == result[name].size
        assert frame.columns[-1] == name


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ("tension", "gdp"),
            "'tension' lies along run, month, pair and 'gdp' along run, month, state; make a table of each",
        ),
        (("tensoin",), "the result has no variable 'tensoin'; did you mean 'tension'?"),
        ((), "no variable is named; name one, for example tidy(result, 'tension')"),
    ],
)
def test_what_has_no_one_table_is_refused(result: xr.Dataset, names: tuple[str, ...], said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        tidy(result, *names)
    assert str(refused.value) == said


def test_a_description_says_what_was_run(result: xr.Dataset) -> None:
    said = " ".join(str(describe(result)).split())
    for part in (
        "Three rivals Jan 1960 to Dec 1962, 36 months; states: Alfa, Bravo, Charlie.",
        "3 runs of the scenario three, seed 5,",
        "Alfa deliberate, Bravo deliberate, Charlie deliberate.",
        "trust_gain from 0.5 to 2, one number a run",
        "learning 0.125",
        "Every month is kept.",
    ):
        assert part in said
    assert [name for name in VARIABLES if f" {name} " not in said] == []


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("keep", KEEPS)
def test_a_description_has_words_for_everything(two: Scenario, keep: str, lang: str) -> None:
    result = simulate(two, runs=2, keep=keep, worlds="same")
    page = describe(result, lang)
    tables = [block for block in page.blocks if isinstance(block, Grid)]
    names = [row[0] for table in tables for row in table.rows]
    assert len(names) == len(result.data_vars)
    assert set(names) == set(map(str, result.data_vars))
    assert all(cell for table in tables for row in table.rows for cell in row)


def test_a_description_has_the_title_of_its_language() -> None:
    result = simulate("classroom", runs=1, keep="summary")
    assert describe(result, "id").blocks[0] == Heading(translated(load_scenario("classroom"), "id").title, 1)


def test_a_description_counts_the_wars(result: xr.Dataset) -> None:
    ended = result.copy(deep=True)
    ended["war"][1, 20:] = True
    assert "1 of them end in war" in " ".join(str(describe(ended)).split())
    assert "war;" not in " ".join(str(describe(result)).split()) or bool(result.war.any())


def test_a_result_that_was_stored_is_described_alike(result: xr.Dataset, tmp_path: Path) -> None:
    stored.save(result, tmp_path / "result.nc")
    assert str(describe(stored.read(tmp_path / "result.nc"))) == str(describe(result))


def test_what_is_no_result_is_not_described() -> None:
    with pytest.raises(
        ScenarioError, match=r"that is no result of `simulate` \(it lacks scenario, keep, runs, seed, title, "
    ):
        describe(xr.Dataset())
