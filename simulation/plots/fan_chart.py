"""A fan chart of any variable: its median over runs, and the bands that hold 50% and 90% of them."""

from __future__ import annotations

import re

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from simulation.catalogue import checked, number, percent, span
from simulation.errors import ScenarioError, choose, show
from simulation.experiments import ensembles
from simulation.experiments.detente import dyads
from simulation.plots.fan import bands
from simulation.plots.page import stacked, write_finding, write_footing, write_subtitle
from simulation.plots.style import GREY, PALETTE, heading, legend, numbers, plain
from simulation.plots.timeline import View, time_axis
from simulation.reports.run_summary import headline
from simulation.reports.run_words import footing
from simulation.variables import PAIR, STATE, VARIABLES

#: what a fan can show: numbers of a pair, of a state or of the world
FANNED = tuple(name for name, about in VARIABLES.items() if about.kind == "float" and about.axes in (PAIR, STATE, ()))
LINES = 4  # relations or states that have a line of their own


def fan_figure(result: xr.Dataset, variable: str = "tension", lang: str = "en") -> Figure:
    """The fan of `variable`, a name in `FANNED`, for each side; raises ScenarioError for another name.

    `result` is what `simulate` returns with keep="all". With more than two states the lines are those of the largest.
    """
    checked(lang)
    if variable not in FANNED:
        raise ScenarioError(f"variable is {show(variable)}; {choose(variable, FANNED, 'variable')}")
    view = View(result, ensembles.steps(result), lang, None, None)
    figure, (axis,) = stacked([3.4])
    plain(axis)
    known = ensembles.at_peace(result, variable)
    for (label, values), colour in zip(_lines(view, known).items(), PALETTE, strict=False):
        bands(axis, view, view.levels(values), colour, label)
    about = VARIABLES[variable]
    if about.low == 0.0 and about.high == 100.0:
        axis.set_ylim(0, 100)
    elif about.low is None or about.low < 0:
        axis.axhline(0, color=GREY, linewidth=0.7)
    heading(axis, view.say(f"variable.{variable}"), unit_of(variable, view))
    legend(axis)
    numbers(axis, lang)
    time_axis([axis], result, lang)
    found = headline(result)
    write_finding(figure, finding(view, known, variable))
    write_subtitle(figure, view.say("figure.subtitle", title=found["title"]))
    write_footing(figure, (footing(found, lang), view.say("figure.bands" if found["runs"] > 1 else "figure.one_run")))
    return figure


def unit_of(variable: str, view: View) -> str:
    """The unit of a variable in words."""
    slug = re.sub(r"[^a-z0-9]+", "_", VARIABLES[variable].units.lower().replace("%", " percent ")).strip("_")
    return view.say(f"variable_unit.{slug}")


def finding(view: View, known: xr.DataArray, variable: str) -> str:
    """Where the median begins and ends, and in how many runs it fell or rose: means over all sides."""
    sides = [dim for dim in ("pair", "state") if dim in known.dims]
    by_run = ensembles.means(known.mean(sides) if sides else known, view.steps).transpose("run", "period")
    first, last = by_run.isel(period=0), by_run.isel(period=-1)
    both = first.notnull() & last.notnull()
    middle = [ensembles.quantiles(values, (0.5,)).item() for values in (first, last)]
    falls = bool(middle[1] < middle[0])
    moved = (last < first) if falls else (last > first)
    decimals = _decimals(np.array(middle))
    return view.say(
        f"fan_chart.{'falls' if falls else 'rises'}",
        what=view.say(f"variable.{variable}"),
        first=number(middle[0], view.lang, decimals),
        last=number(middle[1], view.lang, decimals),
        start=span(view.steps[0].first, view.steps[0].last, view.lang),
        end=span(view.steps[-1].first, view.steps[-1].last, view.lang),
        share=percent(float(moved.where(both).mean()), view.lang),
    )


def _decimals(values: np.ndarray) -> int:
    """Digits behind the point that give about three that count."""
    size = float(np.nanmax(np.abs(values)))
    return 0 if size >= 20 else 1 if size >= 2 else 2 if size >= 0.2 else 3


def _lines(view: View, known: xr.DataArray) -> dict[str, xr.DataArray]:
    """What has a line: both sides, the relations of the largest values, the states, or the world."""
    result = view.result
    if "state" in known.dims:
        return {str(state): known.sel(state=state) for state in result["state"].to_numpy()[:LINES]}
    if "pair" not in known.dims:
        return {view.say("fan_chart.world"): known}
    actor, target = result["actor"].to_numpy(), result["target"].to_numpy()
    both = dyads(result)
    alike = all(np.allclose(known.isel(pair=a), known.isel(pair=b), equal_nan=True) for a, b in both)
    if len(both) == 1 and not alike:
        return {f"{actor[k]} \N{RIGHTWARDS ARROW} {target[k]}": known.isel(pair=k) for k in both[0]}
    size = np.abs(known).mean(["run", "month"]).to_numpy()
    chosen = sorted(both, key=lambda dyad: -float(size[list(dyad)].mean()))[:LINES]
    return {f"{actor[a]} \N{EN DASH} {target[a]}": known.isel(pair=[a, b]).mean("pair") for a, b in chosen}
