"""Every page of the explorer in the made-up language of `test_another_language`: whole, and with nothing of it cut off."""

from __future__ import annotations

import html
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from matplotlib.text import Text

from simulation import catalogue
from simulation.errors import ScenarioError
from simulation.explorer import server, why
from simulation.explorer.futures import figure, futures
from simulation.explorer.view import MOST, View
from simulation.findings.arrows import EquationFound, arrow_found
from simulation.plots.difference import COMPARED
from simulation.scenario import load_scenario
from tests.serving import Answer, Page, served
from tests.test_another_language import LANG, Seen, english, plain, seen

__all__ = ["LANG", "seen"]  # the latter a fixture of the tests below

CHANGED = "scenario=detente_1969&leaders.Richard_Nixon.disposition=-0.8&runs=6&seed=7"
TWO = "scenario=classroom&states.Kastara.doctrine=grit&states.Velmora.hawks=0.9&parameters.concession=0.1&runs=6"
#: of every page an address: what is on it, and where it stands
ADDRESSES = {
    "first": "/?runs=6",
    "all that can be changed": f"/?{CHANGED}&shown=cooperation&run=3&all=1",
    "three states": "/?scenario=triangle_1971&states.China.doctrine=grit&runs=6&shown=common_ground",
    "on a phone": f"/futures?{CHANGED}&shown=mutual_benefit&narrow=1",
    "several changes": f"/futures?{TWO}&narrow=1",
    "form": "/form?scenario=classroom",
    "month": f"/month?{CHANGED}&month=1972-05",
    "print": f"/print?{TWO}",
    "figure": f"/keep/figure.svg?{CHANGED}",
    "causes": "/causes",
    "sentences": "/sentences",
    "experiment": "/experiment?claim=B1&world=failing",
    **{f"cause {number}": f"/causes/{number}" for number in (1, 9, 17)},
    **{f"sentence {number}": f"/sentences/{number}" for number in (1, 6)},
}
REFUSED = {
    "world": "/?scenario=cold_wra",
    "input": "/?leaders.Nobody=1",
    "number": "/?runs=1",
    "choice": "/?scenario=classroom&states.Kastara.doctrine=hawkish",
    "month": "/month?month=1862-05",
    "page": "/nothing",
    "arrow": "/sentences/99",
}


class AtOnce:
    """In place of the processes: what is asked is done here, so that the words of this test are those it speaks."""

    full = False  # there is always room

    def __init__(self, start: Callable[[], Mapping[str, Callable[..., Any]]], count: int) -> None:
        self.table = start()

    async def ask(
        self, name: str, what: Mapping[str, Any], urgency: int = 0
    ) -> AsyncIterator[tuple[str, Any]]:
        try:
            yield "done", self.table[name](**what, tell=lambda share: None)
        except ScenarioError as error:
            yield "refused", str(error)

    def close(self) -> None:
        pass


@pytest.fixture
def page(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setattr(server, "Workers", AtOnce)
    monkeypatch.setattr(why, "RUNS", 4)
    with served({}, LANG) as here:
        yield here


def words(body: str) -> str:
    """What a reader of a page sees, hears, or is told by its script."""
    body = re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL)
    spoken = re.sub(r' (?:aria-label|alt|title|placeholder|data-working|data-lost)="([^"]*)"', r">\1<", body)
    return html.unescape(re.sub(r"<[^>]+>", " ", spoken))


def received(answer: Answer) -> str:
    """The HTML of a page, or of a piece that comes in lines of JSON."""
    if answer.headers["content-type"].startswith("application/x-ndjson"):
        return str(json.loads(answer.text.splitlines()[-1])["html"])
    return answer.text


def as_written(number: int) -> tuple[set[str], set[str]]:
    """What of an arrow stands in every language as docstrings have it: equations and sources; and the names of rules."""

    def parts(one: EquationFound) -> list[EquationFound]:
        return [one, *(below for part in one["made_of"] for below in parts(part))]

    couplings = arrow_found(number)["couplings"]
    equations = [part for one in couplings for way in one["ways"] for part in parts(way["equation"])]
    sources = {source for one in couplings for source in one["sources"]}
    return sources | {one["said"] for one in equations}, {one["name"] for one in equations}


def left(page: Page, seen: Seen, address: str, status: int = 200) -> list[str]:
    """The words of a page that are still English."""
    answer = page.get(address)
    assert answer.status == status
    said = plain(" ".join([words(received(answer)), *seen.words]))
    number = re.fullmatch(r"/causes/(\d+)", address)
    whole, rules = as_written(int(number[1])) if number else (set(), set())
    for told in whole:
        said = said.replace(plain(told), " ")
    typed = re.findall(r"[^\W\d_]+", f"{address} detente explore")  # names, as they are typed
    return english(said, {part.lower() for part in [*typed, *rules, *catalogue.month_names(LANG)]})


@pytest.mark.sample(4)
@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_page_speaks_it_whole(address: str, page: Page, seen: Seen) -> None:
    assert left(page, seen, address) == []
    assert seen.cut == []


@pytest.mark.parametrize("address", REFUSED.values(), ids=REFUSED)
def test_a_refusal_speaks_it_whole(address: str, page: Page, seen: Seen) -> None:
    status = 404 if address in ("/nothing",) else 400
    assert left(page, seen, address, status) == []


@pytest.mark.sample(4)
@pytest.mark.parametrize(
    "variable", ["common_ground", *sorted({*COMPARED} - {"common_ground"})]
)  # the longest first
def test_a_figure_has_room_for_its_words(variable: str, seen: Seen, tmp_path: Path) -> None:
    """In every language, in both widths, with as many runs as a page can have."""
    known = {"detente_1969": load_scenario("detente_1969")}
    view = View("detente_1969", {"states.USSR.doctrine": "linear_us"}, runs=2, shown=variable)
    for lang in catalogue.languages():
        found = futures(view, known, lang, 2)
        found = found._replace(found={**found.found, "runs": MOST})
        for narrow in (True, False):
            drawn = figure(found, view, lang, narrow)
            drawn.savefig(tmp_path / "figure.svg")
            assert seen.cut == [], lang
            panel = drawn.axes[0]
            title = next(one for one in panel.findobj(Text) if one.get_text() == panel.get_title("left"))
            key, heading = (one.get_window_extent() for one in (drawn.legends[0], title))
            assert key.y0 >= heading.y1, lang
