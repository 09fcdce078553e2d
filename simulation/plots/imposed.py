"""The panel of what was imposed: leaders and dated events, inputs of the scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from simulation.experiments import ensembles
from simulation.plots.page import MARGIN_LEFT, MARGIN_RIGHT, WIDTH, Panel
from simulation.plots.style import INK, PALETTE, heading
from simulation.plots.timeline import View
from simulation.scenario import Event, Scenario

#: the mark of each kind of event
MARKERS = {"theatre": "o", "economy": "s", "technology": "^", "rights": "D", "incident": "X"}
LINE = 0.155  # inches that a line of small text takes

#: rows of titles of events; what finds no room there has its mark only
TITLE_ROWS = 7


class Ruler(NamedTuple):
    """Dates of the time axis, measured in inches on the page."""

    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def inch(self) -> pd.Timedelta:
        """The time that an inch of the axis takes."""
        return (self.last - self.first) / (WIDTH - MARGIN_LEFT - MARGIN_RIGHT)

    def at(self, date: str) -> float:
        """Where a month begins, inches from the left end of the axis."""
        return float((pd.Timestamp(date) - self.first) / self.inch)

    def flips(self, event: Event) -> bool:
        """Whether the title must stand to the left of its mark, because to the right the page ends."""
        right = float((self.last - pd.Timestamp(event.date)) / self.inch) + MARGIN_RIGHT - 0.15
        return right < _inches(event.title) < self.at(event.date)


def imposed(view: View, scenario: Scenario) -> Panel:
    """Leaders and dated events: inputs of the scenario, set apart so that nobody takes them for results.

    Every event has a mark in the row of its kind, large for a large event; the largest have their titles
    below, as many as there is room for.
    """
    months = ensembles.dates(view.result)
    ruler = Ruler(months[0], months[-1] + pd.offsets.MonthBegin(1))
    states = [s.name for s in scenario.states if any(leader.state == s.name for leader in scenario.leaders)]
    kinds = [kind for kind in MARKERS if any(event.kind == kind for event in scenario.events)]
    titles = _titles(scenario.events, ruler)
    rows = len(states) * 1.35 + len(kinds) + 1 + max(titles.values(), default=-1)
    height = max(LINE * rows + 0.05, 0.3)

    def draw(axis: Axes) -> None:
        axis.set_ylim(height, 0)
        axis.tick_params(axis="y", length=0)
        axis.grid(False)
        axis.spines["left"].set_visible(False)
        for k, state in enumerate(states):
            _leaders(axis, scenario, state, LINE * 1.35 * k, PALETTE[k % len(PALETTE)], ruler)
        top = LINE * 1.35 * len(states)
        where = {kind: top + LINE * (k + 0.6) for k, kind in enumerate(kinds)}
        for event in scenario.events:
            size = 2.0 + 3.0 * event.size
            _mark(axis, event, where[event.kind], size)
        for k, row in titles.items():
            _title(axis, scenario.events[k], top + LINE * (len(kinds) + row + 0.7), ruler)
        names = [view.say(f"event.{kind}") for kind in kinds]
        ticks = [LINE * 1.35 * (k + 0.5) for k in range(len(states))]
        axis.set_yticks([*ticks, *where.values()], [*states, *names])
        for label in axis.get_yticklabels()[len(states) :]:
            label.set_fontsize(6.8)
        shown, everything = len(titles), len(scenario.events)
        key = "figure.imposed" if shown == everything else "figure.imposed_part"
        heading(axis, view.say(key, shown=shown, all=everything), "")

    return Panel(height, draw)


def _mark(axis: Axes, event: Event, y: float, size: float) -> None:
    x = pd.Timestamp(event.date)
    axis.plot(
        [x], [y], marker=MARKERS[event.kind], color=INK, markersize=size, markeredgewidth=0, clip_on=False
    )


def _title(axis: Axes, event: Event, y: float, ruler: Ruler) -> None:
    _mark(axis, event, y, 3.6)
    flips = ruler.flips(event)
    axis.text(
        pd.Timestamp(event.date) + ruler.inch * (-0.06 if flips else 0.06),
        y,
        event.title,
        fontsize=6.3,
        color=INK,
        va="center_baseline",
        ha="right" if flips else "left",
    )


def _titles(events: Sequence[Event], ruler: Ruler) -> dict[int, int]:
    """Which events get a title, and in which row: the largest first, each in the first row with room."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(TITLE_ROWS)]
    rows: dict[int, int] = {}
    weight = _weights(events)
    for k in sorted(range(len(events)), key=lambda k: (-weight[k], events[k].date)):
        at, wide = ruler.at(events[k].date), _inches(events[k].title) + 0.12
        span = (at - wide, at + 0.06) if ruler.flips(events[k]) else (at - 0.06, at + wide)
        for row, others in enumerate(taken):
            if all(span[1] <= a or b <= span[0] for a, b in others):
                others.append(span)
                rows[k] = row
                break
    return rows


def _weights(events: Sequence[Event]) -> list[float]:
    """How much an event changes: its size; for technology, whose size is a level, the step since the last."""
    level: dict[object, float] = {}
    weights = [event.size for event in events]
    for k in sorted(range(len(events)), key=lambda k: events[k].date):
        if events[k].kind == "technology":
            weights[k] = abs(events[k].size - level.get(events[k].between, 0.0))
            level[events[k].between] = events[k].size
    return weights


def _leaders(axis: Axes, scenario: Scenario, state: str, y: float, colour: str, ruler: Ruler) -> None:
    """A bar of the state's leaders: a conciliatory one is pale, a hard one dark, as the scenario says."""
    terms = sorted((who for who in scenario.leaders if who.state == state), key=lambda who: who.since)
    starts = [max(pd.Timestamp(who.since), ruler.first) for who in terms] + [ruler.last]
    for who, start, end in zip(terms, starts, starts[1:], strict=False):
        if start >= end:
            continue  # out of office before the run begins
        axis.barh(
            y,
            end - start,
            left=start,
            height=LINE * 1.15,
            align="edge",
            color=colour,
            alpha=0.30 - 0.22 * who.disposition,
            edgecolor="white",
            linewidth=0.8,
        )
        name = _fitting(who.name, float((end - start) / ruler.inch))
        look: dict[str, Any] = {
            "fontsize": 6.3,
            "color": INK,
            "ha": "center",
            "va": "center_baseline",
            "clip_on": True,
        }
        axis.text(start + (end - start) / 2, y + LINE * 0.58, name, **look)


def _fitting(name: str, room: float) -> str:
    """The name, or its last word, or nothing: what fits into `room` inches."""
    for choice in (name, name.split()[-1] if name.split() else ""):
        if _inches(choice) + 0.06 <= room:
            return choice
    return ""


def _inches(words: str) -> float:
    """About how wide a line of the smallest text is."""
    return 0.0475 * len(words)
