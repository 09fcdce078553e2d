"""What the page "Is my network fit?" may answer, as a table: the words are the page's own."""

from __future__ import annotations

from simulation.pages.markdown import markdown_grid
from simulation.play.network_fit import CHECKS, SLOW, line
from simulation.reports.teaching_pack import say

PHONES = 3  # an example
SECONDS = {"quick": SLOW / 5, "slow": 3 * SLOW}  # examples of either side


def table(lang: str) -> str:
    """Every check with every outcome, as Markdown; a check is named once."""
    rows = []
    for check, outcomes in CHECKS.items():
        for place, outcome in enumerate(outcomes):
            said = line(check, outcome, lang, phones=PHONES, seconds=SECONDS.get(outcome, 0.0))
            rows.append((said.asked if place == 0 else "", said.found, said.then))
    return markdown_grid([say(f"network.{name}", lang) for name in ("asked", "found", "then")], rows)
