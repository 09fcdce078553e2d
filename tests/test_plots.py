"""The figure: it draws what the statistics say, in both languages, and nothing runs off the page."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from threading import Thread

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from simulation import history, plots
from simulation.catalogue import languages
from simulation.engine import simulate
from simulation.experiments import ensembles
from simulation.findings.run import headline
from simulation.scenario import Event, Leader, Scenario, StateSpec, load_scenario
from simulation.words.run import finding


def invented(states: int, months: int, start: str = "1960-03") -> Scenario:
    """A scenario with long names, many events at once, and leaders for some months only."""
    names = [f"State{k}" for k in range(states)]
    first = pd.Period(start, "M")
    late = str(first + months - 1)
    events = [
        Event(
            date=str(first + k % months),
            kind="theatre",
            title=f"An event with a long title, number {k}",
            size=0.5,
        )
        for k in range(6)
    ]
    return Scenario(
        name="invented",
        title="An invented rivalry",
        start=start,
        months=months,
        states=tuple(StateSpec(name=name, title=name, gdp=1.0, influence=1 / states) for name in names),
        leaders=tuple(Leader(state=name, name="Somebody With A Long Name", since=late) for name in names),
        events=tuple(events),
    )


@pytest.fixture(scope="module")
def result() -> xr.Dataset:
    return simulate(load_scenario("cold_war"), runs=20, seed=7)


@pytest.fixture(scope="module")
def record() -> xr.DataArray:
    return history.cooperation("quarterly")


@pytest.fixture(scope="module")
def figure(result: xr.Dataset, record: xr.DataArray) -> Figure:
    return plots.history_figure(result, record)


def words(figure: Figure) -> list[str]:
    found = figure.findobj(lambda artist: isinstance(artist, Text) and artist.get_visible())
    return [artist.get_text() for artist in found if artist.get_text()]  # type: ignore[attr-defined]


def panel(figure: Figure, title: str) -> Axes:
    return next(axis for axis in figure.axes if axis.get_title(loc="left").startswith(title))


def png(figure: Figure) -> bytes:
    page = BytesIO()
    figure.savefig(page, format="png")
    return page.getvalue()


def test_the_title_is_the_finding_and_the_footer_says_what_was_run(
    figure: Figure, result: xr.Dataset
) -> None:
    said = " ".join(words(figure))
    assert finding(headline(result)) in said
    for part in ("20 runs", "seed 7", "cold_war", "90%", "Imposed", "emerged", "not a forecast"):
        assert part in said


def test_every_panel_has_a_title_and_its_unit(figure: Figure) -> None:
    titles = [axis.get_title(loc="left") for axis in figure.axes if axis.get_title(loc="left")]
    assert len(titles) == 7
    units = {axis.get_ylabel() for axis in figure.axes}
    assert {"COPDAB points a month", "index, 0\N{EN DASH}100", "% of GDP a year", "% of runs"} <= units


def test_the_median_drawn_is_the_median(figure: Figure, result: xr.Dataset) -> None:
    line = panel(figure, "Cooperation USSR → US").get_lines()[0]
    peace = result["cooperation"].where(~result["war"]).sel(pair="USSR to US")
    expected = peace.groupby("month.year").mean().median("run")
    np.testing.assert_allclose(np.asarray(line.get_ydata(), dtype=float), expected, rtol=1e-9)


def test_the_record_drawn_is_the_record_and_only_with_one(
    figure: Figure, result: xr.Dataset, record: xr.DataArray
) -> None:
    def records(drawn: Figure) -> list[np.ndarray]:
        lines = panel(drawn, "Cooperation US → USSR").get_lines()
        return [np.asarray(line.get_ydata()) for line in lines if line.get_label() == "historical record"]

    yearly = record.sel(pair="US to USSR").groupby("time.year").mean()
    np.testing.assert_allclose(records(figure)[0], yearly)
    bare = plots.history_figure(result)
    assert records(bare) == []
    assert "Azar" not in " ".join(words(bare))
    assert "Azar" in " ".join(words(figure))


def test_crisis_bars_are_the_share_of_living_runs(figure: Figure, result: xr.Dataset) -> None:
    patches = [patch for patch in panel(figure, "Runs with a crisis").patches if isinstance(patch, Rectangle)]
    bars = [patch.get_height() for patch in patches[:44]]  # the near misses come after them
    crisis = result["crisis"].isel(pair=0).groupby("month.year").any()
    began = ensembles.alive(result).groupby("month.year").any()
    np.testing.assert_allclose(bars, 100 * crisis.where(began).mean("run"))


def test_imposed_leaders_and_events_are_all_there(figure: Figure) -> None:
    scenario = load_scenario("cold_war")
    imposed = panel(figure, "Imposed")
    titled = [text.get_text() for text in imposed.texts]
    assert f"{len(scenario.events)} events" in imposed.get_title(loc="left")
    assert {text for text in titled if text} - {who.name for who in scenario.leaders} - {
        who.name.split()[-1] for who in scenario.leaders
    } <= {event.title for event in scenario.events}
    marks = sum(
        np.shape(kind.get_offsets())[0] for kind in imposed.collections if isinstance(kind, PathCollection)
    )
    titles = {event.title for event in scenario.events}
    assert marks == len(scenario.events) + sum(text in titles for text in titled)  # and one beside each title
    largest = max(
        (event for event in scenario.events if event.kind == "theatre"), key=lambda event: event.size
    )
    assert largest.title in titled


@pytest.mark.sample(4)
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("kind", ["cold_war", "three", "short", "twelve"])
def test_no_word_runs_off_the_page_or_into_a_legend(
    kind: str, lang: str, result: xr.Dataset, record: xr.DataArray
) -> None:
    made = {"three": (3, 50), "short": (2, 7), "twelve": (12, 13)}
    shown = result if kind == "cold_war" else simulate(invented(*made[kind]), runs=3, seed=1)
    figure = plots.history_figure(shown, record, lang)
    figure.draw_without_rendering()
    page = figure.bbox
    for artist in figure.findobj(Text):
        if not artist.get_text() or not artist.get_visible() or artist.get_clip_on():
            continue
        box = artist.get_window_extent()
        assert box.x0 >= page.x0 - 1, artist.get_text()
        assert box.x1 <= page.x1 + 1, artist.get_text()
    for axis in figure.axes:
        legend = axis.get_legend()
        if legend is not None:
            title = axis.title if axis.get_title() else axis._left_title  # type: ignore[attr-defined]
            assert title.get_window_extent().x1 <= legend.get_window_extent().x0 + 2, title.get_text()


def test_what_does_not_occur_is_neither_in_the_footing_nor_in_a_legend(result: xr.Dataset) -> None:
    def named(figure: Figure, title: str) -> list[str]:
        legend = panel(figure, title).get_legend()
        return [] if legend is None else [said.get_text() for said in legend.get_texts()]

    quiet = simulate(load_scenario("both_talk").changed(months=24), runs=4, seed=1)
    false = xr.zeros_like(quiet["war"])
    bare = quiet.assign(war=false, near_miss=xr.zeros_like(quiet["near_miss"]))
    bare["benefit_culture"] = 0.0 * bare["benefit_culture"]
    figure = plots.history_figure(bare)
    assert "Imposed: starting values, orders. All else" in " ".join(words(figure))
    assert named(figure, "Runs with a crisis") == ["crisis"]
    assert named(figure, "Mutual benefit") == ["trade", "science", "total, 90% of runs"]
    war = false.copy()
    war[:, 20:] = True
    figure = plots.history_figure(quiet.assign(war=war, near_miss=xr.ones_like(quiet["near_miss"])))
    assert named(figure, "Runs with a crisis") == ["ended in war so far", "crisis", "of these, near miss"]
    whole = plots.history_figure(result)
    assert "Imposed: starting values, leaders, events. All else" in " ".join(words(whole))
    class_ = plots.history_figure(simulate(load_scenario("classroom"), runs=2, seed=1))
    assert "leaders" not in panel(class_, "Imposed").get_title(loc="left")


def test_indonesian_speaks_indonesian(result: xr.Dataset, record: xr.DataArray) -> None:
    said = " ".join(words(plots.history_figure(result, record, "id")))
    for term in ("Ketegangan", "Kerja sama", "saling menguntungkan", "titik temu", "simulasi", "benih acak"):
        assert term in said
    for term in ("Felt", "tension", "runs", "Imposed", "seed"):
        assert term not in said
    with pytest.raises(ValueError, match="'fr'; write one of en, id"):
        plots.history_figure(result, lang="fr")


def test_one_run_and_one_month_can_be_drawn() -> None:
    one = plots.history_figure(simulate(invented(2, 1), runs=1, seed=3))
    assert "one possible history" in " ".join(words(one))
    assert len(png(one)) > 10_000


def test_an_ensemble_that_ends_in_war_can_be_drawn(result: xr.Dataset) -> None:
    war = xr.zeros_like(result["war"])
    war[:, 100:] = True
    figure = plots.history_figure(result.assign(war=war))
    assert "100% ended in war." in " ".join(words(figure))
    line = np.asarray(panel(figure, "Felt tension").get_lines()[0].get_ydata(), dtype=float)
    assert np.isfinite(line[:8]).all()
    assert np.isnan(line[9:]).all()
    assert len(png(figure)) > 10_000


def test_war_from_the_first_month_can_be_drawn(result: xr.Dataset) -> None:
    assert len(png(plots.history_figure(result.assign(war=xr.ones_like(result["war"]))))) > 10_000


@pytest.mark.long
def test_the_same_result_gives_the_same_picture_in_any_thread(
    result: xr.Dataset, record: xr.DataArray
) -> None:
    drawn: list[bytes] = []
    threads = [
        Thread(target=lambda: drawn.append(png(plots.history_figure(result, record)))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn[0] == drawn[1] == png(plots.history_figure(result, record))


def test_the_page_is_large_enough_to_print(figure: Figure) -> None:
    assert figure.dpi == 150
    assert figure.get_figwidth() == 11
    assert 9 <= figure.get_figheight() <= 16


def test_titles_of_events_do_not_run_into_each_other(figure: Figure) -> None:
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in panel(figure, "Imposed").texts if text.get_text()]
    crossing = [
        (a, b)
        for k, a in enumerate(boxes)
        for b in boxes[k + 1 :]
        if a.x0 < b.x1 and b.x0 < a.x1 and abs(a.y0 + a.y1 - b.y0 - b.y1) / 2 < 8
    ]
    assert crossing == []


def test_pyplot_and_its_global_state_stay_out() -> None:
    code = "import sys, simulation.plots; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
