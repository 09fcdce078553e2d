"""A line with its bands: the median over runs, and where 50% and 90% of them lie."""

from __future__ import annotations

import xarray as xr
from matplotlib.axes import Axes

from simulation.plots.timeline import View


def bands(axis: Axes, view: View, levels: xr.DataArray, colour: str, label: str, inner: bool = True) -> None:
    """Median with the bands that hold 90% and 50% of the runs; `levels` is `[quantile, period]`."""
    q = {round(float(level), 2): levels.sel(quantile=level).to_numpy() for level in levels["quantile"]}
    if int(view.result.sizes["run"]) > 1:
        axis.fill_between(view.x, q[0.05], q[0.95], color=colour, alpha=0.16, linewidth=0)
        if inner:
            axis.fill_between(view.x, q[0.25], q[0.75], color=colour, alpha=0.28, linewidth=0)
    axis.plot(view.x, q[0.5], color=colour, linewidth=2.0, label=label, solid_capstyle="round")
