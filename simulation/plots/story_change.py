"""What a change did to tension, on a sheet: both futures, and below them their paired difference."""

from __future__ import annotations

import xarray as xr
from matplotlib.figure import Figure

from simulation.catalogue import number, text
from simulation.experiments import ensembles
from simulation.findings.comparison import Comparison
from simulation.plots.difference import COMPARED, draw_both, draw_difference
from simulation.plots.sheet import fit_headings, stacked, write_foot, write_title
from simulation.plots.style import heading, legend, numbers, plain
from simulation.plots.timeline import View, time_axis
from simulation.words.comparison import headline


def change_sheet(before: xr.Dataset, after: xr.Dataset, found: Comparison, lang: str = "en") -> Figure:
    """Felt tension, the mean over pairs, in two futures of one seed; `found` is the comparison made of them."""
    name, unit = (text(key, lang) for key in COMPARED["tension"])
    views = [View(result, ensembles.steps(result), lang, None, None) for result in (before, after)]
    figure, axes = stacked([1.7, 1.1])
    for axis in axes:
        plain(axis)
    draw_both(axes[0], views, [f"A: {found['a']['label']}", f"B: {found['b']['label']}"], "tension")
    heading(axes[0], text("compare.figure_both", lang, what=name), unit)
    legend(axes[0])
    draw_difference(axes[1], views[0], ensembles.paired(before, after, "tension").mean("pair"))
    runs = number(found["runs"], lang, 0)
    heading(axes[1], text("compare.figure_difference", lang, n=runs), unit)
    for axis in axes:
        numbers(axis, lang)
    time_axis(axes, before, lang)
    fit_headings(figure)
    write_title(figure, headline(found, "tension", lang))
    write_foot(figure, text("compare.figure_bands", lang))
    return figure
