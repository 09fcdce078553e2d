"""The panel of what was imposed shows every order: in which months, whose, and with its title where there is room."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.dates import num2date
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from simulation.catalogue import languages, text
from simulation.engine import simulate
from simulation.plots.imposed import imposed
from simulation.plots.ordered import MOST_LANES, lanes
from simulation.plots.page import stacked
from simulation.plots.run_timeline import timeline_figure
from simulation.plots.timeline import View, time_axis
from simulation.scenario import Order, Scenario, load_scenario
from simulation.scenario.translated import translated

BARE = load_scenario("both_talk").changed(orders=())


def order(date: str, months: int, state: str = "Verana", **values: Any) -> Order:
    act = {} if "never" in values else {"act": "talk"}
    return Order(date=date, months=months, state=state, title=f"{state}, {date}", **{**act, **values})


def drawn(scenario: Scenario, lang: str = "en") -> Axes:
    """The panel alone, on its axis of dates."""
    result = simulate(scenario, runs=1, seed=7)
    (panel,) = imposed(View(result, [], lang, None, scenario), scenario)
    _, (axis,) = stacked([panel.height])
    panel.draw(axis)
    time_axis([axis], result, lang)
    return axis


def bars(axis: Axes) -> list[tuple[str, str, int]]:
    """First month, the month after the last, and row from above, of each outlined bar."""
    found = [patch for patch in axis.patches if isinstance(patch, Rectangle)]
    rows = {y: row for row, y in enumerate(sorted({patch.get_y() for patch in found}))}

    def month(x: float) -> str:
        return f"{num2date(x):%Y-%m}"  # type: ignore[no-untyped-call]

    return [(month(one.get_x()), month(one.get_x() + one.get_width()), rows[one.get_y()]) for one in found]


@pytest.mark.parametrize("lang", languages())
def test_the_ordered_years_are_outlined_and_named(lang: str) -> None:
    scenario = translated(load_scenario("both_talk"), lang)
    axis = drawn(scenario, lang)
    assert bars(axis) == [("1970-01", "1975-01", 0), ("1970-01", "1975-01", 1)]
    assert [words.get_text() for words in axis.texts] == [one.title for one in scenario.orders]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["Verana", "Doskar"]
    assert axis.get_title(loc="left") == text("ordered.alone", lang, orders=2)
    for bar, words in zip(axis.patches, axis.texts, strict=True):
        inside, around = words.get_window_extent(), bar.get_window_extent()
        assert around.x0 <= inside.x0 < inside.x1 <= around.x1


def test_a_month_is_too_short_for_words_and_the_page_too_narrow() -> None:
    axis = drawn(BARE.changed(orders=(order("1971-03", 1), order("1973-03", 1), order("1981-12", 1))))
    assert [bar[:2] for bar in bars(axis)] == [
        ("1971-03", "1971-04"), ("1973-03", "1973-04"), ("1981-12", "1982-01")
    ]  # fmt: skip
    assert [words.get_text() for words in axis.texts] == ["Verana, 1971-03", "Verana, 1973-03"]
    crowded = drawn(BARE.changed(orders=tuple(order(f"1971-{month:02}", 1) for month in range(1, 13))))
    assert len(bars(crowded)) == 12
    assert [words.get_text() for words in crowded.texts] == ["Verana, 1971-12"]  # the last has room


def test_an_order_beyond_the_end_stops_there() -> None:
    assert bars(drawn(BARE.changed(orders=(order("1981-01", 600),)))) == [("1981-01", "1982-01", 0)]


def test_orders_that_overlap_lie_in_rows_of_their_own() -> None:
    overlapping = [order("1970-01", 24), order("1971-01", 24, never=("threaten",)), order("1972-01", 12)]
    rows = lanes(BARE.changed(orders=(*overlapping, order("1970-06", 6, "Doskar"))))
    assert [(row.state, [one.date for one in row.orders]) for row in rows] == [
        ("Verana", ["1970-01", "1972-01"]),
        ("Verana", ["1971-01"]),
        ("Doskar", ["1970-06"]),
    ]
    bans = [
        order(f"1970-0{k}", 12, never=(act,))
        for k, act in enumerate(("threaten", "coerce", "talk", "sale", "trade"), 1)
    ]
    many = lanes(BARE.changed(orders=bans))
    assert len(many) == MOST_LANES
    assert sum(len(row.orders) for row in many) == len(bans), "every order is drawn"


@pytest.mark.parametrize("lang", languages())
def test_orders_stand_beside_leaders_and_events(lang: str) -> None:
    scenario = translated(load_scenario("afghanistan_1979"), lang)
    axis = drawn(scenario, lang)
    outlined = [bar for bar in axis.patches if bar.get_facecolor()[:3] == (1, 1, 1)]
    assert len(outlined) == len(scenario.orders) == 1
    assert scenario.orders[0].title in [words.get_text() for words in axis.texts]
    assert axis.get_title(loc="left").endswith(": 1")
    assert str(len(scenario.events)) in axis.get_title(loc="left")


def test_where_nothing_is_imposed_there_is_no_panel() -> None:
    result = simulate(BARE, runs=1, seed=7)
    assert imposed(View(result, [], "en", None, BARE), BARE) == []


def test_the_picture_of_one_run_shows_its_orders_too() -> None:
    figure = timeline_figure(simulate(load_scenario("one_side_talks"), runs=1, seed=7))
    said = [words.get_text() for words in figure.findobj(Text)]
    assert "Premise: Verana offers talks every month" in said
