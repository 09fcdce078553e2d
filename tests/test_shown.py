"""What a notebook shows of a scenario, an explanation and a report: all of it, and no text of a user as HTML."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from rich.console import Console

from simulation import DetenteModel, Scenario, load_scenario, simulate
from simulation.catalogue import languages, text
from simulation.explaining import Explanation
from simulation.pages.blocks import Grid, Heading, Paragraph
from simulation.pages.page import Page
from simulation.reports.run import table
from simulation.scenario import Event, Order, scenario_names

BAD = '<script>alert("1")</script> & <b>'
OURS = {
    *("div", "h1", "h2", "p", "strong", "ul", "li"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}


def tree(shown: str) -> ElementTree.Element:
    """The shown HTML, which is XML too: everything is closed, and nothing but our own elements is there."""
    root = ElementTree.fromstring(f"<div>{shown}</div>")
    assert {one.tag for one in root.iter()} <= OURS
    return root


def rows(root: ElementTree.Element, caption: str) -> list[list[str]]:
    """The cells of the table with that caption."""
    (found,) = (one for one in root.iter("table") if one.findtext("caption") == caption)
    return [[cell.text or "" for cell in line] for line in found.iter("tr")]


@pytest.fixture
def bad(two: Scenario) -> Scenario:
    events = (*two.events, Event(date="1962-05", kind="rights", title=BAD, size=0.3, state="Bravo"))
    orders = (Order(date="1960-01", title=BAD, state="Alfa", never=("talk", "visit"), months=2),)
    return two.changed(title=BAD, summary=BAD, events=events, orders=orders)


def test_a_scenario_shows_all_that_is_set(bad: Scenario) -> None:
    root = tree(bad._repr_html_())
    assert root.findtext("h1") == BAD
    assert root.findtext("p") == BAD
    assert rows(root, "scenario")[1] == ["two", "1960-01", "1962-12", "36"]
    head, alfa, _ = rows(root, "states")
    assert dict(zip(head, alfa, strict=True))["burden"] == "0.06"
    assert dict(zip(head, alfa, strict=True))["doctrine"] == "deliberate"
    assert [row[head.index("title")] for head in rows(root, "events")[:1] for row in rows(root, "events")][
        -1
    ] == BAD
    assert "talk, visit" in rows(root, "orders")[1]
    assert dict(rows(root, "parameters")[1:]).keys() == bad.parameters.keys()


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_shows_itself(name: str) -> None:
    scenario = load_scenario(name)
    root = tree(scenario._repr_html_())
    assert [row[0] for row in rows(root, "states")[1:]] == list(scenario.labels)


@pytest.mark.parametrize("lang", languages())
def test_an_explanation_shows_its_words_and_every_reason(lang: str) -> None:
    model = DetenteModel(load_scenario("classroom"), rng=3)
    model.step()
    why: Explanation = next(iter(model.agents)).explain(lang=lang)
    root = tree(why._repr_html_())
    assert [one.text for one in root.findall("p")] == why.text.splitlines()
    tables = list(root.iter("table"))
    assert len(tables) == len(why.table.attrs["chosen"])
    shown = [one for found in tables for one in found.iter("tr")]
    assert len(shown) == len(why.table)  # a heading a table, and no row for the sum
    assert [one[0].text for one in shown].count(text("explain.chance", lang)) == len(tables)


def test_a_report_shows_itself_in_a_notebook_and_on_a_terminal() -> None:
    page = table(simulate("classroom", runs=4, seed=1))
    root = tree(page._repr_html_())
    assert len(list(root.iter("table"))) == 3
    out = io.StringIO()
    Console(file=out, width=60).print(page)
    assert "runs, seed 1, scenario classroom" in " ".join(out.getvalue().split())


def test_a_page_is_escaped_and_as_wide_as_its_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page([Heading(BAD, 1), Paragraph(BAD, BAD), Grid(BAD, [BAD, "n"], [[BAD, "1"]])])
    words = "".join(tree(page._repr_html_()).itertext())
    assert words.count(BAD) == 6
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, str(page).splitlines())) <= 60
    assert repr(page) == str(page)
    assert "\x1b" not in str(page)
