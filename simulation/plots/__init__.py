"""The figures. Only this package knows matplotlib.

A figure has its own file: `history` (one ensemble, whose panels are `cooperation`, `tension`, `benefit`, `crises`, `peace`
and `imposed`), `difference` and `both_futures` (two ensembles of one seed), `tournament`, `claims` and `frontier`.
They share `style` (colours, axes), `page` (panels, title, footing), `timeline` (steps and dates), `ruler` (small print
along it), `ordered` (orders, in `imposed`), `fan` (bands) and `saving` (PNG).
"""

from __future__ import annotations

from simulation.plots.both_futures import both_futures_figure, run_figure
from simulation.plots.causal_article import article_figure
from simulation.plots.claims import claim_figure, claim_rows
from simulation.plots.difference import COMPARED, difference_figure
from simulation.plots.frontier import frontier_figure
from simulation.plots.history import history_figure
from simulation.plots.imposed import MARKERS
from simulation.plots.saving import png
from simulation.plots.tournament import tournament_figure

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
    "tournament_figure",
]
