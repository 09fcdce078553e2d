"""Every page of the explorer in the made-up language of `test_another_language`: whole, and with nothing of it cut off."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any

import pytest

from simulation import catalogue
from simulation.errors import ScenarioError
from simulation.play import server, why
from tests.serving import Page, served
from tests.test_another_language import LANG, Seen, english, seen

__all__ = ["seen"]  # a fixture of the tests below

CHANGED = "scenario=detente_1969&leaders.Richard_Nixon.disposition=-0.8&runs=6&seed=7"
TWO = "states.Kastara.doctrine=grit&states.Velmora.hawks=0.9&parameters.concession=0.1&runs=6"
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
    "choice": "/?states.Kastara.doctrine=hawkish",
    "month": "/month?month=1862-05",
    "page": "/nothing",
    "language": f"/causes/99?lang={LANG}",
}


class AtOnce:
    """In place of the processes: what is asked is done here, so that the words of this test are those it speaks."""

    def __init__(self, start: Callable[[], Mapping[str, Callable[..., Any]]], count: int) -> None:
        self.table = start()

    async def ask(self, name: str, what: Mapping[str, Any], urgency: int = 0) -> AsyncIterator[tuple[str, Any]]:
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


def left(page: Page, seen: Seen, address: str, status: int = 200) -> list[str]:
    """The words of a page that are still English."""
    answer = page.get(address)
    assert answer.status == status
    typed = re.findall(r"[^\W\d_]+", f"{address} detente explore")  # names, as they are typed
    names = {part.lower() for part in [*typed, *catalogue.month_names(LANG)]}
    return english(" ".join([words(answer.text), *seen.words]), names)


@pytest.mark.sample(4)
@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_page_speaks_it_whole(address: str, page: Page, seen: Seen) -> None:
    assert left(page, seen, address) == []
    assert seen.cut == []


@pytest.mark.parametrize("address", REFUSED.values(), ids=REFUSED)
def test_a_refusal_speaks_it_whole(address: str, page: Page, seen: Seen) -> None:
    status = 404 if address in ("/nothing",) else 400
    assert left(page, seen, address, status) == []
