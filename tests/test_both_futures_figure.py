"""The figure of two futures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr
from matplotlib.text import Text

from simulation.catalogue import languages, text
from simulation.errors import ScenarioError
from simulation.experiments import ensembles
from simulation.findings.comparison import Labels, compare_summary
from simulation.plots import both_futures_figure
from simulation.words.comparison import headline
from tests.two_futures import CALM, CUBA


@pytest.fixture(scope="module")
def found(cuba: xr.Dataset, calm: xr.Dataset) -> Any:
    return compare_summary((CUBA, CALM), Labels("as it was", "calm"), cuba, calm)


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("variable", ["tension", "mutual_benefit", "cooperation"])
def test_the_figure_shows_both_futures_the_change_and_the_difference(
    cuba: xr.Dataset, calm: xr.Dataset, found: Any, variable: str, lang: str
) -> None:
    figure = both_futures_figure(cuba, calm, found, variable, lang)
    both, difference = figure.axes
    cut = ensembles.steps(cuba)
    drawn = np.asarray(difference.get_lines()[0].get_ydata())
    gap = ensembles.means(ensembles.paired(cuba, calm, variable).mean("pair"), cut).mean("run")
    np.testing.assert_allclose(drawn, gap.to_numpy())
    legend = both.get_legend()
    assert legend is not None
    assert len(legend.get_texts()) == 2
    marked = [line for line in both.get_lines() if len(set(np.asarray(line.get_xdata()).tolist())) == 1]
    assert len(marked) == 1
    words = " ".join(artist.get_text() for artist in figure.findobj(Text) if artist.get_visible())
    assert "Premise: missile sites are discovered in Cuba" in words
    assert headline(found, variable, lang) in words.replace("\n", " ")
    about = text("compare.figure_about", lang, n=40, seed=7, scenarios="|", version="").split("|")[0]
    assert about in words
    figure.draw_without_rendering()
    for artist in figure.findobj(Text):
        if artist.get_text() and artist.get_visible():
            box = artist.get_window_extent()
            assert figure.bbox.x0 - 1 <= box.x0, artist.get_text()
            assert box.x1 <= figure.bbox.x1 + 1, artist.get_text()


@pytest.mark.parametrize("label", ["without “" + "long words " * 5 + "”", "Nixon tinggal di rumah"])
def test_a_long_name_stays_on_the_page_and_off_the_line_below(
    cuba: xr.Dataset, calm: xr.Dataset, found: Any, label: str
) -> None:
    told: Any = {**found, "b": {"label": label, "name": "b" * 60, "title": ""}}
    figure = both_futures_figure(cuba, calm, told, "mutual_benefit", "id")
    figure.draw_without_rendering()
    title, below = figure.texts[:2]
    assert title.get_window_extent().x1 <= figure.bbox.x1
    assert title.get_window_extent().y0 >= below.get_window_extent().y1
    assert title.get_window_extent().y1 <= figure.bbox.y1


def test_only_what_can_be_drawn_is_drawn(cuba: xr.Dataset, calm: xr.Dataset, found: Any) -> None:
    with pytest.raises(ScenarioError, match="variable is 'tensoin'; did you mean"):
        both_futures_figure(cuba, calm, found, "tensoin")
