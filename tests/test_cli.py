"""The command line: what it prints and writes, that scripts do the same, and how it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure

from simulation import cli
from simulation.catalogue import languages, text
from simulation.commands import folders, memory, simulating
from simulation.doctrines import DOCTRINES
from simulation.engine import simulate
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import Rivalry, Scenario, StateSpec, load_scenario, scenario_names

ROOT = Path(__file__).parent.parent
FILES = ["figure.png", "result.nc", "summary.json"]


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


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "small.toml"
    path.write_text(small().to_toml(), encoding="utf-8")
    return str(path)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty page instead of the figure, where a test is about something else."""
    monkeypatch.setattr(simulating, "history_figure", lambda *_: Figure(figsize=(1, 1)))


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


# --- run ----------------------------------------------------------------------------------------------------


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


# --- refusals -----------------------------------------------------------------------------------------------

REFUSED = {
    "runs 0": (["--runs", "0"], "--runs is 0; write a number from 1 to 20000"),
    "runs negative": (["--runs", "-3"], "--runs is -3; write"),
    "runs many": (["--runs", "20001"], 'at most 20000, or use simulate(..., keep="summary")'),
    "runs word": (["--runs", "many"], "--runs is 'many'; write a whole number; see detente run --help"),
    "seed": (["--seed", "-1"], "--seed is -1; write a whole number from 0"),
    "seed huge": (["--seed", str(2**70)], "--seed is"),
    "lang": (["--lang", "fr"], "--lang is 'fr'; write en or id"),
    "month before": (
        ["--explain", "1947-12"],
        "--explain: month is 1947-12, outside the run; write a month from",
    ),
    "month after": (["--explain", "1965-01"], "write a month from 1962-01 to 1964-12"),
    "run beyond": (
        ["--explain", "1962-10", "--run", "3", "--runs", "3"],
        "--run is 3; write one of the runs 0 to 2",
    ),
    "run below": (["--explain", "1962-10", "--run", "-1"], "--run is -1; write one of the runs"),
    "run alone": (["--run", "1"], "--run says which run --explain is about"),
    "month word": (["--explain", "October"], "--explain: month"),
    "param form": (["--param", "trust_gain"], "--param is 'trust_gain'; write name=value"),
    "param word": (["--param", "trust_gain=high"], "--param trust_gain is 'high'; write a number"),
    "param name": (["--param", "trust_gian=1"], "did you mean 'trust_gain'?"),
    "param range": (["--param", "trust_gain=99"], "trust_gain"),
    "param nan": (["--param", "trust_gain=nan"], "trust_gain"),
    "option": (["--rums", "3"], "there is no option --rums; did you mean --runs?"),
    "no value": (["--runs"], "--runs needs something behind it"),
    "too much": (["here"], "'here' is more than this command takes"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_option_is_one_line_and_exit_code_2(
    case: str, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options, said = REFUSED[case]
    assert run("run", file, "--out", tmp_path / "out", *options) == 2
    line = one_line(capsys)
    assert line.startswith("detente: ")
    assert said in line
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("cold_wra", "did you mean 'cold_war'?"),
        ("missing.toml", "does not exist"),
        ("scenarios/cold_war.py", "give the name 'cold_war'"),
    ],
)
def test_an_unknown_scenario_is_refused(given: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", given) == 2
    assert said in one_line(capsys)


def test_an_out_that_cannot_be_a_folder_is_refused(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    for out in (file, f"{file}/below"):
        assert run("run", file, "--runs", 1, "--out", out) == 2
        assert "which is a file or lies below one; give a folder" in one_line(capsys)


def test_an_out_that_cannot_be_written_is_refused(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(folders, "writable", lambda _: False)
    assert run("run", file, "--runs", 1, "--out", tmp_path) == 2
    assert "in which nothing can be written; give another folder" in one_line(capsys)


def test_what_the_memory_cannot_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("simulation.memory.allowed", lambda: 2**30)
    assert run("run", "cold_war", "--runs", 20000, "--out", tmp_path / "out") == 2
    line = one_line(capsys)
    assert "and 1.0 may be used here; write at most" in line
    most = int(line.split("at most")[1])
    assert 100 < most < 2000
    memory.check_memory(load_scenario("cold_war"), most)


def test_the_estimate_of_memory_is_near_what_a_result_takes() -> None:
    scenario = small()
    assert 2.5 <= memory.bytes_a_run(scenario) * 3 / simulate(scenario, runs=3).nbytes <= 4


@pytest.mark.sample(2)
@pytest.mark.parametrize("problem", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_is_interrupted_leaves_no_file(
    problem: BaseException,
    file: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(Figure, "savefig", fails)
    out = tmp_path / "out"
    code = run("run", file, "--runs", 1, "--out", out)
    said = capsys.readouterr().err
    assert not out.exists()
    if isinstance(problem, OSError):
        assert code == 2
        assert "no space left on device" in said
    else:
        assert code == 130
        assert "stopped; no file is left half-written" in said
    assert said.count("\n") == 1


def test_too_little_memory_is_one_line(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(simulating, "simulate", fails)
    assert run("run", file, "--out", tmp_path) == 2
    assert "lower --runs" in one_line(capsys)


def test_a_bug_is_not_hidden(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(simulating, "simulate", fails)
    with pytest.raises(ZeroDivisionError):
        run("run", file, "--out", tmp_path)


# --- the other commands -------------------------------------------------------------------------------------


def test_list_names_every_scenario_and_doctrine(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    said = capsys.readouterr().out
    assert run("list", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [entry["name"] for entry in found["scenarios"]] == list(scenario_names())
    assert [entry["name"] for entry in found["doctrines"]] == list(DOCTRINES)
    for name in (*scenario_names(), *DOCTRINES):
        assert name in said


def test_check_accepts_what_is_right(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", file) == 0
    assert "is right: A small rivalry, 1962" in " ".join(capsys.readouterr().out.split())
    assert run("check", file, "--json") == 0
    assert json.loads(capsys.readouterr().out)["right"] is True


def test_a_name_that_is_a_file_here_is_pointed_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", "mine"]) == 0
    capsys.readouterr()
    assert cli.main(["run", "mine"]) == 2
    assert "did you mean the file 'mine.toml'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("was", "typed", "said"),
    [
        ("hawks = 0.45", "hawks = 0,45", "write numbers with a decimal point, for example 0.5"),
        ('name = "Alfa"', "name = “Alfa”", 'put text in straight quotes, "like this"'),
    ],
)
def test_what_an_office_program_writes_is_named(
    was: str, typed: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    assert cli.main(["new", str(path)]) == 0
    content = path.read_text(encoding="utf-8")
    assert was in content
    path.write_text(content.replace(was, typed, 1), encoding="utf-8")
    line = content[: content.index(was)].count("\n") + 1
    capsys.readouterr()
    assert cli.main(["check", str(path)]) == 2
    assert f"line {line} is not TOML; {said}" in capsys.readouterr().err


def test_check_names_all_that_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.toml"
    text = (
        small()
        .to_toml()
        .replace('start = "1962-01"', 'start = "1962-13"')
        .replace("months = 36", "months = 0")
    )
    path.write_text(text, encoding="utf-8")
    assert run("check", path) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "1962-13" in lines[0]
    assert all("wrong.toml" in line for line in lines)
    assert run("check", path, "--json") == 2
    found = json.loads(capsys.readouterr().out)
    assert (found["right"], len(found["problems"])) == (False, 2)


def test_the_schema_accepts_the_scenarios_and_refuses_nonsense(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema") == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(load_scenario("cold_war").model_dump_json(exclude_none=True)), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"name": "x"}, schema)


def test_parameters_lists_every_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("parameters") == 0
    said = capsys.readouterr().out
    assert run("parameters", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == set(PARAMETER_TABLE)
    for name, entry in found.items():
        assert name in said
        assert entry["low"] <= entry["default"] <= entry["high"]
        assert entry["unit"]
        assert entry["source"]


@pytest.mark.long
@pytest.mark.parametrize("lang", languages())
def test_validate_prints_and_writes_the_card(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("validate", "--runs", 8, "--seed", 1, "--lang", lang, "--out", tmp_path) == 0
    said = capsys.readouterr().out
    found = json.loads((tmp_path / "validation.json").read_text(encoding="utf-8"))
    assert len(found["patterns"]) >= 25
    hits = sum(row["hit"] for row in found["patterns"])
    assert said.count(text("patterns.miss", lang)) == len(found["patterns"]) - hits
    fitted = [row["hit"] for row in found["patterns"] if row["role"] == "fitted"]
    met = text("card.met", lang, role=text("role.fitted", lang), hits=sum(fitted), all=len(fitted))
    assert met in " ".join(said.split())
    page = (tmp_path / "validation.md").read_text(encoding="utf-8")
    assert text("patterns.made", lang, command="detente validate --runs 8 --seed 1") in page
    assert found["command"].endswith(f" --out {tmp_path}")
    assert met in page
    for figure in ("validation_years.png", "validation_skill.png"):
        assert f"]({figure})" in page
        assert (tmp_path / figure).read_bytes().startswith(b"\x89PNG")
    assert len(list(tmp_path.glob("[!.]*"))) == 4


def test_validate_refuses_one_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("validate", "--runs", 1) == 2
    assert "--runs is 1; write 2 or more" in one_line(capsys)


def test_every_command_has_help(capsys: pytest.CaptureFixture[str], subtests: pytest.Subtests) -> None:
    for command in ("", *cli.COMMANDS):
        with subtests.test(command=command):
            assert run(*command.split(), "--help") == 0
            assert "Usage" in capsys.readouterr().out


def test_version_and_an_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.strip() == cli.version() == simulate(small(months=1)).attrs["version"]
    assert run("simulate") == 2
    assert "No such command 'simulate'" in one_line(capsys)


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f'"{sys.executable}" -m simulation.cli parameters --json | head -c 100'
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert len(done.stdout) == 100


@pytest.mark.usefixtures("plain")
def test_a_terminal_gets_a_progress_bar(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run("run", file, "--runs", 3, "--out", tmp_path) == 0
    assert "Simulating A small rivalry" in capsys.readouterr().err
