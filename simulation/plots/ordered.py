"""The rows of what states were ordered: a bar an order, outlined, from its first month to its last, with its title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from simulation.plots.ruler import LINE, SMALL, Ruler, inches
from simulation.plots.style import INK
from simulation.scenario import Order, Scenario

STEP = 1.35 * LINE  # inches from one row to the next
MOST_LANES = (
    3  # rows of a state whose orders overlap; what finds no room there is drawn over others in the last
)


class Lane(NamedTuple):
    """One row: orders of a state that do not overlap."""

    state: str
    orders: Sequence[Order]


def lanes(scenario: Scenario) -> list[Lane]:
    """The rows of the orders: by state, each order in the first row of its state that is free in its months."""
    rows = list[Lane]()
    for state in scenario.labels:
        own = list[list[Order]]()
        for order in sorted((one for one in scenario.orders if one.state == state), key=lambda one: one.date):
            free = next((lane for lane in own if _end(lane[-1]) <= pd.Timestamp(order.date)), None)
            if free is not None:
                free.append(order)
            elif len(own) < MOST_LANES:
                own.append([order])
            else:
                own[-1].append(order)
        rows += [Lane(state, lane) for lane in own]
    return rows


def draw_lane(axis: Axes, lane: Lane, y: float, colour: str, ruler: Ruler) -> None:
    """One row, its upper edge `y` inches below that of the panel."""
    for order, after in zip(lane.orders, [*lane.orders[1:], None], strict=True):
        start, end = pd.Timestamp(order.date), min(_end(order), ruler.last)
        axis.barh(
            y + 0.02, end - start, left=start, height=LINE * 1.05, align="edge", facecolor="white", edgecolor=colour,
            linewidth=1.1,
        )  # fmt: skip
        x = _beside(order.title, ruler.at(start), ruler.at(end))
        limit = ruler.at(end) + ruler.room(end) if after is None else ruler.at(after.date)
        if x + inches(order.title) <= limit:
            axis.text(
                ruler.first + x * ruler.inch, y + LINE * 0.58, order.title, fontsize=SMALL, color=INK,
                va="center_baseline",
            )  # fmt: skip


def _end(order: Order) -> pd.Timestamp:
    """The month after the order's last."""
    return pd.Timestamp(order.date) + pd.DateOffset(months=order.months)


def _beside(title: str, start: float, end: float) -> float:
    """Where the title begins, inches: in the middle of the bar if it fits there, else to the right of it."""
    spare = end - start - inches(title)
    return start + spare / 2 if spare >= 0.06 else end + 0.06
