"""The panel for more than two states: the tensest relations, a line each."""

from __future__ import annotations

from matplotlib.axes import Axes

from simulation.experiments import ensembles
from simulation.experiments.detente import dyads
from simulation.plots.fan import bands
from simulation.plots.style import GREY, PALETTE, heading, legend
from simulation.plots.timeline import View

#: at most so many relations have a line of their own in a panel; the tensest are drawn
DRAWN = 4


def tensest_relations(axis: Axes, view: View, name: str) -> None:
    """Mean of both directions of the tensest relations: `name` is "cooperation" or "tension"."""
    actor, target = view.result["actor"].to_numpy(), view.result["target"].to_numpy()
    values = ensembles.at_peace(view.result, name)
    tension = ensembles.at_peace(view.result, "tension").mean(["run", "month"]).to_numpy()
    order = sorted(dyads(view.result), key=lambda dyad: -float(tension[list(dyad)].mean()))
    for dyad, colour in zip(order[:DRAWN], PALETTE, strict=False):
        levels = view.levels(values.isel(pair=list(dyad)).mean("pair"))
        bands(axis, view, levels, colour, f"{actor[dyad[0]]} \N{EN DASH} {target[dyad[0]]}", inner=False)
    shown = min(DRAWN, len(order))
    key = "figure.several" if shown == len(order) else "figure.tensest"
    heading(
        axis,
        view.say(key, what=view.say(f"figure.what_{name}"), shown=shown, all=len(order)),
        view.say(f"unit.{name}"),
    )
    if name == "cooperation":
        axis.axhline(0, color=GREY, linewidth=0.7)
    else:
        axis.set_ylim(0, 100)
    legend(axis)
