"""What a class's orders make of a scenario, and the turns that they cut it into."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from simulation.scenario import Order, Scenario


def played(scenario: Scenario, orders: Sequence[Order]) -> Scenario:
    """The scenario with the moves of a class on top of the orders it already has."""
    return scenario.changed(orders=(*scenario.orders, *orders))


def turns_of(scenario: Scenario, orders: Sequence[Order]) -> list[tuple[int, int]]:
    """The turns that a sheet cuts the run into: first and last month of each, counted from 0.

    A turn ends where a move begins or ends. Months without a move, as those after the last turn, are cut into turns of the
    usual length, a quarter at the least.
    """
    spans = {(first := scenario.month_index(one.date), first + one.months) for one in orders}
    lengths = [last - first for first, last in spans]
    usual = max(max(set(lengths), key=lengths.count, default=1), 3)
    edges = sorted({0, scenario.months, *(min(edge, scenario.months) for span in spans for edge in span)})
    turns = list[tuple[int, int]]()
    for first, stop in pairwise(edges):
        moved = any(a <= first < b for a, b in spans)
        step = stop - first if moved else usual
        turns += [(month, min(month + step, stop) - 1) for month in range(first, stop, step)]
    return turns
