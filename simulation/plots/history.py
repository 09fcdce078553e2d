"""One picture of an ensemble: cooperation beside the record, tension, mutual benefit, crises, agreements,
what was imposed.
"""

from __future__ import annotations

import xarray as xr
from matplotlib.figure import Figure

from simulation.catalogue import checked
from simulation.experiments import ensembles
from simulation.findings.run import aligned, headline, scenario_of
from simulation.plots.benefit import benefit
from simulation.plots.cooperation import cooperation
from simulation.plots.crises import crises
from simulation.plots.imposed import imposed
from simulation.plots.page import stacked, write_finding, write_footing, write_subtitle
from simulation.plots.peace import states_of_peace
from simulation.plots.style import numbers, plain
from simulation.plots.tension import tension
from simulation.plots.timeline import View, time_axis
from simulation.words.run import finding, footing


def history_figure(result: xr.Dataset, record: xr.DataArray | None = None, lang: str = "en") -> Figure:
    """The history of an ensemble on one time axis; see the module for the panels.

    `result` is what `simulate` returns with keep="all". `record` is observed cooperation `[time, pair]`
    (`history.cooperation`), drawn in black for the pairs and dates it knows. `lang` is "en" or "id".
    """
    checked(lang)
    view = View(result, ensembles.steps(result), lang, aligned(record, result), scenario_of(result))
    panels = [*cooperation(view), tension(view), benefit(view), crises(view), states_of_peace(view)]
    if view.scenario is not None:
        panels += imposed(view, view.scenario)
    figure, axes = stacked([panel.height for panel in panels])
    for axis, panel in zip(axes, panels, strict=True):
        plain(axis)
        panel.draw(axis)
        if axis.get_ylabel():
            numbers(axis, lang)
    time_axis(axes, result, lang)
    _words(figure, view)
    return figure


def _words(figure: Figure, view: View) -> None:
    """The finding above, computed from the result; what was run below."""
    found = headline(view.result)
    write_finding(figure, finding(found, view.lang))
    write_subtitle(figure, view.say("figure.subtitle", title=found["title"]))
    lines = [footing(found, view.lang), view.say("figure.bands" if found["runs"] > 1 else "figure.one_run")]
    if view.record is not None and len(view.record.columns) == len(view.result["pair"]):
        lines.append(view.say("figure.record_note"))
    write_footing(figure, lines)
