"""Which chance a run meets can be chosen: its own, the same for all, or one by number; and what made a result is in it."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any

import mesa
import numpy as np
import pytest

from simulation import DetenteModel, ScenarioError, load_scenario, simulate

GAINS = {"trust_gain": np.array([0.1, 0.2, 0.2, 0.1])}


def test_a_scenario_goes_by_its_name_or_its_file(tmp_path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(load_scenario("classroom").to_toml(), encoding="utf-8")
    scenario = load_scenario("classroom")
    for given in ("classroom", file, str(file)):
        assert simulate(given, runs=2, seed=3).identical(simulate(scenario, runs=2, seed=3))
        assert DetenteModel(given, rng=3).story == scenario
    with pytest.raises(ScenarioError, match="did you mean 'classroom'"):
        simulate("clasroom")


def test_in_the_same_world_rows_of_a_design_differ_by_their_parameters_alone() -> None:
    one, two, again, last = (
        simulate("classroom", runs=4, seed=1, parameters=GAINS, worlds="same").isel(run=k, drop=True)
        for k in range(4)
    )
    names = list(one.data_vars)
    assert one[names].equals(last[names])
    assert two[names].equals(again[names])
    assert not one[names].equals(two[names])


def test_a_run_meets_the_world_that_it_is_given() -> None:
    own = simulate("classroom", runs=200, seed=1)
    order = [3, 150, 3, 0]
    met = simulate("classroom", runs=4, seed=1, worlds=order)
    for k, world in enumerate(order):
        assert (met.tension[k].to_numpy() == own.tension[world].to_numpy()).all()
    shuffled = np.random.Generator(np.random.Philox(1)).permutation(200)
    assert (
        simulate("classroom", runs=200, seed=1, worlds=shuffled).tension.to_numpy()
        == own.tension[shuffled].to_numpy()
    ).all()


@pytest.mark.parametrize("worlds", ["other", [1, 2], [0.5] * 4, [-1] * 4])
def test_worlds_that_cannot_be_are_refused(worlds: object) -> None:
    with pytest.raises(ScenarioError, match="worlds"):
        simulate("classroom", runs=4, worlds=worlds)


def test_a_result_says_what_made_it() -> None:
    made = simulate("classroom", runs=4, seed=1, parameters=GAINS)
    assert made.coords["parameter_trust_gain"].to_numpy().tolist() == GAINS["trust_gain"].tolist()
    alike = simulate("classroom", seed=1, parameters={"trust_gain": 0.1})
    assert alike.attrs["parameter_trust_gain"] == 0.1
    assert {"numpy", "python", "version", "worlds", "seed", "scenario"} <= set(alike.attrs)


@pytest.mark.parametrize("value", [True, "0.5", 0.1j, None, [0.1, "0.2"], [[0.1], [0.1, 0.2]]], ids=repr)
def test_what_is_no_number_is_no_parameter(value: Any) -> None:
    with pytest.raises(ScenarioError, match="give a number, or numbers, one a run"):
        simulate("classroom", runs=2, parameters={"trust_gain": value})


def test_a_misspelt_parameter_is_guessed_as_in_a_file() -> None:
    for name, hint in (("trust_gian", "did you mean 'trust_gain'?"), ("xyz", "see 'detente parameters'")):
        with pytest.raises(ScenarioError) as refused:
            simulate("classroom", parameters={name: 1})
        assert str(refused.value).startswith(f"parameter '{name}' is not a known parameter; {hint}")


def batch(parameters: dict[str, Any], seeds: list[int | None], **more: Any) -> list[dict[str, Any]]:
    """`mesa.batch_run` over seeds, as each version of Mesa takes them: its own argument, or among the parameters."""
    if "rng" in inspect.signature(mesa.batch_run).parameters:
        return list(mesa.batch_run(DetenteModel, parameters, rng=seeds, display_progress=False, **more))
    return list(mesa.batch_run(DetenteModel, {**parameters, "rng": seeds}, display_progress=False, **more))


def test_models_without_a_seed_are_different_worlds_that_can_be_had_again() -> None:
    rows = batch({"scenario": "classroom"}, [None, None, None], max_steps=6)
    seeds = {row["chance_seed"] for row in rows}
    assert len(seeds) == 3
    model = DetenteModel("classroom")
    again = DetenteModel("classroom", rng=model.chance_seed)
    for one in (model, again):
        while one.months_done < 6:
            one.step()
    assert (model.world.tension == again.world.tension).all()


def test_a_batch_tells_the_same_story_as_the_model_and_the_engine() -> None:
    asked = {"scenario": ["classroom"], "run": range(2)}
    rows = batch(asked, [7], max_steps=9, data_collection_period=3)
    engine = simulate("classroom", runs=2, seed=7)
    dated = [row for row in rows if row["Step"]]  # before the first month there are no figures
    assert {"1960-03", "1960-06", "1960-09"} <= {row["date"] for row in dated}
    for row in dated:
        month = engine.sel(run=row["run"], month=row["date"]).squeeze()
        assert row["instability"] == pytest.approx(float(month.instability), rel=1e-12)
        assert row["hawks"] == pytest.approx(float(month.hawks.sel(state=row["name"])), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("scenario", load_scenario("classroom"), "['name', 'classroom']"),
        ("parameters", {"trust_gain": 0.1}, "'trust_gain'"),
        ("doctrines", {"Kastara": "hawk"}, "'Kastara'"),
    ],
)
def test_what_a_batch_would_take_apart_goes_into_a_list(name: str, value: Any, found: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        batch({"scenario": "classroom", name: value}, [7], max_steps=1)
    assert str(refused.value).startswith(f"{name} is {found}, a part of what was given; ")
    assert f'put it in a list, "{name}": [...]' in str(refused.value)
    assert len(batch({"scenario": "classroom", name: [value]}, [7], max_steps=1)) > 0


def test_a_model_can_be_sent_and_copied_in_the_middle() -> None:
    model = DetenteModel("classroom", rng=4)
    model.step()
    others = [pickle.loads(pickle.dumps(model)), copy.deepcopy(model)]
    for one in (model, *others):
        one.step()
        assert one.months_done == 2
    assert all((one.world.tension == model.world.tension).all() for one in others)
    assert all(len(one.datacollector.get_model_vars_dataframe()) == 3 for one in others)
