"""What states are called where an Indonesian reads of them, and that nothing else is changed by it."""

from __future__ import annotations

import json

import pytest
import xarray as xr

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
