"""One set of rules, two ways to run it: the contract between `simulate`, Mesa, and every doctrine and scenario."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import cache
from itertools import product
from typing import Any

import mesa
import numpy as np
import pytest
import xarray as xr

from simulation import DetenteModel, Scenario, ScenarioError, load_scenario, simulate
from simulation import engine as numpy_engine
from simulation.actions import ACTIONS
from simulation.catalogue import languages, month, words
from simulation.doctrines import DOCTRINES
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import Rivalry, StateSpec, scenario_names
from simulation.variables import EVENTS, VARIABLES, reported

SEED = 7


def shortened(scenario: Scenario, months: int) -> Scenario:
    """The scenario's first months: what happens later is left out."""
    months = min(months, scenario.months)
    end = scenario.month_text(months - 1)
    return scenario.changed(
        months=months,
        leaders=[leader for leader in scenario.leaders if leader.since <= end],
        events=[event for event in scenario.events if event.date <= end],
        orders=[order for order in scenario.orders if order.date <= end],
    )


@cache
def triad() -> Scenario:
    """Three unequal states; one pair has no declared rivalry."""
    state: dict[str, Any] = {"growth": 3.0, "openness": 0.2, "abuses": 0.1}
    return Scenario(
        name="triad",
        title="Three states",
        start="1970-01",
        months=36,
        states=(
            StateSpec(name="US", title="US", gdp=4.0, influence=0.5, hawks=0.4, technology=0.9, **state),
            StateSpec(name="USSR", title="USSR", gdp=2.0, influence=0.3, hawks=0.6, burden=0.13, routine=0.12, **state),
            StateSpec(name="China", title="China", gdp=0.6, influence=0.2, technology=0.2, **state),
        ),
        rivalries=(
            Rivalry(between=("US", "USSR"), tension=(60, 50), trust=(0.3, 0.2), vulnerability=0.9, agreements=("arms",)),
            Rivalry(between=("USSR", "China"), tension=(80, 85), trust=(0.1, 0.1), trade=0.1, vulnerability=0.2),
        ),
    )  # fmt: skip


def scenario_named(name: str, months: int) -> Scenario:
    return triad() if name == "triad" else shortened(load_scenario(name), months)


#: every doctrine in these; in the others the default and one more, dealt out in turn, and half as many months
CORE = ("cold_war", "cuban_missile_crisis", "triad")
TRIED = [(name, (doctrine,), 24) for name in CORE for doctrine in DOCTRINES]
for place, name in enumerate(scenario for scenario in scenario_names() if scenario not in CORE):
    TRIED += [
        (name, (doctrine,), 12)
        for doctrine in ("deliberate", tuple(DOCTRINES)[1 + place % (len(DOCTRINES) - 1)])
    ]


def sides(scenario: Scenario, doctrines: tuple[str, ...]) -> Scenario:
    """The doctrines dealt out to the states, in turn."""
    dealt = {state.name: doctrines[place % len(doctrines)] for place, state in enumerate(scenario.states)}
    return scenario.changed(doctrines=dealt)


MIXED: list[tuple[str, ...]] = [("deliberate", name) for name in DOCTRINES if name != "deliberate"]
MIXED += [("hawk", "grit"), ("reciprocity", "dove", "hawk"), ("grit", "reciprocity", "deliberate")]


def by_mesa(
    scenario: Scenario, seed: int, run: int = 0, parameters: dict[str, float] | None = None
) -> dict[str, np.ndarray]:
    """Every variable of every month as Mesa lives through them, [month, ...] with the axes of a result."""
    model = DetenteModel(scenario, rng=seed, run=run, parameters=parameters)
    records = []
    while model.running:
        model.step()
        assert model.record is not None
        records.append(reported(model.record))
    # the rules put issue and concern in front, and the run last
    return {name: np.stack([np.moveaxis(r[name][..., 0], 0, -1) if len(VARIABLES[name].axes) == 2
                            else r[name][..., 0] for r in records]) for name in VARIABLES}  # fmt: skip


def assert_same_months(months: Mapping[str, np.ndarray], result: xr.Dataset, exactly: bool = False) -> None:
    """One run by Mesa against the same run of a result, up to the month in which Mesa stopped."""
    lived = len(months["war"])
    for name, about in VARIABLES.items():
        expected = result[name].isel(month=slice(0, lived)).values
        if exactly or about.kind != "float":
            assert np.array_equal(months[name], expected), name
        else:
            np.testing.assert_allclose(months[name], expected, rtol=1e-10, atol=1e-13, err_msg=name)
    assert lived == result.sizes["month"] or bool(result.war.isel(month=lived - 1))


# --- Mesa and NumPy give the same months ----------------------------------------------------------


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    ("name", "doctrines", "months"), TRIED, ids=[f"{name}-{doctrines[0]}" for name, doctrines, _ in TRIED]
)
def test_a_mesa_month_is_a_numpy_month(name: str, doctrines: tuple[str, ...], months: int):
    scenario = sides(scenario_named(name, months), doctrines)
    assert_same_months(by_mesa(scenario, SEED), simulate(scenario, seed=SEED).isel(run=0))


@pytest.mark.sample(3)
@pytest.mark.parametrize("doctrines", MIXED, ids="-".join)
@pytest.mark.parametrize("name", ["cuban_missile_crisis", "triad"])
def test_a_mesa_month_is_a_numpy_month_where_the_doctrines_differ(name: str, doctrines: tuple[str, ...]):
    scenario = sides(scenario_named(name, 24), doctrines)
    assert_same_months(by_mesa(scenario, SEED), simulate(scenario, seed=SEED).isel(run=0))


@pytest.mark.sample(4)
@pytest.mark.parametrize("name", scenario_names())
def test_the_whole_scenario_is_the_same_by_mesa_and_by_numpy(name: str):
    scenario = load_scenario(name)
    assert_same_months(by_mesa(scenario, SEED), simulate(scenario, seed=SEED).isel(run=0))


@pytest.mark.parametrize("run", [1, 63, 64, 130])
def test_mesa_can_live_through_any_run(run: int):
    assert_same_months(by_mesa(triad(), 3, run=run), simulate(triad(), runs=run + 1, seed=3).isel(run=run))


def test_mesa_takes_parameters():
    changed = {"trust_gain": 3.0, "perception_noise": 0.0}
    result = simulate(triad(), parameters=changed).isel(run=0)
    assert_same_months(by_mesa(triad(), 0, parameters=changed), result)
    assert not result.equals(simulate(triad()).isel(run=0))


def test_mesa_stops_with_the_war(two: Scenario):
    deadly = two.changed(parameters=DEADLY)
    result = simulate(deadly, runs=20)
    ended = int(np.argmax(result.war[:, -1].values & ~result.war[:, 0].values))
    months = by_mesa(deadly, 0, run=ended)
    assert len(months["war"]) < deadly.months
    assert_same_months(months, result.isel(run=ended))


# --- a run is itself, alone and among many --------------------------------------------------------


def assert_same_runs(few: xr.Dataset, many: xr.Dataset) -> None:
    same = many.sel(run=few.run.values)
    for name in few.data_vars:
        assert np.array_equal(few[name].values, same[name].values, equal_nan=True), name


def test_run_k_alone_is_run_k_among_two_thousand(monkeypatch: pytest.MonkeyPatch):
    scenario = scenario_named("cold_war", 36)
    many = simulate(scenario, runs=2000, seed=SEED)
    monkeypatch.setattr(numpy_engine, "BLOCK", 512)
    for runs in (1, 2, 65, 512, 513, 1025):  # 513 and 1025: the last run is alone in its block
        assert_same_runs(simulate(scenario, runs=runs, seed=SEED), many)
    for run in (0, 777, 1999):
        assert_same_months(by_mesa(scenario, SEED, run=run), many.isel(run=run))


@pytest.mark.long
def test_forty_four_years_alone_and_among_many():
    scenario = load_scenario("cold_war")
    assert_same_runs(simulate(scenario, seed=SEED), simulate(scenario, runs=66, seed=SEED))


@pytest.mark.parametrize("block", [1, 7])
def test_the_size_of_a_block_changes_nothing(block: int, monkeypatch: pytest.MonkeyPatch):
    scenario = sides(triad(), ("deliberate", "grit", "reciprocity"))
    before = simulate(scenario, runs=10, seed=1)
    monkeypatch.setattr(numpy_engine, "BLOCK", block)
    assert_same_runs(simulate(scenario, runs=10, seed=1), before)


def test_a_dozen_states_alone_and_among_many():
    # sums over eight and more states are where a library changes the order of addition
    names = [f"State{chr(ord('A') + place)}" for place in range(12)]
    weights = np.arange(1, 13) / 78
    scenario = Scenario(
        name="dozen", title="Twelve states", start="1970-01", months=6,
        states=tuple(
            StateSpec(name=name, title=name, gdp=1.0, influence=float(w)) for name, w in zip(names, weights, strict=True)
        ),
        parameters={"theatre_rate": 0.2, "influence_prize": 0.2},
    )  # fmt: skip
    assert_same_runs(simulate(scenario, runs=1, seed=1), simulate(scenario, runs=30, seed=1))


def test_another_seed_is_another_history():
    one, other = simulate(triad(), seed=0), simulate(triad(), seed=1)
    assert not one.equals(other)
    assert one.equals(simulate(triad(), seed=0))


# --- parameters as arrays: a sweep is one call ----------------------------------------------------


def test_every_parameter_may_be_an_array():
    rng = np.random.default_rng(4)
    grid = {name: rng.uniform(about.low, about.high, 3) for name, about in PARAMETER_TABLE.items()}
    scenario = triad().changed(months=24)
    swept = simulate(scenario, runs=3, seed=5, parameters=grid)
    for run in range(3):
        alone = simulate(
            scenario, runs=3, seed=5, parameters={name: float(values[run]) for name, values in grid.items()}
        )
        assert_same_runs(alone.isel(run=[run]), swept)


def test_a_sweep_may_be_longer_than_a_block_and_may_be_a_list(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(numpy_engine, "BLOCK", 2)
    values = [0.0, 1.0, 2.0, 3.0, 4.0]
    scenario = triad().changed(months=12)
    swept = simulate(scenario, runs=5, parameters={"trust_gain": values})
    for run, value in enumerate(values):
        assert_same_runs(simulate(scenario, runs=5, parameters={"trust_gain": value}).isel(run=[run]), swept)
    assert_same_runs(simulate(scenario, runs=5, parameters={"trust_gain": np.array(values)}), swept)


def test_an_override_wins_over_the_scenario():
    scenario, wanted = (triad().changed(parameters={"trust_gain": value}) for value in (0.5, 2.0))
    assert_same_runs(simulate(scenario, parameters={"trust_gain": 2.0}), simulate(wanted))
    assert not simulate(scenario).equals(simulate(scenario, parameters={"trust_gain": 2.0}))


# --- what a result holds --------------------------------------------------------------------------

#: crises every month, near misses often, and every other near miss a war
DEADLY = {"crisis_base": 0.0, "war_risk": 0.5, "severity_scale": 0.5}


def test_a_result_is_labelled(three: Scenario):
    result = simulate(three, runs=2, seed=3)
    assert dict(result.sizes) == {"run": 2, "month": 36, "pair": 6, "state": 3, "issue": 4, "concern": 4}
    assert set(result.data_vars) == set(VARIABLES)
    for name, about in VARIABLES.items():
        assert result[name].dims == ("run", "month", *about.axes), name
        assert result[name].attrs["units"] == about.units
        assert result[name].attrs["long_name"] == about.long_name
        kind = {"bool": np.bool_, "code": np.integer, "float": np.floating}[about.kind]
        assert np.issubdtype(result[name].dtype, kind), name
    assert result.pair.values[0] == "Alfa to Bravo"
    assert [f"{a} to {b}" for a, b in zip(result.actor.values, result.target.values, strict=True)] == list(
        result.pair
    )
    assert result.month.values[[0, -1]].astype("datetime64[M]").astype(str).tolist() == ["1960-01", "1962-12"]
    assert result.initiative.flag_meanings.split() == [action.name for action in ACTIONS]
    assert {
        "seed": 3,
        "runs": 2,
        "engine": "numpy",
        "keep": "all",
        "scenario_name": "three",
    }.items() <= result.attrs.items()
    assert Scenario.from_toml(result.attrs["scenario"]) == three


@pytest.fixture(scope="module")
def ended(two: Scenario) -> xr.Dataset:
    """Thirty runs, of which many end in war at some time."""
    result = simulate(two.changed(parameters=DEADLY), runs=30, seed=1)
    assert int(result.war[:, -1].sum()) > 5
    return result


def living(result: xr.Dataset, run: int, year: int | None = None) -> xr.Dataset:
    """The months of a run that count: up to the war, and with it."""
    war = result.war[run].values
    one = result.isel(run=run, month=slice(0, int(np.argmax(war)) + 1 if war.any() else len(war)))
    return one if year is None else one.isel(month=one.month.dt.year.values == year)


@pytest.mark.parametrize("keep", ["yearly", "summary"])
def test_what_is_kept_is_what_it_says(keep: str, ended: xr.Dataset, two: Scenario):
    result = simulate(two.changed(parameters=DEADLY), runs=12, seed=1, keep=keep)
    assert result.attrs["keep"] == keep
    assert set(result.data_vars) == {name for name, about in VARIABLES.items() if about.kind != "code"}
    assert [f"{a} to {b}" for a, b in zip(result.actor.values, result.target.values, strict=True)] == list(
        result.pair
    )
    for run in range(12):
        for year in [1960, 1961, 1962] if keep == "yearly" else [None]:
            months = living(ended, run, year)
            one = result.isel(run=run) if year is None else result.isel(run=run).sel(year=year)
            for name in result.data_vars:
                about, values = VARIABLES[str(name)], months[name].astype(float)
                if name == "war":
                    of_all = ended.war[run] if year is None else ended.war[run].sel(month=str(year))
                    expected = of_all.any().astype(float)
                elif about.kind == "bool" and name in EVENTS:
                    expected = values.sum("month")
                    assert one[name].attrs["units"] == "months"
                elif months.sizes["month"] == 0:
                    expected = xr.full_like(one[name], np.nan)
                else:
                    expected = values.mean("month")
                np.testing.assert_allclose(
                    one[name], expected, rtol=1e-12, atol=1e-12, err_msg=f"{name} {run} {year}"
                )


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(numpy_engine, "BLOCK", 64)
    told: list[tuple[int, int]] = []
    simulate(triad().changed(months=2), runs=150, progress=lambda done, runs: told.append((done, runs)))
    assert told == [(64, 150), (128, 150), (150, 150)]
    told.clear()
    simulate(triad().changed(months=96), runs=8, progress=lambda done, runs: told.append((done, runs)))
    assert told == [(2, 8), (4, 8), (6, 8), (8, 8)]  # within a block by its months


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"runs": 0}, "runs is 0"),
        ({"runs": -3}, "runs is -3"),
        ({"runs": 2.5}, "runs is 2.5"),
        ({"runs": True}, "runs is True"),
        ({"runs": "many"}, "runs is 'many'"),
        ({"runs": 10**9}, "1,000,000"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": 1.5}, "seed is 1.5"),
        ({"seed": None}, "seed is None"),
        ({"seed": 2**64}, "seed is"),
        ({"engine": "abacus"}, "'abacus'"),
        ({"keep": "some"}, "'some'"),
        ({"parameters": {"trust_gian": 1.0}}, "'trust_gian' is not a known parameter"),
        ({"parameters": {"trust_gain": -1.0}}, "'trust_gain' is -1; give numbers from"),
        ({"parameters": {"trust_gain": float("nan")}}, "'trust_gain' is nan"),
        ({"parameters": {"trust_gain": "high"}}, "'trust_gain' is \"high\"|'trust_gain' is 'high'"),
        ({"parameters": {"trust_gain": [1.0, 2.0]}}, r"'trust_gain' has shape \(2,\)"),
        ({"runs": 2, "parameters": {"trust_gain": [1.0, 99.0]}}, "'trust_gain' is from 1 to 99"),
        ({"parameters": {"trust_gain": [[1.0]]}}, "numbers, one a run"),
    ],
    ids=str,
)
def test_refusals_are_one_line(given: dict[str, Any], words: str):
    with pytest.raises(ScenarioError, match=words) as caught:
        simulate(triad(), **given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "given", [{"rng": -1}, {"rng": 1.5}, {"rng": True}, {"run": -1}, {"run": "first"}], ids=str
)
def test_mesa_refuses_in_one_line(given: dict[str, Any]):
    with pytest.raises(ScenarioError, match="whole number") as caught:
        DetenteModel(triad(), **given)
    assert "\n" not in str(caught.value)


# --- Mesa's own tools -----------------------------------------------------------------------------


def test_the_data_collector_gathers_the_world_and_the_states():
    model = DetenteModel(triad(), rng=SEED)
    result = simulate(triad(), seed=SEED).isel(run=0)
    for _ in range(5):
        model.step()
    world = model.datacollector.get_model_vars_dataframe()
    # as Mesa has it, the first row is the world before the first step: it has a date and no figures yet
    assert world["date"].tolist() == ["1969-12", "1970-01", "1970-02", "1970-03", "1970-04", "1970-05"]
    for name in ("theatre", "global_backlog", "instability"):
        figures = world[name].to_numpy(dtype=float)
        assert np.isnan(figures[0])
        assert figures[1:] == pytest.approx(result[name][:5].values)
    states = model.datacollector.get_agent_vars_dataframe().reset_index()
    for name in ("US", "USSR", "China"):
        hawks = states[states["name"] == name]["hawks"].to_numpy(dtype=float)
        assert hawks[1:] == pytest.approx(result.hawks.sel(state=name)[:5].values)
    last = states[states["name"] == "China"]["tension"].iloc[-1]
    felt = {rival: result.tension.sel(pair=f"China to {rival}").values[4] for rival in ("US", "USSR")}
    assert last == pytest.approx(felt)


def test_a_state_shows_its_figures_by_name():
    model = DetenteModel(triad(), rng=SEED)
    china = next(state for state in model.agents if state.name == "China")
    assert china.hawks is None  # nothing has happened yet
    model.step()
    assert china.hawks == pytest.approx(simulate(triad(), seed=SEED).hawks.sel(state="China").values[0, 0])
    assert set(china.tension) == {"US", "USSR"}
    assert 0 <= float(model.instability) <= 100
    for thing, name in ((china, "charm"), (china, "instability"), (model, "charm"), (model, "hawks")):
        with pytest.raises(AttributeError, match=name):
            getattr(thing, name)


def test_a_model_stops_at_the_end():
    model = DetenteModel(triad().changed(months=2))
    for _ in range(5):
        model.step()
    assert model.months_done == 2
    assert not model.running
    assert model.date == "1970-02"


def test_batch_run_gives_the_first_runs():
    scenario = triad().changed(months=3)
    seeds = {"rng": [SEED]} if "rng" in inspect.signature(mesa.batch_run).parameters else {"iterations": 1}
    parameters: dict[str, Any] = {"scenario": [scenario], "run": range(3)}
    if "rng" not in seeds:
        parameters["rng"] = [SEED]
    rows = mesa.batch_run(
        DetenteModel,
        parameters,
        number_processes=1,
        data_collection_period=1,
        display_progress=False,
        **seeds,
    )
    result = simulate(scenario, runs=3, seed=SEED)
    seen = {(row["run"], row["date"], row["name"]): row for row in rows if row["date"] != "1969-12"}
    # older Mesa leaves out the last month of a run
    assert {date for _, date, _ in seen} - {"1970-03"} == {"1970-01", "1970-02"}
    for (run, date, state), row in seen.items():
        month = scenario.month_index(date)
        assert row["hawks"] == pytest.approx(result.hawks.sel(state=state).values[run, month])
        assert row["instability"] == pytest.approx(
            result.instability.values[run, month]
        )  # the same month's world
    assert {(run, state) for run, _, state in seen} == {
        (r, s) for r in range(3) for s in ("US", "USSR", "China")
    }


# --- why ------------------------------------------------------------------------------------------


def test_a_state_says_why(subtests: pytest.Subtests):
    for doctrine, lang in product(DOCTRINES, languages()):
        with subtests.test(doctrine=doctrine, lang=lang):
            model = DetenteModel(sides(triad(), (doctrine,)), rng=SEED)
            for _ in range(4):
                model.step()
            for state in model.agents:
                said = state.explain(lang=lang)
                assert state.name in said.text
                assert month("1970-04", lang) in said.text
                assert "{" not in said.text
                assert said.text.count("\n") + 1 == 4 * len(
                    state.rivals
                )  # heading, situation, and two decisions
                for rival in state.rivals:
                    assert rival in said.text
                    for stage in ("initiative", "response"):
                        table = said.table.xs(rival).xs(stage).droplevel("concern")
                        total, probability = table.loc["sum"].to_numpy(), table.loc["probability"].to_numpy()
                        parts = table.drop(index=["sum", "probability"])
                        assert total == pytest.approx(parts.sum().to_numpy())
                        assert probability.sum() == pytest.approx(1)
                        within = probability > 0
                        logit = np.exp(total - total[within].max()) * within
                        assert probability == pytest.approx(logit / logit.sum())
                        act = said.table.attrs["chosen"][rival, stage]
                        assert act == ACTIONS[getattr(state, stage)[rival]].name
                        assert table.loc["probability", act] > 0


def test_explanations_in_two_languages_have_the_same_table():
    model = DetenteModel(triad())
    model.step()
    state = model.agents[0]
    english, indonesian = state.explain(lang="en"), state.explain(lang="id")
    assert english.text != indonesian.text
    assert english.table.equals(indonesian.table)
    one = state.explain("USSR")
    assert set(one.table.index.get_level_values("rival")) == {"USSR"}
    assert one.table.equals(english.table.loc[["USSR"]])


def test_what_cannot_be_explained_is_refused():
    model = DetenteModel(triad())
    with pytest.raises(ScenarioError, match="US has not acted yet; call step"):
        model.agents[0].explain()
    model.step()
    with pytest.raises(ScenarioError, match="US has no rival 'Cuba'; choose one of USSR, China"):
        model.agents[0].explain("Cuba")


def test_explaining_changes_nothing():
    quiet, asked = DetenteModel(triad(), rng=1), DetenteModel(triad(), rng=1)
    for _ in range(6):
        quiet.step()
        asked.step()
        for state in asked.agents:
            state.explain()
    assert quiet.record is not None
    assert asked.record is not None
    assert all(np.array_equal(a, b) for a, b in zip(quiet.record, asked.record, strict=True))


def test_every_reason_has_words():
    model = DetenteModel(triad())
    model.step()
    observation = model.view
    keys = {"why.initiative", "why.response", "why.heading"}
    for doctrine in DOCTRINES.values():
        keys |= {f"reason.{term.name}" for term in doctrine.reasons(observation, model.parameters)}
    assert keys <= set(words())
    spoken = {key for key in words() if key.startswith("reason.")}
    assert spoken <= keys, "words for a reason that no doctrine has"
