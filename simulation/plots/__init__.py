"""The figures. Only this package knows matplotlib.

A figure has its own file: `history` (one ensemble, whose panels are `cooperation`, `tension`, `benefit`, `crises`, `peace`
and `imposed`), `difference` and `both_futures` (two ensembles of one seed), `tournament`, `sensitivity`, `claims`
and `frontier`. They share `style` (colours, axes), `page` (panels, title, footing), `timeline` (steps and dates), `ruler`
(small print along it), `ordered` (orders, in `imposed`), `fan` (bands) and `saving` (PNG).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.lazy import lazy

if TYPE_CHECKING:
    from simulation.plots.both_futures import both_futures_figure as both_futures_figure
    from simulation.plots.both_futures import run_figure as run_figure
    from simulation.plots.causal_article import article_figure as article_figure
    from simulation.plots.claims import claim_figure as claim_figure
    from simulation.plots.claims import claim_rows as claim_rows
    from simulation.plots.compared import COMPARED as COMPARED
    from simulation.plots.difference import difference_figure as difference_figure
    from simulation.plots.frontier import frontier_figure as frontier_figure
    from simulation.plots.history import history_figure as history_figure
    from simulation.plots.imposed import MARKERS as MARKERS
    from simulation.plots.saving import png as png
    from simulation.plots.sensitivity import sensitivity_figure as sensitivity_figure
    from simulation.plots.tournament import tournament_figure as tournament_figure

#: public name -> the module that has it
_HOMES = {
    "COMPARED": "simulation.plots.compared",
    "MARKERS": "simulation.plots.imposed",
    "article_figure": "simulation.plots.causal_article",
    "both_futures_figure": "simulation.plots.both_futures",
    "claim_figure": "simulation.plots.claims",
    "claim_rows": "simulation.plots.claims",
    "difference_figure": "simulation.plots.difference",
    "frontier_figure": "simulation.plots.frontier",
    "history_figure": "simulation.plots.history",
    "png": "simulation.plots.saving",
    "run_figure": "simulation.plots.both_futures",
    "sensitivity_figure": "simulation.plots.sensitivity",
    "tournament_figure": "simulation.plots.tournament",
}

__all__ = [
    "COMPARED",
    "MARKERS",
    "article_figure",
    "both_futures_figure",
    "claim_figure",
    "claim_rows",
    "difference_figure",
    "frontier_figure",
    "history_figure",
    "png",
    "run_figure",
    "sensitivity_figure",
    "tournament_figure",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
