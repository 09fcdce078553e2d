"""Both futures of a comparison: an ensemble of each, the changes marked at their dates, and the paired difference below;
and one run of each, until they part and after.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

import xarray as xr
from matplotlib.figure import Figure

from simulation.catalogue import checked, month, number, say, text
from simulation.errors import ScenarioError, choose, show
from simulation.experiments import ensembles
from simulation.findings.comparison import Comparison, marks
from simulation.plots.difference import COMPARED
from simulation.plots.futures import draw_futures, finish, mark, since, titles
from simulation.plots.page import stacked, write_finding, write_footing, write_subtitle
from simulation.plots.style import PALETTE, heading, legend, numbers, plain
from simulation.plots.timeline import View, time_axis
from simulation.words.comparison import deed, headline, parts_words, reach, scenarios_words

#: characters of a title from which on it stands on two lines
LINE = 100


def both_futures_figure(
    before: xr.Dataset, after: xr.Dataset, found: Comparison, variable: str = "tension", lang: str = "en"
) -> Figure:
    """Above both ensembles, from two years before the change; below the mean of paired differences with its 95% interval.

    `before` and `after` are the results that `found`, a `findings.comparison.compare_summary`, was made of. `variable` is a
    name in `difference.COMPARED`; over pairs its mean is taken. Raises ScenarioError for another variable.
    """
    checked(lang)
    if variable not in COMPARED:
        hint = choose(variable, COMPARED, "variable")
        raise ScenarioError(say("refusal_run.variable", found=show(variable), hint=hint))
    about = (
        text("compare.figure_about", lang, n=number(found["runs"], lang, 0), **_made(found, lang)),
        text("compare.figure_bands", lang),
        text("compare.figure_paired", lang),
    )
    return futures_page(
        (before, after),
        found,
        variable,
        lang,
        Words(headline(found, variable, lang), reach(found, lang, "figure_reach"), about),
    )


class Words(NamedTuple):
    """What stands around the panels: the finding and the line under it, and at the foot how it was made."""

    finding: str
    subtitle: str
    about: Sequence[str]


def futures_page(
    results: Sequence[xr.Dataset],
    found: Comparison,
    variable: str,
    lang: str,
    words: Words,
    *,
    run: int | None = None,
    record: xr.DataArray | None = None,
) -> Figure:
    """The panels of both futures, or of one result alone, with words on the page. Arguments as of `draw_futures`."""
    shown = [since(result, found["from"]) for result in results]
    figure, axes = stacked([2.3, 1.6][: len(shown)])
    views = draw_futures(axes, shown, found, variable, lang, run=run, record=record)
    legend(axes[0])
    finish(axes, shown[0], variable, lang)
    mark(axes, marks(found), views[0])
    said = words.finding
    write_finding(figure, "\n".join(wrap(said, max(LINE, len(said) // 2 + 12))))  # two lines at most
    write_subtitle(figure, words.subtitle)
    write_footing(figure, words.about)
    return figure


def run_figure(before: xr.Dataset, after: xr.Dataset, found: Comparison, lang: str = "en") -> Figure:
    """One run in both futures, month by month: tension and mutual benefit, and where they part. `found["run"]` tells it."""
    checked(lang)
    run = found["run"]
    assert run is not None
    shown = [
        since(result, run["parts"] or found["from"]).isel(run=[run["run"]]) for result in (before, after)
    ]
    months = ensembles.dates(shown[0])
    view = View(shown[0], ensembles.steps(shown[0]), lang, None, None)
    variables = ("tension", "mutual_benefit")
    figure, axes = stacked([1.9] * len(variables))
    for axis, variable in zip(axes, variables, strict=True):
        plain(axis)
        for result, title, colour, style in zip(
            shown, titles(found), PALETTE, ("-", (0, (3, 1.5))), strict=False
        ):
            values = ensembles.at_peace(result, variable).mean("pair").isel(run=0)
            axis.plot(months, values, color=colour, linewidth=1.4, linestyle=style, label=title)
        heading(axis, view.say(COMPARED[variable][0]), view.say(COMPARED[variable][1]))
        numbers(axis, lang)
    legend(axes[0])
    time_axis(axes, shown[0], lang)
    if run["parts"] is not None:
        mark(axes, [(run["parts"], view.say("compare.figure_parts"))], view)
    if run["first_act"] is None:
        write_finding(figure, parts_words(run, lang))
    else:
        when = month(run["first_act"], lang)
        write_finding(figure, view.say("compare.figure_run", run=run["run"], month=when))
        write_subtitle(figure, deed(run["deeds"][0], lang))
    about = view.say("compare.figure_run_about", run=run["run"], **_made(found, lang))
    write_footing(figure, (about, view.say("compare.figure_one")))
    return figure


def _titles(found: Comparison) -> list[str]:
    return [f"A: {found['a']['label']}", f"B: {found['b']['label']}"]


def _made(found: Comparison, lang: str) -> dict[str, object]:
    return {
        "seed": found["seed"],
        "scenarios": scenarios_words(found, lang),
        "version": found["version"],
    }
