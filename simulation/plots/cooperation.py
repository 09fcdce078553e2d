"""The panels of cooperation: model and record, a direction each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from simulation.experiments import ensembles
from simulation.plots.fan import bands
from simulation.plots.page import Panel
from simulation.plots.relations import tensest_relations
from simulation.plots.style import GREY, PALETTE, heading, legend
from simulation.plots.timeline import View
from simulation.words.cells import arrow


def cooperation(view: View) -> list[Panel]:
    """One panel a direction for two states; one panel with the tensest relations for more."""
    values = ensembles.at_peace(view.result, "cooperation")
    pairs = [str(pair) for pair in view.result["pair"].to_numpy()]
    if len(pairs) > 2:
        return [Panel(2.0, lambda axis: tensest_relations(axis, view, "cooperation"))]
    runs = ensembles.means(values, view.steps)
    levels = ensembles.quantiles(runs)
    observed = [mean for pair in pairs for mean in _recorded(view, pair)]
    shown = (levels, runs.isel(run=0))
    everything = np.concatenate([*(drawn.to_numpy().ravel() for drawn in shown), np.asarray(observed)])
    everything = everything[np.isfinite(everything)]
    low, high = (everything.min(), everything.max()) if everything.size else (-1.0, 1.0)

    def draw(pair: str, colour: str, first: bool) -> Callable[[Axes], None]:
        def panel(axis: Axes) -> None:
            bands(axis, view, levels.sel(pair=pair), colour, view.say("figure.model"))
            if runs.sizes["run"] > 1:
                # A median is smoother than any history: one run shows what the record should be held against.
                one: dict[str, Any] = {
                    "color": colour,
                    "linewidth": 0.9,
                    "linestyle": (0, (4, 1.5)),
                    "label": view.say("figure.one"),
                }
                axis.plot(view.x, runs.isel(run=0).sel(pair=pair), **one)
            axis.axhline(0, color=GREY, linewidth=0.7)
            observed = _recorded(view, pair)
            if observed:
                axis.plot(
                    view.x,
                    observed,
                    color="black",
                    linewidth=1.1,
                    marker="o",
                    markersize=2.6,
                    label=view.say("figure.record"),
                )
            # Both directions on one scale, so that the eye may compare them.
            axis.set_ylim(low - 0.06 * (high - low), high + 0.06 * (high - low))
            heading(axis, view.say("figure.cooperation", pair=arrow(pair)), view.say("unit.cooperation"))
            if first:
                legend(axis)

        return panel

    return [
        Panel(1.4, draw(pair, colour, k == 0))
        for k, (pair, colour) in enumerate(zip(pairs, PALETTE, strict=False))
    ]


def _recorded(view: View, pair: str) -> list[float]:
    """The record's mean in each step, NaN where it has none; empty if it does not know the pair."""
    if view.record is None or pair not in view.record:
        return []
    return [float(view.record[pair].iloc[step.start : step.stop].mean()) for step in view.steps]
