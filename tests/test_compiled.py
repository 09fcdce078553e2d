"""The compiled engine: the same months as NumPy's, compiled once, kept, and left alone where it cannot serve.

A programme takes seconds to compile, so there are four here: two states, three, a doctrine of one's own, single precision.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from simulation import Scenario, ScenarioError, columns, open_sweep, simulate, sweep
from simulation.actions import CODE
from simulation.commands.reading import read_result
from simulation.compiled import NotCompiled, choice, kept
from simulation.doctrines import Doctrine, Term
from simulation.state import FREE, YES
from simulation.sweeps import shards
from simulation.sweeps.checking import repair
from simulation.sweeps.engines import settled
from simulation.sweeps.estimate import Pace
from simulation.sweeps.plan import Plan
from simulation.sweeps.points import points

jax = pytest.importorskip("jax")

SEED = 7
RUNS = 70  # fewer than a block, and no round number


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for compiled programmes, empty at first, and a session that has none at hand."""
    place = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(kept.SETTING, str(place))
        patch.setattr(kept, "_here", set())
        yield place


def assert_same(one: xr.Dataset, other: xr.Dataset) -> None:
    """What is decided is equal, and floats are to 1e-10, of a thousandth where they are smaller."""
    assert set(one.data_vars) == set(other.data_vars)
    for name in one.data_vars:
        a, b = one[name].values, other[name].values
        assert a.dtype == b.dtype, name
        if a.dtype.kind == "f":
            np.testing.assert_allclose(b, a, rtol=1e-10, atol=1e-13, err_msg=str(name))
        else:
            np.testing.assert_array_equal(b, a, err_msg=str(name))


def on_both(scenario: Scenario, **given: Any) -> tuple[xr.Dataset, xr.Dataset]:
    return simulate(scenario, seed=SEED, **given), simulate(scenario, seed=SEED, engine="jax", **given)


def settings() -> dict[str, Any]:
    """How JAX is set: what a user may have set, and what we might."""
    return {name: value for name, value in jax.config.values.items() if name.startswith("jax_")}


def powers(one: str, other: str) -> list[dict[str, Any]]:
    """Orders of every kind."""
    demands = {"trade": 0.48, "arms": 0.6}
    orders: list[dict[str, Any]] = [
        {"state": one, "act": "talk", "date": "1960-03", "months": 4},
        {"state": one, "accepts": "all", "stage": "both", "asks": demands, "months": 20},
        {"state": other, "declines": ["visit", "sale"], "speaks": True, "date": "1960-05", "months": 9},
        {"state": other, "leaves": ["trade", "culture"], "never": ["threaten"], "date": "1961-01"},
    ]
    return [{"title": "An order", "date": "1960-01", **order} for order in orders]


def test_two_states_go_through_the_same_months_whatever_is_given(
    two: Scenario, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two doctrines, one with a memory; a sweep, worlds, acts of a run's own, orders; and all by one programme."""
    compiled: list[str] = []
    jax.monitoring.register_event_duration_secs_listener(
        lambda event, *_, **__: compiled.append(event) if "backend_compile" in event else None
    )
    found: list[str] = []
    jax.monitoring.register_event_listener(
        lambda event, **_: found.append(event) if event.endswith("cache_hits") else None
    )
    before = settings()
    scenario = two.changed(doctrines={"Alfa": "grit"})
    swept = {"trust_gain": np.linspace(0.2, 1.5, RUNS)}
    told: list[tuple[int, int]] = []
    plain = simulate(scenario, runs=RUNS, seed=SEED, parameters=swept)
    other = simulate(
        scenario,
        runs=RUNS,
        seed=SEED,
        parameters=swept,
        engine="jax",
        progress=lambda *done: told.append(done),
    )
    assert_same(plain, other)
    assert told == [(RUNS, RUNS)]
    assert plain.attrs["engine"] == "numpy"
    labels = {"engine": "jax", "precision": "float64", "jax": version("jax"), "runs": RUNS, "seed": SEED}
    assert labels.items() <= other.attrs.items()
    assert settings() == before, "the user's settings are the user's"
    mine = choice.programme(scenario, ["parameter_trust_gain"], True)
    assert kept.at_hand(mine)
    assert kept.on_disk(mine)

    # another seed, other numbers, fewer months, worlds, acts, orders, and what is kept: the same programme
    programmes, files = len(compiled), set(folder.iterdir())
    ordered = scenario.changed(months=30, orders=powers("Alfa", "Bravo"))
    again = np.full((RUNS, 30, 2), FREE)
    again[::2, 5:8] = CODE["denounce"]
    says = np.full((RUNS, 30, 2), FREE)
    says[::3, 8:] = YES
    for keep in ("yearly", "summary", "histogram", "all"):
        given = {
            "runs": RUNS,
            "keep": keep,
            "worlds": np.arange(RUNS) // 7,
            "acts": {"initiative": again, "consent": says},
        }
        one, same = on_both(ordered, parameters={"trust_gain": swept["trust_gain"] / 2}, **given)
        assert_same(one, same)
    assert (one.initiative.isel(month=slice(5, 8))[::2] == CODE["denounce"]).all()
    assert len(compiled) == programmes

    # another session finds it on the disk
    from simulation.compiled import programme

    monkeypatch.setattr(programme, "_made", {})
    assert_same(plain, simulate(scenario, runs=RUNS, seed=SEED, parameters=swept, engine="jax"))
    assert found
    assert set(folder.iterdir()) == files


def test_three_states_and_more_runs_than_a_block(three: Scenario) -> None:
    """Three doctrines, of which two have notes; two blocks, by however many threads; sums as well as months."""
    scenario = three.changed(
        doctrines={"Alfa": "linkage", "Bravo": "roth_erev", "Charlie": "contrite_tit_for_tat"},
        orders=powers("Bravo", "Alfa"),
    )
    for keep in ("all", "yearly"):
        assert_same(*on_both(scenario, runs=choice.BLOCK + 20, keep=keep))


def test_processes_are_forked_as_ever_beside_the_compiled_engine(
    two: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    jax.numpy.zeros(3).block_until_ready()
    monkeypatch.setattr("simulation.engine.WORTH", 1)
    monkeypatch.setattr("simulation.engine.FEWEST", 1)
    whole = simulate(two, runs=130, seed=SEED, keep="summary")
    monkeypatch.setattr("simulation.parallel.cores", lambda: 1)
    assert whole.equals(simulate(two, runs=130, seed=SEED, keep="summary"))


def own(o: Any, p: Any) -> list[Term]:
    """Arrays of any library. What it gives is no number where trust can be gained too easily."""
    xp = o.tension.__array_namespace__()
    eager = 1.0 + 0.0 * xp.log(2.0 - p.trust_gain)
    return [
        Term("never_first", "leaning", columns.FORCE, -p.sharpness + 0.0 * o.tension),
        Term(
            "dialogue",
            "security",
            columns.TALK,
            eager * 6.0 * xp.where(o.tension > 50.0, o.tension / 100, 0.2),
        ),
    ]


def count(notes: Any, o: Any, act: Any, p: Any) -> Any:
    return notes.__array_namespace__().stack([notes[0] + (o.seen < -0.15), *notes[1:]])


OWN = Doctrine("talks_when_tense", "Talks when tense", "made in a test", own, count)


def test_a_doctrine_of_ones_own_is_compiled_as_well(two: Scenario) -> None:
    mine = two.changed(doctrines={"Bravo": OWN})
    plain, other = on_both(mine, runs=RUNS, parameters={"trust_gain": 1.0})
    assert other.attrs["engine"] == "jax"
    assert_same(plain, other)
    # where it gives what is no number, the same programme says so, and NumPy says of which reason
    with (
        pytest.warns(NotCompiled, match="no number"),
        np.errstate(invalid="ignore"),
        pytest.raises(ScenarioError, match=r"'talks_when_tense'.*dialogue"),
    ):
        simulate(mine, runs=3, engine="jax", parameters={"trust_gain": 3.0})


def branching(o: Any, p: Any) -> list[Term]:
    """Asks of arrays what only numbers can answer."""
    calm = bool((o.tension < 1000).all())
    return [Term("dialogue", "security", columns.TALK, (1.0 if calm else 0.0) + 0.0 * o.tension)]


def in_numpy(o: Any, p: Any) -> list[Term]:
    """Arrays of NumPy alone."""
    return [Term("dialogue", "security", columns.TALK, np.maximum(o.tension, 50.0))]


@pytest.mark.parametrize("reasons", [branching, in_numpy])
def test_what_cannot_be_traced_says_so_and_runs_on_numpy(two: Scenario, reasons: Any) -> None:
    mine = two.changed(doctrines={"Bravo": Doctrine("mine", "Mine", "made in a test", reasons)})
    with pytest.warns(NotCompiled, match=r"run on NumPy.*Tracer") as said:
        result = simulate(mine, runs=3, seed=SEED, engine="jax")
    assert said[0].filename == __file__
    assert result.equals(simulate(mine, runs=3, seed=SEED))
    assert result.attrs["engine"] == "numpy"
    assert "jax" not in result.attrs


def test_what_is_no_doctrine_is_refused_as_ever(two: Scenario) -> None:
    def narrow(o: Any, p: Any) -> list[Term]:
        return [Term("dialogue", "security", columns.TALK, o.tension[0])]

    mine = two.changed(doctrines={"Bravo": Doctrine("mine", "Mine", "made in a test", narrow)})
    with pytest.raises(ScenarioError, match="'mine'"):
        simulate(mine, runs=3, engine="jax")


def test_single_precision_is_labelled_and_means_the_same(tmp_path: Path) -> None:
    """In a session of its own: JAX (0.10) holds on to the doubles of a trace that failed, here above."""
    code = """
from pathlib import Path
import jax
from simulation import simulate
from simulation.stored import save
jax.config.update("jax_enable_x64", True)  # whatever the user has set
save(simulate("classroom", runs=200, seed=7, engine="jax32"), Path("single.nc"))
"""
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=here, check=True)
    _, other = read_result(tmp_path / "single.nc")
    assert other.attrs["engine"] == "jax32"
    assert other.attrs["precision"] == "float32"
    plain = simulate("classroom", runs=200, seed=SEED)
    first = abs(other.tension.isel(month=0) / plain.tension.isel(month=0) - 1)
    assert 1e-9 < float(first.median()) < 1e-6, "singles, and not doubles"
    assert float(other.tension.mean()) == pytest.approx(float(plain.tension.mean()), rel=0.02)


@pytest.fixture
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.SETTING, str(tmp_path / "not" / "made" / "yet"))
    monkeypatch.setattr(kept, "_here", set())


# --- a sweep by it ------------------------------------------------------------------------------------------------


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "shards").iterdir())}


def test_a_sweep_is_compiled_where_its_plan_says_so_and_stays_with_its_engine(
    two: Scenario, tmp_path: Path
) -> None:
    """By the programme of the first test. Threads, what is broken off, and what is made again change no byte."""
    plan = {
        "scenario": two,
        "doctrines": {"Alfa": "grit"},
        "parameters": {"trust_gain": [0.5, 1.0, 1.5]},
        "replicates": 8,
        "shard": 5,
        "seed": SEED,
        "engine": "jax",
    }
    whole = sweep(plan, tmp_path / "whole", workers=1).folder
    assert content(sweep(plan, tmp_path / "threads", workers=2).folder) == content(whole)

    found = open_sweep(whole)
    assert found.attrs["engine"] == "jax"
    given: dict[str, Any] = {"runs": 8, "keep": "summary", "parameters": {"trust_gain": [1.0] * 8}}
    alone = simulate(two.changed(doctrines={"Alfa": "grit"}), seed=SEED, engine="jax", **given)
    assert (found.tension[1].to_numpy() == alone.tension.to_numpy().astype(np.float32)).all()
    labels = {"engine": "jax", "precision": "float64", "jax": version("jax"), "processor": "cpu"}
    assert shards.read(content(whole)["000000.parquet"]).about["engine"] == [labels]

    def interrupt(pace: Pace) -> None:
        if pace.done > 5:
            raise KeyboardInterrupt

    broken = tmp_path / "broken"
    with pytest.raises(KeyboardInterrupt):
        sweep(plan, broken, progress=interrupt)
    for other in ("numpy", "jax32"):
        with pytest.raises(ScenarioError, match=f"another sweep: engine was 'jax' and is '{other}'"):
            sweep({**plan, "engine": other}, broken, resume=True)
    assert sweep({**plan, "engine": "auto"}, broken, resume=True).made == 3  # as it was settled before
    (broken / "shards/000001.parquet").unlink()
    repair(broken)
    assert content(broken) == content(whole)


def test_a_sweep_of_what_cannot_be_compiled_says_so_and_mixes_no_precisions(
    two: Scenario, tmp_path: Path
) -> None:
    mine = Doctrine("mine", "Mine", "made in a test", branching, version="1")
    plan = {"scenario": two, "doctrines": {"Bravo": mine}}
    with pytest.warns(NotCompiled, match="run on NumPy"):
        folder = sweep({**plan, "engine": "jax"}, tmp_path / "doubles").folder
    assert shards.read(content(folder)["000000.parquet"]).about["engine"] == [{"engine": "numpy"}]
    with (
        pytest.warns(NotCompiled, match="run on NumPy"),
        pytest.raises(
            ScenarioError, match="engine is 'jax32', and a doctrine of the plan cannot be compiled"
        ),
    ):
        sweep({**plan, "engine": "jax32"}, tmp_path / "singles")


@pytest.mark.usefixtures("nothing_kept")
def test_what_auto_comes_to_in_a_sweep_is_settled_once(
    two: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doctrines = {"Alfa": ["grit", "hawk"]}
    plan = Plan(scenario=two, doctrines=doctrines, replicates=100_000, engine="auto")

    def engine(plan: Plan, before: str | None = None) -> str:
        return settled(plan, points(plan), before).engine

    made_up = choice.Cost(numpy_block=0.0, numpy_run=4e-6, jax_run=1e-6, begin=1.0, compile=1.0)
    monkeypatch.setattr(choice, "COST", made_up)
    assert engine(plan) == "jax"
    assert engine(plan, "numpy") == "numpy"
    assert engine(plan.model_copy(update={"replicates": 100})) == "numpy"
    # each programme has to begin, and each call fills its last block
    monkeypatch.setattr(choice, "COST", made_up._replace(compile=1e-4 * 100_000))
    assert engine(plan) == "numpy"
    monkeypatch.setattr(choice, "COST", made_up)
    assert engine(plan.model_copy(update={"shard": 16})) == "numpy"

    monkeypatch.setattr(choice, "find_spec", lambda name: None)
    assert engine(plan) == "numpy"
    with pytest.raises(ScenarioError, match=r"engine is 'jax', which needs JAX"):
        sweep({"scenario": two, "engine": "jax"}, tmp_path / "new")
    assert not (tmp_path / "new").exists()


# --- which engine ---------------------------------------------------------------------------------------------


def chosen(scenario: Scenario, runs: int, asked: str = "auto") -> str:
    return choice.chosen(asked, scenario, runs, (), 1 + runs // 4096, 1)


@pytest.mark.usefixtures("nothing_kept")
def test_auto_is_compiled_where_that_is_done_sooner(
    two: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up = choice.Cost(numpy_block=0.0, numpy_run=4e-6, jax_run=1e-6, begin=1.0, compile=10.0)
    monkeypatch.setattr(choice, "COST", made_up)
    assert chosen(two, 10) == "numpy"
    assert chosen(two, 1_000_000) == "jax"
    runs = [int(10 ** (power / 4)) for power in range(4, 25)]

    def from_on() -> int:
        """The first number of runs that is compiled, from which on all are."""
        engines = [chosen(two, one) for one in runs]
        assert engines == sorted(engines, key=["numpy", "jax"].index)
        return runs[engines.index("jax")]

    cold = from_on()
    monkeypatch.setenv(kept.SETTING, str(tmp_path))
    name = choice.programme(two, (), True)
    kept.note(name)
    monkeypatch.setattr(kept, "_here", set())
    on_disk = from_on()
    kept.note(name)
    assert from_on() < on_disk < cold
    swept = choice.chosen("auto", two, on_disk, ["parameter_trust_gain"], 1, 1)
    assert swept == "numpy", "a sweep is another programme"


@pytest.mark.usefixtures("nothing_kept")
def test_without_jax_auto_is_numpy_and_jax_says_what_to_do(
    two: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "find_spec", lambda name: None)
    assert chosen(two, 1_000_000) == "numpy"
    assert simulate(two, engine="auto").attrs["engine"] == "numpy"
    for engine in ("jax", "jax32"):
        with pytest.raises(ScenarioError, match=r'pip install "detente\[jax\]"') as refused:
            simulate(two, engine=engine)
        assert "\n" not in str(refused.value)


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(kept.SETTING, str(tmp_path / "file" / "folder"))
    monkeypatch.setattr(kept, "_here", set())
    with kept.between_sessions():
        assert jax.config.jax_compilation_cache_dir is None
    kept.note("nothing")
    assert kept.at_hand("nothing")
    assert not kept.on_disk("nothing")


@pytest.mark.usefixtures("nothing_kept")
def test_where_the_user_has_programmes_kept_they_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jax.config.update("jax_compilation_cache_dir", str(tmp_path))
    try:
        with kept.between_sessions():
            assert jax.config.jax_compilation_cache_dir == str(tmp_path)
        assert jax.config.jax_compilation_cache_dir == str(tmp_path)
    finally:
        jax.config.update("jax_compilation_cache_dir", None)


# --- all of it: `python -m studies.engines` makes the dated report -------------------------------------------------


@pytest.mark.slow
def test_every_scenario_and_doctrine_goes_the_same_way() -> None:
    from studies.engines import cases, compared
    from studies.engines import on_both as both

    differ = {
        (scenario.name, *(state.doctrine.name for state in scenario.states)): found
        for scenario in cases()
        if not (found := compared(*both(scenario, runs=40, seed=SEED))).same
    }
    assert differ == {}
