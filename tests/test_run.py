"""`detente run`: what it prints and writes, and that scenario scripts do the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from simulation import cli
from simulation.engine import simulate
from simulation.scenario import Scenario
from tests.command_line import one_line, program, run, small

FILES = ["figure.png", "result.nc", "summary.json"]


def test_run_prints_the_table_and_writes_three_files(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "folder"
    assert run("run", file, "--runs", 5, "--seed", 7, "--out", out) == 0
    said = capsys.readouterr()
    assert sorted(path.name for path in out.glob("[!.]*")) == FILES
    assert "A small rivalry" in said.out
    assert "5 runs, seed 7, scenario small" in " ".join(said.out.split())
    assert str(out) in said.out.replace("\n", "")
    assert said.err == ""  # no progress bar where there is no terminal
    found = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (found["runs"], found["seed"], found["scenario"]) == (5, 7, "small")
    assert (out / "figure.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.usefixtures("plain")
def test_the_result_can_be_read_back_with_its_types_units_and_scenario(file: str, tmp_path: Path) -> None:
    assert run("run", file, "--runs", 4, "--seed", 2, "--out", tmp_path) == 0
    written = xr.load_dataset(tmp_path / "result.nc")
    expected = simulate(small(), runs=4, seed=2)
    assert set(written.data_vars) == set(expected.data_vars)
    for name, values in expected.data_vars.items():
        assert written[name].dims == values.dims
        assert written[name].attrs["units"] == values.attrs["units"]
        if values.dtype == bool:
            assert written[name].dtype == bool
            np.testing.assert_array_equal(written[name], values)
        else:
            np.testing.assert_allclose(written[name], values, rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(written["month"], expected["month"])
    assert list(written["pair"].to_numpy()) == ["US to USSR", "USSR to US"]
    assert Scenario.from_toml(written.attrs["scenario"]) == small()


@pytest.mark.usefixtures("plain")
def test_without_out_the_files_go_to_output_by_name(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("run", file, "--runs", 2) == 0
    assert sorted(path.name for path in (tmp_path / "output" / "small").glob("[!.]*")) == FILES


@pytest.mark.long
def test_a_scenario_script_does_exactly_what_the_command_does(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rest = [
        "--runs",
        "6",
        "--seed",
        "3",
        "--explain",
        "1963-05",
        "--lang",
        "id",
        "--param",
        "trust_gain=1",
        "--out",
    ]
    assert run("run", file, *rest, tmp_path / "x") == 0
    command = capsys.readouterr().out
    cli.run_scenario(small(), [*rest, str(tmp_path / "y")])
    script = capsys.readouterr().out
    assert command.replace(str(tmp_path / "x"), "") == script.replace(str(tmp_path / "y"), "")
    assert (tmp_path / "x" / "figure.png").read_bytes() == (tmp_path / "y" / "figure.png").read_bytes()
    found = [json.loads((tmp_path / side / "summary.json").read_text(encoding="utf-8")) for side in "xy"]
    assert [one.pop("source") for one in found] == [file, "small"]  # what was typed
    assert found[0] == found[1]
    results = [xr.load_dataset(tmp_path / side / "result.nc") for side in "xy"]
    assert results[0].attrs["command"] == f"detente run {file} --runs 6 --seed 3 --param trust_gain=1"
    for one in results:
        del one.attrs["command"], one.attrs["source"], one.attrs["digest"]
    xr.testing.assert_identical(*results)


def test_a_scenario_script_refuses_as_the_command_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.run_scenario(small(), ["--runs", "0"])
    assert stop.value.code == 2
    assert one_line(capsys) == "small.py: --runs is 0; write a number from 1 to 20000\n"


@pytest.mark.long
def test_the_cold_war_script_runs_as_a_program(tmp_path: Path) -> None:
    done = program("scenarios/cold_war.py", "--runs", 2, "--seed", 7, "--out", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 runs, seed 7" in " ".join(done.stdout.split())
    assert sorted(path.name for path in tmp_path.glob("[!.]*")) == FILES


@pytest.mark.usefixtures("plain")
def test_json_is_all_that_the_output_stream_holds(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", file, "--runs", 3, "--json", "--out", tmp_path) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert "summary.json" in said.err


@pytest.mark.usefixtures("plain")
def test_indonesian_output(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", file, "--runs", 3, "--lang", "id", "--out", tmp_path, "--explain", "1962-03") == 0
    said = capsys.readouterr().out
    for term in ("Kerja sama", "simulasi", "benih acak", "Ditulis ke", "Alasan"):
        assert term in said
    for term in ("runs", "Written", "Reason", "felt"):
        assert term not in said


@pytest.mark.usefixtures("plain")
def test_param_changes_the_run_and_is_kept_with_the_result(file: str, tmp_path: Path) -> None:
    assert run("run", file, "--runs", 3, "--out", tmp_path / "a") == 0
    assert (
        run(
            "run",
            file,
            "--runs",
            3,
            "--out",
            tmp_path / "b",
            "--param",
            "trust_prior=2",
            "--param",
            "memory=0.6",
        )
        == 0
    )
    a, b = (xr.load_dataset(tmp_path / side / "result.nc") for side in "ab")
    assert not np.array_equal(a["trust"], b["trust"])
    assert dict(Scenario.from_toml(b.attrs["scenario"]).parameters) == {"trust_prior": 2.0, "memory": 0.6}


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("number", [0, 1])
def test_explain_says_why_each_state_acted(
    number: int, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--run", number] if number else []
    assert run("run", file, "--runs", 2, "--seed", 4, "--out", tmp_path, "--explain", "1962-10", *asked) == 0
    said = capsys.readouterr().out
    assert f"Oct 1962, run {number}: why each state did" in said
    assert "US towards USSR" in said
    assert "USSR towards US" in said
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["explanation"]
    assert found["month"] == "1962-10"
    one = simulate(small(), runs=2, seed=4).sel(month="1962-10").isel(run=number)
    names = one["initiative"].attrs["flag_meanings"].split()
    for state in found["states"]:
        first = state["decisions"][0]
        pair = f"{state['state']} to {first['rival']}"
        assert first["chosen"] == names[int(one["initiative"].sel(pair=pair).item())]
        assert sum(first["probability"].values()) == pytest.approx(1, abs=1e-4)
