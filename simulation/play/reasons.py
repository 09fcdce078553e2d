"""Why, in a month of one run: each state's reasons, in both futures of a view."""

from __future__ import annotations

from simulation.catalogue import text
from simulation.findings.explanation import explained_month
from simulation.pages.blocks import Block, Heading
from simulation.play.view import Scenarios, View
from simulation.reports.explaining import explain_blocks
from simulation.scenario.translated import translated
from simulation.shown_names import shown_names


def month_blocks(view: View, scenarios: Scenarios, lang: str, when: str) -> list[Block]:
    """What each state did in the month "YYYY-MM" of the view's run, and why. Raises ScenarioError for no month of it."""
    before, after = view.futures(scenarios)
    futures = (("figure.before", before), ("explore.as_changed", after))[: 2 if view.changes else 1]
    blocks: list[Block] = []
    for key, scenario in futures:
        said = translated(scenario, lang)
        found = explained_month(said, view.seed, view.run or 0, said.month_index(when), lang)
        if len(futures) > 1:
            blocks.append(Heading(text(key, lang), 2))
        blocks += explain_blocks(shown_names(found, lang, sentences=True), lang)
    return blocks
