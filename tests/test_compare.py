"""`detente compare`: what it takes, prints and writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulation import cli
from simulation.catalogue import languages, text
from simulation.scenario import Scenario
from simulation.version import version
from tests.two_futures import CALM, CUBA


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written where the tests run."""
    monkeypatch.chdir(tmp_path)


def compare(*arguments: object) -> int:
    return cli.main(["compare", *map(str, arguments)])


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def file(path: Path, scenario: Scenario) -> str:
    path.write_text(scenario.to_toml(), encoding="utf-8")
    return str(path)


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_a_file_that_a_student_edited(tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    edited = CUBA.changed(name="mine", doctrines={"US": "hawk"})
    mine, out = file(tmp_path / "mine.toml", edited), tmp_path / "out"
    assert compare("cuban_missile_crisis", mine, "--runs", 4, "--seed", 7, "--lang", lang, "--out", out) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert {"en": "US", "id": "AS"}[lang] + ": doctrine deliberate → hawk" in said
    both = text("compared_names.two", lang, a="cuban_missile_crisis", b="mine")
    footing = {"runs": 4, "seed": 7, "scenarios": both, "version": version()}
    assert text("compare.footing", lang, **footing) in said
    assert sorted(path.name for path in out.glob("[!.]*")) == [
        "benefit.png", "compare.json", "cooperation.png", "tension.png",
    ]  # fmt: skip


def test_it_draws_without_being_asked_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    mine = file(tmp_path / "mine.toml", CALM.changed(name="mine"))
    assert compare("cuban_missile_crisis", mine, "--runs", 4) == 0
    assert compare("cuban_missile_crisis", "--without", "missile sites", "--runs", 4) == 0
    said = " ".join(capsys.readouterr().out.split())
    for name in ("cuban_missile_crisis_mine", "cuban_missile_crisis_without_missile_sites"):
        assert f"Written to {Path('output') / name}: benefit.png, compare.json" in said
        assert (tmp_path / "output" / name / "tension.png").read_bytes().startswith(b"\x89PNG")


def test_json_holds_everything_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = file(tmp_path / "mine.toml", CALM.changed(name="mine"))
    arguments = ("cuban_missile_crisis", mine, "--runs", 4, "--seed", 7, "--run", 3, "--json")
    assert compare(*arguments) == 0
    first = capsys.readouterr().out
    found = json.loads(first)
    assert (found["runs"], found["seed"], found["from"]) == (4, 7, "1962-10")
    assert found["changes"][0]["part"] == "events"
    assert found["changes"][0]["after"] is None
    row = found["windows"][0]["outcomes"][0]
    assert set(row) >= {"outcome", "a", "b", "difference", "low", "high", "pairs", "verdict"}
    assert found["run"]["run"] == 3
    assert compare(*arguments) == 0
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cold_war"], "there is nothing to compare with; give one of: a second scenario, --instead NAME"),
        (["cold_war", "no_detente", "--instead", "no_u2"], "B and --instead are given; give one of"),
        (["cold_war", "cuban_missile_crisis"], "cannot be compared: their months differ (1948-01 to 1991-12"),
        (
            ["cold_war", "classroom"],
            "cannot be compared: their states differ (US, USSR against Kastara, Velmora)",
        ),
        (["cold_war", "nowhere"], "scenario 'nowhere'"),
        (["cuban_missile_crisis", "--without", "U-2"], "has no event or order named 'U-2'"),
        (["cold_war", "no_detente", "--runs", "1"], "--runs is 1; write 2 or more"),
        (["cold_war", "no_detente", "--runs", "5", "--run", "5"], "--run is 5; write one of the runs 0 to 4"),
        (["cold_war", "no_detente", "--lang", "fr"], "--lang is 'fr'"),
        (["classroom", "--without", " "], "--without is empty; write some words of an event's title"),
        (
            ["classroom", "--instead", "no_u2"],
            "--instead no_u2 does not fit 'classroom' (events[0].between[0] is 'US', no state of this scenario; write "
            "a known state: Kastara, Velmora); it was made for cold_war: detente compare cold_war --instead no_u2",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare(*arguments) == 2
    assert message in refusal(capsys)


def test_without_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    assert compare("cuban_missile_crisis", "--without", "Harvest fails", "--runs", 4) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "without “Harvest fails”" in said
    assert "event only in “as it was”: Harvest fails (Jul 1963, 12 months, economy, size 0.8, USSR)" in said


@pytest.mark.parametrize("words", ["harvest fails", "panen gagal"])
def test_an_event_goes_by_either_name_and_is_told_in_the_language_that_was_asked_for(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare("classroom", "--without", words, "--runs", 2, "--lang", "id") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "peristiwa hanya dalam “seperti semula”: Panen gagal di Velmora" in said
    assert "The harvest" not in said


def test_two_files_of_one_name_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (file(tmp_path / f"{name}.toml", CUBA) for name in ("monday", "tuesday"))
    assert compare(one, other, "--runs", 2) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "monday.toml (A) and tuesday.toml (B)" in said
    assert "All 2 runs are the same in A and B" in said
