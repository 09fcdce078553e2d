"""The panel of what was imposed: leaders, orders and dated events, inputs of the scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from simulation.experiments import ensembles
from simulation.plots.ordered import STEP, draw_lane, lanes
from simulation.plots.page import Panel
from simulation.plots.ruler import LINE, SMALL, Ruler, inches
from simulation.plots.style import INK, PALETTE, heading
from simulation.plots.timeline import View
from simulation.scenario import Event, Scenario

#: the mark of each kind of event
MARKERS = {"theatre": "o", "economy": "s", "technology": "^", "rights": "D", "incident": "X"}
#: size of the mark before an event's title, points
BESIDE_TITLE = 3.6

#: rows of titles of events; what finds no room there has its mark only
TITLE_ROWS = 7


def imposed(view: View, scenario: Scenario) -> list[Panel]:
    """Leaders, orders and dated events: inputs of the scenario, set apart so that nobody takes them for results.

    Every event has a mark in the row of its kind, large for a large event; the largest have their titles
    below, as many as there is room for. No panel where nothing is imposed.
    """
    if not (scenario.leaders or scenario.orders or scenario.events):
        return []
    months = ensembles.dates(view.result)
    ruler = Ruler(months[0], months[-1] + pd.offsets.MonthBegin(1))
    states = [s.name for s in scenario.states if any(leader.state == s.name for leader in scenario.leaders)]
    ordered = lanes(scenario)
    kinds = [kind for kind in MARKERS if any(event.kind == kind for event in scenario.events)]
    titles = _titles(scenario.events, ruler)
    bars = STEP * (len(states) + len(ordered))
    rows = len(kinds) + 1 + max(titles.values(), default=-1)
    height = max(bars + LINE * rows + 0.05, 0.3)

    def draw(axis: Axes) -> None:
        axis.set_ylim(height, 0)
        axis.tick_params(axis="y", length=0)
        axis.grid(False)
        axis.spines["left"].set_visible(False)
        for k, state in enumerate(states):
            _leaders(axis, scenario, state, STEP * k, _colour(scenario, state), ruler)
        for k, lane in enumerate(ordered, len(states)):
            draw_lane(axis, lane, STEP * k, _colour(scenario, lane.state), ruler)
        where = {kind: bars + LINE * (k + 0.6) for k, kind in enumerate(kinds)}
        titled = {k: bars + LINE * (len(kinds) + row + 0.7) for k, row in titles.items()}
        for kind in kinds:
            of_kind = [(k, event) for k, event in enumerate(scenario.events) if event.kind == kind]
            marks = [(event.date, where[kind], 2.0 + 3.0 * event.size) for _, event in of_kind]
            marks += [(event.date, titled[k], BESIDE_TITLE) for k, event in of_kind if k in titled]
            _mark(axis, marks, MARKERS[kind])
        for k, y in titled.items():
            _title(axis, scenario.events[k], y, ruler)
        names = [view.say(f"event.{kind}") for kind in kinds]
        ticks = [STEP * (k + 0.5) for k in range(len(states) + len(ordered))]
        axis.set_yticks([*ticks, *where.values()], [*states, *(lane.state for lane in ordered), *names])
        for label in axis.get_yticklabels()[len(ticks) :]:
            label.set_fontsize(6.8)
        heading(axis, _heading(view, scenario, len(titles)), "")

    return [Panel(height, draw)]


def _heading(view: View, scenario: Scenario, shown: int) -> str:
    """What the panel holds: leaders and events, of which `shown` have their titles, and orders if there are any."""
    everything, orders = len(scenario.events), len(scenario.orders)
    if not (scenario.leaders or everything):
        return view.say("ordered.alone", orders=orders)
    if scenario.leaders:
        key = "figure.imposed" if shown == everything else "figure.imposed_part"
    else:
        key = "imposed.alone" if shown == everything else "imposed.alone_part"
    words = view.say(key, shown=shown, all=everything)
    return view.say("ordered.besides", imposed=words, orders=orders) if orders else words


def _colour(scenario: Scenario, state: str) -> str:
    return PALETTE[scenario.labels.index(state) % len(PALETTE)]


def _mark(axis: Axes, marks: Sequence[tuple[object, float, float]], marker: str) -> None:
    """Marks of one kind, `(date, height, size in points)`."""
    dates, heights, sizes = zip(*marks, strict=True)
    areas = [size**2 for size in sizes]
    when = pd.DatetimeIndex(dates)
    axis.scatter(when, heights, s=areas, c=INK, marker=marker, linewidths=0, clip_on=False, zorder=2)


def _title(axis: Axes, event: Event, y: float, ruler: Ruler) -> None:
    flips = _flips(event, ruler)
    axis.text(
        pd.Timestamp(event.date) + ruler.inch * (-0.06 if flips else 0.06),
        y,
        event.title,
        fontsize=SMALL,
        color=INK,
        va="center_baseline",
        ha="right" if flips else "left",
    )


def _flips(event: Event, ruler: Ruler) -> bool:
    """Whether the title must stand to the left of its mark, because to the right the page ends."""
    return ruler.room(event.date) < inches(event.title) < ruler.at(event.date)


def _titles(events: Sequence[Event], ruler: Ruler) -> dict[int, int]:
    """Which events get a title, and in which row: the largest first, each in the first row with room."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(TITLE_ROWS)]
    rows: dict[int, int] = {}
    weight = _weights(events)
    for k in sorted(range(len(events)), key=lambda k: (-weight[k], events[k].date)):
        at, wide = ruler.at(events[k].date), inches(events[k].title) + 0.12
        span = (at - wide, at + 0.06) if _flips(events[k], ruler) else (at - 0.06, at + wide)
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
            "fontsize": SMALL,
            "color": INK,
            "ha": "center",
            "va": "center_baseline",
            "clip_on": True,
        }
        axis.text(start + (end - start) / 2, y + LINE * 0.58, name, **look)


def _fitting(name: str, room: float) -> str:
    """The name, or its last word, or nothing: what fits into `room` inches."""
    for choice in (name, name.split()[-1] if name.split() else ""):
        if inches(choice) + 0.06 <= room:
            return choice
    return ""
