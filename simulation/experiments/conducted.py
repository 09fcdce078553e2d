"""Conduct that is ordered for some years and then let go: what of it is left when nobody orders it any more?

While it is ordered, conduct is construction: that whoever is ordered to talk talks shows nothing. What counts comes after,
in `AFTER`. Orders bind initiatives only; how a state answers, and whether it accepts what it is offered, stays its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulation.fields import month_number, month_text
from simulation.scenario import Order

#: what is begun month by month, in turn, by the name of the conduct. Exchange: a visit (culture) and a sale (trade), which
#: need no agreement; joint acts that need one stay the states' own choice (assumption)
CONDUCTS: dict[str, tuple[str, ...]] = {
    "talk": ("talk",),
    "exchange": ("visit", "sale"),
    "both": ("talk", "visit", "talk", "sale"),
    "hold": ("hold",),
}
ORDERED = 60  # months that conduct is ordered: five years, as long as an agreement runs
#: windows of a run in months from its start: first month and the month after the last
DURING = (0, ORDERED)
AFTER: dict[str, tuple[int, int]] = {
    "1-2": (ORDERED, ORDERED + 24),
    "3-5": (ORDERED + 24, ORDERED + 60),
    "6-7": (ORDERED + 60, ORDERED + 84),
}
MONTHS = ORDERED + 84  # a run long enough for all windows: twelve years


def conducted(conduct: str, states: Sequence[str], start: str, months: int = ORDERED) -> tuple[Order, ...]:
    """Orders by which each of `states` begins every month from `start` on with the acts of `conduct`, in turn.

    An act that is not open to a state in its month is replaced by holding, as for every order.
    """
    acts, first = CONDUCTS[conduct], month_number(start)
    # a single act needs one order for the whole time
    stretch = months if len(acts) == 1 else 1
    return tuple(
        Order(
            date=month_text(first + month),
            title=f"Conduct that is ordered: {conduct}",
            state=state,
            act=acts[month % len(acts)],
            months=stretch,
        )
        for state in states
        for month in range(0, months, stretch)
    )
