"""The panel of mutual benefit, by where it comes from."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from simulation.domains import DOMAINS, NAMES
from simulation.experiments import ensembles
from simulation.plots.page import Panel
from simulation.plots.style import GREY, INK, heading, legend
from simulation.plots.timeline import View

#: share of the tallest sum that is half a point high: a source that is nowhere thicker cannot be seen, and is not named
HAIRLINE = 0.005


def benefit(view: View) -> Panel:
    """What each domain brings, on top of each other, and the band of their sum."""

    def draw(axis: Axes) -> None:
        def mean(name: str) -> np.ndarray:
            return view.mean(ensembles.at_peace(view.result, name).mean("pair"))

        stack = {source: mean(f"benefit_{source}") for source in NAMES}
        heights = np.nan_to_num(list(stack.values()))  # none after a war
        seen = heights.max(axis=1) > HAIRLINE * heights.sum(axis=0).max()
        axis.stackplot(
            view.x,
            *stack.values(),
            colors=[domain.colour for domain in DOMAINS],
            alpha=0.8,
            linewidth=0,
            labels=[
                view.say(f"issue.{source}") if visible else f"_{source}"
                for source, visible in zip(stack, seen, strict=True)
            ],
        )
        if int(view.result.sizes["run"]) > 1:
            total = view.levels(ensembles.at_peace(view.result, "mutual_benefit").mean("pair"))
            for k, level in enumerate((0.05, 0.95)):
                axis.plot(
                    view.x,
                    total.sel(quantile=level),
                    color=INK,
                    linewidth=0.9,
                    linestyle=(0, (3, 2)),
                    label=view.say("figure.total_band") if k == 0 else None,
                )
        axis.axhline(0, color=GREY, linewidth=0.7)
        heading(axis, view.say("figure.benefit"), view.say("unit.benefit"))
        legend(axis)

    return Panel(1.35, draw)
