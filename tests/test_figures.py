"""Figures to publish: what they draw comes from the model, fits the page in both languages, and refusals help."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from simulation.catalogue import languages, text
from simulation.cli import main
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments import ensembles
from simulation.mechanisms import LOOPS, QUANTITIES, polarity
from simulation.plots.animation import EACH, LAST, animation, scene_of
from simulation.plots.causal_loop import (
    LEFT_OUT,
    PLACES,
    SELF,
    TOGETHER,
    badges,
    causal_loop_figure,
    drawn_couplings,
)
from simulation.plots.fan_chart import FANNED, fan_figure
from simulation.plots.phase import CELLS, Course, course, movement, phase_figure
from simulation.plots.run_timeline import run_finding, stretches, timeline_figure
from simulation.plots.timeline import View
from simulation.scenario import Event, Leader, Scenario, StateSpec
from simulation.variables import VARIABLES
from simulation.words.variables import unit_words

SCENARIO = Scenario(
    name="two",
    title="Two states",
    start="1970-01",
    months=48,
    states=tuple(StateSpec(name=name, title=name, gdp=1.0, influence=0.5) for name in ("A", "B")),
    leaders=(Leader(state="A", name="Ada", since="1970-01", disposition=0.5, source="made up"),),
    events=(
        Event(
            date="1971-03",
            kind="incident",
            size=1.0,
            title="An incident",
            between=("A", "B"),
            source="made up",
        ),
    ),
)


@pytest.fixture(scope="module")
def own() -> xr.Dataset:
    return simulate(SCENARIO, runs=12, seed=3)


@pytest.fixture(scope="module")
def hawks() -> xr.Dataset:
    return simulate(SCENARIO.changed(doctrines={"A": "hawk", "B": "hawk"}), runs=12, seed=3)


def words(figure: Figure) -> str:
    return "\n".join(found.get_text() for found in figure.findobj(Text))


def off_the_page(figure: Figure) -> list[str]:
    """Texts of the page itself (titles, footing) that do not lie on it."""
    figure.draw_without_rendering()
    page = figure.bbox
    return [
        found.get_text()
        for found in figure.texts
        if found.get_window_extent().x1 > page.x1 or found.get_window_extent().x0 < 0
    ]


# --- the causal-loop diagram -----------------------------------------------------------------------------------------


def test_every_quantity_has_a_place_or_is_left_out() -> None:
    assert {TOGETHER.get(name, name) for name in QUANTITIES} - set(LEFT_OUT) == set(PLACES)
    assert {name for pair in drawn_couplings() for name in pair} == set(PLACES)


def test_every_coupling_is_drawn_once_with_its_sign() -> None:
    drawn = drawn_couplings()
    assert drawn["provocation", "trust"] == -1
    assert drawn["cooperation", "ties"] == 1
    assert drawn["ties", "cooperation"] == -1
    assert drawn["tension", "dialogue"] == 0
    assert {pair[0] for pair in drawn if pair[0] == pair[1]} == set(SELF)
    axis = causal_loop_figure().axes[0]
    signs = [found.get_text() for found in axis.texts if found.get_text() in ("+", "\N{MINUS SIGN}", "±")]
    assert len(signs) == len(drawn) + 3  # and three samples in the key


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_no_name_of_the_diagram_covers_another_or_leaves_the_page(lang: str) -> None:
    figure = causal_loop_figure(lang)
    figure.draw_without_rendering()
    texts = [found for found in figure.axes[0].texts if found.get_text().strip()]
    assert all(figure.bbox.contains(*found.get_window_extent().max) for found in texts)
    assert all(figure.bbox.contains(*found.get_window_extent().min) for found in texts)
    boxed = [found.get_window_extent() for found in texts if found.get_zorder() == 6]
    assert len(boxed) == len(PLACES)
    assert not [(a, b) for k, a in enumerate(boxed) for b in boxed[k + 1 :] if a.overlaps(b)]


def test_the_title_of_the_diagram_is_what_the_loops_say() -> None:
    ways = {loop.name: polarity(loop.path) for loop in LOOPS}
    assert ways["detente"] == 1
    assert {"dialogue", "agreements", "trust"} == set(
        next(loop.path for loop in LOOPS if loop.name == "detente")
    )
    assert any(way < 0 and "dialogue" in loop.path for loop, way in zip(LOOPS, ways.values(), strict=True))
    assert set(badges().values()) == {f"R{k}" for k in range(1, 7)} | {f"B{k}" for k in range(1, 7)}


# --- one run ---------------------------------------------------------------------------------------------------------


def test_stretches() -> None:
    assert stretches(np.array([1, 1, 0, 1, 0])) == [(0, 2), (3, 4)]
    assert stretches(np.array([0, 0])) == []


def test_the_title_of_a_timeline_counts_the_run(own: xr.Dataset) -> None:
    one = own.sel(run=[5])
    crises = int(one.crisis.isel(pair=0).sum())
    signed = int(one.signed.isel(pair=0).sum())
    said = run_finding(one, 5, "en")
    assert said.startswith(f"Run 5: {crises} crises (")
    assert f" {signed} agreements" in said


@pytest.mark.parametrize("lang", languages())
def test_a_timeline_shows_what_was_imposed_beside_what_came(own: xr.Dataset, lang: str) -> None:
    figure = timeline_figure(own, 1, lang)
    said = words(figure)
    for part in ("An incident", "Ada", text("run_timeline.acts", lang), text("figure.tension", lang)):
        assert part in said
    assert off_the_page(figure) == []


def test_a_run_that_the_result_does_not_hold(own: xr.Dataset) -> None:
    with pytest.raises(KeyError):
        timeline_figure(own, 99)


@pytest.mark.long
def test_an_animation_repeats_its_pictures_and_stops_on_the_last(own: xr.Dataset) -> None:
    made = animation(own, 2, "id")
    assert len(made) < 1_500_000
    with Image.open(BytesIO(made)) as picture:
        assert picture.format == "GIF"
        assert picture.info["loop"] == 0
        count = getattr(picture, "n_frames", 1)
        shown, stands = [], []
        for k in range(count):
            picture.seek(k)
            shown.append(np.asarray(picture.convert("RGB"), dtype=int))
            stands.append(picture.info["duration"])
    assert count == SCENARIO.months == len(scene_of(own.sel(run=[2])).shown)
    assert stands[0] == EACH
    assert stands[-1] == LAST
    assert all(np.abs(after - before).max() > 100 for before, after in pairwise(shown))
    # see-through parts show what was there: the heading stands in every picture as in the first
    assert all(np.array_equal(one[:30], shown[0][:30]) for one in shown)


def test_an_animation_ends_with_the_war(own: xr.Dataset) -> None:
    one = own.sel(run=[0]).copy(deep=True)
    one["war"].values[0, 10:] = True
    assert scene_of(one).shown[-1] == 10


# --- many runs -------------------------------------------------------------------------------------------------------


def test_movement_is_the_mean_step_from_a_cell() -> None:
    tension = np.tile(np.array([10.0, 14.0, 18.0, np.nan]), (3, 1))
    benefit = np.tile(np.array([0.05, 0.15, 0.25, np.nan]), (3, 1))
    mean, count = movement(Course(tension, benefit, list("abcd")), 1.0)
    assert count.sum() == 6
    assert mean.shape == (2, *CELLS)
    assert np.unique(np.round(mean[0][count > 0], 9)) == pytest.approx([4.0])
    assert np.unique(np.round(mean[1][count > 0], 9)) == pytest.approx([0.1])


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_a_phase_portrait_says_what_hawks_change(own: xr.Dataset, hawks: xr.Dataset, lang: str) -> None:
    figure = phase_figure(own, hawks, lang)
    gap = ensembles.mean_difference(ensembles.paired(own, hawks, "tension").mean(["month", "pair"]))
    assert gap.low > 0  # or the sentence would be another
    key = text("phase.tension_higher", lang, gap=round(gap.mean), low="", high="")
    assert key in words(figure)
    assert "12" in words(figure)
    assert off_the_page(figure) == []
    assert len(course(own).names) == len(ensembles.steps(own))


def test_a_phase_portrait_is_of_twins(own: xr.Dataset) -> None:
    with pytest.raises(ScenarioError, match="no twins"):
        phase_figure(own, simulate(SCENARIO, runs=12, seed=4))


def test_every_variable_of_a_fan_has_its_words(own: xr.Dataset, subtests: pytest.Subtests) -> None:
    for variable, lang in product(FANNED, languages()):
        with subtests.test(variable=variable, lang=lang):
            view = View(own, ensembles.steps(own), lang, None, None)
            assert view.say(f"variable.{variable}")
            assert unit_words(VARIABLES[variable].units, lang)


@pytest.mark.parametrize("variable", ["tension", "hawks", "instability", "mutual_benefit", "cooperation"])
def test_a_fan_has_a_panel_a_side_and_says_where_it_goes(own: xr.Dataset, variable: str) -> None:
    figure = fan_figure(own, variable, "id")
    shared = variable in ("instability", "mutual_benefit")  # one number for the world, or for both
    assert len(figure.axes) == (1 if shared else 2)
    assert off_the_page(figure) == []
    title = figure.texts[0].get_text()
    assert "median" in title
    assert "simulasi" in title


def test_a_fan_of_something_else_is_refused(own: xr.Dataset) -> None:
    with pytest.raises(ScenarioError, match=r"did you mean .tension"):
        fan_figure(own, "tensoin")


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["phas"], "did you mean 'phase'?"),
        (["phase"], "name one, for example: detente figure phase cold_war"),
        (["causal-loop", "cold_war"], "leave out 'cold_war'"),
        (["causal-article", "cold_war"], "leave out 'cold_war'"),
        (["animation", "cold_war", "--runs", "5"], "choose it with --run"),
        (["causal-loop", "--runs", "5"], "is of no run"),
        (["phase", "cold_war", "--run", "1"], "leave it out"),
        (["phase", "cold_war", "--runs", "1"], "write 2 or more"),
        (["fan", "cold_war", "--runs", "0"], "write 2 or more"),
        (["timeline", "cold_war", "--run", "-1"], "write the number of a run"),
        (["fan", "cold_war", "--variable", "trsut"], "did you mean 'trust'?"),
        (["phase", "cold_war", "--variable", "trust"], "--variable is for fan"),
        (["timeline", "cold_war", "--out", "x.gif"], ".png or .svg or .pdf"),
        (["animation", "cold_war", "--out", "x.png"], "is written as .gif"),
        (["timeline", "cold_war", "--out", "."], "give the file to write"),
        (["timeline", "nosuch"], "nosuch"),
        (["causal-loop", "--lang", "fr"], "--lang is 'fr'"),
    ],
)
def test_a_refusal_is_one_line_that_helps(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["figure", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert said in error
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulation.commands.folders.os.replace", full)
    assert main(["figure", "causal-loop", "--out", str(tmp_path / "loop.svg")]) == 2
    assert "cannot be written (no space left on device)" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_said_before_the_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr("simulation.commands.figure.ensemble", lambda *_: pytest.fail("it was run"))
    assert main(["figure", "fan", "cold_war", "--out", str(tmp_path / "file" / "fan.png")]) == 2
    assert "is a file or lies below one" in capsys.readouterr().err


def test_the_command_writes_the_file_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.toml").write_text(SCENARIO.to_toml(), encoding="utf-8")
    assert main(["figure", "timeline", "two.toml", "--run", "4"]) == 0
    with Image.open(tmp_path / "output" / "two" / "timeline.png") as picture:
        assert picture.format == "PNG"
    assert main(["figure", "fan", "two.toml", "--runs", "4", "--out", "fan.svg"]) == 0
    first = (tmp_path / "fan.svg").read_bytes()
    assert b"<svg" in first
    assert main(["figure", "fan", "two.toml", "--runs", "4", "--out", "fan.svg"]) == 0
    assert (tmp_path / "fan.svg").read_bytes() == first  # no date, no chance
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fan.svg", "output", "two.toml"]
