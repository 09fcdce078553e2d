"""How commands refuse: one line, exit code 2, and no file."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from simulation.commands import folders, memory, simulating
from simulation.engine import simulate
from simulation.scenario import load_scenario
from tests.command_line import one_line, run, small

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
