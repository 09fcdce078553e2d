"""Conduct that is ordered for some years and then let go: what of it is left when nobody orders it any more?

While it is ordered, conduct is construction: that whoever is ordered to talk talks shows nothing. What counts comes after,
in `AFTER`. Orders bind initiatives only; how a state answers, and whether it accepts what it is offered, stays its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

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


def conducted(
    conduct: str, states: Sequence[str], start: str, months: int = ORDERED, leaving_out: Collection[str] = ()
) -> tuple[Order, ...]:
    """Orders by which each of `states` begins every month from `start` on with the acts of `conduct`, in turn.

    An act that is not open to a state in its month is replaced by holding, as for every order. In the months
    `leaving_out`, "YYYY-MM", nothing is ordered.
    """
    acts, first = CONDUCTS[conduct], month_number(start)
    codes = [
        None if month_text(first + month) in leaving_out else acts[month % len(acts)]
        for month in range(months)
    ]
    # months with one act that follow on each other are one order
    stretches: list[tuple[str | None, int, int]] = []
    for month, act in enumerate(codes):
        if stretches and stretches[-1][0] == act:
            stretches[-1] = (act, stretches[-1][1], month + 1)
        else:
            stretches.append((act, month, month + 1))
    return tuple(
        Order(
            date=month_text(first + begin),
            title=f"Conduct that is ordered: {conduct}",
            state=state,
            act=act,
            months=end - begin,
        )
        for state in states
        for act, begin, end in stretches
        if act is not None
    )
