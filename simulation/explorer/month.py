"""A month of one run of a view: what was done, what came of it, and each state's reasons, in both futures."""

from __future__ import annotations

from simulation.catalogue import text
from simulation.explorer.view import Scenarios, View
from simulation.findings.month_seen import month_seen
from simulation.pages.blocks import Block
from simulation.reports.month_seen import month_blocks
from simulation.scenario.translated import translated
from simulation.shown_names import shown_names


def blocks_of_month(view: View, scenarios: Scenarios, lang: str, when: str) -> list[Block]:
    """What happened in the month "YYYY-MM" of the view's run, and why. Raises ScenarioError for no month of it."""
    before, after = view.futures(scenarios)
    futures = {text("figure.before", lang): before}
    if view.changes:
        futures[text("explore.as_changed", lang)] = after
    found = {
        label: month_seen(
            said := translated(scenario, lang), view.seed, view.run or 0, said.month_index(when), lang
        )
        for label, scenario in futures.items()
    }
    return month_blocks(shown_names(found, lang, sentences=True), lang)
