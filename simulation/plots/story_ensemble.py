"""What happened in the whole ensemble, on a sheet of paper: the panels of the history figure without what was imposed."""

from __future__ import annotations

import xarray as xr
from matplotlib.figure import Figure

from simulation.experiments import ensembles
from simulation.findings.run import aligned, headline
from simulation.plots.benefit import benefit
from simulation.plots.cooperation import cooperation
from simulation.plots.crises import crises
from simulation.plots.peace import states_of_peace
from simulation.plots.sheet import fit_headings, stacked, write_foot, write_title
from simulation.plots.style import numbers, plain
from simulation.plots.tension import tension
from simulation.plots.timeline import View, time_axis
from simulation.words.run import finding, footing


def ensemble_sheet(result: xr.Dataset, record: xr.DataArray | None = None, lang: str = "en") -> Figure:
    """Cooperation beside the record, tension, mutual benefit, crises and agreements over all runs of a result."""
    view = View(result, ensembles.steps(result), lang, aligned(record, result), None)
    panels = [*cooperation(view), tension(view), benefit(view), crises(view), states_of_peace(view)]
    figure, axes = stacked([0.94 * panel.height for panel in panels])
    for axis, panel in zip(axes, panels, strict=True):
        plain(axis)
        panel.draw(axis)
        if axis.get_ylabel():
            numbers(axis, lang)
    time_axis(axes, result, lang)
    fit_headings(figure)
    found = headline(result)
    write_title(figure, finding(found, lang))
    bands = view.say("figure.bands" if found["runs"] > 1 else "figure.one_run")
    write_foot(figure, f"{footing(found, lang)} {bands}")
    return figure
