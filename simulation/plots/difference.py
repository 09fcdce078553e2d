"""Two ensembles of one seed: what one change does, run by run."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.catalogue import checked, number, say, signed
from simulation.errors import ScenarioError, choose, show
from simulation.experiments import ensembles
from simulation.plots.compared import COMPARED as COMPARED
from simulation.plots.page import stacked, write_finding, write_footing, write_subtitle
from simulation.plots.style import GREY, INK, PALETTE, heading, legend, numbers, plain
from simulation.plots.timeline import View, time_axis
from simulation.words.variables import SCALES


def difference_figure(
    before: xr.Dataset, after: xr.Dataset, variable: str = "tension", lang: str = "en"
) -> Figure:
    """What one change does to a variable: above both ensembles, below the mean of the paired differences.

    `before` and `after` are what `simulate` returns for one seed, so that run k of both meets the same
    chance. `variable` is a name in `COMPARED`; over pairs its mean is taken. Raises ScenarioError for results
    that are no twins, or for another variable.
    """
    checked(lang)
    if variable not in COMPARED:
        hint = choose(variable, COMPARED, "variable")
        raise ScenarioError(say("refusal_run.variable", found=show(variable), hint=hint))
    differences = ensembles.paired(before, after, variable).mean("pair")
    views = [View(result, ensembles.steps(result), lang, None, None) for result in (before, after)]
    unit = views[0].say(COMPARED[variable][1])
    titles = [str(result.attrs["title"]) for result in (before, after)]
    if titles[0] == titles[1]:
        titles = [views[0].say("figure.before"), views[0].say("figure.after")]

    figure, axes = stacked([1.8, 1.8])
    for axis in axes:
        plain(axis)
    draw_both(axes[0], views, titles, variable)
    heading(axes[0], views[0].say(COMPARED[variable][0]), unit)
    legend(axes[0])
    draw_difference(axes[1], views[0], differences)
    heading(axes[1], views[0].say("figure.difference", after=titles[1], before=titles[0]), unit)
    for axis in axes:
        numbers(axis, lang, SCALES[variable].factor)
    time_axis(axes, before, lang)
    overall = ensembles.mean_difference(differences.mean("month"))
    _difference_words(figure, views[0], variable, overall)
    return figure


def draw_both(axis: Axes, views: Sequence[View], titles: Sequence[str], variable: str) -> None:
    """Mean and 90% band of each ensemble, over pairs their mean. The second line is broken: where both are the same, the
    first shows through.
    """
    for view, title, colour, style in zip(views, titles, PALETTE, ("-", (0, (3, 2))), strict=False):
        values = ensembles.at_peace(view.result, variable).mean("pair")
        levels = view.levels(values)
        low, high = levels.sel(quantile=0.05), levels.sel(quantile=0.95)
        axis.fill_between(view.x, low, high, color=colour, alpha=0.16, linewidth=0)
        axis.plot(view.x, view.mean(values), color=colour, linewidth=2.0, linestyle=style, label=title)


def draw_difference(axis: Axes, view: View, differences: xr.DataArray) -> None:
    """Mean of paired differences `[run, month]` with its 95% interval, and a line at none."""
    found = ensembles.mean_interval(ensembles.means(differences, view.steps))
    low, high = found.sel(bound="low"), found.sel(bound="high")
    axis.fill_between(view.x, low, high, color=INK, alpha=0.25, linewidth=0)
    axis.plot(view.x, found.sel(bound="mean"), color=INK, linewidth=2.0)
    axis.axhline(0, color=GREY, linewidth=0.7)


def _difference_words(figure: Figure, view: View, variable: str, overall: ensembles.Difference) -> None:
    """The finding above, computed from the differences; what was run below."""

    factor = SCALES[variable].factor
    decimals = 3 if abs(factor * overall.mean) < 0.1 else 2
    mean, low, high = (signed(factor * value, view.lang, decimals) for value in overall[:3])
    said = view.say(
        "figure.finding_difference",
        what=view.say(COMPARED[variable][0]),
        mean=mean,
        low=low,
        high=high,
    )
    attrs = view.result.attrs
    about = view.say(
        "figure.pairs",
        n=number(overall.n, view.lang, 0),
        seed=attrs["seed"],
        scenario=attrs["scenario_name"],
        version=attrs["version"],
    )
    write_finding(figure, said)
    write_subtitle(figure, view.say("figure.paired"))
    write_footing(figure, (about, view.say("figure.difference_bands")))
