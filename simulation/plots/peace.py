"""The panel of détente and of the agreements in force."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from simulation.catalogue import percent
from simulation.experiments import ensembles
from simulation.experiments.detente import detente_spells
from simulation.plots.page import Panel
from simulation.plots.style import INK, SHARE, heading
from simulation.plots.timeline import View
from simulation.state import ISSUES


def states_of_peace(view: View) -> Panel:
    """Share of runs in détente, and below it the share with an agreement in force, issue by issue."""

    def draw(axis: Axes) -> None:
        calm = detente_spells(view.result).astype(float).where(~view.result["war"].astype(bool))
        force = ensembles.at_peace(view.result, "agreement").mean("pair").transpose("issue", "run", "month")
        rows = np.stack([view.mean(values) for values in (calm, *force)])
        left, width = view.slots()
        edges = np.append(left.to_numpy(), left.to_numpy()[-1] + width[-1].to_numpy())
        tops = np.arange(len(rows)) + np.where(np.arange(len(rows)) > 0, 0.35, 0.0)  # détente stands apart
        for top, row in zip(tops, rows, strict=True):
            mesh = axis.pcolormesh(
                edges,
                [top, top + 1],
                row[None] * 100,
                cmap=SHARE,
                vmin=0,
                vmax=100,
                edgecolors="0.94",
                linewidth=0.5,
            )
        names = [view.say("figure.detente"), *(view.say(f"issue.{issue}") for issue in ISSUES)]
        axis.set_yticks(tops + 0.5, names)
        axis.set_ylim(tops[-1] + 1, 0)
        axis.grid(False)
        axis.tick_params(axis="y", length=0)
        heading(axis, view.say("figure.agreements"), "")
        bar = axis.figure.colorbar(mesh, cax=axis.inset_axes((1.008, 0.0, 0.011, 1.0)))
        bar.set_ticks([0, 50, 100], labels=[percent(k / 100, view.lang) for k in (0, 50, 100)])
        bar.ax.tick_params(labelsize=7, length=2, colors=INK)
        bar.outline.set_linewidth(0)

    return Panel(1.05, draw)
