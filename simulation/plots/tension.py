"""The panel of felt tension, a state each."""

from __future__ import annotations

from matplotlib.axes import Axes

from simulation.experiments import ensembles
from simulation.plots.fan import bands
from simulation.plots.page import Panel
from simulation.plots.relations import tensest_relations
from simulation.plots.style import PALETTE, heading, legend
from simulation.plots.timeline import View


def tension(view: View) -> Panel:
    """One line a side for two states; one panel with the tensest relations for more."""
    pairs = [str(pair) for pair in view.result["pair"].to_numpy()]
    if len(pairs) > 2:
        return Panel(1.6, lambda axis: tensest_relations(axis, view, "tension"))

    def draw(axis: Axes) -> None:
        levels = view.levels(ensembles.at_peace(view.result, "tension"))
        for pair, actor, colour in zip(pairs, view.result["actor"].to_numpy(), PALETTE, strict=False):
            bands(axis, view, levels.sel(pair=pair), colour, view.say("figure.felt_by", state=actor))
        axis.set_ylim(0, 100)
        heading(axis, view.say("figure.tension"), view.say("unit.tension"))
        legend(axis)

    return Panel(1.4, draw)
