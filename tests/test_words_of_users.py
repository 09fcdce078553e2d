"""What users write stands in a figure as they wrote it: no formula, not beyond the edge, in a font that has its letters."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulation import history, simulate
from simulation.experiments.story import tell
from simulation.plots import history_figure
from simulation.plots.fan_chart import fan_figure
from simulation.plots.fonts import BASE, advice, families
from simulation.plots.run_timeline import timeline_figure
from simulation.plots.story_course import course_sheet
from simulation.plots.story_ensemble import ensemble_sheet
from simulation.scenario import Scenario, load_scenario

PRICE = "Price $x_{ and $"
AID = "Aid of $1_000 and $2^"


@pytest.fixture(scope="module")
def priced() -> Scenario:
    whole = load_scenario("classroom")
    events = tuple(event.model_copy(update={"title": AID}) for event in whole.events)
    return whole.changed(title=PRICE, events=events)


def words_of(figure: Figure) -> Iterator[Text]:
    figure.savefig(io.BytesIO(), format="png")
    yield from (words for words in figure.findobj(Text) if words.get_text())


def test_dollars_are_dollars_in_every_figure(priced: Scenario) -> None:
    result = simulate(priced, runs=3, seed=1)
    story = tell(priced, result, None, "en")
    record = history.cooperation("quarterly")
    figures = [
        history_figure(result), fan_figure(result), timeline_figure(result), course_sheet(story),
        ensemble_sheet(result, record),
    ]  # fmt: skip
    for figure in figures:
        texts = list(words_of(figure))
        assert all(not words.get_parse_math() for words in texts)
    assert any(AID in words.get_text() for figure in figures for words in figure.findobj(Text))


def test_a_long_title_stays_on_the_page(priced: Scenario) -> None:
    result = simulate(priced.changed(title="W" * 120), runs=2, seed=1)
    for figure in (history_figure(result), fan_figure(result)):
        edge = figure.bbox.x1
        assert all(
            words.get_window_extent().x1 <= edge for words in words_of(figure) if "WWW" in words.get_text()
        )


def test_letters_that_no_font_has_are_said_with_what_to_install() -> None:
    assert advice("Kastara, détente, \N{MINUS SIGN}") == ""
    assert families("Kastara") == [BASE]
    lacking = advice("\u092d\u093e\u0930\u0924 \u4e2d\u56fd")
    found = families("\u092d\u4e2d")
    # whichever this machine has: a letter is written or named, and none is both
    assert ("Noto Sans Devanagari" in lacking) == (len(families("\u092d")) == 1)
    assert ("Noto Sans CJK" in lacking) == (len(families("\u4e2d")) == 1)
    assert found[0] == BASE


def test_a_name_in_another_script_is_drawn_without_a_word_of_the_library(
    recwarn: pytest.WarningsRecorder,
) -> None:
    whole = load_scenario("classroom")
    states = (
        whole.states[0].model_copy(update={"name": "\u4e2d\u56fd", "title": "\u4e2d\u56fd"}),
        whole.states[1],
    )
    scenario = Scenario(name="c", title="\u4e2d\u56fd", start="1960-01", months=12, states=states)
    list(words_of(history_figure(simulate(scenario, runs=2))))
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]
