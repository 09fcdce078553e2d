"""What states are called where an Indonesian reads of them, and that nothing else is changed by it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import xarray as xr
from matplotlib.figure import Figure

from simulation import cli
from simulation.commands import replay
from simulation.engine import simulate
from simulation.findings.run import summary
from simulation.plots import history_figure
from simulation.reports.run import run_blocks
from simulation.results import scenario_of
from simulation.scenario import load_scenario
from simulation.scenario.translated import called, state_names
from simulation.shown_names import shown_names


@pytest.fixture(scope="module")
def result() -> xr.Dataset:
    return simulate("cuban_missile_crisis", runs=2, seed=3)


def test_names_change_and_numbers_do_not(result: xr.Dataset) -> None:
    shown = shown_names(result, "id")
    assert shown["state"].to_numpy().tolist() == ["AS", "Uni Soviet"]
    assert shown["pair"].to_numpy().tolist() == ["AS to Uni Soviet", "Uni Soviet to AS"]
    assert scenario_of(shown).labels == ("AS", "Uni Soviet")
    for name, values in result.data_vars.items():
        assert (shown[name].to_numpy() == values.to_numpy()).all()
    found, told = summary(result), summary(shown)
    assert json.dumps(shown_names(found, "id")) == json.dumps(told)
    assert shown_names(found, "en") is found


def test_a_table_and_a_figure_in_indonesian_know_no_us(result: xr.Dataset) -> None:
    shown = shown_names(result, "id")
    said = json.dumps(run_blocks(summary(shown), "id"), ensure_ascii=False, default=str)
    drawn = " ".join(
        words.get_text() for axis in history_figure(shown, None, "id").axes
        for words in (axis._left_title, *axis.texts, *axis.get_yticklabels())  # type: ignore[attr-defined]
    )  # fmt: skip
    for text in (said, drawn):
        assert "Uni Soviet" in text
        assert not {"US", "USSR"} & set(text.replace("\\u2192", " ").split())


def test_a_class_writes_and_reads_names_of_its_language_and_files_keep_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sheet is printed, filled in and replayed; what is drawn is what is shown."""
    drawn: list[str] = []

    def drawing(*results: xr.Dataset | str) -> Figure:
        drawn.extend(label for one in results if isinstance(one, xr.Dataset) for label in one["state"].values)
        return Figure(figsize=(1, 1))

    monkeypatch.setattr(replay, "difference_figure", drawing)
    assert cli.main(["check", "cold_war", "--lang", "id"]) == 0
    assert "; AS, Uni Soviet;" in capsys.readouterr().out
    scenario, sheet, out = "able_archer_1983", tmp_path / "sheet.csv", tmp_path / "out"
    assert cli.main(["replay", scenario, "--blank", "1", "--lang", "id"]) == 0
    blank = capsys.readouterr().out
    assert "1983-01;AS;Uni Soviet;;" in blank
    sheet.write_text(blank.replace("AS;Uni Soviet;;", "AS;Uni Soviet;dialog;"), encoding="utf-8")
    asked = ["replay", scenario, str(sheet), "--runs", "2", "--out", str(out)]
    assert cli.main([*asked, "--lang", "id"]) == 0
    said = capsys.readouterr().out
    assert "AS dan Uni Soviet" in said
    assert not {"US", "USSR"} & set(re.findall(r"\w+", said))
    assert set(drawn) == {"AS", "Uni Soviet"}
    found = json.loads((out / "replay.json").read_text(encoding="utf-8"))
    assert found["dyads"][0]["states"] == ["US", "USSR"]
    assert "talk" in found["dyads"][0]["turns"][0]["moves"]["US"]["initiative"]
    sheet.write_text(blank.replace("AS;Uni Soviet;;", "A S;Uni Soviet;dialog;"), encoding="utf-8")
    assert cli.main([*asked, "--lang", "id"]) == 2
    assert "AS" in capsys.readouterr().err


def test_sentences_are_changed_by_words_and_labels_as_a_whole() -> None:
    assert shown_names("US to USSR", "id") == "AS to Uni Soviet"
    assert shown_names("the US", "id") == "the US"
    assert shown_names(("US: 3", ["USSR"]), "id", sentences=True) == ("AS: 3", ["Uni Soviet"])


def test_every_state_of_the_table_is_one_of_a_scenario_and_all_parts_are_called_so() -> None:
    whole = load_scenario("triangle_1971")
    spoken = called(whole, "id")
    assert spoken.labels == tuple(state_names("id").get(one, one) for one in whole.labels)
    assert set(state_names("id")) == set(whole.labels)
    assert {one.state for one in spoken.leaders} <= set(spoken.labels)
    assert called(whole, "en") is whole
