"""The command line beside `detente run`: lists, checks, help, and readers that leave."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from simulation import cli
from simulation.catalogue import languages, text
from simulation.doctrines import DOCTRINES
from simulation.engine import simulate
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import load_scenario, scenario_names
from tests.command_line import ROOT, one_line, run, small


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
