"""What the record says of each episode, and what theory says of the invented ones: declared before any run was looked at.

A *direction* counts as met if at least two thirds of the runs go the record's way; a *size* if the record's figure lies
in the model's 90 % band over runs; an *effect* if the 95 % interval of the paired difference lies on the declared side of
zero. Where the table of the record has a series, its figure is computed from it and nothing is written down here; a figure
that is written down has its source beside it. A miss stays a miss: no check and no starting value was changed after it.
`cold_war` as a whole stands on the card (`experiments.card`), and episodes after 1970 are held out: no search reads them.
"""

from __future__ import annotations

from studies.episodes.check import Check, Effect
from studies.episodes.checks import first_cold_war, non_aligned, second_cold_war, theory, years_of_detente

#: by scenario, those of history in the order of the page
CHECKS: dict[str, tuple[Check, ...]] = {
    **first_cold_war.CHECKS,
    **years_of_detente.CHECKS,
    **second_cold_war.CHECKS,
    **non_aligned.CHECKS,
}
EFFECTS: dict[str, tuple[Effect, ...]] = theory.EFFECTS


def names() -> tuple[str, ...]:
    """The scenarios that have checks, those of history first."""
    return (*CHECKS, *(name for name in EFFECTS if name not in CHECKS))
