"""The panel of crises, near misses and war."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from simulation.experiments import ensembles
from simulation.plots.page import Panel
from simulation.plots.style import SKY, VERMILLION, heading, legend
from simulation.plots.timeline import View


def crises(view: View) -> Panel:
    """Share of runs with a crisis or a near miss in each step, and the share that has ended in war.

    The legend has only what occurs.
    """

    def draw(axis: Axes) -> None:
        left, width = view.slots()
        crisis = _ever(view, "crisis")
        near = _ever(view, "near_miss")
        axis.bar(
            left, crisis, width=width, align="edge", color=SKY, linewidth=0, label=view.say("figure.crisis")
        )
        axis.bar(
            left,
            near,
            width=width,
            align="edge",
            color=VERMILLION,
            linewidth=0,
            label=view.say("figure.near_miss") if np.nansum(near) > 0 else None,
        )
        war = view.result["war"].astype(float).mean("run") * 100
        if float(war.max()) > 0:
            axis.plot(
                ensembles.dates(view.result), war, color="black", linewidth=1.4, label=view.say("figure.war")
            )
        axis.set_ylim(0, max(10.0, 1.08 * float(np.nanmax(crisis)), 1.08 * float(war.max())))
        heading(
            axis, view.say("figure.crises", step=view.say(f"step.{view.resolution()}")), view.say("unit.runs")
        )
        legend(axis)

    return Panel(0.9, draw)


def _ever(view: View, name: str) -> np.ndarray:
    """Percent of the runs alive in a step in which `name` happened at least once between any two states."""
    happened = ensembles.counted(view.result, name).max("pair", skipna=False)
    counts = ensembles.totals(happened, view.steps)
    ever = (counts > 0).astype(float).where(counts.notnull())
    share: np.ndarray = ensembles.mean_over_runs(ever).to_numpy() * 100
    return share
