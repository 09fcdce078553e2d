"""A fan chart of any variable: its median over runs, and the bands that hold 50% and 90% of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from simulation.catalogue import checked, number, percent, say, span
from simulation.errors import ScenarioError, choose, show
from simulation.experiments import ensembles
from simulation.experiments.detente import dyads
from simulation.findings.run import headline
from simulation.plots.fan import bands
from simulation.plots.page import stacked, write_finding, write_footing, write_subtitle
from simulation.plots.style import GREY, PALETTE, heading, numbers, plain
from simulation.plots.timeline import View, time_axis
from simulation.variables import PAIR, STATE, VARIABLES
from simulation.words.run import footing
from simulation.words.variables import unit_words

#: what a fan can show: numbers of a pair, of a state or of the world
FANNED = tuple(
    name for name, about in VARIABLES.items() if about.kind == "float" and about.axes in (PAIR, STATE, ())
)
LINES = 4  # relations or states that have a line of their own


def fan_figure(result: xr.Dataset, variable: str = "tension", lang: str = "en") -> Figure:
    """The fan of `variable`, a name in `FANNED`, for each side; raises ScenarioError for another name.

    `result` is what `simulate` returns with keep="all". A side has its own panel; with more than two states the relations
    of the largest values have one.
    """
    checked(lang)
    if variable not in FANNED:
        hint = choose(variable, FANNED, "variable")
        raise ScenarioError(say("refusal_run.variable", found=show(variable), hint=hint))
    view = View(result, ensembles.steps(result), lang, None, None)
    known = ensembles.at_peace(result, variable)
    lines = _lines(view, known)
    figure, axes = stacked([3.4] if len(lines) == 1 else [1.9] * len(lines))
    levels = {label: view.levels(values) for label, values in lines.items()}
    low, high = _reach(variable, levels)
    for axis, (label, found), colour in zip(axes, levels.items(), PALETTE, strict=False):
        plain(axis)
        bands(axis, view, found, colour, label)
        axis.set_ylim(low, high)
        if low < 0 < high:
            axis.axhline(0, color=GREY, linewidth=0.7)
        heading(axis, label, unit_words(VARIABLES[variable].units, lang))
        numbers(axis, lang)
    time_axis(axes, result, lang)
    summary = headline(result)
    write_finding(figure, finding(view, known, variable))
    write_subtitle(figure, view.say("figure.subtitle", title=summary["title"]))
    write_footing(
        figure,
        (footing(summary, lang), view.say("figure.bands" if summary["runs"] > 1 else "figure.one_run")),
    )
    return figure


def _reach(variable: str, levels: Mapping[str, xr.DataArray]) -> tuple[float, float]:
    """One scale for all sides: from zero where the variable begins there, 0 to 100 where it is an index of that range."""
    about = VARIABLES[variable]
    if about.low == 0.0 and about.high == 100.0 and about.units == "points":
        return 0.0, 100.0
    values = np.concatenate([found.to_numpy().ravel() for found in levels.values()])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = 0.05 * (high - low) or 0.5
    return 0.0 if about.low == 0.0 else low - room, high + room


def finding(view: View, known: xr.DataArray, variable: str) -> str:
    """Where the median begins and ends, and in how many runs it fell or rose: means over all sides."""
    sides = [dim for dim in ("pair", "state") if dim in known.dims]
    by_run = ensembles.means(known.mean(sides) if sides else known, view.steps).transpose("run", "period")
    first, last = by_run.isel(period=0), by_run.isel(period=-1)
    both = first.notnull() & last.notnull()
    middle = [ensembles.quantiles(values, (0.5,)).item() for values in (first, last)]
    falls = bool(middle[1] < middle[0])
    moved = (last < first) if falls else (last > first)
    name = view.say(f"variable.{variable}")
    decimals = _decimals(np.array(middle))
    return view.say(
        "fan_chart.falls" if falls else "fan_chart.rises",
        what=name.partition(":")[0],
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
    result, name = view.result, view.say(f"variable.{known.name}")
    if "state" in known.dims:
        return {f"{name}: {state}": known.sel(state=state) for state in result["state"].to_numpy()[:LINES]}
    if "pair" not in known.dims:
        return {name: known}
    actor, target = result["actor"].to_numpy(), result["target"].to_numpy()
    both = dyads(result)
    alike = all(np.allclose(known.isel(pair=a), known.isel(pair=b), equal_nan=True) for a, b in both)
    if len(both) == 1 and not alike:
        return {f"{name}: {actor[k]} \N{RIGHTWARDS ARROW} {target[k]}": known.isel(pair=k) for k in both[0]}
    size = abs(known).mean(["run", "month"]).to_numpy()
    chosen = sorted(both, key=lambda dyad: -float(size[list(dyad)].mean()))[:LINES]
    return {
        f"{name}: {actor[a]} \N{EN DASH} {target[a]}": known.isel(pair=[a, b]).mean("pair") for a, b in chosen
    }
