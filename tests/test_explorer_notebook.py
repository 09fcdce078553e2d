"""The explorer in a notebook: what is changed by hand gives what `detente compare` finds, and no fault goes unseen."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulation import ScenarioError, explore, load_scenario, simulate
from simulation.catalogue import languages, text
from simulation.explorer import notebook
from simulation.explorer.form import groups
from simulation.explorer.futures import labels
from simulation.explorer.inputs import inputs
from simulation.explorer.notebook import Explorer
from simulation.explorer.view import View
from simulation.findings.comparison import compare_summary
from simulation.scenario import Event, Scenario

RUNS, SEED = 12, 7
BAD = '<script>alert("1")</script>'


def unfolded(made: Explorer) -> Explorer:
    """With every group opened, as by a reader who looks at all of them."""
    for at in range(len(made.groups.children)):
        made.groups.selected_index = at
    return made


def widgets(box: Any) -> list[Any]:
    """A widget and all that lie within it."""
    return [box, *(one for child in getattr(box, "children", ()) for one in widgets(child))]


def shown(made: Explorer) -> str:
    """All that its HTML says."""
    return "\n".join(one.value for one in widgets(made.box) if type(one).__name__ == "HTML")


def test_what_is_changed_by_hand_is_what_compare_finds() -> None:
    before = load_scenario("detente_1969")
    made = unfolded(explore(before, seed=SEED, runs=RUNS))
    assert made.scenario == before
    assert made.view.changes == {}
    made.controls["leaders.Richard_Nixon.disposition"].value = -0.8
    made.controls["states.USSR.doctrine"].value = "grit"
    made.controls["parameters.concession"].value = 0.0
    left_out = next(key for key in made.controls if key.startswith("events.") and key.endswith(".happens"))
    made.controls[left_out].value = False
    assert made.refused == ""

    title = next(one.title for one in before.events if inputs(before)[left_out].of == one.title)
    leaders = tuple(
        one.model_copy(update={"disposition": -0.8}) if one.name == "Richard Nixon" else one
        for one in before.leaders
    )
    after = before.changed(
        leaders=leaders, events=tuple(one for one in before.events if one.title != title),
        doctrines={"USSR": "grit"}, parameters={"concession": 0.0},
    )  # fmt: skip
    assert made.scenario == after
    called = labels(made.view, {before.name: before}, "en")
    results = [simulate(one, runs=RUNS, seed=SEED) for one in (before, after)]
    assert made.found == compare_summary((before, after), called, *results)
    assert re.search(rf"{RUNS} pairs of runs, seed {SEED}\b", shown(made))


def test_a_view_of_the_page_is_the_same_view_here() -> None:
    made = unfolded(explore("classroom", seed=SEED, runs=RUNS))
    known = {"classroom": load_scenario("classroom")}
    made.controls["states.Velmora.hawks"].value = 0.7
    made.controls["states.Kastara.doctrine"].value = "dove"
    made.controls["shown"].value = "mutual_benefit"
    made.controls["run"].value = "3"
    assert made.view == View.from_text(made.view.text, known)
    assert made.view.text == (
        "classroom+states.Kastara.doctrine=dove+states.Velmora.hawks=0.7+seed=7+runs=12+shown=mutual_benefit+run=3"
    )


def test_back_where_it_was_nothing_is_changed() -> None:
    made = unfolded(explore("classroom", seed=SEED, runs=RUNS))
    first = made.found
    slider = made.controls["states.Kastara.hawks"]
    slider.value = 0.9
    assert text("explore.was", value="0.400") in shown(made)
    slider.value = 0.4 + slider.step / 3  # where a hand would let it go
    assert made.view.changes == {}
    slider.value, made.controls["states.Velmora.doctrine"].value = 0.1, "hawk"
    assert len(made.view.changes) == 2
    reset = next(one for one in widgets(made.box) if getattr(one, "description", "") == text("explore.reset"))
    reset.click()
    assert made.view.changes == {}
    assert made.found == first
    assert slider.value == 0.4


def test_what_cannot_be_shown_is_one_line_over_what_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    made = unfolded(explore("detente_1969", seed=SEED, runs=RUNS))
    was = made.view, made.found
    assert 'role="alert"' not in shown(made)
    made.controls["runs"].value = 1
    assert made.refused == "runs is '1'; write a number from 2 to 2000"
    assert f'<p role="alert"><strong>{made.refused.replace(chr(39), "&#x27;")}</strong></p>' in shown(made)
    assert (made.view, made.found) == was
    made.controls["runs"].value = RUNS
    assert made.refused == ""
    made.controls["leaders.Gerald_Ford.since"].value = "August"
    assert "August" in made.refused
    made.controls["leaders.Gerald_Ford.since"].value = "1974-08"
    assert 'role="alert"' not in shown(made)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.setattr(notebook, "futures", broken)
    made.controls["leaders.Gerald_Ford.since"].value = "1974-07"
    assert made.refused == f"{text('explore.failed')} (ZeroDivisionError: by nothing)"
    made.asking[1].value = 10**6
    made.asking[2].click()
    assert "run is &#x27;1000000&#x27;" in shown(made)


def test_why_is_told_of_both_futures() -> None:
    made = explore("classroom", seed=SEED, runs=RUNS)
    made.controls["states.Kastara.doctrine"].value = "hawk"
    when, _, ask = made.asking
    when.value = "1961-03"
    ask.click()
    said = shown(made)
    assert f"<h2>{text('figure.before')}</h2>" in said
    assert f"<h2>{text('explore.as_changed')}</h2>" in said
    assert said.count("Mar 1961, Kastara") == 2


def test_its_form_is_the_page_s_in_every_language(two: Scenario) -> None:
    """Group by group; nothing that a scenario says is HTML."""
    bad = Event(date="1962-05", kind="rights", title=BAD, size=0.3, state="Bravo")
    scenario = two.changed(title=BAD, events=(*two.events, bad))
    for lang in languages():
        made = unfolded(explore(scenario, runs=2, lang=lang))
        assert made.refused == ""
        found = groups(scenario, View(scenario.name), lang)
        assert list(made.groups.titles) == [*(one.heading for one in found), text("explore.chance", lang)]
        assert set(inputs(scenario)) == set(made.controls) - set(notebook.SETTINGS)
        assert BAD not in shown(made)
        assert "&lt;script&gt;" in shown(made)


def test_a_group_costs_nothing_until_it_is_unfolded() -> None:
    assert len(explore("cold_war", runs=2).controls) == len(notebook.SETTINGS) + 2


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ({"scenario": "cold_wra"}, "did you mean 'cold_war'"),
        ({"runs": 1}, "runs is '1'; write a number from 2 to 2000"),
        ({"seed": -1}, "seed is '-1'"),
        ({"lang": "xx"}, "'xx'; write one of en, "),
    ],
)
def test_what_cannot_be_explored_is_refused_in_one_line(asked: dict[str, Any], refused: str) -> None:
    with pytest.raises(ValueError, match=re.escape(refused)) as error:
        explore(**{"scenario": "classroom", **asked})
    assert "\n" not in str(error.value)


def test_without_the_library_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "find_spec", lambda name: None)
    with pytest.raises(ScenarioError, match=r'ipywidgets.*run pip install "detente\[notebook\]"$'):
        explore("classroom")


def test_why_is_asked_of_the_history_that_is_drawn_and_its_reasons_go_with_the_world() -> None:
    made = explore("classroom", seed=2**63 - 1, runs=RUNS)
    assert (made.view.seed, made.controls["seed"].value) == (2**63 - 1, str(2**63 - 1))
    made.controls["run"].value = "3"
    made.asking[2].click()
    assert made.asking[1].value == 3
    reasons = made._reasons.value
    assert "<h2>" in reasons
    made.controls["shown"].value = "cooperation"
    assert made._reasons.value == reasons
    unfolded(made).controls["states.Kastara.doctrine"].value = "hawk"
    assert made._reasons.value == ""
    was = made.view
    made.controls["run"].value = str(RUNS)
    assert made.refused == f"run is '{RUNS}'; write a number from 0 to {RUNS - 1}"
    assert made.view == was
