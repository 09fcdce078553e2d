"""Sweeps: what is in them, and that nothing of them is lost, whatever happens."""

from __future__ import annotations

import json
import os
import pickle
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from simulation import ScenarioError, cli, load_scenario, open_sweep, simulate, sweep, tidy
from simulation.doctrines import DOCTRINES
from simulation.scenario import Scenario
from simulation.sweeps import disk, ledger
from simulation.sweeps.checking import repair, verify
from simulation.sweeps.estimate import Estimate, Pace, estimate
from simulation.sweeps.figures import Figures
from simulation.sweeps.plan import Plan
from simulation.sweeps.points import points
from simulation.sweeps.shards import made
from simulation.sweeps.tasks import Laid
from studies.kills.__main__ import ANY_MOMENT
from studies.kills.moments import at_any_moment
from studies.kills.steps import at_every_step
from studies.kills.watched import content, forked

forks = pytest.mark.skipif(sys.platform != "linux", reason="a process is forked to be killed")


@pytest.fixture(scope="module")
def small(two: Scenario) -> Scenario:
    """Two months of two rivals."""
    return two.changed(months=2, leaders=(), events=())


@pytest.fixture(scope="module")
def asked(small: Scenario) -> dict[str, Any]:
    """Six points of four runs, in four shards, of which most begin or end within a point."""
    return {
        "scenario": small,
        "design": "latin_hypercube",
        "size": 3,
        "replicates": 4,
        "seed": 7,
        "shard": 7,
        "parameters": {"trust_gain": {}, "learning": {"low": 0.1, "high": 0.2}},
        "doctrines": {"Alfa": ["grit", "hawk"]},
    }


@pytest.fixture(scope="module")
def undisturbed(asked: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sweep(asked, tmp_path_factory.mktemp("whole") / "sweep").folder


# --- what is in a sweep -------------------------------------------------------------------------------------------


def test_a_point_is_what_simulate_makes_of_it(asked: dict[str, Any], undisturbed: Path) -> None:
    found = open_sweep(undisturbed)
    assert dict(found.sizes) | {"point": 6, "replicate": 4} == dict(found.sizes)
    for point in (0, 5):
        one = found.isel(point=point)
        direct = simulate(
            asked["scenario"],
            runs=4,
            seed=7,
            keep="summary",
            doctrines={"Alfa": str(one["doctrines.Alfa"].item())},
            parameters={name: float(one[f"parameter_{name}"]) for name in ("trust_gain", "learning")},
        )
        for name, values in direct.data_vars.items():
            assert (values.to_numpy().astype(np.float32) == one[name].to_numpy()).all(), name
            assert one[name].attrs["units"] == values.attrs["units"]
    assert found["scenario_hash"].to_pandas().nunique() == 2  # one for each doctrine


def test_runs_have_worlds_of_their_own_where_the_plan_says_so(small: Scenario, tmp_path: Path) -> None:
    given = {"scenario": small, "replicates": 2, "seed": 3, "shard": 3, "parameters": {"alarm": [5.0, 10.0]}}
    found = open_sweep(sweep({**given, "worlds": "own"}, tmp_path / "own").folder)
    alone = simulate(small, runs=4, seed=3, keep="summary", parameters={"alarm": [5.0, 5.0, 10.0, 10.0]})
    assert (found["tension"].to_numpy().reshape(4, -1) == alone["tension"].astype(np.float32)).all()


def test_years_are_kept_where_the_plan_says_so(two: Scenario, tmp_path: Path) -> None:
    given = {"scenario": two, "keep": "yearly", "replicates": 3, "shard": 2, "variables": ["tension", "war"]}
    found = open_sweep(sweep({**given, "parameters": {"alarm": [5.0, 10.0]}}, tmp_path / "yearly").folder)
    alone = simulate(two, runs=3, keep="yearly", parameters={"alarm": 10.0})
    assert found["year"].to_numpy().tolist() == [1960, 1961, 1962]
    assert (found["tension"].to_numpy()[1] == alone["tension"].to_numpy().astype(np.float32)).all()
    assert list(found.data_vars) == ["tension", "war"]


def test_scenarios_and_their_inputs_vary_and_lie_side_by_side(
    three: Scenario, small: Scenario, tmp_path: Path
) -> None:
    other = three.changed(months=2, leaders=(), events=())
    given = {
        "scenario": [other, small],
        "replicates": 2,
        "inputs": {
            "states": {"Alfa": {"hawks": [0.1, 0.9]}},
            "rivalries": {"Bravo-Alfa": {"tension": {"Bravo": 35.0}}},
        },
    }
    found = open_sweep(sweep(given, tmp_path / "inputs").folder, "tension", "hawks")
    assert found["scenario"].to_numpy().tolist() == ["three", "three", "two", "two"]
    assert found["pair"].to_numpy().tolist()[:2] == ["Alfa to Bravo", "Alfa to Charlie"]
    assert bool(found["tension"].sel(pair="Alfa to Charlie", point=[2, 3]).isnull().all())
    low, high = found["hawks"].sel(state="Alfa", point=[2, 3]).mean("replicate").to_numpy()
    assert low < 0.3 < 0.7 < high
    changed = small.model_copy(
        update={
            "rivalries": (small.rivalries[0].model_copy(update={"tension": (60, 35.0)}),),
            "states": (small.states[0].model_copy(update={"hawks": 0.9}), small.states[1]),
        }
    )
    alone = simulate(changed, runs=2, keep="summary")["tension"].to_numpy().astype(np.float32)
    assert (found["tension"].sel(pair=["Alfa to Bravo", "Bravo to Alfa"], point=3).to_numpy() == alone).all()


def test_a_doctrine_of_ones_own_is_swept_and_repaired(small: Scenario, tmp_path: Path) -> None:
    mine = DOCTRINES["grit"]._replace(name="mine", version="1")
    given = {"scenario": small, "replicates": 2, "shard": 2}
    folder = sweep(given, tmp_path / "own", doctrines={"Alfa": [mine, "grit"]}).folder
    found = open_sweep(folder, "tension")["tension"]
    assert (found[0] == found[1]).all()  # it decides as the other does
    before = content(folder)
    (folder / "shards" / "000000.parquet").unlink()
    with pytest.raises(ScenarioError, match="'mine', no known doctrine"):
        repair(folder)
    repair(folder, [mine])
    assert content(folder) == before
    with pytest.raises(ScenarioError, match=r"doctrine mine'\] was 'mine|was '1' and is '2'"):
        sweep(given, folder, doctrines={"Alfa": [mine._replace(version="2"), "grit"]}, resume=True)


def warmest(result: xr.Dataset) -> xr.Dataset:
    """The highest monthly tension of each run and direction."""
    return result[["tension"]].max("month").transpose("run", "pair")


def of_months(result: xr.Dataset) -> xr.Dataset:
    return result[["war"]]


WARMEST = Figures("warmest", "1", warmest)


def test_figures_of_ones_own_are_kept_and_repaired(
    small: Scenario, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    given = {"scenario": small, "replicates": 3, "shard": 4, "parameters": {"alarm": [5.0, 10.0]}}
    folder = sweep({**given, "keep": WARMEST}, tmp_path / "figures", workers=2).folder
    found = open_sweep(folder)
    direct = warmest(simulate(small, runs=3, parameters={"alarm": 10.0}))
    assert (found["tension"].to_numpy()[1] == direct["tension"].to_numpy().astype(np.float32)).all()
    assert list(found.data_vars) == ["tension"]
    assert found.attrs["keep"] == "warmest"
    before = content(folder)
    (folder / "shards" / "000001.parquet").unlink()
    with pytest.raises(ScenarioError, match="keeps the figures 'warmest', and a file names no code"):
        repair(folder)
    repair(folder, figures=WARMEST)
    assert content(folder) == before
    for name, keep, said in (
        ("another version", WARMEST._replace(version="2"), "'figures warmest' was '1' and is '2'"),
        ("other figures", Figures("war", "1", of_months), "keep was 'warmest' and is 'war'"),
    ):
        with subtests.test(name), pytest.raises(ScenarioError, match=said):
            sweep({**given, "keep": keep}, folder, resume=True)
    with pytest.raises(
        ScenarioError, match=r"figures 'war' gave war along \(month 2, run 4\) of 4 runs; give"
    ):
        sweep(
            {**given, "keep": Figures("war", "1", lambda result: result[["war"]].transpose("month", "run"))},
            tmp_path / "months",
        )
    with pytest.raises(ScenarioError, match="is given, but what is kept are the figures 'warmest'"):
        Plan(**given, keep=WARMEST, variables=["tension"])
    with pytest.raises(ScenarioError, match="keep"):
        Plan(**given, keep="monthly")


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (lambda r: warmest(r).rename(tension="point"), "gave 'point', which a sweep calls a column or label"),
        (lambda r: warmest(r).rename(tension="replicate"), "gave 'replicate', which"),
        (lambda r: warmest(r).drop_vars("parameter_alarm").rename(tension="parameter_alarm"), "gave 'parameter_al"),
        (lambda r: warmest(r).rename(pair="point"), "gave 'point', which"),
        (lambda r: warmest(r).assign_coords(pair=["a", "a"]), r"the column 'tension\[a\]' twice"),
        (lambda r: xr.Dataset(), "gave a Dataset without variables"),
        (lambda r: warmest(r).astype(str), "gave tension as <U.*, not as numbers"),
        (lambda r: warmest(r).tension, "gave DataArray, not a Dataset"),
        (lambda r: warmest(r).astype(int) * 0 - 2**24 - 1, "tension = -16777217, and a sweep keeps single"),
        (lambda r: warmest(r) * 0 + 1e39, r"tension = 1e\+39, and"),
        (lambda r: warmest(r).expand_dims(year=[1960]).transpose("run", "pair", "year"), "right behind run"),
        (None, "keep has None as Figures.of; give a function"),
    ],
)  # fmt: skip
def test_figures_that_would_lose_numbers_are_refused_before_a_shard_is_written(
    of: Any, said: str, small: Scenario, tmp_path: Path
) -> None:
    given = {"scenario": small, "replicates": 2, "shard": 2, "parameters": {"alarm": [5.0, 10.0]}}
    with pytest.raises(ScenarioError, match=said) as error:
        sweep({**given, "keep": Figures("odd", "1", of)}, tmp_path / "odd", workers=1)
    assert "\n" not in str(error.value)
    assert not list(tmp_path.glob("odd/shards/*.parquet"))


def of_the_alarmed(result: xr.Dataset) -> xr.Dataset:
    """One variable more where the alarm is high, as a figure may have that looks at what it finds."""
    found = warmest(result)
    return found.assign(worst=found.tension) if (result.parameter_alarm > 9.0).any() else found


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("shard", [2, 4])
def test_shards_whose_columns_differ_are_refused_with_the_shard_and_the_column(
    workers: int, shard: int, small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Figures("odd", "1", of_the_alarmed)
    given = {"scenario": small, "replicates": 2, "shard": shard, "parameters": {"alarm": [5.0, 6.0, 10.0]}}
    said = rf"shard {4 // shard} differs .* in the column 'worst\[Alfa to Bravo\]'"
    for resume in (False, True):  # also beside shards that were done before
        with pytest.raises(ScenarioError, match=said):
            sweep({**given, "keep": keep}, tmp_path / "odd", workers=workers, resume=resume)
    monkeypatch.setattr("simulation.sweeps.running.check_alike", lambda *_: None)  # as it was once written
    sweep({**given, "keep": keep}, tmp_path / "odd", workers=workers, resume=True)
    with pytest.raises(ScenarioError, match=said):
        open_sweep(tmp_path / "odd")
    assert list(open_sweep(tmp_path / "odd", "tension").data_vars) == ["tension"]


def test_long_tables_are_made_of_it_as_of_any_result(undisturbed: Path) -> None:
    frame = tidy(open_sweep(undisturbed, "tension"), "tension")
    assert len(frame) == 6 * 4 * 2
    assert {"point", "replicate", "pair", "actor", "parameter_trust_gain", "doctrines.Alfa"} <= set(frame)


def test_any_program_reads_the_files(undisturbed: Path) -> None:
    frame = pd.read_parquet(undisturbed / "shards")
    assert len(frame) == 24
    assert frame.groupby("point")["tension[Alfa to Bravo]"].size().tolist() == [4] * 6


def test_a_run_takes_less_than_a_thousand_bytes(tmp_path: Path) -> None:
    given = {"design": "latin_hypercube", "size": 64, "replicates": 16, "parameters": {"trust_gain": {}}}
    for name in ("classroom", "triangle_1971"):  # two states and three
        scenario = load_scenario(name).changed(months=12, leaders=(), events=(), orders=())
        found = sweep({"scenario": scenario, **given}, tmp_path / name)
        assert found.bytes / found.runs < 1000


# --- the same bytes -----------------------------------------------------------------------------------------------


def test_a_task_alone_makes_the_bytes_of_its_shard(asked: dict[str, Any], undisturbed: Path) -> None:
    with ledger.reading(undisturbed) as book:
        laid = Laid(Plan(**asked), points(Plan(**asked)), book.about()["sweep"])
    for number in (3, 0):  # in another order, and sent somewhere else first
        task = pickle.loads(pickle.dumps(laid.task(number)))
        assert made(task) == (undisturbed / f"shards/00000{number}.parquet").read_bytes()


def test_the_number_of_processes_changes_no_byte(
    asked: dict[str, Any], undisturbed: Path, tmp_path: Path
) -> None:
    assert content(sweep(asked, tmp_path / "two", workers=2).folder) == content(undisturbed)


@forks
def test_whatever_is_killed_at_whichever_step_goes_on_to_the_same_bytes(
    small: Scenario, tmp_path: Path
) -> None:
    given = {"scenario": small, "replicates": 2, "shard": 2, "parameters": {"alarm": [5.0, 9.0]}}
    count = at_every_step(given, tmp_path)
    assert count.sweeps > 50
    assert count.kills > count.sweeps
    assert count.harmless, count


@pytest.mark.slow
@forks
def test_a_hundred_random_kills_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    """What is entered stays, and is not made again."""
    count = at_any_moment(ANY_MOMENT, tmp_path, kills=100, seed=1)
    assert count.kills == 100
    assert count.harmless, count


# --- one sweep at a time, and the same one ----------------------------------------------------------------------------


@forks
def test_a_second_sweep_on_one_folder_is_refused_until_the_first_has_ended_however(
    asked: dict[str, Any], undisturbed: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "sweep"
    said, saying = os.pipe()

    def wait_for_ever() -> None:
        def hold(pace: Pace) -> None:
            if pace.since == 0:
                return
            os.write(saying, b"x")
            time.sleep(60)

        sweep(asked, folder, progress=hold)

    child = forked()
    if child == 0:
        wait_for_ever()
        os._exit(1)
    assert os.read(said, 1) == b"x"
    with pytest.raises(ScenarioError, match="another sweep is at work"):
        sweep(asked, folder, resume=True)
    with pytest.raises(ScenarioError, match="another sweep is at work"):
        repair(folder)
    assert verify(folder).damages == ()  # reading is free
    with pytest.raises(ScenarioError, match=r"is not finished \(1 of 4 files done\)"):
        open_sweep(folder)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert sweep(asked, folder, resume=True).made == 3
    assert content(folder) == content(undisturbed)


def test_ctrl_c_ends_clean_and_it_goes_on(asked: dict[str, Any], undisturbed: Path, tmp_path: Path) -> None:
    def interrupt(pace: Pace) -> None:
        if pace.done > 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(asked, tmp_path, progress=interrupt)
    assert not list(tmp_path.rglob(f"*{disk.UNFINISHED}"))
    seen: list[Pace] = []
    assert sweep(asked, tmp_path, resume=True, progress=seen.append).made == 2
    assert [pace.done for pace in seen] == [14, 21, 24]
    assert [pace.since for pace in seen] == [0, 7, 10]
    assert seen[1].left == pytest.approx(3 * seen[1].seconds / 7)
    assert content(tmp_path) == content(undisturbed)


CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"replicates": 5}, "replicates was 4 and is 5"),
    ({"seed": 8}, "seed was 7 and is 8"),
    ({"parameters": {"trust_gain": {}, "learning": {"low": 0.1, "high": 0.3}}},
     "parameters.learning.high was 0.2 and is 0.3"),
    ({"parameters": {"trust_gain": {}}}, "parameters.learning.high was 0.2 and is not there (and 1 more)"),
    ({"doctrines": {"Alfa": ["grit"]}}, "doctrines.Alfa was ['grit', 'hawk'] and is ['grit'] (and 1 more)"),
    ({"keep": "yearly"}, "keep was 'summary' and is 'yearly'"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), CHANGES, ids=lambda one: str(one)[:30])
def test_another_plan_is_refused_with_what_changed(
    change: dict[str, Any], said: str, asked: dict[str, Any], undisturbed: Path
) -> None:
    with pytest.raises(
        ScenarioError, match=re.escape(f"holds another sweep: {said}; give the plan as it was")
    ):
        sweep({**asked, **change}, undisturbed, resume=True)


def test_another_scenario_of_one_name_is_refused_with_its_key(
    asked: dict[str, Any], small: Scenario, undisturbed: Path
) -> None:
    states = (small.states[0].model_copy(update={"gdp": 2.5}), small.states[1])
    with pytest.raises(ScenarioError, match=re.escape("scenario.two.states[0].gdp was 2 and is 2.5;")):
        sweep({**asked, "scenario": small.changed(states=states)}, undisturbed, resume=True)


def test_other_versions_are_refused(
    asked: dict[str, Any], undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulation.sweeps.identity.version", lambda: "9.9")
    with pytest.raises(ScenarioError, match=r"detente was '.*' and is '9\.9'"):
        sweep(asked, undisturbed, resume=True)


def test_a_folder_that_holds_a_sweep_or_anything_else_is_left_alone(
    asked: dict[str, Any], undisturbed: Path, tmp_path: Path
) -> None:
    with pytest.raises(
        ScenarioError, match=r"holds a sweep already \(4 of 4 files done\); go on with --resume"
    ):
        sweep(asked, undisturbed)
    assert sweep(asked, undisturbed, resume=True).made == 0
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="holds other files"):
        sweep(asked, tmp_path)


# --- damage -------------------------------------------------------------------------------------------------------


def cut(path: Path) -> None:
    os.truncate(path, 100)


def flip(path: Path) -> None:
    found = bytearray(path.read_bytes())
    found[len(found) // 2] ^= 1
    path.write_bytes(found)


def swap(path: Path) -> None:
    path.write_bytes(path.with_name("000000.parquet").read_bytes())


def test_each_kind_of_damage_is_found_and_exactly_that_is_made_again(
    asked: dict[str, Any], tmp_path: Path
) -> None:
    folder = sweep(asked, tmp_path / "sweep").folder
    other = sweep({**asked, "seed": 8, "size": 1}, tmp_path / "other").folder
    before = content(folder)
    damages: list[tuple[Callable[[Path], object], str]] = [
        (cut, "truncated"), (flip, "flipped"), (Path.unlink, "missing"), (swap, "foreign"),
        (lambda path: path.write_bytes((other / "shards/000001.parquet").read_bytes()), "foreign"),
        (lambda path: path.write_bytes(b""), "truncated"),
    ]  # fmt: skip
    for damage, kind in damages:
        damage(folder / "shards/000001.parquet")
        whole = {
            name: path.stat().st_mtime_ns for name in before if (path := folder / "shards" / name).exists()
        }
        found = verify(folder)
        assert [(one.kind, one.file) for one in found.damages] == [(kind, "shards/000001.parquet")]
        with pytest.raises(ScenarioError, match="is damaged; make it again with: detente repair"):
            open_sweep(folder)
        assert repair(folder).damages == found.damages
        assert content(folder) == before
        whole.pop("000001.parquet", None)
        assert {name: (folder / "shards" / name).stat().st_mtime_ns for name in whole} == whole
    (folder / "shards/stray.parquet").write_bytes(b"?")
    assert [(one.kind, one.number) for one in verify(folder).damages] == [("foreign", None)]
    repair(folder)
    assert (folder / "foreign/stray.parquet").read_bytes() == b"?"
    assert content(folder) == before


def test_a_shard_that_no_longer_comes_out_as_it_was_is_not_put_in_place(
    asked: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sweep(asked, tmp_path).folder
    cut(folder / "shards/000001.parquet")
    monkeypatch.setattr("simulation.sweeps.shards.LEVEL", 1)
    with pytest.raises(ScenarioError, match="shard 1, made again, is not what the ledger says"):
        repair(folder)
    assert (folder / "shards/000001.parquet").stat().st_size == 100


def test_what_is_no_sweep_is_told_apart_and_left_alone(tmp_path: Path) -> None:
    for ask in (verify, repair, open_sweep):
        with pytest.raises(ScenarioError, match="holds no sweep"):
            ask(tmp_path)
    (tmp_path / ledger.LEDGER).write_bytes(b"no database at all, but long enough to look like one" * 50)
    with pytest.raises(ScenarioError, match=r"the ledger .* cannot be used"):
        verify(tmp_path)


# --- estimates, refusals and commands ---------------------------------------------------------------------------------


def test_what_a_sweep_takes_is_worked_out_before_it_goes_on(asked: dict[str, Any], tmp_path: Path) -> None:
    told: list[Estimate] = []
    done = sweep(asked, tmp_path, estimate=told.append, workers=1)
    (found,) = told
    assert (found.points, found.runs, found.shards) == (6, 17, 3)
    assert found.size == pytest.approx(done.bytes * 17 / 24, rel=0.3)
    assert estimate(Plan(**asked)).runs == 24


def test_a_disk_without_room_is_refused_and_what_is_done_is_kept(
    asked: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 1000})()
    with monkeypatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda folder: usage)
        with pytest.raises(ScenarioError, match="MB free; free space and go on with --resume"):
            sweep(asked, tmp_path)
    assert sweep(asked, tmp_path, resume=True).made == 3


def test_years_that_differ_are_not_kept_by_the_year(small: Scenario, tmp_path: Path) -> None:
    given = {"scenario": small, "inputs": {"months": [1, 2]}, "variables": ["tension"]}
    with pytest.raises(
        ScenarioError, match=r"inputs\.months varies, and keep = .yearly. needs the same years"
    ):
        Plan(**given, keep="yearly")
    assert open_sweep(sweep(given, tmp_path).folder).sizes["point"] == 2


def test_a_plan_that_is_beyond_all_measure_is_refused_before_anything_is_made(small: Scenario) -> None:
    every = {"low": 0.0, "high": 1.0, "steps": 1000}
    with pytest.raises(ScenarioError, match=r"1,000,000,000 points, and 10,000,000 are the most"):
        estimate(
            {
                "scenario": small,
                "parameters": {"credulity": every, "refusal_felt": every, "memory": every | {"high": 0.9}},
            }
        )
    with pytest.raises(
        ScenarioError, match=r"makes 2,000,000 files, and 1,000,000 are the most; raise shard"
    ):
        estimate(
            {"scenario": small, "replicates": 1_000_000, "shard": 1, "parameters": {"memory": [0.1, 0.2]}}
        )


@pytest.mark.parametrize("library", ["pyarrow", "SALib"])
def test_a_library_that_is_not_installed_is_named(
    library: str, small: Scenario, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    plan = {"scenario": small, "design": "morris", "size": 1, "parameters": {"memory": {}}}
    with pytest.raises(ScenarioError, match=f"need the library {library}.* run pip install"):
        sweep(plan, tmp_path / "new")
    assert not (tmp_path / "new").exists()


PLAN = """scenario = "classroom"
design = "sobol"
size = 4

[parameters]
trust_gain = { low = 1.0, high = 2.0 }

[doctrines]
Kastara = ["grit", "hawk"]

[inputs.states.Velmora]
hawks = [0.3, 0.6]
"""
WRONG = [
    ("size = 4", "size = 5", "size is 5, and sobol is balanced at powers of 2 alone; write 4 (line 3: size = 5)"),
    ("size = 4\n", "", "sobol needs a size; write size = 64, for example"),
    ('"sobol"', '"sobal"', "design is 'sobal', no known design; did you mean 'sobol'? (line 2: design = \"sobal\")"),
    ('"sobol"', '"grid"', "size is given, but design grid has as many points as its lists and steps; remove it"),
    ('design = "sobol"\nsize = 4', "", "parameters.trust_gain is a range, and design grid has only values and steps;"),
    ('"classroom"', '"clasroom"', "scenario names 'clasroom': is not known; did you mean 'classroom'? (line 1:"),
    ("trust_gain", "trust_gian", "parameters.trust_gian is not a known parameter; did you mean 'trust_gain'? (line 6:"),
    ("high = 2.0", "high = 9.0", "parameters.trust_gain is 9; write a number from 0 to 4 (log-odds)"),
    ("high = 2.0", "height = 2.0", "parameters.trust_gain.height is no key of a range; write low, high"),
    ("low = 1.0", "low = 3.0", "parameters.trust_gain is a range from 3 to 2; write a high above its low"),
    ("low = 1.0, high = 2.0", "steps = 3", "parameters.trust_gain.steps is given, but design sobol chooses its own values"),
    ("Kastara =", "Kastera =", "doctrines.Kastera 'Kastera' is no state of classroom; did you mean 'Kastara'? (line 9:"),
    ('"hawk"', '"hwak"', "doctrines.Kastara[1] is 'hwak', no known doctrine; did you mean 'hawk'?"),
    ('"sobol"', '"sobol"\nengine = "jacks"', "engine is 'jacks', no known name; write a known name: numpy, jax, jax32,"),
    ("hawks =", "hakws =", "inputs.states.Velmora.hakws 'hakws' is nothing that can be varied; did you mean 'hawks'?"),
    ("0.6]", "6.0]", "inputs.states.Velmora.hawks is 6; write a number from 0 to 1"),
    ("[0.3, 0.6]", "{}", "inputs.states.Velmora.hawks low is nothing; write a number (line 12: hawks = {})"),
    ("states.Velmora", "states.Velmura", "inputs.states.Velmura 'Velmura' is nothing that can be varied; did you mean"),
    ("size = 4", "sice = 4", "sice is not a known key; did you mean 'size'?"),
    ("size = 4", "size 4", "line 3 is not TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), WRONG, ids=[new for _, new, _ in WRONG])
def test_a_plan_that_is_wrong_is_refused_in_one_line_that_names_its_line(
    old: str, new: str, said: str
) -> None:
    assert Plan.from_toml(PLAN)
    assert PLAN.count(old) >= 1
    with pytest.raises(ScenarioError) as refused:
        Plan.from_toml(PLAN.replace(old, new, 1))
    assert f"plan text: {said}" in str(refused.value)
    assert "\n" not in str(refused.value)


TABLES: list[tuple[dict[str, list[Any]], str]] = [
    (
        {"trust_gian": [1.0]},
        "table has the column 'trust_gian': is not a known parameter; did you mean 'trust_gain'?",
    ),
    ({"trust_gain": [9.0]}, "table has the column 'trust_gain': is 9; write a number from 0 to 4"),
    (
        {"doctrines.Kastara": ["hwak"]},
        "table has the column 'doctrines.Kastara': is 'hwak', no known doctrine",
    ),
    ({"learning": [0.1, None]}, "table has nothing in column 'learning', row 2; fill every cell"),
    (
        {"alarm": [1.0]},
        "table has the column 'alarm', which the plan varies too; keep one of the two",
    ),
    ({"a b": [1.0]}, "table has the column 'a b'; name a parameter, scenario,"),
]


@pytest.mark.parametrize(("table", "said"), TABLES, ids=[said[10:40] for _, said in TABLES])
def test_a_table_that_is_wrong_is_refused(table: dict[str, list[Any]], said: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(said)):
        Plan(scenario="classroom", design="table", table=table, parameters={"alarm": [1.0, 2.0]})


@pytest.fixture
def files(small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan with its scenario and its table beside it, in a folder below the one we are in."""
    place = tmp_path / "plans"
    place.mkdir()
    (place / "two.toml").write_text(small.to_toml(), encoding="utf-8")
    (place / "points.csv").write_text("learning,doctrines.Alfa\n0.1,grit\n0.2,hawk\n", encoding="utf-8")
    (place / "mine.toml").write_text(
        'scenario = "two.toml"\ndesign = "table"\ntable = "points.csv"\nreplicates = 2\nshard = 2\n',
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return Path("plans/mine.toml")


def test_the_commands_in_turn(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")

    def said(code: int, *typed: object) -> str:
        assert cli.main([*map(str, typed)]) == code
        out = capsys.readouterr()
        assert all(len(line) <= 60 for line in out.out.splitlines())
        return " ".join((out.out + out.err).split())

    assert re.match(
        r"2 points, 4 runs in 2 files to be made: about \d+ s with one core at work, \d+ kB on the disk",
        said(0, "sweep", files, "--estimate"),
    )
    found = said(0, "sweep", files)
    assert "2 points of 2 runs: 4 runs in 2 files" in found
    assert "Open it in Python: open_sweep('output/mine')" in found
    assert "semua" in said(0, "sweep", files, "--resume", "--lang", "id").casefold()
    assert said(2, "sweep", files).endswith("go on with --resume (resume=True), or give another folder")
    assert said(0, "verify", "output/mine") == "2 of 2 files are done, and every one is as it was written."
    flip(Path("output/mine/shards/000001.parquet"))
    assert "output/mine/shards/000001.parquet memuat bita lain" in said(
        1, "verify", "output/mine", "--lang", "id"
    )
    assert json.loads(said(1, "verify", "output/mine", "--json"))["damages"][0]["kind"] == "flipped"
    assert said(0, "repair", "output/mine").endswith("had: shards/000001.parquet")
    assert said(0, "repair", "output/mine") == "Nothing is damaged; 2 of 2 files are done."
    asked = json.loads(said(0, "sweep", files, "--out", "other", "--json", "--quiet"))
    assert (asked["points"], asked["runs"], asked["shards"], asked["made"]) == (2, 4, 2, 2)
    Path("plans/points.csv").write_text("learning\n0.1\n0.3\n", encoding="utf-8")
    assert "table.'doctrines.Alfa' was ['grit', 'hawk'] and is not there" in said(
        2, "sweep", files, "--resume"
    )
