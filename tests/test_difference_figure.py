"""The figure of one change: it draws the paired differences, says what was run, and stays on the page."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulation import plots
from simulation.catalogue import languages
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments import ensembles
from simulation.scenario import Scenario


@pytest.fixture(scope="module")
def before(two: Scenario) -> xr.Dataset:
    return simulate(two, runs=8, seed=3)


@pytest.fixture(scope="module")
def after(two: Scenario) -> xr.Dataset:
    return simulate(two.changed(title="Hawks", doctrines={"Alfa": "hawk", "Bravo": "hawk"}), runs=8, seed=3)


@pytest.fixture(scope="module")
def figure(before: xr.Dataset, after: xr.Dataset) -> Figure:
    return plots.difference_figure(before, after, "tension")


def panel(figure: Figure, title: str) -> Axes:
    return next(axis for axis in figure.axes if axis.get_title(loc="left").startswith(title))


def words(figure: Figure) -> str:
    return " ".join(artist.get_text() for artist in figure.findobj(Text) if artist.get_visible())


def test_it_draws_both_means_and_the_mean_of_the_differences(
    figure: Figure, before: xr.Dataset, after: xr.Dataset
) -> None:
    cut = ensembles.steps(before)

    def mean(values: xr.DataArray) -> np.ndarray:
        return ensembles.means(values.mean("pair"), cut).mean("run").to_numpy()

    drawn = panel(figure, "Felt tension").get_lines()[:2]
    for line, result in zip(drawn, (before, after), strict=True):
        np.testing.assert_allclose(np.asarray(line.get_ydata()), mean(ensembles.at_peace(result, "tension")))
    assert [line.get_label() for line in drawn] == ["Two rivals", "Hawks"]
    line = panel(figure, "Difference: Hawks").get_lines()[0]
    np.testing.assert_allclose(np.asarray(line.get_ydata()), mean(ensembles.paired(before, after, "tension")))


def test_the_band_is_the_interval(figure: Figure, before: xr.Dataset, after: xr.Dataset) -> None:
    gap = ensembles.means(ensembles.paired(before, after, "tension").mean("pair"), ensembles.steps(before))
    expected = ensembles.mean_interval(gap)
    band = panel(figure, "Difference: Hawks").collections[0].get_paths()[0].vertices
    assert np.asarray(band)[:, 1].min() == pytest.approx(float(expected.sel(bound="low").min()))
    assert np.asarray(band)[:, 1].max() == pytest.approx(float(expected.sel(bound="high").max()))


def test_the_title_is_the_finding_and_the_footer_says_what_was_run(
    figure: Figure, before: xr.Dataset, after: xr.Dataset
) -> None:
    found = ensembles.mean_difference(ensembles.paired(before, after, "tension").mean(["pair", "month"]))
    said = words(figure)
    assert f"{found.mean:+.2f}".replace("-", "\N{MINUS SIGN}") in said
    for part in ("8 pairs of runs", "seed 3", "scenario two", "95% interval", "index, 0\N{EN DASH}100"):
        assert part in said


def test_two_ensembles_of_one_title_are_told_apart(before: xr.Dataset, after: xr.Dataset) -> None:
    same = after.assign_attrs(title=before.attrs["title"])
    lines = panel(plots.difference_figure(before, same), "Felt tension").get_lines()[:2]
    assert [line.get_label() for line in lines] == ["as it was", "with the change"]


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("variable", plots.COMPARED)
def test_no_word_runs_off_the_page(before: xr.Dataset, after: xr.Dataset, variable: str, lang: str) -> None:
    figure = plots.difference_figure(before, after, variable, lang)
    figure.draw_without_rendering()
    for artist in figure.findobj(Text):
        if artist.get_text() and artist.get_visible():
            box = artist.get_window_extent()
            assert figure.bbox.x0 - 1 <= box.x0, artist.get_text()
            assert box.x1 <= figure.bbox.x1 + 1, artist.get_text()


def test_indonesian_speaks_indonesian(before: xr.Dataset, after: xr.Dataset) -> None:
    said = words(plots.difference_figure(before, after, "tension", "id"))
    assert "Ketegangan" in said
    assert "Selisih" in said
    assert "tension" not in said
    assert "interval" not in said


def test_three_states_and_one_run_can_be_drawn(three: Scenario) -> None:
    one = simulate(three, runs=1, seed=1)
    other = simulate(three.changed(title="Other", doctrines={"Charlie": "dove"}), runs=1, seed=1)
    assert "1 pair" in words(plots.difference_figure(one, other, "mutual_benefit"))


def test_what_cannot_be_compared_is_refused(before: xr.Dataset, after: xr.Dataset) -> None:
    with pytest.raises(ScenarioError, match="variable is 'tensoin'; did you mean"):
        plots.difference_figure(before, after, "tensoin")
    with pytest.raises(ScenarioError, match="no twins"):
        plots.difference_figure(before, after.assign_attrs(seed=4))


def test_a_share_is_drawn_and_told_in_percent(before: xr.Dataset, after: xr.Dataset) -> None:
    """As every table writes it: half of the issues is 50, on the axis and in the finding."""
    one = before.assign(common_ground=before["common_ground"] * 0.0 + 0.25)
    other = after.assign(common_ground=after["common_ground"] * 0.0 + 0.75)
    for lang, unit in {"en": "% of issues", "id": "% dari isu"}.items():
        figure = plots.difference_figure(one, other, "common_ground", lang)
        assert words(figure).count(unit) == 2
        assert "+50" in words(figure)
        axis = figure.axes[0]
        for tick, label in zip(axis.get_yticks(), axis.get_yticklabels(), strict=True):
            assert float(label.get_text().replace(",", ".")) == pytest.approx(100 * tick)
